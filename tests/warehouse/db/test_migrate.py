from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from warehouse.db.migrate import MIGRATIONS, SAME_TABLES, migrate
from warehouse.errors import UnusableWarehouse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the real migrations, to add to."""
    copy = tmp_path / "migrations"
    copy.mkdir()
    for file in MIGRATIONS.iterdir():
        if file.name.endswith(".sql"):
            (copy / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def test_every_migration_is_applied_once(con: DuckDBPyConnection, folder: Path) -> None:
    (folder / "9001_more.sql").write_text("create table raw.more (a integer)")

    first, second = migrate(con, folder), migrate(con, folder)

    assert (first, second) == (["9001_more.sql"], [])


def test_migrations_are_applied_in_the_order_of_their_numbers(
    con: DuckDBPyConnection, folder: Path
) -> None:
    (folder / "9002_fill.sql").write_text("insert into raw.more values (1)")
    (folder / "9001_more.sql").write_text("create table raw.more (a integer)")

    migrate(con, folder)

    assert con.execute("from raw.more").fetchall() == [(1,)]


def test_a_migration_that_fails_leaves_nothing_behind(
    con: DuckDBPyConnection, folder: Path
) -> None:
    (folder / "9001_bad.sql").write_text("create table raw.more (a integer); select no_such;")

    with pytest.raises(duckdb.Error):
        migrate(con, folder)

    assert con.execute(
        "select count(*) from duckdb_tables() where table_name = 'more'"
    ).fetchall() == [(0,)]


def test_an_applied_migration_may_not_change(con: DuckDBPyConnection, folder: Path) -> None:
    file = folder / "0001_raw_tables.sql"
    file.write_text(file.read_text() + "-- a word more\n")

    with pytest.raises(UnusableWarehouse, match=r"0001_raw_tables\.sql has changed"):
        migrate(con, folder)


def test_an_edition_that_creates_the_same_tables_is_taken_as_the_file_itself(
    con: DuckDBPyConnection,
) -> None:
    (name, (digest,)), *_ = SAME_TABLES.items()
    con.execute("update raw.schema_migrations set sha256 = ? where name = ?", [digest, name])

    assert migrate(con) == []


def test_a_warehouse_of_a_newer_version_is_refused(con: DuckDBPyConnection) -> None:
    con.execute("insert into raw.schema_migrations values (9001, '9001_future.sql', '', now())")

    with pytest.raises(UnusableWarehouse, match="newer version"):
        migrate(con)


def test_raw_tables_have_no_keys_the_database_enforces(con: DuckDBPyConnection) -> None:
    kinds = con.execute(
        "select distinct constraint_type from duckdb_constraints() where schema_name = 'raw'"
    ).fetchall()

    assert {kind for (kind,) in kinds} == {"NOT NULL", "CHECK"}
    assert con.execute("select count(*) from duckdb_indexes()").fetchall() == [(0,)]


@pytest.mark.slow
def test_articles_stored_before_evidence_was_known_are_complete_texts_of_one_part(
    folder: Path,
) -> None:
    later = [file for file in folder.iterdir() if int(file.name[:4]) >= 10]
    for file in later:
        file.rename(folder / f"later-{file.name}")
    with duckdb.connect() as con:
        con.execute("create schema raw")
        migrate(con, folder)
        con.execute(
            "insert into raw.articles (capture_id, article_id, url, title, lead, body,"
            " body_sha256, layout, parser_version, cleaning_rules)"
            " values (1, 2, 'https://archive.test/', 'Title', '', 'Body', '', 'generic', '3', [])"
        )
        for file in later:
            (folder / f"later-{file.name}").rename(file)
        migrate(con, folder)

        rows = con.execute(
            "select evidence, body_confidence, is_complete, part_number, part_count"
            " from raw.articles"
        ).fetchall()

    assert rows == [([], None, True, 1, 1)]


@pytest.mark.slow
def test_pages_that_asked_for_a_password_get_the_reason_of_their_own(folder: Path) -> None:
    [own] = folder.glob("*_protected_pages.sql")
    later = [file for file in folder.iterdir() if file.name >= own.name]
    for file in later:
        file.rename(folder / f"later-{file.name}")
    with duckdb.connect() as con:
        con.execute("create schema raw")
        migrate(con, folder)
        con.execute(
            "insert into raw.rejections (capture_id, url, reason, detail, parser_version) values"
            " (1, 'https://a.test/1', 'not_the_article',"
            " 'the page asks for the password of a protected post', '14'),"
            " (2, 'https://a.test/2', 'not_the_article', 'found title; missing date', '14')"
        )
        for file in later:
            (folder / f"later-{file.name}").rename(file)
        migrate(con, folder)

        rows = con.execute("select reason from raw.rejections order by capture_id").fetchall()

    assert rows == [("protected",), ("not_the_article",)]


def test_a_released_migration_is_never_edited() -> None:
    """An edited one, even in a comment, would lock every warehouse that has applied it.

    A release appends its new migrations: `sha256sum` of each file.
    """
    lines = (Path(__file__).parent / "released_migrations.txt").read_text().splitlines()
    released = {name: digest for digest, name in (line.split() for line in lines)}
    found = {name: sha256((MIGRATIONS / name).read_bytes()).hexdigest() for name in released}

    assert found == released
    assert len(released) >= 24
