from pathlib import Path

import pytest

from tasks.entities.errors import BadKnownEntities
from tasks.entities.gazetteer.overrides import Overrides, read_overrides


def test_a_file_that_is_not_there_holds_no_overrides(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "none.yml") == Overrides()


def test_pairs_are_read_with_and_without_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "overrides.yml"
    path.write_text(
        "same: [[org/a, org/b]]\nnot_same: [{ids: [person/d, person/c], why: two men}]", "utf-8"
    )

    overrides = read_overrides(path)

    assert overrides.same == (("org/a", "org/b"),)
    assert overrides.forbids("person/c", "person/d")
    assert overrides.forbids("person/d", "person/c")
    assert not overrides.forbids("org/a", "org/b")


def test_an_id_goes_where_its_overrides_lead_in_any_order() -> None:
    overrides = Overrides(same=(("org/b", "org/c"), ("org/a", "org/b")))

    assert [overrides.kept(one) for one in ("org/a", "org/b", "org/c", "org/d")] == [
        *["org/a"] * 3,
        "org/d",
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("same: [[org/a]]", "not a pair"),
        ("same: [[org/a, org/a]]", "paired with itself"),
        ("same: org/a", "`same` is not a list"),
        ("same: [org/a]", "not a list"),
        ("other: []", "unknown field other"),
        ("same: [[org/a, org/b]]\nnot_same: [[org/b, org/a]]", "same and not same"),
        ("same: [", "not YAML"),
        ("same: [[Nuri al-Maliki, person/b]]", "not an id such as"),
        ("same: [[person/a, org/a]]", "two types"),
        ("same: [[org/a, org/c], [org/b, org/c]]", "into org/a and into org/b"),
        ("same: [[org/a, org/b], [org/b, org/a]]", "circle"),
    ],
)
def test_anything_but_pairs_of_ids_is_refused_in_one_clear_line(
    tmp_path: Path, lines: str, said: str
) -> None:
    path = tmp_path / "overrides.yml"
    path.write_text(lines, "utf-8")

    with pytest.raises(BadKnownEntities) as refused:
        read_overrides(path)

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
