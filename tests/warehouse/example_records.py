"""Records to load: small, made up, each field of its own shape."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from tasks.entities.raw_rows import (
    DateRow,
    EventRow,
    ExtractionRow,
    ListedRow,
    MentionRow,
    StatementRow,
)
from tasks.models import (
    Article,
    Author,
    Candidate,
    Capture,
    Conflict,
    Dateline,
    DatePrecision,
    FetchFailure,
    Image,
    Link,
    Paragraph,
    ParagraphKind,
    Provenance,
    Purpose,
    Reason,
    Rejection,
    Term,
)
from tasks.urls import stable_id
from warehouse.ingest.extraction_schemas import extracted_tables

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def page_url(slug: str, section: str = "news") -> str:
    return f"https://archive.test/staff/{section}/{slug}/"


def candidate(slug: str, folder: str = "news", **fields: Any) -> Candidate:
    defaults = Candidate(
        url=page_url(slug, folder), discovered_via="rest", listed_on="https://archive.test/wp-json"
    )
    return replace(defaults, **fields)


def capture(slug: str, captured_at: datetime = NOON, **fields: Any) -> Capture:
    url = fields.pop("url", page_url(slug))
    defaults = Capture(
        capture_id=stable_id(f"{url}|{captured_at.isoformat()}"),
        url=url,
        requested_url=url,
        source="live",
        purpose=Purpose.PAGE,
        captured_at=captured_at,
        status=200,
        content_type="text/html; charset=UTF-8",
        payload_sha256=f"{stable_id(url):064x}",
        body_bytes=1000,
        warc_file="run-00000.warc.gz",
        warc_offset=stable_id(url) % 10_000,
        warc_length=500,
        is_revisit=False,
        etag='"a"',
        last_modified=None,
        redirects_to=None,
        flags=("gzip",),
        run_id="run-1",
    )
    return replace(defaults, **fields)


def failure(slug: str, retry_at: datetime | None = None, **fields: Any) -> FetchFailure:
    return replace(FetchFailure(page_url(slug), "transient", "no answer", retry_at), **fields)


def article(source: Capture, title: str = "Ferry strike looms", **fields: Any) -> Article:
    defaults = Article(
        capture_id=source.capture_id,
        article_id=stable_id(source.url),
        url=source.url,
        canonical_url=source.url,
        post_id=55_000_000 + stable_id(source.url) % 1_000_000,
        title=title,
        authors=(Author("Maya Haddad", "maya-haddad"), Author("Staff Writer", None)),
        published_at=datetime(2011, 3, 4, 23, 30, tzinfo=UTC),
        published_zone="+00:00",
        published_on=date(2011, 3, 4),
        published_precision=DatePrecision.SECOND,
        printed_on=date(2011, 3, 5),
        modified_at=None,
        section_path="news/harbour",
        sections=(Term("News", "news"), Term("Harbour", "news/harbour")),
        tags=(Term("Strikes", "strikes"),),
        lead="Crews vote today.",
        dateline=Dateline(
            "Port Town, The AppContext—", ("Port Town",), "Coastland", "The AppContext", None
        ),
        paragraphs=(
            Paragraph(
                0,
                ParagraphKind.PARAGRAPH,
                "Crews vote today.",
                "Port Town, The AppContext—Crews vote today.",
                None,
            ),
            Paragraph(1, ParagraphKind.ANSWER, "We sail.", "We sail.", "The captain"),
        ),
        images=(Image(0, "https://archive.test/a.jpg", "A ferry.", "(Photo)", 7, True),),
        links=(Link(0, "https://elsewhere.test/", "elsewhere", False),),
        agency_credit=None,
        language="en",
        body="Crews vote today.\n\nWe sail.",
        body_sha256=f"{stable_id(title):064x}",
        layout="divi-3",
        parser_version="1",
        provenance=(Provenance("title", "h1.entry-title"), Provenance("lead", "first paragraph")),
        conflicts=(Conflict("title", title, "h1", "Another", "og:title"),),
        cleaning_rules=("blanks",),
    )
    return replace(defaults, **fields)


def rejection(source: Capture, reason: Reason = Reason.NO_BODY, **fields: Any) -> Rejection:
    defaults = Rejection(source.capture_id, source.url, reason, "There is no text.", "1")
    return replace(defaults, **fields)


def mention(source: Capture, seq: int, text: str, **fields: Any) -> MentionRow:
    slug = text.lower().replace(" ", "-")
    defaults = MentionRow(
        source.capture_id, seq, "body", 0, 0, 0, len(text), text, "PER", f"person/{slug}", text
    )
    return defaults._replace(**fields)


def extracted(
    *sources: Capture, mentions: tuple[MentionRow, ...] = (), extractor: str = "builtin/1"
) -> dict[str, pa.Table]:
    """What extraction finds in each of these captures: the same in all, if no mentions are given."""
    found = mentions or tuple(row for source in sources for row in _mentions(source))
    ids = [source.capture_id for source in sources]
    rows = {
        "extractions": [ExtractionRow(id_, extractor, "0" * 64, "run-1") for id_ in ids],
        "mentions": found,
        "statements": [_statement(id_) for id_ in ids],
        "events": [_event(id_) for id_ in ids],
        "text_dates": [DateRow(id_, 0, 11, 16, "today", "day", date(2011, 3, 4)) for id_ in ids],
    }
    return extracted_tables(rows)


def listed() -> list[ListedRow]:
    return [
        ListedRow("geo/1", "LOC", "Port Town", "XA", 1.5, 2.5, None, 1),
        ListedRow("person/maya-haddad", "PER", "Maya Haddad", "XA", None, None, "Q1", None),
    ]


def _mentions(source: Capture) -> tuple[MentionRow, ...]:
    place = {"entity_type": "LOC", "local_id": "geo/1"}
    return (
        mention(source, 0, "Port Town", field="dateline", paragraph_seq=None, **place),
        mention(source, 1, "Crews", entity_type="ORG", local_id="org/crews"),
        mention(source, 2, "Maya Haddad", paragraph_seq=1, sentence_seq=1),
        mention(source, 3, "Port Town", paragraph_seq=1, sentence_seq=1, **place),
        mention(source, 4, "A Ferry", field="caption", paragraph_seq=0, sentence_seq=2),
    )


def _statement(capture_id: int) -> StatementRow:
    speaker = ("Maya Haddad", "named", "person/maya-haddad", "said")
    return StatementRow(capture_id, 0, 1, "direct", 19, 27, "We sail.", *speaker, None, None, 1.0)


def _event(capture_id: int) -> EventRow:
    actors = ("org/crews", "person/maya-haddad")
    return EventRow(capture_id, 0, 0, 10, "Crews vote", "vote", "01", *actors, None, "geo/1")
