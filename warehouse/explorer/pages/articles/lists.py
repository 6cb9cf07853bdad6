"""Pages of the articles of an author, tag, section, day or story, and lists of the first three."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, format_day, not_found, show
from warehouse.explorer.downloads.formats import (
    read_part,
    save_feed,
    save_part,
)
from warehouse.explorer.drawing.charts import Measure, draw_timeline
from warehouse.explorer.filters import (
    LONGEST_TEXT,
    last_page,
    page_limits,
    page_number,
    read_filters,
)
from warehouse.explorer.links import entity_link, list_link, month_link
from warehouse.explorer.published_file import Row, Snapshot, read_query, total_of
from warehouse.explorer.results.coverage import read_coverage
from warehouse.explorer.results.facets import FACETS

LISTS_A_PAGE = 100
ARTICLES_A_PAGE, FEED_ENTRIES, FACET_VALUES = 20, 50, 10
LIST_FILES = ("json", "csv", "atom")
# Kind of list -> (address of all lists of the kind, heading).
LIST_KINDS = {
    "author": ("authors", "Authors"),
    "section": ("sections", "Sections"),
    "tag": ("tags", "Tags"),
}


@dataclass(frozen=True, slots=True)
class ArticleList:
    """The articles of an author, tag, section, day or story; `day` is set for a day only."""

    kind: str
    list_id: str
    name: str
    day: date | None = None

    @property
    def link(self) -> str:
        """The address of its page."""
        return list_link(self.kind, self.list_id)

    @property
    def heading(self) -> str:
        """The kind in words."""
        return "Day" if self.day else self.kind.title()

    @property
    def is_oldest_first(self) -> bool:
        """Whether the articles are shown in the order of their publication."""
        return self.kind == "story"

    @property
    def found(self) -> str:
        """The SELECT of its articles; its parameter is `list_id`."""
        return read_query(f"articles_of_{self.kind}")[1]


def show_lists(kind: str) -> Callable[[Request], Response]:
    """Return the endpoint of `/authors`, `/sections` or `/tags`: `?q=words&page=2`."""

    def answer(request: Request) -> Response:
        filters = read_filters(request.query_params)
        with context_of(request).published.read() as snapshot:
            rows = _lists(snapshot, kind, filters.words, LISTS_A_PAGE, filters.page)
            total = total_of(rows)
            return show(
                request,
                "lists.html",
                snapshot.info,
                kind=kind,
                address=f"/{LIST_KINDS[kind][0]}",
                heading=LIST_KINDS[kind][1],
                filters=filters,
                rows=rows,
                total=total,
                last_page=last_page(total, LISTS_A_PAGE),
            )

    return answer


def save_lists(kind: str) -> Callable[[Request], Response]:
    """Return the endpoint of `/authors.csv` (or `.json`), and of sections and tags."""

    def answer(request: Request) -> Response:
        words = read_filters(request.query_params).words
        with context_of(request).published.read() as snapshot:
            asked = read_part(request)
            rows = _lists(snapshot, kind, words, asked.size, asked.page)
            shape = request.path_params["shape"]
            return save_part(LIST_KINDS[kind][0], rows, asked, shape, snapshot.info)

    return answer


def show_list(request: Request) -> Response:
    """Answer `/author/ID`, `/tag/SLUG`, `/section/PATH`, `/story/ID` or `/day/2009-03-31`."""
    page = page_number(request.query_params.get("page", ""))
    with context_of(request).published.read() as snapshot:
        chosen = _read_list(snapshot, request)
        articles = _articles(snapshot, chosen, ARTICLES_A_PAGE, page)
        total = total_of(articles)
        return show(
            request,
            "list.html",
            snapshot.info,
            chosen=chosen,
            articles=articles,
            total=total,
            page=page,
            last_page=last_page(total, ARTICLES_A_PAGE),
            facets=_facets(snapshot, chosen),
            **_over_time(snapshot, chosen),
        )


def save_list(request: Request) -> Response:
    """Answer `/author/ID.csv` (or `.json`, `.atom`) with the articles of the list."""
    shape = request.url.path.rpartition(".")[2]
    asked = read_part(request)
    with context_of(request).published.read() as snapshot:
        chosen = _read_list(snapshot, request)
        if shape == "atom":
            rows = _articles(snapshot, chosen, FEED_ENTRIES, page=1)
            return save_feed(chosen.name, f"{chosen.link}.atom", rows, snapshot.info)
        rows = _articles(snapshot, chosen, asked.size, asked.page)
        about = {"kind": chosen.kind, "list_id": chosen.list_id, "name": chosen.name}
        return save_part("articles", rows, asked, shape, snapshot.info, about)


def _read_list(snapshot: Snapshot, request: Request) -> ArticleList:
    kind = request.url.path.split("/")[1]
    list_id = request.path_params["list_id"].replace("\0", "")[:LONGEST_TEXT]
    if kind == "day":
        return _read_day(list_id)
    if kind == "story":
        return _read_story(snapshot, list_id)
    if not list_id:
        raise not_found(f"The address of this {kind} is not complete.")
    rows = _lists(snapshot, kind, "", 1, page=1, list_id=list_id)
    if not rows:
        raise not_found(f"This snapshot has no {kind} “{list_id[:80]}”.")
    return ArticleList(kind, list_id, rows[0]["name"] or list_id)


def _read_day(text: str) -> ArticleList:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise HTTPException(404, f"“{text[:20]}” is not a day; write it as 2009-03-31") from error
    return ArticleList("day", day.isoformat(), format_day(day), day)


def _read_story(snapshot: Snapshot, list_id: str) -> ArticleList:
    story = snapshot.row("story", story_id=list_id.removeprefix("'"))
    if story is None:
        raise not_found(f"This snapshot has no story “{list_id[:80]}”.")
    return ArticleList("story", list_id.removeprefix("'"), story["name"])


def _lists(
    snapshot: Snapshot, kind: str, words: str, size: int, page: int, list_id: str = ""
) -> list[Row]:
    given = {"kind": kind, "words": words, "list_id": list_id}
    return snapshot.rows("lists", **given, **page_limits(size, page))


def _articles(snapshot: Snapshot, chosen: ArticleList, size: int, page: int) -> list[Row]:
    """Return a page of the articles; all of them are held as the table `found`."""
    snapshot.hold(chosen.found, list_id=chosen.list_id)
    limits = page_limits(size, page)
    return snapshot.rows("found_articles", is_oldest_first=chosen.is_oldest_first, **limits)


def _over_time(snapshot: Snapshot, chosen: ArticleList) -> dict[str, Any]:
    """Return the articles held by month; for a day the days before and after it instead.

    A story lasts days, so its months say nothing.
    """
    if chosen.kind == "story":
        return {"timeline": None, "beside": None}
    if chosen.day:
        return {"timeline": None, "beside": snapshot.row("days_beside", day=chosen.day)}
    rows = snapshot.rows("found_months")
    counts = {row["month"]: row["article_count"] for row in rows}
    coverage = read_coverage(snapshot)
    links = {month: _month_of(chosen, month) for month in coverage.months}
    return {
        "timeline": draw_timeline(counts, coverage, links, Measure.ARTICLES),
        "beside": None,
    }


def _month_of(chosen: ArticleList, month: str) -> str:
    """Return the address of a month of the list, where the search has a filter for its kind."""
    if chosen.kind == "section":
        return month_link(month, chosen.list_id)
    # By the id, since an author may be printed in several ways.
    is_author = chosen.kind == "author"
    return month_link(month, author=chosen.list_id) if is_author else month_link(month)


def _facets(snapshot: Snapshot, chosen: ArticleList) -> dict[str, list[Row]]:
    """Return the most frequent sections, people and places of the list held, with links."""
    rows = snapshot.rows("facets", max_values=FACET_VALUES)
    values: dict[str, list[Row]] = {}
    for row in rows:
        if row["facet"] in ("PER", "LOC", "section"):
            heading = FACETS[row["facet"]][0]
            values.setdefault(heading, []).append({**row, "link": _facet_link(row)})
    return {heading: rows for heading, rows in values.items() if chosen.heading != heading}


def _facet_link(row: Row) -> str:
    value: str = row["facet_value"]
    return list_link("section", value) if row["facet"] == "section" else entity_link(value)
