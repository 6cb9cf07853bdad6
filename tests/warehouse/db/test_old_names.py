"""Former column names in new publications."""

from pathlib import Path

import duckdb

from warehouse.db.old_names import RENAMED
from warehouse.db.publications import latest_publication


def _columns(con: duckdb.DuckDBPyConnection, schema: str) -> dict[str, set[str]]:
    rows = con.execute(
        "select table_name, list(column_name) from duckdb_columns()"
        " where schema_name = ? and not internal group by all",
        [schema],
    ).fetchall()
    return {table: set(columns) for table, columns in rows}


def test_a_publication_has_the_former_names_beside_the_present_ones(stories_home: Path) -> None:
    latest = latest_publication(stories_home)
    with duckdb.connect(str(latest), read_only=True) as con:
        present, former = _columns(con, "main"), _columns(con, "deprecated")

    assert former.keys() == RENAMED.keys()
    for table, names in RENAMED.items():
        assert present[table] >= set(names.values())
        assert not present[table] & set(names)
        assert former[table] == present[table] | set(names)


def test_a_query_of_before_the_renaming_runs_with_use_deprecated(stories_home: Path) -> None:
    latest = latest_publication(stories_home)
    with duckdb.connect() as con:
        con.execute(f"attach '{latest}' as a (read_only)")
        con.execute("use a.deprecated")

        old = "select name, first_seen, title from entities cross join articles order by all"
        rows = con.execute(old).fetchall()
        con.execute("use a.main")
        new = old.replace("first_seen", "first_published_on")

        assert rows == con.execute(new).fetchall() != []
