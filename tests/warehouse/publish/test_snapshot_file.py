from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import NOON
from tests.warehouse.published_archive import load_months, load_stories, open_archive, story
from warehouse.db.publications import attached_latest, open_published
from warehouse.db.read_models import read_models
from warehouse.publish.release import Publication, RunEnd, publish
from warehouse.publish.snapshot_file import write_whole
from warehouse.reporting.runs import start_run
from warehouse.search.find import search
from warehouse.search.index import IndexReport
from warehouse.transform.build import build_marts

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

ALWAYS = {"check_results", "publication_changes", "publications", "runs"}


def publish_again(con: DuckDBPyConnection, home: Path) -> Publication:
    publish_again.days += 1  # type: ignore[attr-defined]
    return publish(con, home, now=NOON + timedelta(days=publish_again.days))  # type: ignore[attr-defined]


publish_again.days = 0  # type: ignore[attr-defined]


def content(file: Path) -> dict[str, Any]:
    """Return comments and rows of all tables, in no order; the views on them are added later."""
    with duckdb.connect(file, read_only=True) as con:
        comments = con.execute(
            "select table_name, column_name, data_type, comment from duckdb_columns()"
            " where schema_name = 'main' and not internal"
            " and table_name in (select table_name from duckdb_tables()) order by all"
        ).fetchall()
        terms = con.execute(
            "select term, doc_count, use_count from search.terms order by term"
        ).fetchall()
        return {"comments": comments, "terms": terms} | {
            model.name: sorted(con.execute(f"from {model.name}").fetchall(), key=repr)
            for model in read_models("marts")
        }


def written_whole(con: DuckDBPyConnection, folder: Path) -> Path:
    file = folder / "whole.duckdb"
    file.unlink(missing_ok=True)
    write_whole(con, file, None)
    return file


def found(file: Path, words: str) -> list[tuple[int, str]]:
    with open_published(file.parent.parent) as con:
        hits = search(con, text=words, limit=100).hits
    return [(hit.article_id, f"{hit.score:.9f}") for hit in hits]


def test_a_publication_with_the_differences_equals_one_written_whole(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 40)
        publish_again(con, tmp_path)
        steps = [
            [story("new", "Ferry Strike", "Crews of the ferry vote today.")],
            [story("page-3", "Report Changed", "The council of Town fell.", captured_at=LATER)],
            [story("page-4", "Report 4", "Another text.", captured_at=LATER), story("x", "X", "Y")],
            [],
        ]
        for stories in steps:
            load_stories(con, *stories)

            published = publish_again(con, tmp_path)

            assert set(published.written) != {model.name for model in read_models("marts")}
            assert content(published.path) == content(written_whole(con, tmp_path))


LATER = NOON + timedelta(days=3)


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 40)
        publish_again(con, tmp_path)
        same = publish_again(con, tmp_path)
        load_stories(con, story("new", "Ferry Strike", "Crews of the ferry vote today."))

        changed = publish_again(con, tmp_path)

    assert set(same.written) == ALWAYS
    assert same.index == IndexReport(docs=40, indexed=0)
    assert {"articles", "mentions", "paragraphs", "captures"} <= set(changed.written)
    assert not {"quotes", "events", "rejections"} & set(changed.written)
    assert changed.index.indexed == 1


def test_the_words_of_a_changed_article_are_found_and_the_old_ones_no_more(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 40)
        load_stories(con, story("ferry", "Ferry Strike", "Crews vote on the walrus today."))
        publish_again(con, tmp_path)
        changed = story("ferry", "Ferry Strike", "Crews vote on the otter.", captured_at=LATER)
        load_stories(con, changed)

        published = publish_again(con, tmp_path)

    assert found(published.path, "walrus") == []
    [(hit, _)] = found(published.path, "otter")
    assert hit == changed[1].article_id
    assert len(found(published.path, "council")) == 40


@pytest.mark.parametrize(
    "change",
    [
        "insert into raw.unpublished_articles select article_id from marts.articles",
        "delete from raw.publications",
        "delete from marts.articles using (select min(article_id) as one from marts.articles)"
        " where article_id = one",
    ],
    ids=["much", "another's publication", "rows nobody noted"],
)
def test_what_cannot_be_made_from_the_last_one_is_written_whole(
    tmp_path: Path, change: str
) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 20)
        publish_again(con, tmp_path)
        con.execute(change)

        published = publish_again(con, tmp_path)

        assert set(published.written) == {model.name for model in read_models("marts")}
        assert content(published.path) == content(written_whole(con, tmp_path))


def test_marts_made_whole_are_written_whole(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 20)
        publish_again(con, tmp_path)
        con.execute("update raw.built_models set sha256 = '' where name = 'marts.authors'")
        build_marts(con, [])

        published = publish_again(con, tmp_path)

    assert set(published.written) == ALWAYS | {"authors"}


def test_a_publication_tells_how_its_own_run_ended(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 5)
        start_run(con, "run-7", "nightly", "live", {}, NOON)
        build_marts(con)

        publish(con, tmp_path, run=RunEnd("run-7", "succeeded", {"articles": 5}))

        with attached_latest(con, tmp_path) as latest:
            found = con.execute(
                "select run_status, counts, finished_at is not null"
                f" from {latest}.runs where run_id = 'run-7'"
            ).fetchall()
    assert found == [("succeeded", {"articles": 5}, True)]
