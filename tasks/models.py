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
    PROTECTED = "protected"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    CORRUPT = "corrupt"
    UNREADABLE = "unreadable"

    @property
    def is_expected(self) -> bool:
        """Whether the reason is normal, such as a listing; if not, an article may be lost."""
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
    """Precision of the publication date on the page."""

    SECOND = "second"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL found by a discovery route, with the route's hints about it.

    `source` is the source that lists it, if that is not the source of the run. `seen_at` is when
    the archived listing that names it was captured; None if it was listed in this run.
    """

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
    source: str | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """An independent count of pages, as stated by the source."""

    denominator: str
    scope: str
    expected_count: int
    stated_by: str


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A URL without a usable response, and when it may be requested again."""

    url: str
    failure_class: str
    error: str
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """One captured response with its body decoded: the input of the parser.

    With `item`, the body is that item of the response: the JSON of one post.
    """

    capture_id: int
    url: str
    captured_at: datetime
    status: int
    content_type: str
    body: bytes
    redirects_to: str | None = None
    flags: tuple[str, ...] = ()
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """One person or desk in a byline. `slug` is the last part of the author page's URL."""

    name: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A section or tag: its name as printed and its slug (nested: `parent/child`)."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The text before the first sentence, such as `Sana’a and Riyadh, Asharq Al-Awsat—`."""

    text: str
    places: tuple[str, ...]
    country: str | None
    desk: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of body text. `text_with_dateline` differs from `text` only in the first one."""

    seq: int
    kind: ParagraphKind
    text: str
    text_with_dateline: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article, with caption and credit, which are not part of the body."""

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
    """The selector or tag that supplied a field's value."""

    field: str
    source: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values of one field on the same page."""

    field: str
    chosen: str
    chosen_from: str
    other: str
    other_from: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article, as parsed from one capture of its page.

    `published_at` is the machine-readable time in UTC, `published_zone` its offset as stated;
    `published_on` the date in the site's time zone; `printed_on` the date printed in the byline.
    `body` is the text of all paragraphs without the dateline, separated by blank lines.

    `evidence` lists the signs that the page is this article, such as `postid` or `og:type`.
    `body_confidence` is the parser's confidence in the body, from 0 to 1. `is_complete` is false if
    the response is truncated or damaged. A text that WordPress splits over several pages has
    `part_count` parts; this is `part_number`, from 1, and `part_urls` are the addresses of the
    others. All parts have the `article_id` of the first; the warehouse joins them.
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
    part_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a captured page is not an article.

    `detail` is a readable sentence; for `not_the_article` it names the missing evidence.
    """

    capture_id: int
    url: str
    reason: Reason
    detail: str
    parser_version: str
