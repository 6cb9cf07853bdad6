"""Filters of a page, read from its query string."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException

from warehouse.search.find import Order, SearchFilters

LAST_PAGE = 1000
# Views of a search, apart from the articles.
VIEWS = ("lines", "beside")
# Maximum length of a text filter: longer than any real query, short enough to show again.
LONGEST_TEXT = 200
_IGNORED = " and was ignored"


@dataclass(frozen=True, slots=True)
class Filters:
    """Words, days (both inclusive), section with its subsections, names, author, order and page.

    Articles name the entity `entity_id`, and the entity `beside_id` too.

    `page` counts from 1. With the view `lines`, the uses of the words are shown, not the articles;
    with `beside`, the words beside them.

    `complaints` tell the reader which values were invalid and ignored.
    """

    words: str = ""
    since: date | None = None
    until: date | None = None
    section: str = ""
    entity_id: str = ""
    beside_id: str = ""
    author: str = ""
    order: Order | None = None
    view: str = ""
    page: int = 1
    complaints: tuple[str, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether they leave out any article."""
        return self.as_search().are_set or bool(self.words or self.beside_id)

    @property
    def is_concordance(self) -> bool:
        """Whether the uses of the words are shown."""
        return self.view == "lines"

    def as_query(self) -> dict[str, object]:
        """Return the query string's values without `page`: a changed filter starts at page 1."""
        return {
            "q": self.words,
            "since": self.since,
            "until": self.until,
            "section": self.section,
            "entity": self.entity_id,
            "beside": self.beside_id,
            "author": self.author,
            "order": self.order,
            "view": self.view,
        }

    def as_search(self) -> SearchFilters:
        """Return the filters of the full-text search."""
        return SearchFilters(
            self.since,
            self.until,
            self.section or None,
            self.entity_id or None,
            self.author or None,
        )


def read_filters(query: Mapping[str, str]) -> Filters:
    """Read filters from a query string; `month=2009-03` sets `since` and `until`."""
    complaints: list[str] = []
    since = _day(query.get("since", ""), complaints)
    until = _day(query.get("until", ""), complaints)
    month = query.get("month", "")
    if month:
        since, until = _month(month, complaints)
    if since and until and since > until:
        complaints.append(f"{since} is after {until}; the two were swapped.")
        since, until = until, since
    return Filters(
        words=_text(query.get("q", "")),
        since=since,
        until=until,
        section=_text(query.get("section", "")),
        entity_id=_text(query.get("entity", "")),
        beside_id=_text(query.get("beside", "")),
        author=_text(query.get("author", "")),
        order=_order(query.get("order", ""), complaints),
        view=query.get("view", "") if query.get("view") in VIEWS else "",
        page=page_number(query.get("page", "")),
        complaints=tuple(complaints),
    )


def read_exact_filters(query: Mapping[str, str]) -> Filters:
    """Read the filters of a file, which has no place for a complaint.

    Raises:
        HTTPException: 400 if a value is invalid.
    """
    filters = read_filters(query)
    for complaint in filters.complaints:
        if _IGNORED in complaint:
            raise HTTPException(400, complaint.replace(_IGNORED, "").rstrip("."))
    return filters


def _order(text: str, complaints: list[str]) -> Order | None:
    if not text or text in list(Order):
        return Order(text) if text else None
    complaints.append(f"“{text[:20]}” is not an order{_IGNORED}; write best, newest or oldest.")
    return None


def page_number(text: str) -> int:
    """Parse a page number from 1; return 1 if it is invalid."""
    return min(max(int(text), 1), LAST_PAGE) if re.fullmatch(r"[0-9]{1,6}", text) else 1


def page_limits(size: int, page: int) -> dict[str, int]:
    """Return the parameters of a query that selects one page of its rows."""
    return {"max_rows": size, "skipped": (page - 1) * size}


def last_page(total: int, size: int) -> int:
    """Return the number of the last page of `total` rows, `size` a page; 1 if there are none."""
    return max(1, -(-total // size))


def _text(text: str) -> str:
    # DuckDB rejects NUL in a parameter, and a URL may contain one.
    return text.replace("\0", "").strip()[:LONGEST_TEXT]


def _day(text: str, complaints: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        complaints.append(f"“{text[:20]}” is not a date{_IGNORED}; write it as 2009-03-31.")
        return None


def _month(text: str, complaints: list[str]) -> tuple[date | None, date | None]:
    first = _day(f"{text}-01", complaints)
    if first is None:
        return None, None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
