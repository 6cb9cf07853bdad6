"""Find articles by words and filters, with a snippet of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from warehouse.errors import BadQuery
from warehouse.explorer.filters import Filters
from warehouse.explorer.highlight import mark_words
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.search.concordance import Line, find_lines
from warehouse.search.find import Order, search
from warehouse.search.snippets import Snippet, cut_snippet, mark
from warehouse.search.words import words_of

HITS_A_PAGE = 20
ORDERS = {Order.BEST: "best first", Order.NEWEST: "newest first", Order.OLDEST: "oldest first"}
INDEX = ("search.docs", "search.postings", "search.terms")


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found: its row, and title and snippet with the words highlighted."""

    article: Row
    title: Markup
    passage: Markup


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits: total, order, and a complaint if the query was not understood.

    `lines` are the uses of the words in the articles of the page, if they were asked for.
    """

    total: int
    hits: tuple[Hit, ...]
    order: str
    complaint: str = ""
    lines: tuple[Line, ...] = ()


def find_articles(snapshot: Snapshot, filters: Filters, size: int = HITS_A_PAGE) -> Found:
    """Return a page of `size` articles: by relevance if there are words, else newest first."""
    if not filters.words:
        return _browse(snapshot, filters, size)
    if not snapshot.has(*INDEX):
        return _scan(snapshot, filters, size)
    try:
        return _search(snapshot, filters, size)
    except BadQuery as error:
        return Found(0, (), "", str(error))


def _browse(snapshot: Snapshot, filters: Filters, size: int) -> Found:
    limits = _limits(filters, size)
    if filters.entity_id:
        rows = snapshot.rows("browse_articles_of_entity", entity_id=filters.entity_id, **limits)
    else:
        rows = snapshot.rows("browse_articles", **limits)
    hits = tuple(_hit(row, []) for row in rows)
    return Found(_total(rows), hits, ORDERS[_order_by_day(filters)])


def _search(snapshot: Snapshot, filters: Filters, size: int) -> Found:
    found = search(
        snapshot.con,
        filters.words,
        since=filters.since,
        until=filters.until,
        section=filters.section or None,
        entity=filters.entity_id or None,
        author=filters.author or None,
        order=filters.order or Order.BEST,
        limit=size,
        offset=_skipped(filters, size),
    )
    article_ids = [hit.article_id for hit in found.hits]
    rows = _articles(snapshot, article_ids)
    hits = [
        Hit(rows[hit.article_id], mark_words(hit.title), mark_words(hit.snippet))
        for hit in found.hits
    ]
    lines = find_lines(snapshot.con, article_ids, filters.words) if filters.is_concordance else ()
    order = ORDERS[filters.order or Order.BEST]
    return Found(found.total, tuple(hits), order, lines=tuple(lines))


def _scan(snapshot: Snapshot, filters: Filters, size: int) -> Found:
    """Scan all texts; used for a snapshot without a search index."""
    words = [term for term, _, _ in words_of(filters.words)]
    rows = snapshot.rows("scan_articles", words=words, **_limits(filters, size))
    bodies = _articles(snapshot, [row["article_id"] for row in rows])
    hits = [_hit(bodies[row["article_id"]], words) for row in rows]
    return Found(_total(rows), tuple(hits), ORDERS[_order_by_day(filters)])


def _articles(snapshot: Snapshot, article_ids: list[int]) -> dict[int, Row]:
    rows = snapshot.rows("articles_of_list", article_ids=article_ids)
    return {row["article_id"]: row for row in rows}


def _hit(row: Row, words: Iterable[str]) -> Hit:
    terms = [(word,) for word in words]
    passage: Snippet = cut_snippet(row["body"] if terms else row["lead"] or "", terms)
    return Hit(row, mark_words(mark(row["title"], terms)), mark_words(passage))


def _limits(filters: Filters, size: int) -> dict[str, object]:
    return {
        "since": filters.since,
        "until": filters.until,
        "section": filters.section,
        "author": filters.author,
        "is_oldest_first": _order_by_day(filters) is Order.OLDEST,
        "max_rows": size,
        "skipped": _skipped(filters, size),
    }


def _order_by_day(filters: Filters) -> Order:
    return Order.OLDEST if filters.order is Order.OLDEST else Order.NEWEST


def _skipped(filters: Filters, size: int) -> int:
    return (filters.page - 1) * size


def _total(rows: list[Row]) -> int:
    return rows[0]["total"] if rows else 0
