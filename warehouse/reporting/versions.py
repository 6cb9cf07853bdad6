"""The versions of an article, in the order of their capture."""

from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.errors import BadQuery


class ArticleVersion(NamedTuple):
    """One version of an article, and when and where it was first captured."""

    version: int
    url: str
    title: str
    body: str
    body_chars: int
    first_captured_at: datetime

    @property
    def lines(self) -> list[str]:
        """The title and the paragraphs, for a comparison line by line."""
        return [self.title, *self.body.split("\n\n")]


def read_versions(con: DuckDBPyConnection, wanted: str) -> list[ArticleVersion]:
    """Return the versions of the article at any of its addresses, or with an article_id.

    Raises:
        BadQuery: no article has this address.
    """
    rows = con.execute(read_query("reporting/versions"), {"wanted": wanted}).fetchall()
    if not rows:
        raise BadQuery(f"no article at {wanted}")
    return list(starmap(ArticleVersion, rows))
