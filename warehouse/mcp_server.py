"""MCP server: an assistant searches, reads, counts, quotes and cites the latest publication.

Read-only. SQL runs as in the explorer's SQL box: one SELECT, in a process of its own, with limits
of time and memory, and without access to other files.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from warehouse.archive import Archive, Rows, open_archive
from warehouse.db.connect import first_line
from warehouse.errors import WarehouseError
from warehouse.explorer.sql_box.ask_sql import ask_sql
from warehouse.reporting.row_formats import json_value
from warehouse.version import software_version

MOST_ROWS = 200
LONGEST_TEXT = 20_000
INSTRUCTIONS = (
    "The closed English archive of the newspaper Asharq Al-Awsat (2005-2017), with names, quotes"
    " and provenance. Search first, then read the article, and cite it with `cite`. Ids of articles"
    " are text. `entity` finds the id of a person, organisation or place by any spelling. Before"
    " you call a subject absent from a period, look at `missing_pages` of `trend`. For `query`,"
    " `tables` lists the tables and their columns."
)
TABLES = (
    "select table_name, column_name, data_type, comment from duckdb_columns()"
    " where schema_name = 'main' and database_name = current_database()"
    " and ($table = '' or table_name = $table) order by table_name, column_index"
)
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools, as methods; each opens the latest publication at `path`."""

    path: Path

    def search(
        self,
        query: str,
        since: str | None = None,
        until: str | None = None,
        section: str | None = None,
        entity: str | None = None,
        limit: int = 10,
    ) -> list[Record]:
        """Find articles with all words: "a phrase", title:word, prefix*, -excluded word."""
        with self._archive() as archive:
            return _records(
                archive.search(query, since=since, until=until, section=section, entity=entity),
                limit,
            )

    def concordance(self, query: str, limit: int = 50) -> list[Record]:
        """Show each use of a word or phrase between the text around it."""
        with self._archive() as archive:
            return _records(archive.concordance(query), limit)

    def trend(self, query: str) -> list[Record]:
        """Count the articles that match in each month, with their share and missing pages."""
        with self._archive() as archive:
            return _records(archive.trend(query), MOST_ROWS)

    def entity(self, name: str) -> list[Record]:
        """Find people, organisations and places by id or spelling; if none match, the nearest."""
        with self._archive() as archive:
            return _records(archive.entity(name), MOST_ROWS)

    def articles_about(self, entity: str, limit: int = 20) -> list[Record]:
        """List the articles that name an entity, most mentions first."""
        with self._archive() as archive:
            return _records(archive.articles_about(entity), limit)

    def quotes(self, entity: str, limit: int = 20) -> list[Record]:
        """List the quotes of an entity, each with its sentence and article."""
        with self._archive() as archive:
            return _records(archive.quotes(entity), limit)

    def similar(self, article_id: str, limit: int = 10) -> list[Record]:
        """List the articles with the same rare words as an article."""
        with self._archive() as archive:
            return _records(archive.similar(article_id), limit)

    def article(self, article: str) -> Record:
        """Read an article, given its id or URL: text, names, authors, sources."""
        with self._archive() as archive:
            found = _record(archive.article(article))
        return found | {"body": found["body"][:LONGEST_TEXT]}

    def cite(self, article: str, form: str = "text") -> str:
        """Cite an article, given its id or URL, as text, bibtex, ris or json."""
        with self._archive() as archive:
            return archive.cite(article, form)

    def tables(self, table: str = "") -> list[Record]:
        """Describe the columns of all tables and views, or of one."""
        with self._archive() as archive:
            return [_record(row) for row in archive.sql(TABLES, table=table)]

    def query(self, sql: str, max_rows: int = MOST_ROWS) -> list[Record]:
        """Run one SELECT (DuckDB). It is stopped after 10 seconds."""
        answer = ask_sql(self.path, sql, max_rows=min(max_rows, MOST_ROWS))
        if answer.error:
            raise ToolError(answer.error)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

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


def _records(rows: Rows, limit: int) -> list[Record]:
    return [_record(row) for row in islice(rows, max(0, min(limit, MOST_ROWS)))]


def _record(row: Record) -> Record:
    return {
        name: _id(value) if name.endswith("_id") else json_value(value)
        for name, value in row.items()
    }


def _id(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value
