from pathlib import Path

import pytest

from tasks.entities.errors import BadKnownEntities
from tasks.entities.judgements import Judgements, read_judgements


def test_a_file_that_is_not_there_holds_no_judgement(tmp_path: Path) -> None:
    assert read_judgements(tmp_path / "none.yml") == Judgements()


def test_pairs_are_read_with_and_without_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "judgements.yml"
    path.write_text("same: [[a, b]]\nnot_same: [{ids: [d, c], why: two men}]", "utf-8")

    judged = read_judgements(path)

    assert judged.same == (("a", "b"),)
    assert judged.forbids("c", "d")
    assert judged.forbids("d", "c")
    assert not judged.forbids("a", "b")


@pytest.mark.parametrize(
    "lines",
    ["same: [[a]]", "same: [[a, a]]", "other: []", "same: [[a, b]]\nnot_same: [[b, a]]", "same: ["],
)
def test_anything_but_pairs_is_refused(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "judgements.yml"
    path.write_text(lines, "utf-8")

    with pytest.raises(BadKnownEntities):
        read_judgements(path)
