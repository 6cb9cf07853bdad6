"""Source `warc`: pages from web archive files or saved HTML files."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from tasks.articles.listing import read_listing
from tasks.errors import BadRequest, IntegrityError, PolicyRefusal
from tasks.http.response import Response
from tasks.models import Candidate, Expectation, FetchFailure, Page, PageKind, Purpose
from tasks.sources.files.archive_records import ArchivePlace, ArchiveRecords, Received
from tasks.sources.files.find_parts import Part, PartKind, PassedOver, find_files
from tasks.sources.files.saved_html import (
    SavedPage,
    is_page_of_archivebox,
    saved_page,
    saved_response,
)
from tasks.sources.files.wacz import zip_parts
from tasks.sources.source import (
    Fetched,
    Finding,
    PageRequest,
    SourceKind,
    SourceOptions,
    SourceSpec,
    Window,
)
from tasks.urls import Site, canonical_url, page_kind, stable_id
from tasks.warc.plain_scanner import Damage
from tasks.warc.store import MAX_BODY_BYTES, CaptureStore

# A page that is only in a listing may be in files that are added later.
RETRY_ABSENT = timedelta(days=1)
MOST_OFFSETS_SHOWN = 10
# Denominators for damaged parts of files, for files that cannot be read, and for other files.
UNREADABLE = "unreadable:warc"
PASSED_OVER = "passed-over:warc"
OTHER_FILES = "other-files:warc"


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A saved HTML file, and its URL."""

    part: Part
    url: str


Place = ArchivePlace | PagePlace


class WarcFiles:
    """The pages of `path`: an archive (WARC, ARC, WACZ), an HTML file, or a folder of them.

    Files are recognised by content. Files that cannot be read are recorded in expectations
    (`unreadable:warc`, `passed-over:warc`); the others are read.
    """

    def __init__(self, path: Path, site: Site, store: CaptureStore, name: str = "warc") -> None:
        self.name = name
        self._site = site
        self._store = store
        self._path = path
        self._files = find_files(path)
        self._records = ArchiveRecords()
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._losses: list[str] = []
        self._is_scanned = False
        if not (self._files.parts or self._files.passed_over):
            raise BadRequest(f"there is no WARC, ARC, WACZ or HTML file at {path}")

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield every page in the files, and hints from listings among them.

        Damaged parts are skipped and counted in expectations named `unreadable:warc`, files that
        cannot be read in `passed-over:warc`.

        Raises:
            IntegrityError: none of the files could be read.
        """
        self._places.clear()
        self._losses.clear()
        for passed_over in self._files.passed_over:
            yield self._pass_over(passed_over)
        for part in self._files.parts:
            yield from self._scan(part)
        yield from self._scan_pages()
        yield from self._unjoined_revisits()
        if self._files.others:
            count, shown = self._files.others.total(), self._files.describe_others()
            yield Expectation(OTHER_FILES, self._path.name, count, shown)
        self._is_scanned = True
        if not self._places:
            losses = "".join(f"; {loss}" for loss in self._losses[:1])
            raise IntegrityError(f"no page of {self._site.origin} in {self._describe()}{losses}")

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        """Copy all captures of the requested pages into the store."""
        if not self._is_scanned:
            for _ in self.discover(Window(date.min, date.max)):
                pass
        return [outcome for request in requests for outcome in self._copy(request.url)]

    def close(self) -> None:
        """Delete decompressed copies of files."""
        self._records.close()
        self._is_scanned = False

    def _describe(self) -> str:
        names = [part.path.name for part in self._files.parts]
        names += [passed_over.name for passed_over in self._files.passed_over]
        return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"

    def _scan(self, part: Part) -> Iterator[Finding]:
        if part.kind is PartKind.ZIP:
            for inner in zip_parts(part, self._records.new_copy):
                if isinstance(inner, PassedOver):
                    yield self._pass_over(inner)
                else:
                    yield from self._scan(inner)
        elif part.kind is PartKind.RECORDS:
            try:
                yield from self._scan_records(part)
            except (OSError, ValueError) as error:
                yield self._pass_over(PassedOver(part.name, str(error)))

    def _scan_records(self, part: Part) -> Iterator[Finding]:
        damaged: list[int] = []
        records = 0
        for found in self._records.scan(part):
            if isinstance(found, Damage):
                damaged.append(found.offset)
                continue
            records += 1
            place, received = found
            if received is not None:
                yield from self._note(place, received.response, part)
        if damaged:
            yield self._loss(part, damaged)
        elif not records:
            yield self._pass_over(PassedOver(part.name, "it holds no record"))

    def _loss(self, part: Part, damaged: list[int]) -> Expectation:
        shown = ", ".join(str(offset) for offset in damaged[:MOST_OFFSETS_SHOWN])
        self._losses.append(f"{part.name} is damaged at {shown}")
        return Expectation(UNREADABLE, part.name, len(damaged), f"{part.path} at {shown}")

    def _pass_over(self, passed_over: PassedOver) -> Expectation:
        self._losses.append(f"{passed_over.name}: {passed_over.reason}")
        return Expectation(PASSED_OVER, passed_over.name, 1, passed_over.reason)

    def _scan_pages(self) -> Iterator[Finding]:
        parts = [part for part in self._files.parts if part.kind is PartKind.PAGE]
        urls = self._urls_of_pages(parts)
        for part in parts:
            url = urls.get(part)
            if url is None:
                self._files.others[part.path.suffix or part.path.name] += 1
                continue
            place = PagePlace(part, url)
            page = saved_page(part, self._site)
            yield from self._note(place, saved_response(page, url), part)

    def _urls_of_pages(self, parts: Sequence[Part]) -> Mapping[Part, str | None]:
        """Return the URL of each saved page, None for pages of other sites.

        A canonical link shared by pages with different paths is ignored.
        """
        pages = {part: _without_body(saved_page(part, self._site)) for part in parts}
        paths_by_link: dict[str | None, set[str | None]] = defaultdict(set)
        for page in pages.values():
            paths_by_link[page.canonical_link].add(page.path_url)
        return {
            part: self._url_of_page(part, page, paths_by_link[page.canonical_link])
            for part, page in pages.items()
        }

    def _url_of_page(self, part: Part, page: SavedPage, sharing: set[str | None]) -> str | None:
        if is_page_of_archivebox(part.path):
            return None
        are_articles = all(
            url and page_kind(url, self._site) is PageKind.ARTICLE for url in sharing
        )
        url = page.url(trusts_link=len(sharing) == 1 or not are_articles)
        return canonical_url(url, self._site) if url else None

    def _unjoined_revisits(self) -> Iterator[Expectation]:
        """Count the pages that have only revisits without the repeated payload."""
        lacking: dict[str, list[int]] = defaultdict(list)
        for places in self._places.values():
            revisits = [p for p in places if isinstance(p, ArchivePlace) and p.lacks_payload]
            if len(revisits) == len(places):
                lacking[revisits[0].part.name].append(revisits[0].record.offset)
        for name, offsets in lacking.items():
            shown = ", ".join(str(offset) for offset in offsets[:MOST_OFFSETS_SHOWN])
            stated = f"revisits without the capture they repeat, at {shown}"
            yield Expectation(UNREADABLE, name, len(offsets), stated)

    def _note(self, place: Place, response: Response, part: Part) -> Iterator[Finding]:
        url = canonical_url(response.requested_url, self._site)
        if url is None:
            return
        self._places[url].append(place)
        yield Candidate(url, self.name, part.name)
        yield from self._hints(url, response)

    def _hints(self, url: str, response: Response) -> Iterator[Candidate]:
        is_listing = page_kind(url, self._site) is PageKind.LISTING
        if not is_listing or response.status != HTTPStatus.OK or response.is_revisit:
            return
        try:
            body = response.decoded(MAX_BODY_BYTES).body
        except PolicyRefusal:
            return
        content_type = response.header("content-type") or ""
        page = Page(stable_id(url), url, response.captured_at, response.status, content_type, body)
        yield from read_listing(page, self._site, f"{self.name}:listing")

    def _copy(self, url: str) -> list[Fetched]:
        places = self._places.get(url, [])
        if not places:
            retry_at = datetime.now(UTC) + RETRY_ABSENT
            return [FetchFailure(url, "absent", f"not in {self._describe()}", retry_at)]
        copies = (self._copy_one(url, place) for place in places)
        return [copy for copy in copies if copy is not None]

    def _copy_one(self, url: str, place: Place) -> Fetched | None:
        """Copy a capture and return it; None if an earlier run copied it."""
        try:
            received = self._received_at(url, place)
        except (OSError, ValueError, LookupError, IntegrityError) as error:
            return FetchFailure(url, "integrity", f"{_describe_place(place)}: {error}", None)
        if self._store.has(url, received.response):
            return None
        uri = f"file:{_describe_place(place)}"
        return self._store.write_response(
            url, Purpose.PAGE, received.response, flags=received.flags, source_uri=uri
        )

    def _received_at(self, url: str, place: Place) -> Received:
        if isinstance(place, PagePlace):
            return Received(saved_response(saved_page(place.part, self._site), place.url), ())
        return self._records.read(
            place, is_same_page=lambda other: canonical_url(other, self._site) == url
        )


def _without_body(page: SavedPage) -> SavedPage:
    return SavedPage(b"", page.captured_at, page.stated_url, page.canonical_link, page.path_url)


def _describe_place(place: Place) -> str:
    if isinstance(place, PagePlace):
        return f"{place.part.name}#0"
    is_copy = place.record.file != place.part.path
    return f"{place.part.name}#{'decompressed,' if is_copy else ''}{place.record.offset}"


def _open(options: SourceOptions, store: CaptureStore) -> WarcFiles:
    assert options.path is not None
    return WarcFiles(options.path, options.site, store)


SOURCE = SourceSpec(
    "warc",
    "a WARC or WACZ file, or a folder with them or with saved HTML files",
    SourceKind.FILES,
    _open,
    needs_path=True,
)
