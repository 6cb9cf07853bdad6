"""Read a publication from Python: `with open_archive("data/published/latest") as archive`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from warehouse.db.connect import CATALOG, first_line, open_reader
from warehouse.errors import BadQuery, NotBuilt
from warehouse.reporting.cite import as_bibtex, as_json, as_ris, as_text, read_citation

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl  # type: ignore[import-not-found]
    import pyarrow as pa

LATEST = Path("data/published/latest")
_CITATIONS = {"text": as_text, "bibtex": as_bibtex, "ris": as_ris, "json": as_json}


@dataclass(frozen=True, slots=True)
class Rows:
    """The result of a query. It is read when it is converted, within the `with` block."""

    relation: DuckDBPyRelation

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self.relation.columns)

    def to_arrow(self) -> "pa.Table":
        """Return an Arrow table."""
        table: pa.Table = self.relation.to_arrow_table()
        return table

    def to_pandas(self) -> "pd.DataFrame":
        """Return a pandas DataFrame; pandas must be installed."""
        return self.relation.df()

    def to_polars(self) -> "pl.DataFrame":
        """Return a polars DataFrame; polars must be installed."""
        return self.relation.pl()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dictionary."""
        for row in self.relation.fetchall():
            yield dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True, slots=True)
class Archive:
    """An open publication. `con` is its read-only DuckDB connection."""

    con: DuckDBPyConnection

    def sql(self, sql: str, **parameters: Any) -> Rows:
        """Run a SELECT; `$name` in it is the keyword argument `name`.

        Raises:
            BadQuery: the SQL is invalid or returns no rows; the text is DuckDB's message.
        """
        try:
            relation = self._cursor().sql(sql, params=parameters or None)
        except duckdb.Error as error:
            raise BadQuery(first_line(error)) from error
        if relation is None:
            raise BadQuery("write a SELECT")
        return Rows(relation)

    def search(
        self,
        query: str,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        section: str | None = None,
        entity: str | None = None,
        limit: int | None = None,
    ) -> Rows:
        """Return the articles that contain all words of a query, best first.

        The query has the syntax of `aawsat search`. `since` and `until` are days of publication,
        both inclusive; `section` is a path and includes its subsections; `entity` is an id or a
        spelling.

        Raises:
            BadQuery: a day is not written YYYY-MM-DD, or the query is invalid.
        """
        about = "semi join articles_about($entity) as about using (article_id)" if entity else ""
        filters = {
            "since": "published_on >= $since::date",
            "until": "published_on <= $until::date",
            "section": (
                "article_id in (select parts.article_id from article_sections as parts where"
                " section_path = $section or starts_with(section_path, $section || '/'))"
            ),
        }
        given = {"since": _day(since), "until": _day(until), "section": section}
        asked = {name: str(value) for name, value in given.items() if value is not None}
        where = " and ".join(filters[name] for name in asked) or "true"
        if entity:
            asked["entity"] = entity
        return self.sql(
            f"select found.* from search($query) as found {about} where {where}"
            f" order by score desc, published_on desc nulls last, article_id {_limit(limit)}",
            query=query,
            **asked,
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

    def similar(self, article_id: int | str, *, max_hits: int = 20) -> Rows:
        """Return the articles with the same rare words, the most similar first."""
        return self.sql(
            f"from similar($article_id, max_hits := {int(max_hits)})", article_id=str(article_id)
        )

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
        cursor = self.con.cursor()
        cursor.execute(f"use {CATALOG}.main")
        return cursor


@contextmanager
def open_archive(path: Path | str = LATEST, *, memory_limit: str = "2GB") -> Iterator[Archive]:
    """Open a publication read-only; `path` is a published file, or the link `latest`.

    Raises:
        NothingLoaded: the file does not exist.
        UnusableWarehouse: the file is not a publication.
        NotBuilt: the file was published by an older version, which wrote no search functions.
    """
    file = Path(path).resolve()
    with open_reader(file, memory_limit=memory_limit, schema="main") as con:
        known = con.execute(
            "select 1 from duckdb_functions()"
            " where database_name = current_database() and function_name = 'articles_about'"
        ).fetchall()
        if not known:
            raise NotBuilt(f"{file.name} has no search functions; run aawsat publish")
        yield Archive(con)


def _day(value: date | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadQuery(f"{value!r} is not a date; write it as 2009-03-31") from error


def _limit(limit: int | None) -> str:
    return "" if limit is None else f"limit {int(limit)}"
