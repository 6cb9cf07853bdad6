"""Read-only access to the snapshot that `latest` points to."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.connect import first_line
from warehouse.db.old_names import views_with_present_names
from warehouse.errors import NothingPublished, UnusableWarehouse
from warehouse.explorer.sql_box.locked_file import CATALOG, open_locked, reader_config

# Time limit of a page's queries: an error page is better than a browser that waits.
PAGE_SECONDS = 20.0
# Queries that other queries read, as views with their names; the second reads the first.
READ_BY_OTHERS = ("sections_above", "articles_in_sections")

Row = dict[str, Any]
Made = TypeVar("Made")


def total_of(rows: Sequence[Row]) -> int:
    """Return the number of rows of which these are a page: the column `total` of each."""
    return int(rows[0]["total"]) if rows else 0


def without_total(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a page without their column `total`."""
    return [{name: row[name] for name in row if name != "total"} for row in rows]


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """The snapshot being read: file name, creation time, size and tables.

    Tables outside the schema `main` are prefixed with it, such as `search.postings`; the table
    macros of the file are among them, such as `similar()`. `views` are the statements that create
    the temporary views of a cursor: the present column names of an older snapshot, and the queries
    that others read. `section_names` has the site's names of its sections, by path.
    """

    name: str
    made_at: datetime
    file_bytes: int
    tables: frozenset[str]
    identity: tuple[int, int, int]
    views: tuple[str, ...]
    section_names: Mapping[str, str]

    @property
    def missing_tables(self) -> tuple[str, ...]:
        """Tables that pages read and this publication, of an earlier version, lacks."""
        return tuple(sorted(_tables_of_pages() - self.tables))


class Snapshot:
    """A reader of one snapshot. It runs the queries of `queries/` by name."""

    def __init__(
        self, con: DuckDBPyConnection, info: SnapshotInfo, kept: dict[str, object] | None = None
    ) -> None:
        self.con = con
        self.info = info
        self._kept = {} if kept is None else kept

    def has(self, *tables: str) -> bool:
        """Return whether the snapshot has these tables."""
        return self.info.tables.issuperset(tables)

    def rows(self, query: str, **parameters: object) -> list[Row]:
        """Return the rows of a query; empty if the snapshot lacks a table the query needs."""
        needs, sql = read_query(query)
        if not self.has(*needs):
            return []
        return self.select(sql, **parameters)

    def select(self, sql: str, **parameters: object) -> list[Row]:
        """Return the rows of a SELECT."""
        self.con.execute(sql, parameters)
        return self._fetch()

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what `make` makes of the whole snapshot; the same to later requests.

        It is shared by the threads that answer requests, so it is never changed.
        """
        if name not in self._kept:
            self._kept[name] = make()
        return cast(Made, self._kept[name])

    def hold(self, select: str, **parameters: object) -> None:
        """Keep the rows of a SELECT as the table `found` for the queries of this request."""
        self.con.execute(f"create or replace temp table found as {select}", parameters)

    def row(self, query: str, **parameters: object) -> Row | None:
        """Return the first row of a query, or None."""
        found = self.rows(query, **parameters)
        return found[0] if found else None

    def _fetch(self) -> list[Row]:
        names = [column[0] for column in self.con.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self.con.fetchall()]


class PublishedFile:
    """The snapshot behind `path`, reopened when a newer one replaces it.

    Each request gets its own cursor, because threads that share one get wrong results. The
    connection to an old snapshot is closed when its last request ends.
    """

    def __init__(self, path: Path, *, memory_limit: str = "2GB", threads: int = 2) -> None:
        self.path = path
        self._config = reader_config(memory_limit, threads)
        self._lock = threading.Lock()
        self._open: tuple[DuckDBPyConnection, SnapshotInfo, dict[str, object]] | None = None

    @contextmanager
    def read(self, seconds: float = PAGE_SECONDS) -> Iterator[Snapshot]:
        """Yield a reader of the newest snapshot; its queries are interrupted after `seconds`.

        Raises:
            NothingPublished: nothing has been published.
            UnusableWarehouse: the file cannot be read.
        """
        cursor, info, kept = self._cursor()
        timer = threading.Timer(seconds, cursor.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield Snapshot(cursor, info, kept)
        finally:
            timer.cancel()
            cursor.close()

    def identity(self) -> tuple[int, int, int]:
        """Return a value that changes when another snapshot replaces this one.

        Raises:
            NothingPublished: nothing has been published.
        """
        try:
            found = self.path.stat()
        except OSError as error:
            raise NothingPublished(f"nothing has been published at {self.path} yet") from error
        return found.st_dev, found.st_ino, found.st_mtime_ns

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._open = None

    def _cursor(self) -> tuple[DuckDBPyConnection, SnapshotInfo, dict[str, object]]:
        with self._lock:
            identity = self.identity()
            if self._open is None or self._open[1].identity != identity:
                self._open = (*self._connect(identity), {})
            con, info, kept = self._open
            cursor = con.cursor()
        cursor.execute(f"use {CATALOG}.main")
        for view in info.views:
            cursor.execute(view)
        return cursor, info, kept

    def _connect(self, identity: tuple[int, int, int]) -> tuple[DuckDBPyConnection, SnapshotInfo]:
        target = self.path.resolve()
        try:
            con = open_locked(target, self._config)
            tables = con.execute(
                "select if(schema_name = 'main', '', schema_name || '.') || table_name"
                " from duckdb_tables() where database_name = $catalog"
                " union select function_name || '()' from duckdb_functions()"
                " where function_type = 'table_macro' and database_name = $catalog"
                # An older file has a function without some of its present parameters.
                " union select function_name || '(' || unnest(parameters) || ')'"
                " from duckdb_functions()"
                " where function_type = 'table_macro' and database_name = $catalog",
                {"catalog": CATALOG},
            ).fetchall()
            names = frozenset(name for (name,) in tables)
            views = (*views_with_present_names(con, CATALOG), *_views_of_queries(names))
            sections = _names_of_sections(con) if "sections" in names else {}
        except duckdb.Error as error:
            raise UnusableWarehouse(f"{target} cannot be read: {first_line(error)}") from error
        made_at = datetime.fromtimestamp(target.stat().st_mtime, UTC)
        file_bytes = target.stat().st_size
        info = SnapshotInfo(target.name, made_at, file_bytes, names, identity, views, sections)
        return con, info


def _names_of_sections(con: DuckDBPyConnection) -> dict[str, str]:
    rows = con.execute(
        f"select section_path, section_name from {CATALOG}.main.sections"
        " where section_name is not null"
    ).fetchall()
    return dict(rows)


@cache
def read_query(name: str) -> tuple[tuple[str, ...], str]:
    """Return the tables a query needs (its `-- needs:` line), and its SQL."""
    text = (files("warehouse.explorer") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    needs = re.search(r"^-- needs: (.+)$", text, re.M)
    return tuple(needs[1].split(", ")) if needs else (), text.strip().removesuffix(";")


def _views_of_queries(tables: frozenset[str]) -> Iterator[str]:
    """Yield the statements that create the queries that others read as temporary views."""
    for name in READ_BY_OTHERS:
        needs, sql = read_query(name)
        if tables.issuperset(needs):
            yield f"create or replace temp view {name} as {sql}"


@cache
def _tables_of_pages() -> frozenset[str]:
    """Return the tables that the queries need, without the search index, which is optional."""
    names = [file.name.removesuffix(".sql") for file in _query_files()]
    needed = {table for name in names for table in read_query(name)[0]}
    return frozenset(table for table in needed if "." not in table)


def _query_files() -> list[Traversable]:
    folder = files("warehouse.explorer") / "queries"
    return [file for file in folder.iterdir() if file.name.endswith(".sql")]
