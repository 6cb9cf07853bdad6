"""Read a publication from Python: `archive = open_archive("data/published/latest")`."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import duckdb
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from warehouse.db.connect import CATALOG, first_line, open_reader, refuse_several_results
from warehouse.errors import BadQuery, NotBuilt, PackageMissing
from warehouse.reporting.cite import as_bibtex, as_json, as_ris, as_text, read_citation
from warehouse.search.find import ORDERS, Order, SearchFilters, select_matches

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl  # type: ignore[import-not-found]
    import pyarrow as pa

LATEST = Path("data/published/latest")
_CITATIONS = {"text": as_text, "bibtex": as_bibtex, "ris": as_ris, "json": as_json}


@dataclass(frozen=True, slots=True)
class Rows:
    """The result of a query. It is read when it is converted or iterated, not before."""

    relation: DuckDBPyRelation
    # Keeps the file open as long as its rows can be read.
    _archive: "Archive" = field(compare=False)

    def __repr__(self) -> str:
        """Return the first rows as a table."""
        return str(self.relation)

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self.relation.columns)

    def to_arrow(self) -> "pa.Table":
        """Return an Arrow table."""
        table: pa.Table = self.relation.to_arrow_table()
        return table

    def to_pandas(self) -> "pd.DataFrame":
        """Return a pandas DataFrame.

        Raises:
            PackageMissing: pandas is not installed.
        """
        _need("pandas")
        return self.relation.df()

    def to_polars(self) -> "pl.DataFrame":
        """Return a polars DataFrame.

        Raises:
            PackageMissing: polars is not installed.
        """
        _need("polars")
        return self.relation.pl()

    def first(self, count: int) -> "Rows":
        """Return the first rows only."""
        return Rows(self.relation.limit(count), self._archive)

    def __len__(self) -> int:
        """Return the number of rows, which runs the query."""
        [(count,)] = self.relation.aggregate("count(*)").fetchall()
        return int(count)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dictionary."""
        for row in self.relation.fetchall():
            yield dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True, slots=True)
class Archive:
    """An open publication. `con` is its read-only DuckDB connection.

    Use it in a `with` statement, or close it with `close`.
    """

    con: DuckDBPyConnection
    _opened: ExitStack = field(repr=False, compare=False)

    def __enter__(self) -> "Archive":
        """Return the archive; the end of the block closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the archive."""
        self._opened.__exit__(kind, error, traceback)

    def close(self) -> None:
        """Close the file. Results that were not read before cannot be read any more."""
        self._opened.close()

    def sql(self, sql: str, **parameters: Any) -> Rows:
        """Run a SELECT; `$name` in it is the keyword argument `name`.

        Raises:
            BadQuery: the SQL is invalid, or has no result or several; the text is DuckDB's message.
        """
        cursor = self._cursor()
        refuse_several_results(cursor, sql)
        try:
            relation = cursor.sql(sql, params=parameters or None)
        except duckdb.Error as error:
            raise BadQuery(first_line(error)) from error
        if relation is None:
            raise BadQuery("write a SELECT")
        return Rows(relation, self)

    def search(
        self,
        query: str = "",
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        section: str | None = None,
        entity: str | None = None,
        author: str | None = None,
        order: str = Order.BEST,
        limit: int | None = None,
    ) -> Rows:
        """Return the articles that contain all words of a query, best first.

        The query has the syntax of `aawsat search`; without one, the articles that pass the filters
        are listed, newest first. `since` and `until` are days of publication, both inclusive;
        `section` is a path or name and includes its subsections; `entity` is an id or a spelling,
        `author` an id or a name. `order` is `best`, `newest` or `oldest`.

        Raises:
            BadQuery: a day is not written YYYY-MM-DD, the query is empty and no filter is set, or
                the section, entity or author is unknown; suggests existing ones.
        """
        if order not in list(Order):
            raise BadQuery(f"{order!r} is not one of {', '.join(Order)}")
        filters = SearchFilters(_day(since), _day(until), section, entity, author)
        matches, parameters = select_matches(self._cursor(), query, filters)
        return self.sql(
            "select found.article_id, round(found.score::double, 3) as score,"
            f" articles.published_on, title, section_path, author, url from ({matches}) as found"
            " inner join articles on found.article_id = articles.article_id"
            f" order by {_in_order(order)}, found.article_id {_limit(limit)}",
            **parameters,
        )

    def concordance(self, query: str, *, width: int = 60, max_articles: int = 200) -> Rows:
        """Return each use of the query's first word or phrase, between the text around it."""
        return self.sql(
            f"from concordance($query, width := {int(width)}, max_articles := {int(max_articles)})",
            query=query,
        )

    def trend(self, query: str) -> Rows:
        """Return each month with the articles that match, their share, and the missing pages."""
        return self.sql("from trend($query)", query=query)

    def entity(self, name: str) -> Rows:
        """Return the entities with this id, name or spelling; if there is none, the nearest."""
        return self.sql("from entity($name)", name=name)

    def articles_about(self, entity: str) -> Rows:
        """Return the articles that name an entity, given by id or spelling."""
        return self.sql("from articles_about($entity)", entity=entity)

    def quotes(self, entity: str | None = None) -> Rows:
        """Return quotes with their sentence and article; of one speaker, or of all."""
        named = "select entity_id from entity($entity) where found_by <> 'nearest'"
        spoken = f"where entity_id in ({named})"
        ordered = "order by published_on, article_id, seq"
        if entity is None:
            return self.sql(f"from quotes_in_context {ordered}")
        return self.sql(f"from quotes_in_context {spoken} {ordered}", entity=entity)

    def similar(self, wanted: int | str, *, max_hits: int = 20) -> Rows:
        """Return the articles with the same rare words as an article, the most similar first.

        Raises:
            BadQuery: there is no article with this URL or article ID.
        """
        found = read_citation(self._cursor(), str(wanted)).article_id
        return self.sql(f"from similar($article_id, max_hits := {int(max_hits)})", article_id=found)

    def article(self, wanted: int | str) -> dict[str, Any]:
        """Return the row of `articles_wide` of a URL or article ID.

        Raises:
            BadQuery: there is no such article; the text says why, if that is known.
        """
        article_id = read_citation(self._cursor(), str(wanted)).article_id
        [row] = self.sql("from articles_wide where article_id = $article_id", article_id=article_id)
        return row

    def cite(self, wanted: int | str, form: str = "text") -> str:
        """Cite the article of a URL or article ID as `text`, `bibtex`, `ris` or `json`."""
        if form not in _CITATIONS:
            raise BadQuery(f"{form!r} is not one of {', '.join(_CITATIONS)}")
        return _CITATIONS[form](read_citation(self._cursor(), str(wanted)))

    def _cursor(self) -> DuckDBPyConnection:
        # A connection refuses a query while the result of another is being read.
        try:
            cursor = self.con.cursor()
        except duckdb.ConnectionException as error:
            raise BadQuery("the archive is closed; open it again") from error
        cursor.execute(f"use {CATALOG}.main")
        return cursor


def open_archive(path: Path | str = LATEST, *, memory_limit: str = "2GB") -> Archive:
    """Open a publication read-only; `path` is a published file, or the link `latest`.

    Raises:
        NothingLoaded: the file does not exist.
        UnusableWarehouse: the file is not a publication.
        NotBuilt: the file was published by an older version, which wrote no search functions.
    """
    file = Path(path).resolve()
    with ExitStack() as opened:
        con = opened.enter_context(open_reader(file, memory_limit=memory_limit, schema="main"))
        known = con.execute(
            "select 1 from duckdb_functions()"
            " where database_name = current_database() and function_name = 'articles_about'"
        ).fetchall()
        if not known:
            raise NotBuilt(f"{file.name} has no search functions; run aawsat publish")
        return Archive(con, opened.pop_all())


def _day(value: date | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadQuery(f"{value!r} is not a date; write it as 2009-03-31") from error


def _in_order(order: str) -> str:
    return ORDERS[Order(order)].replace("published_on", "articles.published_on")


def _need(package: str) -> None:
    if find_spec(package) is None:
        raise PackageMissing(f"this needs {package}: pip install {package}")


def _limit(limit: int | None) -> str:
    return "" if limit is None else f"limit {int(limit)}"
