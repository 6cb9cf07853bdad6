"""MCP server: an assistant searches, reads, counts, quotes and cites the latest publication.

Read-only. SQL runs as in the explorer's SQL box: one SELECT, in a process of its own, with limits
of time and memory, and without access to other files.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any, Literal

import duckdb
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from warehouse.archive import Archive, Rows, open_archive
from warehouse.db.connect import first_line
from warehouse.errors import WarehouseError
from warehouse.explorer.sql_box.ask_sql import ask_sql
from warehouse.reporting.row_formats import json_value
from warehouse.search.find import SearchFilters
from warehouse.search.suggestions import suggest_query
from warehouse.version import software_version

MOST_ROWS = 200
LONGEST_TEXT = 20_000
LONGEST_ECHO = 200
NOTHING = "nothing found; try fewer words, or `entity` for a name with many spellings"
INSTRUCTIONS = (
    "The closed English archive of the newspaper Asharq Al-Awsat (2005-2017), with names, quotes"
    " and provenance. Search first, then read the article, and cite it with `cite`. Ids of articles"
    " are text. `entity` finds the id of a person, organisation or place by any spelling. Before"
    " you call a subject absent from a period, look at `missing_pages` of `trend`. A list has"
    " `rows`, the number of all rows as `total`, and `note` if there is more to know. For `query`,"
    " `tables` lists the tables, their columns, and functions such as keyness(section := 'opinion')"
    " and words_beside('council')."
)
TABLES = (
    "select table_name, comment from duckdb_tables()"
    " where schema_name = 'main' and database_name = current_database()"
    " union all select view_name, comment from duckdb_views()"
    " where schema_name = 'main' and database_name = current_database() and not internal"
    " union all select function_name || '(' || array_to_string(parameters, ', ') || ')', comment"
    " from duckdb_functions() where function_type = 'table_macro'"
    " and database_name = current_database() order by all"
)
COLUMNS = (
    "select table_name, column_name, data_type, comment from duckdb_columns()"
    " where schema_name = 'main' and database_name = current_database()"
    " and table_name = $table order by column_index"
)
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools, as methods; each opens the latest publication at `path`."""

    path: Path

    def search(
        self,
        query: str = "",
        since: str | None = None,
        until: str | None = None,
        section: str | None = None,
        entity: str | None = None,
        author: str | None = None,
        order: Literal["best", "newest", "oldest"] = "best",
        limit: int = 10,
    ) -> Record:
        """Find articles with all words: "a phrase", title:word, prefix*, -excluded word.

        `since` and `until` are days (2009-03-31); `entity` is an id or any spelling. Without a
        query, the articles that pass the filters are listed. At most 200 rows are returned.
        """
        with self._archive() as archive:
            found = archive.search(
                query,
                since=since,
                until=until,
                section=section,
                entity=entity,
                author=author,
                order=order,
            )
            listed = _listed(found, limit)
            return listed if listed["total"] else listed | {"note": _suggest(archive, query)}

    def concordance(self, query: str, limit: int = 50) -> Record:
        """Show each use of a word or phrase between the text around it, in 200 articles at most."""
        with self._archive() as archive:
            return _listed(archive.concordance(query), limit)

    def trend(self, query: str) -> Record:
        """Count the articles that match in each month, with their share and missing pages."""
        with self._archive() as archive:
            return _listed(archive.trend(query), MOST_ROWS)

    def entity(self, name: str) -> Record:
        """Find people, organisations and places by id or spelling; if none match, the nearest."""
        with self._archive() as archive:
            return _listed(archive.entity(name), MOST_ROWS)

    def articles_about(self, entity: str, limit: int = 20) -> Record:
        """List the articles that name an entity, most mentions first."""
        with self._archive() as archive:
            return _listed(archive.articles_about(entity), limit)

    def quotes(self, entity: str, limit: int = 20) -> Record:
        """List the quotes of an entity, oldest first, each with its sentence and article."""
        with self._archive() as archive:
            return _listed(archive.quotes(entity), limit)

    def similar(self, article: str, limit: int = 10) -> Record:
        """List the articles with the same rare words as an article, given its id or URL."""
        with self._archive() as archive:
            return _listed(archive.similar(article), limit)

    def article(self, article: str) -> Record:
        """Read an article, given its id or URL: text, names, authors, sources."""
        with self._archive() as archive:
            found = _record(archive.article(article))
        if len(found["body"]) <= LONGEST_TEXT:
            return found
        note = f"the text has {len(found['body']):,} characters; `body` has the first of them"
        return found | {"body": found["body"][:LONGEST_TEXT], "note": note}

    def cite(self, article: str, form: str = "text") -> str:
        """Cite an article, given its id or URL, as text, bibtex, ris or json."""
        with self._archive() as archive:
            return archive.cite(article, form)

    def tables(self, table: str = "") -> Record:
        """Name all tables, views and table functions; or describe the columns of one table."""
        with self._archive() as archive:
            columns = archive.sql(COLUMNS, table=table) if table else archive.sql(TABLES)
            listed = _listed(columns, MOST_ROWS)
        note = f"no table is called {table!r}; without a name, all are listed"
        return listed if listed["total"] else listed | {"note": note}

    def query(self, sql: str, max_rows: int = MOST_ROWS) -> Record:
        """Run one SELECT (DuckDB), for 10 seconds at most; it returns 200 rows at most."""
        most = min(max_rows, MOST_ROWS)
        answer = ask_sql(self.path, sql, max_rows=most)
        if answer.error:
            raise ToolError(answer.error)
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        note = f"only the first {most} rows; use limit and offset, or aggregate"
        return {"rows": rows} | ({"note": note} if answer.has_more else {})

    @contextmanager
    def _archive(self) -> Iterator[Archive]:
        try:
            with open_archive(self.path) as archive:
                yield archive
        except WarehouseError as error:
            raise ToolError(str(error)) from error
        except duckdb.Error as error:
            # Such as an article id that is not a number, or a query that exceeded a limit.
            raise ToolError(first_line(error)) from error


def make_server(path: Path) -> MCPServer[Any]:
    """Return the server of the publication at `path`, a file or the link `latest`."""
    server: MCPServer[Any] = MCPServer(
        "aawsat", instructions=INSTRUCTIONS, version=software_version(), log_level="WARNING"
    )
    for tool in _tools(Tools(path)):
        server.tool(annotations=ToolAnnotations(read_only_hint=True))(tool)
    return server


def _tools(tools: Tools) -> list[Callable[..., Any]]:
    return [
        *(tools.search, tools.concordance, tools.trend, tools.entity, tools.articles_about),
        *(tools.quotes, tools.similar, tools.article, tools.cite, tools.tables, tools.query),
    ]


def _listed(rows: Rows, limit: int) -> Record:
    shown = rows.first(max(0, min(limit, MOST_ROWS)))
    listed: Record = {"total": len(rows), "rows": [_record(row) for row in shown]}
    return listed if listed["total"] else listed | {"note": NOTHING}


def _suggest(archive: Archive, query: str) -> str:
    """Return why a search found nothing, and a query to try instead."""
    suggestion = suggest_query(archive.con, query, SearchFilters())
    if not suggestion.unknown:
        return NOTHING
    words = shorten(", ".join(suggestion.unknown), LONGEST_ECHO, placeholder="...")
    return f"no article contains {words}" + (
        f"; did you mean {suggestion.query!r}?" if suggestion.query else ""
    )


def _record(row: Record) -> Record:
    return {
        name: _id(value) if name.endswith("_id") else json_value(value)
        for name, value in row.items()
    }


def _id(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value
