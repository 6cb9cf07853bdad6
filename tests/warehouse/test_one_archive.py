"""One small archive through every room of the warehouse: a fast case of what slow tests do at length.

The five stories are published again with a page that changed, a new one and its near copy.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import NOON
from tests.warehouse.published_archive import load_stories, open_archive, story
from warehouse.db.publications import (
    latest_publication,
    list_publications,
    open_published,
    stamp_of,
)
from warehouse.publish.parquet_export import export_parquet
from warehouse.publish.release import Publication, RunEnd, publish
from warehouse.reporting.coverage import read_coverage
from warehouse.reporting.example_queries import list_examples
from warehouse.search.find import search
from warehouse.transform.build import make_mart
from warehouse.transform.checks import run_checks
from warehouse.transform.diff import Change
from warehouse.transform.duplicates import link_duplicates
from warehouse.version import software_version

LATER = NOON + timedelta(days=1)
MARCH, APRIL = date(2009, 3, 1), date(2009, 4, 1)
FERRY = (
    "The harbour council of Port Town met on Monday to hear why the ferry to Gull Island has not"
    " sailed since the storm of last week. Captain Maya Haddad told the members that two of three"
    " engines were flooded and that spare parts would come from Westhaven in twelve days."
)


@dataclass(frozen=True)
class Archive:
    """A home that was published twice, with an open connection to its warehouse."""

    home: Path
    con: DuckDBPyConnection
    first: Path
    second: Publication


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, stories_home: Path) -> Iterator[Archive]:
    home = tmp_path_factory.mktemp("home") / "copy"
    shutil.copytree(stories_home, home, symlinks=True)
    first = latest_publication(home)
    assert first is not None
    with open_archive(home) as con:
        load_stories(
            con,
            story("sinking", "Ferry Sinks", FERRY, published_on=MARCH, published_at=None),
            story("sinking-2", "Ferry Sinks", FERRY, published_on=APRIL, published_at=None),
            story("old", "Talks Over", "They sank.", captured_at=LATER),
        )
        link_duplicates(con)
        make_mart(con, "duplicates")
        yield Archive(home, con, first, publish(con, home, run=RunEnd("run-1", "succeeded")))


@pytest.mark.slow
def test_latest_is_the_second_publication_and_the_first_is_kept(archive: Archive) -> None:
    files = [archive.first, archive.second.path]
    assert list_publications(archive.home) == files
    assert latest_publication(archive.home) == archive.second.path
    assert (archive.home / "published/latest").resolve() == archive.second.path
    with open_published(archive.home) as con:
        found = con.execute("select stamp, software_version from publications").fetchall()
    assert found == [(stamp_of(file), software_version()) for file in files]


def test_changes_are_counted_by_cause(archive: Archive) -> None:
    assert Change("articles", "content", 2, 1, 0) in archive.second.changes


def test_the_copy_is_linked_to_the_earlier_article(archive: Archive) -> None:
    pairs = archive.con.execute(
        "select a.url, b.url from marts.duplicates d"
        " join marts.articles a using (article_id)"
        " join marts.articles b on b.article_id = d.canonical_id"
    ).fetchall()

    assert [tuple(url.split("/")[-2] for url in pair) for pair in pairs] == [
        ("sinking-2", "sinking")
    ]


def test_the_changed_page_has_two_versions(archive: Archive) -> None:
    rows = archive.con.execute(
        "select version, title from marts.article_versions where url like '%/old/' order by 1"
    ).fetchall()

    assert rows == [(1, "Hezbollah in talks"), (2, "Talks Over")]


@pytest.mark.slow
def test_checks_pass_and_find_a_damaged_row(archive: Archive) -> None:
    def failing() -> set[str]:
        return {one.check_name for one in run_checks(archive.con, archive.home) if one.stops}

    assert failing() == set()
    archive.con.execute("create temp table kept as from marts.articles")
    archive.con.execute("update marts.articles set body = ' ' where title = 'Talks Over'")
    found = failing()
    archive.con.execute("truncate marts.articles; insert into marts.articles from temp.kept")
    assert "articles_have_a_text" in found


def test_coverage_counts_every_page_once(archive: Archive) -> None:
    months = read_coverage(archive.con).months

    assert sum(row.loaded for row in months) == 7
    assert sum(row.missing for row in months) == 0


@pytest.mark.slow
def test_every_example_query_runs(archive: Archive) -> None:
    with open_published(archive.home) as con:
        for example in list_examples():
            con.execute(example.sql).fetchall()


def test_words_are_found_in_the_publication(archive: Archive) -> None:
    with open_published(archive.home) as con:
        assert [hit.title.text for hit in search(con, text="sank").hits] == ["Talks Over"]


@pytest.mark.slow
def test_parquet_files_hold_the_rows_and_are_described(archive: Archive) -> None:
    folder = export_parquet(archive.home)

    count = duckdb.execute(f"select count(*) from '{folder}/articles/*/*.parquet'").fetchall()
    assert count == [(7,)]
    assert (folder / "datapackage.json").exists()
    assert "| title |" in (folder / "CODEBOOK.md").read_text()
