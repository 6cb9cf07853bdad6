from pathlib import Path

import numpy as np
import pytest

from tasks.entities import arrays
from tasks.entities.arrays import map_arrays, read_arrays, share_arrays
from tasks.entities.gazetteer.places import PLACES_FILE, PlaceIndex
from tasks.entities.ner.encoder.model_file import ENCODER_FILE, read_encoder, read_encoder_arrays


@pytest.fixture(autouse=True)
def nothing_mapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_mapped", {})


def test_mapped_arrays_are_those_of_the_file_and_read_only(tmp_path: Path) -> None:
    file = tmp_path / "lists.npz"
    np.savez(file, ids=np.arange(3), names=np.frombuffer(b"Basra", dtype=np.uint8))

    map_arrays(share_arrays(tmp_path, {file: read_arrays(file)}))
    mapped = read_arrays(file)

    assert mapped["ids"].tolist() == [0, 1, 2]
    assert mapped["names"].tobytes() == b"Basra"
    assert not mapped["ids"].flags.writeable


def test_a_file_that_was_not_mapped_is_read(tmp_path: Path) -> None:
    file = tmp_path / "lists.npz"
    np.savez(file, ids=np.arange(3))

    assert read_arrays(file, lambda own: {"ids": own["ids"] * 2})["ids"].tolist() == [0, 2, 4]


def test_the_mapped_index_of_places_answers_as_the_read_one(tmp_path: Path) -> None:
    read = PlaceIndex()
    map_arrays(share_arrays(tmp_path, {PLACES_FILE: read_arrays(PLACES_FILE)}))

    assert PlaceIndex().named("basra") == read.named("basra") != ()


@pytest.mark.slow
def test_the_mapped_encoder_has_the_weights_of_the_read_one(tmp_path: Path) -> None:
    read = read_encoder()
    map_arrays(share_arrays(tmp_path, {ENCODER_FILE: read_encoder_arrays()}))

    mapped = read_encoder()

    assert mapped.vocabulary == read.vocabulary
    for one, other in zip(mapped.layers, read.layers, strict=True):
        assert np.array_equal(one.inner[0], other.inner[0])
        assert one.inner[0].dtype == np.float32
