"""The records between steps: Candidate -> Capture -> Page -> Article, or Rejection(reason).

All are frozen. Instants end `_at` and are UTC; days end `_on`; ids are 63-bit integers made by
`tasks.urls.stable_id` from text, so that they are the same in every run and on every
machine. Field names here are the column names of the raw tables (a test compares the two).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from warehouse.ingest.records import FIRST_DAY, LAST_DAY, Capture, PageKind, Purpose

__all__ = [  # some come from the warehouse, which stores and returns them
    "FIRST_DAY",
    "LAST_DAY",
    "Article",
    "Author",
    "Candidate",
    "Capture",
    "Conflict",
    "DatePrecision",
    "Dateline",
    "Expectation",
    "FetchFailure",
    "Image",
    "Link",
    "Page",
    "PageKind",
    "Paragraph",
    "ParagraphKind",
    "Provenance",
    "Purpose",
    "Reason",
    "Rejection",
    "Term",
]


class Reason(StrEnum):
    """Why a page is not an article."""

    LISTING = "listing"
    ATTACHMENT = "attachment"
    FRONT_PAGE = "front_page"
    FEED = "feed"
    REDIRECT = "redirect"
    NOT_HTML = "not_html"
    NOT_FOUND = "not_found"
    SOFT_NOT_FOUND = "soft_not_found"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    EMPTY_PAGE = "empty_page"
    NO_TITLE = "no_title"
    NO_BODY = "no_body"
    NOT_THE_ARTICLE = "not_the_article"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    CORRUPT = "corrupt"
    UNREADABLE = "unreadable"

    @property
    def is_expected(self) -> bool:
        """Whether a healthy archive holds such pages (a listing), or the page is a loss."""
        return self in _EXPECTED


_EXPECTED = frozenset(
    {
        Reason.LISTING,
        Reason.ATTACHMENT,
        Reason.FRONT_PAGE,
        Reason.FEED,
        Reason.REDIRECT,
        Reason.NOT_HTML,
        Reason.NOT_FOUND,
        Reason.SOFT_NOT_FOUND,
    }
)


class ParagraphKind(StrEnum):
    """What a block of body text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUESTION = "question"
    ANSWER = "answer"
    QUOTE = "quote"
    LIST = "list"


class DatePrecision(StrEnum):
    """How exactly the page gives its date of publication."""

    SECOND = "second"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL some route of discovery named, with what that route says about it."""

    url: str
    discovered_via: str
    listed_on: str
    title: str | None = None
    author: str | None = None
    section: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """An independent count of what there should be, as the site itself states it."""

    denominator: str
    scope: str
    expected_count: int
    stated_by: str


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A URL that gave no response worth keeping, and when it may be asked for again."""

    url: str
    failure_class: str
    error: str
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """One captured response, decoded as far as HTTP goes: what the parser reads."""

    capture_id: int
    url: str
    captured_at: datetime
    status: int
    content_type: str
    body: bytes
    redirects_to: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """One person or desk of a byline. `slug` is the address part of the author page."""

    name: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A section or tag: its name as shown and its address part (nested: `parent/child`)."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence: `Sana’a and Riyadh, Asharq Al-Awsat—`."""

    text: str
    places: tuple[str, ...]
    country: str | None
    desk: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of body text. `text_with_dateline` differs from `text` in the first one only."""

    seq: int
    kind: ParagraphKind
    text: str
    text_with_dateline: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article, its caption and credit kept apart from the body."""

    seq: int
    url: str | None
    caption: str | None
    credit: str | None
    media_id: int | None
    is_featured: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An outgoing link of the body text."""

    seq: int
    url: str
    text: str
    is_internal: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which selector or tag gave a field its value."""

    field: str
    source: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places of one page that disagree about a field."""

    field: str
    chosen: str
    chosen_from: str
    other: str
    other_from: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as one capture of its page shows it.

    `published_at` is the machine-readable instant in UTC, `published_zone` its offset as given;
    `published_on` the day in the site's own time; `printed_on` the day a reader sees in the
    byline. `body` is the text of all paragraphs without the dateline, joined by blank lines.

    `evidence` names the signs that the page is this article, such as `postid` or `og:type`.
    `body_confidence` is how sure the parser is of the body, from 0 to 1. `is_complete` is false
    where the page shows only the beginning of the text (a cut response, a paywall). A text that
    WordPress splits over several pages has `part_count` parts; this is `part_number`, from 1.
    """

    capture_id: int
    article_id: int
    url: str
    canonical_url: str | None
    post_id: int | None
    title: str
    authors: tuple[Author, ...]
    published_at: datetime | None
    published_zone: str | None
    published_on: date | None
    published_precision: DatePrecision | None
    printed_on: date | None
    modified_at: datetime | None
    section_path: str | None
    sections: tuple[Term, ...]
    tags: tuple[Term, ...]
    lead: str
    dateline: Dateline | None
    agency_credit: str | None
    paragraphs: tuple[Paragraph, ...]
    images: tuple[Image, ...]
    links: tuple[Link, ...]
    language: str | None
    body: str
    body_sha256: str
    layout: str
    parser_version: str
    provenance: tuple[Provenance, ...]
    conflicts: tuple[Conflict, ...]
    cleaning_rules: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    body_confidence: float | None = None
    is_complete: bool = True
    part_number: int = 1
    part_count: int = 1


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a captured page is not an article.

    `detail` is a sentence for a person; for `not_the_article` it names the missing evidence.
    """

    capture_id: int
    url: str
    reason: Reason
    detail: str
    parser_version: str
