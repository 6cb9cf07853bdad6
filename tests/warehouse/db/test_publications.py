"""The latest publication, whole and damaged."""

import os
from pathlib import Path

import duckdb
import pytest

from warehouse.db.publications import (
    fault_of_latest,
    list_publications,
    published_folder,
    switch_link,
)

NAME = "aawsat-20260310T061500Z.duckdb"


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    folder = published_folder(tmp_path)
    folder.mkdir()
    with duckdb.connect(folder / NAME) as con:
        con.execute("create table filler as select range as i, random() as r from range(200_000)")
        con.execute("checkpoint")
        con.execute("create table articles as select range as i, random() as r from range(400_000)")
        con.execute("drop table filler")
    switch_link(folder, NAME)
    return folder / NAME


def test_files_of_other_people_are_not_publications(publication: Path, tmp_path: Path) -> None:
    for name in (
        "99999999T999999Z",
        "99991231T235959Z",
        "before-the-upgrade",
        "20260310T061500Z b",
    ):
        (publication.parent / f"aawsat-{name}.duckdb").touch()

    assert list_publications(tmp_path) == [publication]


def test_a_whole_publication_has_no_fault(publication: Path, tmp_path: Path) -> None:
    assert fault_of_latest(tmp_path) == ""


def test_a_publication_that_became_smaller_has_no_fault(publication: Path, tmp_path: Path) -> None:
    with duckdb.connect(publication) as con:
        con.execute("create table more as select range as i, random() as r from range(400_000)")
        con.execute("checkpoint")
        con.execute("drop table more")
    with duckdb.connect(publication, read_only=True) as con:
        [(counted,)] = con.execute("select total_blocks from pragma_database_size()").fetchall()

    assert counted * 262_144 > publication.stat().st_size
    assert fault_of_latest(tmp_path) == ""


@pytest.mark.parametrize(
    "share",
    [0.0, 0.9, *(pytest.param(share, marks=pytest.mark.slow) for share in (0.1, 0.5, 0.999))],
)
def test_a_publication_that_was_cut_anywhere_has_a_fault(
    share: float, publication: Path, tmp_path: Path
) -> None:
    os.truncate(publication, int(share * publication.stat().st_size))

    fault = fault_of_latest(tmp_path)

    assert NAME in fault
    assert "run aawsat publish" in fault


def test_a_cut_that_leaves_the_file_openable_is_a_fault(publication: Path, tmp_path: Path) -> None:
    cut = publication.stat().st_size - 4096
    os.truncate(publication, cut)
    with duckdb.connect(publication, read_only=True) as con:
        con.execute("select count(*) from articles")

    assert "has lost its end" in fault_of_latest(tmp_path)


def test_a_deleted_file_of_the_latest_publication_is_named(
    publication: Path, tmp_path: Path
) -> None:
    publication.unlink()

    fault = fault_of_latest(tmp_path)

    assert fault.startswith(f"the file of the latest publication is gone: {publication}")
    assert "restore it from a backup, or run aawsat publish" in fault
