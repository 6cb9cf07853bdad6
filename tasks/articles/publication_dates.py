"""When an article was published and changed: machine dates, printed days, and their quarrels."""

from dataclasses import dataclass
from datetime import date, datetime

from tasks.articles.dates import MachineDate, read_machine_date, read_printed_date
from tasks.articles.document import Document, PageParts
from tasks.articles.provenance import FieldProvenance
from tasks.models import DatePrecision


@dataclass(frozen=True, slots=True)
class Publishing:
    """The date fields of an article, as `tasks.models.Article` names them."""

    published_at: datetime | None
    published_zone: str | None
    published_on: date | None
    published_precision: DatePrecision | None
    printed_on: date | None
    modified_at: datetime | None


def read_publishing(document: Document, parts: PageParts, ledger: FieldProvenance) -> Publishing:
    """Return the dates of a page; machine dates win over printed ones, both are kept."""
    printed_on = read_printed_date(parts.printed_date.value) if parts.printed_date else None
    printed_source = parts.printed_date.source if parts.printed_date else ""
    modified = _find_date(document, "article:modified_time", "dateModified")
    machine = _find_date(document, "article:published_time", "datePublished")
    if modified:
        ledger.record("modified_at", modified[1])
    modified_at = modified[0].at if modified else None
    if machine is None:
        return _by_print_alone(printed_on, printed_source, modified_at, ledger)
    published, source = machine
    ledger.record("published_at", source)
    _note_other_machine_date(document, published, source, ledger)
    if printed_on:
        ledger.record("printed_on", printed_source)
        stated = (published.on.isoformat(), source)
        ledger.compare("published_on", stated, (printed_on.isoformat(), printed_source))
    return Publishing(
        published.at, published.zone, published.on, DatePrecision.SECOND, printed_on, modified_at
    )


def _by_print_alone(
    printed_on: date | None, source: str, modified_at: datetime | None, ledger: FieldProvenance
) -> Publishing:
    if printed_on is None:
        return Publishing(None, None, None, None, None, modified_at)
    ledger.record("published_on", source)
    return Publishing(None, None, printed_on, DatePrecision.DAY, printed_on, modified_at)


def _find_date(document: Document, meta: str, key: str) -> tuple[MachineDate, str] | None:
    if found := read_machine_date(document.head.meta(meta)):
        return found, f"meta {meta}"
    return _find_graph_date(document, key)


def _find_graph_date(document: Document, key: str) -> tuple[MachineDate, str] | None:
    for kind in ("Article", "NewsArticle", "BlogPosting", "WebPage"):
        value = document.graph.get(kind, {}).get(key)
        if isinstance(value, str) and (found := read_machine_date(value)):
            return found, f"json-ld {kind}.{key}"
    return None


def _note_other_machine_date(
    document: Document, published: MachineDate, source: str, ledger: FieldProvenance
) -> None:
    other = _find_graph_date(document, "datePublished")
    if other and other[1] != source:
        stated = (published.at.isoformat(), source)
        ledger.compare("published_at", stated, (other[0].at.isoformat(), other[1]))
