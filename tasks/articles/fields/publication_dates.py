"""Publication and modification dates of an article, and conflicts between sources on the page.

The publication date comes from, in this order of trust:

1. meta tags and JSON-LD of the page (`article:published_time`, `datePublished`),
2. the timestamp of the article's own line (`time[datetime]`),
3. the date printed in that line,
4. a full date in the URL, or else in the canonical one (`/2014/06/27/`).

Dates of related posts, of comments, of a change (`updated`), of today, before 1971 or after the
capture are never used. The date is in the site's time zone: if a page states a timestamp in UTC and
prints the next or previous day, the printed date counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tasks.articles.document import Document, PageParts
from tasks.articles.fields.date_order import is_day_first
from tasks.articles.fields.provenance import FieldProvenance
from tasks.articles.metadata.date_lines import DateMark, states_publication
from tasks.articles.text.dates import (
    MachineDate,
    day_in_address,
    read_machine_date,
    read_printed_date,
)
from tasks.models import DatePrecision

_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date.published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "originalpublicationdate",
    "displaydate",
    "pdate",
    "date_published",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
)
# Some themes write the day of the last change into it.
_UNCLEAR_META = "meta date"
_UTC_ZONES = (None, "+00:00", "-00:00")
# Captures from this time on have a reliable capture time; saved files do not.
_FIRST_CAPTURE = datetime(1990, 1, 1, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Publishing:
    """The date fields of `tasks.models.Article`."""

    published_at: datetime | None
    published_zone: str | None
    published_on: date | None
    published_precision: DatePrecision | None
    printed_on: date | None
    modified_at: datetime | None

    def as_fields(self) -> dict[str, Any]:
        """Return the fields by name, without the copies that `asdict` makes."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class _Day:
    """A stated date, its instant if there is one, and its source."""

    on: date
    source: str
    machine: MachineDate | None = None


def read_publishing(document: Document, parts: PageParts, ledger: FieldProvenance) -> Publishing:
    """Return the dates of a page, and record conflicts in `ledger`."""
    modified = next(_machine_days(document, _modified_values(document)), None)
    stated = list(_machine_days(document, _published_values(document)))
    stated = [day for day in stated if not _is_a_change(day, parts)]
    printed = _printed_days(document, parts, modified, bool(stated))
    by_address = _day_of_address(document)
    days = [*stated, *printed, *by_address] or _created_days(document)
    if modified:
        ledger.record("modified_at", modified.source)
    modified_at = modified.machine.at if modified and modified.machine else None
    if not days:
        return Publishing(None, None, None, None, None, modified_at)
    return _by_first(days, printed, modified_at, ledger)


def _is_a_change(day: _Day, parts: PageParts) -> bool:
    """Return whether a tag that may mean either date states the one printed as a change."""
    changed = [mark for _, mark in parts.meta_lines.dates if mark.is_updated]
    return day.source == _UNCLEAR_META and any(day.on in mark.days for mark in changed)


def _by_first(
    days: Sequence[_Day],
    printed: Sequence[_Day],
    modified_at: datetime | None,
    ledger: FieldProvenance,
) -> Publishing:
    chosen = days[0]
    local = next((day for day in days[1:] if _is_local_day(chosen, day)), chosen)
    ledger.record("published_at" if chosen.machine else "published_on", chosen.source)
    seen = printed[0] if printed else None
    if seen and seen is not chosen:
        ledger.record("printed_on", seen.source)
    on = (local.on.isoformat(), local.source)
    for other in _first_by_source(days):
        ledger.compare("published_on", on, (other.on.isoformat(), other.source))
        _compare_instants(chosen, other, ledger)
    machine = chosen.machine
    has_time = machine is not None and machine.has_time
    return Publishing(
        machine.at if machine and has_time else None,
        machine.zone if machine and has_time else None,
        local.on,
        DatePrecision.SECOND if has_time else DatePrecision.DAY,
        seen.on if seen else None,
        modified_at,
    )


def _first_by_source(days: Sequence[_Day]) -> Iterator[_Day]:
    yield from {day.source: day for day in reversed(days)}.values()


def _compare_instants(chosen: _Day, other: _Day, ledger: FieldProvenance) -> None:
    if chosen.machine and other.machine and chosen.machine.has_time and other.machine.has_time:
        stated = (chosen.machine.at.isoformat(), chosen.source)
        ledger.compare("published_at", stated, (other.machine.at.isoformat(), other.source))


def _is_local_day(chosen: _Day, other: _Day) -> bool:
    """Return whether `other` is the local date of `chosen`, an instant in UTC."""
    if chosen.machine is None or chosen.machine.zone not in _UTC_ZONES:
        return False
    if not chosen.machine.has_time or abs(other.on - chosen.on) != _ONE_DAY:
        return False
    is_same_instant = other.machine is not None and other.machine.at == chosen.machine.at
    return is_same_instant or other.machine is None or other.machine.zone not in _UTC_ZONES


def _printed_days(
    document: Document, parts: PageParts, modified: _Day | None, has_stated: bool
) -> list[_Day]:
    """Return the dates printed in the article's own lines, most trusted first."""
    day_first = is_day_first(document, parts)
    if parts.printed_date is not None:
        on = read_printed_date(parts.printed_date.value, day_first)
        if on and _is_possible(on, document):
            return [_Day(on, parts.printed_date.source)]
    marks = [
        (zone, mark) for zone, mark in parts.meta_lines.dates if _is_own(mark, modified, has_stated)
    ]
    marks.sort(key=lambda pair: (pair[0], _trust(pair[1])))
    days = [day for zone, mark in marks if (day := _day_of_mark(mark, day_first, document))]
    return [day for day in days[:1] if _is_possible(day.on, document)]


def _trust(mark: DateMark) -> int:
    """Return a number that is lower for a date that is labelled as that of publication."""
    return (0 if states_publication(mark) else 1) if mark.is_updated is not None else 2


def _is_own(mark: DateMark, modified: _Day | None, has_stated: bool) -> bool:
    if mark.is_updated:
        return False
    if modified is None or has_stated:
        return True
    # If a page states only a modification date and prints the same date, it is the modification.
    return modified.on not in mark.days and not (
        mark.machine is not None and mark.machine.on == modified.on
    )


def _day_of_mark(mark: DateMark, day_first: bool | None, document: Document) -> _Day | None:
    if mark.machine is not None:
        day = _Day(mark.machine.on, mark.source, mark.machine)
        printed = _Day(mark.days[0], mark.source)
        is_printed = len(mark.days) == 1 and _is_local_day(day, printed)
        return replace(day, on=printed.on) if is_printed else day
    if len(mark.days) == 1:
        return _Day(mark.days[0], mark.source)
    if day_first is None:
        # Of two readings, one may be after the capture.
        past = [day for day in mark.days if _is_possible(day, document)]
        return _Day(past[0], mark.source) if len(past) == 1 else None
    return _Day(mark.days[0 if day_first else 1], mark.source)


def _day_of_address(document: Document) -> list[_Day]:
    for address, source in (
        (document.page.url, "url"),
        (document.head.link("canonical") or "", "link canonical"),
    ):
        on = day_in_address(address)
        if on and _is_possible(on, document):
            return [_Day(on, source)]
    return []


def _published_values(document: Document) -> Iterator[tuple[str, str]]:
    for name in _PUBLISHED_METAS:
        if value := document.head.meta(name):
            yield value, f"meta {name}"
    yield from _graph_values(document, "datePublished")
    if value := document.head.meta("date"):
        yield value, _UNCLEAR_META


def _created_days(document: Document) -> list[_Day]:
    """Return the days on which the article was created, for pages that state no other day."""
    return list(_machine_days(document, _graph_values(document, "dateCreated")))


def _modified_values(document: Document) -> Iterator[tuple[str, str]]:
    for name in ("article:modified_time", "datemodified"):
        if value := document.head.meta(name):
            yield value, f"meta {name}"
    yield from _graph_values(document, "dateModified")


def _graph_values(document: Document, key: str) -> Iterator[tuple[str, str]]:
    for kind in ("Article", "WebPage"):
        node = document.graph.get(kind)
        value = node.get(key)
        if isinstance(value, str):
            yield value, f"json-ld {node.get('@type') if kind == 'Article' else kind}.{key}"


def _machine_days(document: Document, values: Iterator[tuple[str, str]]) -> Iterator[_Day]:
    for value, source in values:
        machine = read_machine_date(value)
        if machine is None:
            on = read_printed_date(value)
            if on and _is_possible(on, document):
                yield _Day(on, source)
        elif _is_possible(machine.on, document):
            yield _Day(machine.on, source, machine)


def _is_possible(on: date, document: Document) -> bool:
    """Return whether a date is not after the capture of its page, in any time zone.

    The capture of a saved file is not known, but it was before today.
    """
    captured_at = document.page.captured_at
    latest = captured_at if captured_at >= _FIRST_CAPTURE else datetime.now(UTC)
    return on <= latest.date() + _ONE_DAY
