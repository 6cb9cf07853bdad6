"""Migrate the raw tables: numbered SQL files, each applied once.

An applied file is never edited; a change is a new file.
"""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.transactions import transaction
from warehouse.errors import UnusableWarehouse

MIGRATIONS = files("warehouse.db") / "migrations"
# This file creates the table that records migrations, so it is not recorded. It can run repeatedly.
LEDGER = "0000_schema_migrations.sql"
# Digests of editions that create the same tables: 0.2.0 had edited a comment in a file of 0.1.0.
SAME_TABLES = {
    "0005_checks_and_publications.sql": (
        "d43d43c50070c625209f5ae641530efb576f597d8e8c7a4ed6114bdae3c79efd",
    ),
}


def migrate(con: DuckDBPyConnection, folder: Traversable = MIGRATIONS) -> list[str]:
    """Apply the pending migrations, each in a transaction; return their names.

    Raises:
        UnusableWarehouse: an applied file was edited, or a newer version of the program made the
            warehouse.
        duckdb.Error: a migration failed and was rolled back.
    """
    applied = _applied(con)
    names = sorted(name for file in folder.iterdir() if (name := file.name)[:4].isdigit())
    _refuse_newer(applied, names)
    return [name for name in names if name != LEDGER and _apply(con, name, folder / name, applied)]


def _applied(con: DuckDBPyConnection) -> dict[str, str]:
    # Every step of a run opens the warehouse, and querying the catalogue first would take 15 ms.
    try:
        return dict(con.execute("select name, sha256 from raw.schema_migrations").fetchall())
    except duckdb.CatalogException:
        with transaction(con):
            con.execute((MIGRATIONS / LEDGER).read_text(encoding="utf-8"))
        return {}


def _refuse_newer(applied: dict[str, str], names: list[str]) -> None:
    if unknown := sorted(set(applied) - set(names)):
        raise UnusableWarehouse(
            "the warehouse was made by a newer version of this program, so upgrade this one:"
            f" it has {unknown[-1]}"
        )


def _apply(con: DuckDBPyConnection, name: str, file: Traversable, applied: dict[str, str]) -> bool:
    sql = file.read_text(encoding="utf-8")
    digest = hashlib.sha256(sql.encode()).hexdigest()
    if name in applied:
        _refuse_changed(name, digest, applied[name])
        return False
    with transaction(con):
        con.execute(sql)
        con.execute(
            "insert into raw.schema_migrations (version, name, sha256) values (?, ?, ?)",
            [int(name[:4]), name, digest],
        )
    return True


def _refuse_changed(name: str, digest: str, digest_applied: str) -> None:
    if digest_applied not in (digest, *SAME_TABLES.get(name, ())):
        raise UnusableWarehouse(f"migration {name} has changed since it was applied")
