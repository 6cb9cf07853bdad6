"""What a page is narrowed to, as its address says it."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LAST_PAGE = 1000
# Longer than any question and short enough to be shown again.
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """Words, days (both inclusive), section with all below it, entity, and page from 1 on.

    `complaints` are sentences for the reader about what could not be understood and is left out.
    """

    words: str = ""
    since: date | None = None
    until: date | None = None
    section: str = ""
    entity_id: str = ""
    page: int = 1
    complaints: tuple[str, ...] = ()

    def as_query(self) -> dict[str, object]:
        """Return the query string's values; the page is left out, as other filters end paging."""
        return {
            "q": self.words,
            "since": self.since,
            "until": self.until,
            "section": self.section,
            "entity": self.entity_id,
        }


def read_filters(query: Mapping[str, str]) -> Filters:
    """Read filters from a query string; `month=2009-03` is short for its first and last day."""
    complaints: list[str] = []
    since = _day(query.get("since", ""), complaints)
    until = _day(query.get("until", ""), complaints)
    month = query.get("month", "")
    if month:
        since, until = _month(month, complaints)
    if since and until and since > until:
        complaints.append(f"{since} is after {until}; they were exchanged.")
        since, until = until, since
    return Filters(
        words=_text(query.get("q", "")),
        since=since,
        until=until,
        section=_text(query.get("section", "")),
        entity_id=_text(query.get("entity", "")),
        page=page_number(query.get("page", "")),
        complaints=tuple(complaints),
    )


def page_number(text: str) -> int:
    """Return a page number from 1 on; 1 when the text is none."""
    return min(max(int(text), 1), LAST_PAGE) if re.fullmatch(r"[0-9]{1,6}", text) else 1


def _text(text: str) -> str:
    # DuckDB takes no NUL in a parameter, and an address may hold one.
    return text.replace("\0", "").strip()[:LONGEST_TEXT]


def _day(text: str, complaints: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        complaints.append(f"“{text[:20]}” is no day and was left out; write it as 2009-03-31.")
        return None


def _month(text: str, complaints: list[str]) -> tuple[date | None, date | None]:
    first = _day(f"{text}-01", complaints)
    if first is None:
        return None, None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
