from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import NOON, candidate
from tests.warehouse.published_archive import load_months, open_archive
from warehouse.db.publications import attached_latest, switch_link
from warehouse.ingest.load import load_discoveries
from warehouse.publish.release import publish
from warehouse.transform.diff import Change, count_changes

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBPyConnection, Path]]:
    home = tmp_path_factory.mktemp("home")
    with open_archive(home) as con:
        load_months(con)
        publish(con, home)
        yield con, home


@contextmanager
def _changed(con: DuckDBPyConnection, *changes: str) -> Iterator[None]:
    """Change marts by SQL, noted as builds note what they did; take it back afterwards."""
    tables = ("articles", "mentions", "authors")
    for table in tables:
        con.execute(f"create or replace temp table kept_{table} as from marts.{table}")
    con.execute("insert into raw.unpublished_articles select article_id from marts.articles")
    for change in changes:
        con.execute(change)
    yield
    con.execute("truncate raw.unpublished_articles")
    for table in tables:
        con.execute(f"truncate marts.{table}")
        con.execute(f"insert into marts.{table} from temp.kept_{table}")


def _changes(con: DuckDBPyConnection, home: Path) -> list[Change]:
    with attached_latest(con, home) as previous:
        return count_changes(con, previous)


def test_publishing_the_same_data_again_has_no_changes(
    archive: tuple[DuckDBPyConnection, Path],
) -> None:
    assert _changes(*archive) == []


def test_there_is_nothing_to_compare_the_first_with(
    archive: tuple[DuckDBPyConnection, Path],
) -> None:
    assert count_changes(archive[0], None) == []


def test_rows_without_a_month_are_the_same_rows_as_before(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_discoveries(con, [candidate("undated")], [], "run-1", NOON)
        load_months(con, 3)
        publish(con, tmp_path)

        load_months(con, 3)
        unchanged = _changes(con, tmp_path)
        load_discoveries(con, [candidate("another")], [], "run-1", NOON)
        load_months(con, 3)
        changed = _changes(con, tmp_path)

    assert unchanged == []
    assert changed == [Change("coverage", "content", 0, 1, 0)]


def test_a_row_without_a_month_stays_when_the_table_gets_a_column(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_discoveries(con, [candidate("undated")], [], "run-1", NOON)
        load_months(con, 3)
        publish(con, tmp_path)
        con.execute("alter table marts.coverage add column checked boolean")
        con.execute("insert into raw.unpublished_models values ('marts.coverage')")
        [(rows,)] = con.execute("select count(*) from marts.coverage").fetchall()

        changes = _changes(con, tmp_path)

    assert changes == [Change("coverage", "model", 0, rows, 0)]


ONE = "where title = 'Report 3'"
OF_ONE = f"where article_id = (select article_id from marts.articles {ONE})"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            [f"update marts.articles set capture_id = 5, title = 'New' {ONE}"],
            [Change("articles", "content", 0, 1, 0)],
        ),
        (
            [f"update marts.articles set parser_version = '2' {ONE}"],
            [Change("articles", "parser", 0, 1, 0)],
        ),
        (
            [f"update marts.articles set published_on = '2012-02-02' {ONE}"],
            [Change("articles", "discovery", 0, 1, 0)],
        ),
        ([f"delete from marts.articles {ONE}"], [Change("articles", "content", 0, 0, 1)]),
        (
            [f"update marts.mentions set entity_id = 'person/x' {OF_ONE}"],
            [Change("mentions", "entities", 0, 1, 0)],
        ),
        ([f"delete from marts.mentions {OF_ONE}"], [Change("mentions", "entities", 0, 0, 1)]),
        (
            [
                f"delete from marts.mentions {OF_ONE}",
                f"update marts.articles set parser_version = '2' {ONE}",
            ],
            [Change("articles", "parser", 0, 1, 0), Change("mentions", "parser", 0, 0, 1)],
        ),
        (
            [
                f"update marts.articles set parser_version = '2' {ONE}",
                "update marts.articles set capture_id = 6 where title = 'Report 4'",
                "delete from marts.authors where author_name = 'Staff Writer'",
            ],
            [
                Change("articles", "content", 0, 1, 0),
                Change("articles", "parser", 0, 1, 0),
                Change("authors", "content, parser", 0, 0, 1),
            ],
        ),
    ],
    ids=["content", "parser", "discovery", "gone", "entities", "fewer", "follows", "counts"],
)
def test_a_change_is_counted_under_its_cause(
    archive: tuple[DuckDBPyConnection, Path], changes: list[str], expected: list[Change]
) -> None:
    con, home = archive

    with _changed(con, *changes):
        assert _changes(con, home) == expected


@pytest.mark.slow
def test_rows_of_a_new_column_have_changed_because_of_the_model(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 3)
        publish(con, tmp_path)
        con.execute("alter table marts.authors add column age integer")
        con.execute("insert into raw.unpublished_models values ('marts.authors')")

        changes = _changes(con, tmp_path)

    assert changes == [Change("authors", "model", 0, 2, 0)]


def test_all_rows_are_new_if_a_column_of_the_key_has_another_name(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con)
        published = publish(con, tmp_path).path
        published.chmod(0o644)
        con.execute(f"attach '{published}' as published")
        con.execute("alter table published.authors rename author_id to former_id")
        con.execute("detach published")
        con.execute("insert into raw.unpublished_models values ('marts.authors')")

        changes = _changes(con, tmp_path)

    assert changes == [Change("authors", "model", 2, 0, 2)]


def test_a_table_over_many_articles_changed_because_of_its_model_and_of_them(
    tmp_path: Path,
) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 3)
        publish(con, tmp_path)
        con.execute("update raw.publications set mart_digests = map()")
        con.execute("insert into raw.unpublished_articles select article_id from marts.articles")
        con.execute("update marts.articles set parser_version = '2' where title = 'Report 1'")
        con.execute("delete from marts.authors where author_name = 'Staff Writer'")

        changes = _changes(con, tmp_path)

    assert Change("authors", "model, parser", 0, 0, 1) in changes


def test_a_new_column_of_articles_does_not_hide_why_single_articles_changed(
    tmp_path: Path,
) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 3)
        publish(con, tmp_path)
        con.execute("alter table marts.articles add column age integer")
        con.execute("insert into raw.unpublished_models values ('marts.articles')")
        con.execute("insert into raw.unpublished_articles select article_id from marts.articles")
        con.execute("update marts.articles set parser_version = '2' where title = 'Report 1'")
        con.execute(
            "delete from marts.mentions where article_id in (select article_id"
            " from marts.articles where title = 'Report 1')"
        )

        changes = _changes(con, tmp_path)

    assert changes == [Change("articles", "model", 0, 3, 0), Change("mentions", "parser", 0, 0, 1)]


def test_other_values_of_a_table_made_whole_are_counted_though_no_article_was_built(
    tmp_path: Path,
) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 3)
        publish(con, tmp_path)
        con.execute("update raw.publications set mart_digests = map()")
        con.execute("insert into raw.unpublished_models values ('marts.mentions')")
        con.execute("update marts.mentions set full_name = 'Other' where start_char = 0")

        changes = _changes(con, tmp_path)

    assert [(change.mart_name, change.cause) for change in changes] == [("mentions", "model")]
    assert changes[0].changed > 0


def test_a_publication_that_was_set_back_is_compared_as_a_whole(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 3)
        first = publish(con, tmp_path).path
        con.execute("insert into raw.unpublished_articles select article_id from marts.articles")
        con.execute("update marts.articles set parser_version = '2' where title = 'Report 1'")
        publish(con, tmp_path)
        switch_link(first.parent, first.name)

        changes = _changes(con, tmp_path)

    assert Change("articles", "parser", 0, 1, 0) in changes
