"""Suggest another spelling for a query with words that no article contains."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.search.find import SearchFilters, search
from warehouse.search.query_parser import required_words

# Characters of a word that are shown.
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The words of a query that no article contains, as printed, and a query to try instead.

    `query` is empty if a word has no similar spelling, or if the query would find nothing either.
    """

    unknown: tuple[str, ...] = ()
    query: str = ""


def suggest_query(con: DuckDBPyConnection, text: str, filters: SearchFilters) -> Suggestion:
    """Return the unknown words of a query, and the query with similar words in their place.

    A similar word differs in one letter, in two if it has six letters or more, or has two adjacent
    letters swapped. Excluded words and prefixes are left as they are.

    Raises the errors of `warehouse.search.find.search`.
    """
    unknown = [word for word in required_words(text) if not _is_known(con, word[0])]
    if not unknown:
        return Suggestion()
    query = _with_similar_words(con, text, unknown)
    finds_articles = query and search(con, query, filters, limit=1).total > 0
    printed = tuple(_cut(text[start:end]) for _, start, end in unknown)
    return Suggestion(printed, query if finds_articles else "")


def _cut(word: str) -> str:
    return word if len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}…"


def _with_similar_words(
    con: DuckDBPyConnection, text: str, unknown: Sequence[tuple[str, int, int]]
) -> str:
    """Return the query with known words in place of unknown ones; empty if one has none."""
    # From the end, so that the offsets of the words before stay valid.
    for term, start, end in reversed(unknown):
        similar = _most_similar(con, term)
        if similar is None:
            return ""
        text = text[:start] + similar + text[end:]
    return text


def _is_known(con: DuckDBPyConnection, term: str) -> bool:
    return bool(con.execute("select 1 from search.terms where term = ?", [term]).fetchall())


def _most_similar(con: DuckDBPyConnection, term: str) -> str | None:
    """Return the term of the index with the fewest differences; of several, the most frequent."""
    rows = con.execute(read_query("search/search_terms_alike"), {"term": term}).fetchall()
    return str(rows[0][0]) if rows else None
