"""Concordance: each use of the search words with the text before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from warehouse.search.find import read_articles
from warehouse.search.query_parser import parse_query, wanted_words
from warehouse.search.snippets import mark

LINE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One use of a search word or phrase in the text of an article."""

    article_id: int
    title: str
    url: str
    published_on: date | None
    before: str
    word: str
    after: str


def find_lines(
    con: DuckDBPyConnection, article_ids: Sequence[int], text: str, chars: int = LINE_CHARS
) -> list[Line]:
    """Return every use of the words of a query in these articles, in the order of the articles.

    `before` and `after` are up to `chars` characters of the text, on one line, cut at words.

    Raises:
        BadQuery: the query is empty.
    """
    phrases, prefixes = wanted_words(parse_query(text))
    articles = read_articles(con, article_ids, ("title", "url", "published_on", "body"))
    lines: list[Line] = []
    for article_id in article_ids:
        title, url, day, body = articles[article_id]
        flat = " ".join((body or "").split())
        for start, end in mark(flat, phrases, prefixes).marks:
            before, after = _before(flat, start, chars), _after(flat, end, chars)
            lines.append(Line(article_id, title, url, day, before, flat[start:end], after))
    return lines


def _before(text: str, start: int, chars: int) -> str:
    first = max(0, start - chars)
    if first and not text[first - 1].isspace():
        first = text.find(" ", first, start) + 1 or start
    return text[first:start]


def _after(text: str, end: int, chars: int) -> str:
    last = min(len(text), end + chars)
    if last < len(text) and not text[last].isspace():
        last = max(text.rfind(" ", end, last), end)
    return text[end:last]
