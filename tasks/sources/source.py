"""The interface of a source of pages: discover candidates, and fetch them into the store.

A source is one file: a class with the methods of `Source`, and a constant of type `SourceSpec` that
declares it. `tasks/sources/registry.py` finds the constant; command line, run forms, settings and
docs/settings.md read it from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from pydantic import HttpUrl, TypeAdapter

from tasks.errors import BadRequest
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Candidate, Capture, Expectation, FetchFailure
from tasks.urls import Site
from tasks.warc.store import CaptureStore

Fetched = Capture | FetchFailure


@dataclass(frozen=True, slots=True)
class WholeListing:
    """A route listed every page it has, and not those of a window: others are not listed any more.

    The source `live` passes it on only if all requests of the route were answered.
    """

    route: str


@dataclass(frozen=True, slots=True)
class NewCapture:
    """A file has a capture of this page that no earlier run stored: the page is due."""

    url: str


Finding = Candidate | Expectation | WholeListing | NewCapture

# Denominator of the expectations that count addresses the site does not have.
OUTSIDE_ADDRESSES = "outside:addresses"
# Denominators for a site that does not answer as itself, and for web archives read beside it.
SITE_AWAY = "unanswered:site"
ARCHIVE_SILENT = "unanswered:archive"
# Failure class of a page that no host can be asked for now. It is due again later, and its run
# has not failed.
POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Known:
    """Results of earlier discoveries: the pages found, and the last answer to every request.

    `answers` maps the canonical URL of a discovery request to the capture of its last answer.
    Those captured since `unfinished_since` belong to a discovery that was interrupted. `posts` are
    the pages that the REST API listed, of the `stated_posts` it said it had last time; `held` are
    the pages with a capture. `listed` has the number of entries of each listing by its address, as
    of its last reading to the end.
    """

    urls: frozenset[str] = frozenset()
    answers: Mapping[str, Capture] = field(default_factory=dict)
    unfinished_since: datetime | None = None
    posts: frozenset[str] = frozenset()
    stated_posts: int | None = None
    held: frozenset[str] = frozenset()
    listed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the archive a run covers. `since` and `until` are inclusive days.

    With `modified_since`, discovery is limited to pages that are new or changed since then. With
    `with_content`, complete posts are requested from the site's REST API or feed, not only their
    URLs. `turn` counts the days: routes that list no page by its last change read the newest pages
    each night, and the older ones in turn. `is_nightly`: such a run comes again tomorrow.
    """

    since: date
    until: date
    sections: tuple[str, ...] = ()
    modified_since: datetime | None = None
    known: Known = field(default_factory=Known)
    with_content: bool = False
    turn: int = 0
    is_nightly: bool = False


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to fetch, with the validators of its last capture for a conditional GET.

    `sources` are those that list it. `is_held`: its article is in the warehouse.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    sources: tuple[str, ...] = ()
    is_held: bool = False


class Source(Protocol):
    """A place to read the archive's pages from.

    Both methods write what they receive to the run's `CaptureStore` before they return it.
    """

    name: str

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield candidates and independent counts, route by route, as they arrive.

        Raises `TransientError` if no route of the source answers.
        """
        ...

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        """Return the captures of the requested pages; a failed page is a `FetchFailure`.

        The site itself gives one outcome for every request, in order. Files and web archives may
        give several captures of a page, or none if earlier runs copied them.
        """
        ...

    def close(self) -> None:
        """Release connections and files."""
        ...


@runtime_checkable
class MayBeAway(Protocol):
    """A source with several places; `absence` says why the site is not asked, None if it is."""

    absence: str | None


class Content(StrEnum):
    """Where articles come from if the site offers its REST API.

    API_FIRST: the REST API first; then the pages, within the budget of each night.
    API: the REST API; pages only where it is not enough. PAGES: the pages.
    """

    API_FIRST = "api-first"
    API = "api"
    PAGES = "pages"


class SourceKind(StrEnum):
    """Kind of a source.

    SITE: the site itself, from which any page can be requested. ARCHIVE: a web archive with an
    index of its pages. FILES: files on this machine; no host is requested.
    """

    SITE = "site"
    ARCHIVE = "archive"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """A setting of one source: the variable `AAWSAT_<NAME>`.

    `check` returns the value to use, or raises `ValueError` with a text that says what is valid.
    """

    name: str
    default: str
    description: str
    check: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """The declaration of a source: name, summary, and the function that opens it.

    `summary` completes "reads ..." in the run form, the command's help and docs/settings.md.
    """

    name: str
    summary: str
    kind: SourceKind
    open: Callable[["SourceOptions", CaptureStore], Source]
    needs_path: bool = False
    settings: tuple[SourceSetting, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """The source a run reads, with its options.

    `path` is for sources that need one. `settings` has the values of the source's own settings;
    `folder` is for state that a source keeps between runs.
    """

    spec: SourceSpec
    site: Site
    crawl_policy: CrawlPolicy
    path: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None

    @property
    def name(self) -> str:
        """The name of the source."""
        return self.spec.name

    @property
    def is_live(self) -> bool:
        """Whether pages are requested from the site itself."""
        return self.spec.kind is SourceKind.SITE

    @property
    def is_on_disk(self) -> bool:
        """Whether pages are read from files, without requests to a host."""
        return self.spec.kind is SourceKind.FILES

    def setting(self, name: str) -> str:
        """Return the value of a setting of the source, or its default."""
        defaults = {setting.name: setting.default for setting in self.spec.settings}
        return self.settings.get(name, defaults[name])


def open_source(options: SourceOptions, store: CaptureStore) -> Source:
    """Open the source; it writes all responses to `store`.

    Raises:
        BadRequest: the path it needs does not exist, or has nothing the source reads.
    """
    check_path(options.spec, options.path)
    return options.spec.open(options, store)


def check_path(spec: SourceSpec, path: Path | None) -> None:
    """Raise `BadRequest` unless a source that needs a path has one, and another has none."""
    if not spec.needs_path:
        if path is not None:
            raise BadRequest(f"the source {spec.name} reads no file; remove the path {path}")
    elif path is None:
        raise BadRequest(f"the source {spec.name} needs a path: {spec.summary}")
    elif not path.exists():
        raise BadRequest(f"there is nothing at {path}")


def web_address(value: str) -> str:
    """Return the address as clients write it: host in ASCII and lower case, no final slash or dot.

    Raises:
        ValueError: it is not the address of a server.
    """
    parsed = TypeAdapter(HttpUrl).validate_python(value)
    if parsed.query is not None or parsed.fragment is not None:
        raise ValueError("write it without ? and #")
    if parsed.username is not None or parsed.password is not None:
        raise ValueError("write it without user and password, which are not sent")
    host = parsed.host or ""
    return str(parsed).replace(host, host.rstrip("."), 1).rstrip("/")
