"""The index of places."""

from pathlib import Path

import pytest

from tasks.entities.gazetteer.places import (
    Place,
    PlaceIndex,
    PlaceKind,
    open_places,
    spelling_key,
    write_places,
)

TOWN = Place(7, PlaceKind.TOWN, ("Al Fu'ah", "Fua"), "SY", "SY.12", 35.9826, 36.7035, 9_000)
REGION = Place(3, PlaceKind.REGION, ("Idlib",), "SY", "SY.12", 35.8, 36.6, 1_500_000)


@pytest.fixture
def index(tmp_path: Path) -> PlaceIndex:
    write_places([TOWN, REGION], tmp_path / "places.npz")
    return PlaceIndex(tmp_path / "places.npz")


def test_a_place_is_found_by_each_of_its_names_with_and_without_article(index: PlaceIndex) -> None:
    for name in ("Al Fu'ah", "al-Fu'ah", "Fuah", "Fua"):
        assert [one.geonames_id for one in index.named(name)] == [7]
    assert index.named("Aleppo") == ()


def test_other_spellings_are_found_apart_from_names(index: PlaceIndex) -> None:
    assert index.named("Foua") == ()
    assert [one.geonames_id for one in index.spelt("Foua")] == [7]


def test_a_written_place_is_read_as_it_was(index: PlaceIndex) -> None:
    entry = index.with_id(7)

    assert entry is not None
    assert (entry.entity_id, entry.country, entry.population) == ("geo/7", "SY", 9_000)
    assert (entry.latitude, entry.longitude) == pytest.approx((35.983, 36.704), abs=0.001)
    assert index.with_id(4) is None


def test_a_region_is_found_by_its_code(index: PlaceIndex) -> None:
    region = index.region("SY.12")

    assert region is not None
    assert region.entity_id == "geo/3"


def test_the_same_places_give_the_same_file(tmp_path: Path) -> None:
    write_places([TOWN, REGION], tmp_path / "one.npz")
    write_places([REGION, TOWN], tmp_path / "two.npz")

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_spellings_of_one_name_have_one_key() -> None:
    assert spelling_key("Abbassiya") == spelling_key("Al-Abbasiyah")
    assert spelling_key("Deraa") == spelling_key("Daraa")
    assert spelling_key("Homs") != spelling_key("Hama")


def test_the_bundled_index_holds_the_towns_of_the_world() -> None:
    assert len(open_places()) > 250_000
