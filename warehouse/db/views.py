"""Keep the staging views in sync with their SQL files."""

from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model, in_build_order, read_models
from warehouse.db.transactions import transaction


def refresh_views(con: DuckDBPyConnection) -> None:
    """Recreate all staging views if any of their files has changed."""
    views = read_models("staging")
    wanted = {view.full_name: view.digest for view in views}
    if _in_place(con) == wanted:
        return
    with transaction(con):
        _drop_views(con)
        for view in in_build_order(con, views):
            _create_view(con, view)


def _in_place(con: DuckDBPyConnection) -> dict[str, str]:
    rows = con.execute("select name, sha256 from raw.built_models where name like 'staging.%'")
    return dict(rows.fetchall())


def _drop_views(con: DuckDBPyConnection) -> None:
    names = con.execute(
        "select view_name from duckdb_views()"
        " where schema_name = 'staging' and database_name = current_database()"
    ).fetchall()
    for (name,) in names:
        con.execute(f"drop view staging.{name}")
    con.execute("delete from raw.built_models where name like 'staging.%'")


def _create_view(con: DuckDBPyConnection, view: Model) -> None:
    con.execute(f"create view {view.full_name} as {view.sql}")
    con.execute(f"comment on view {view.full_name} is {quoted(view.comment)}")
    con.execute("insert into raw.built_models values (?, ?)", [view.full_name, view.digest])


def quoted(text: str) -> str:
    """Return the text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
