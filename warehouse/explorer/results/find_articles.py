"""Find articles by words and filters, with a snippet of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from warehouse.errors import BadQuery
from warehouse.explorer.filters import Filters, page_limits
from warehouse.explorer.highlight import mark_words
from warehouse.explorer.published_file import Row, Snapshot, read_query, total_of
from warehouse.search.concordance import Line, find_lines
from warehouse.search.find import (
    Order,
    find_entity_ids,
    rank_matches,
    read_hits,
    select_matches,
)
from warehouse.search.snippets import cut_snippet, mark
from warehouse.search.suggestions import Suggestion, suggest_query
from warehouse.search.words import words_of

HITS_A_PAGE = 20
ORDERS = {Order.BEST: "best first", Order.NEWEST: "newest first", Order.OLDEST: "oldest first"}
NOTHING = "select null::bigint as article_id, null::date as published_on where false"
BESIDE = "select article_id from entity_articles where entity_id = $beside_id"
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
    `suggestion` is about the words of a query that found nothing.
    """

    total: int
    hits: tuple[Hit, ...]
    order: str
    complaint: str = ""
    lines: tuple[Line, ...] = ()
    suggestion: Suggestion | None = None


def find_articles(snapshot: Snapshot, filters: Filters, size: int = HITS_A_PAGE) -> Found:
    """Return a page of `size` articles: by relevance if there are words, else newest first.

    All articles found are held as the table `found` (see `hold_found`).
    """
    try:
        hold_found(snapshot, filters)
    except BadQuery as error:
        return Found(0, (), "", str(error))
    if _is_ranked(snapshot, filters):
        return _ranked(snapshot, filters, size)
    rows = _by_day(snapshot, filters, size)
    return Found(total_of(rows), tuple(_hits(snapshot, filters, rows)), order_of(snapshot, filters))


def list_articles(snapshot: Snapshot, filters: Filters, size: int) -> tuple[list[Row], int]:
    """Return a page of `size` articles without snippets, in the order of the page, and the total.

    Raises:
        BadQuery: the query was not understood.
    """
    hold_found(snapshot, filters)
    if not _is_ranked(snapshot, filters):
        rows = _by_day(snapshot, filters, size)
        return rows, total_of(rows)
    ranked = _rank(snapshot, filters, size)
    article_ids = [article_id for article_id, _, _ in ranked]
    known = _by_id(snapshot.rows("described_articles", article_ids=article_ids))
    return [known[article_id] for article_id in article_ids], ranked[0][2] if ranked else 0


def hold_found(snapshot: Snapshot, filters: Filters) -> None:
    """Hold all articles found as the table `found` for the queries of this request.

    Raises:
        BadQuery: the query was not understood.
    """
    given: dict[str, Any] = {
        "since": filters.since,
        "until": filters.until,
        "section": filters.section,
        "author": filters.author,
    }
    if _is_ranked(snapshot, filters):
        select, given = select_matches(snapshot.con, filters.words, filters.as_search())
    elif filters.words:
        select = read_query("scan_articles")[1]
        given["words"] = [term for term, _, _ in words_of(filters.words)]
    else:
        needs, select = read_query("filtered_articles")
        given["entity_id"] = filters.entity_id
        if not snapshot.has(*needs):
            select, given = NOTHING, {}
    if filters.beside_id and snapshot.has("entity_articles"):
        select = f"from ({select}\n) where article_id in ({BESIDE})"
        given["beside_id"] = filters.beside_id
    snapshot.hold(select, **given)


def with_entity_id(snapshot: Snapshot, filters: Filters) -> Filters:
    """Return the filters with ids of entities where they have one of their names (`Daesh`)."""
    if not snapshot.has("search.entity_names"):
        return filters
    return replace(
        filters,
        entity_id=_entity_id(snapshot, filters.entity_id),
        beside_id=_entity_id(snapshot, filters.beside_id),
    )


def _entity_id(snapshot: Snapshot, name: str) -> str:
    known = find_entity_ids(snapshot.con, name) if name else []
    return name if not known or name in known else known[0]


def order_of(snapshot: Snapshot, filters: Filters) -> str:
    """Return the order of the articles in words."""
    if _is_ranked(snapshot, filters):
        return ORDERS[filters.order or Order.BEST]
    return ORDERS[Order.OLDEST if filters.order is Order.OLDEST else Order.NEWEST]


def _is_ranked(snapshot: Snapshot, filters: Filters) -> bool:
    """Return whether the articles found have a score: by words, with a search index."""
    return bool(filters.words) and snapshot.has(*INDEX)


def _ranked(snapshot: Snapshot, filters: Filters, size: int) -> Found:
    ranked = _rank(snapshot, filters, size)
    if not ranked and filters.page == 1:
        return Found(
            0,
            (),
            order_of(snapshot, filters),
            suggestion=suggest_query(snapshot.con, filters.words, filters.as_search()),
        )
    found = read_hits(snapshot.con, ranked, filters.words)
    article_ids = [hit.article_id for hit in found]
    rows = _by_id(snapshot.rows("described_articles", article_ids=article_ids))
    hits = tuple(
        Hit(rows[hit.article_id], mark_words(hit.title), mark_words(hit.snippet)) for hit in found
    )
    lines = find_lines(snapshot.con, article_ids, filters.words) if filters.is_concordance else ()
    return Found(
        ranked[0][2] if ranked else 0, hits, order_of(snapshot, filters), lines=tuple(lines)
    )


def _rank(snapshot: Snapshot, filters: Filters, size: int) -> list[tuple[int, float, int]]:
    order = filters.order or Order.BEST
    skipped = page_limits(size, filters.page)["skipped"]
    return rank_matches(snapshot.con, "from found", {}, order, size, skipped)


def _by_day(snapshot: Snapshot, filters: Filters, size: int) -> list[Row]:
    return snapshot.rows(
        "found_articles",
        is_oldest_first=filters.order is Order.OLDEST,
        **page_limits(size, filters.page),
    )


def _hits(snapshot: Snapshot, filters: Filters, rows: Sequence[Row]) -> Iterator[Hit]:
    """Yield the articles with a passage: around the words if there are any, else the beginning."""
    terms = [(term,) for term, _, _ in words_of(filters.words)]
    article_ids = [row["article_id"] for row in rows] if terms else []
    texts = _by_id(snapshot.rows("article_texts", article_ids=article_ids)) if terms else {}
    for row in rows:
        text = texts[row["article_id"]]["body"] if terms else row["lead"] or ""
        passage = mark_words(cut_snippet(text, terms))
        yield Hit(row, mark_words(mark(row["title"], terms)), passage)


def _by_id(rows: Iterable[Row]) -> dict[int, Row]:
    return {row["article_id"]: row for row in rows}
