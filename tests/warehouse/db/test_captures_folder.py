"""Whether the folder of the captures is there, or only the place where its disk is mounted."""

from pathlib import Path

import pytest

from warehouse.db.captures_folder import MARKER, is_unmounted, mark_folder


def test_a_missing_folder_and_an_empty_one_are_unmounted(tmp_path: Path) -> None:
    assert is_unmounted(tmp_path / "captures")
    assert is_unmounted(tmp_path)


@pytest.mark.parametrize("name", [MARKER, "run-1.warc.gz", "run-1.warc.gz.open"])
def test_a_folder_with_the_marker_or_a_warc_file_is_mounted(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()

    assert not is_unmounted(tmp_path)


def test_a_marked_folder_is_mounted_and_its_marker_is_kept(tmp_path: Path) -> None:
    mark_folder(tmp_path)

    assert "keep it" in (tmp_path / MARKER).read_text()
    assert not is_unmounted(tmp_path)

    (tmp_path / MARKER).write_text("a note of the operator")
    mark_folder(tmp_path)

    assert (tmp_path / MARKER).read_text() == "a note of the operator"
