"""Source `warc`: pages from web archive files or saved HTML files."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from tasks.articles.listing import read_listing
from tasks.errors import BadRequest, IntegrityError, PolicyRefusal
from tasks.http.response import Response
from tasks.models import Candidate, Expectation, FetchFailure, Page, PageKind, Purpose
from tasks.sources.files.archive_records import ArchivePlace, ArchiveRecords, Received
from tasks.sources.files.containers.data_pages import data_parts
from tasks.sources.files.containers.joined_pages import pages_in_file
from tasks.sources.files.containers.mails import mail_files
from tasks.sources.files.containers.tar_files import tar_parts
from tasks.sources.files.containers.wacz import NewCopy, zip_parts
from tasks.sources.files.find_parts import (
    Part,
    PartKind,
    PassedOver,
    find_files,
    readable_name,
    volume_parts,
)
from tasks.sources.files.formats.index_lines import INDEX_NAME, indexed_pages, stated_pages
from tasks.sources.files.formats.press_export import (
    EXPORTED,
    MOST_EXPORT_BYTES,
    exported_articles,
)
from tasks.sources.files.outside_pages import OutsidePages
from tasks.sources.files.page_urls import urls_of_pages
from tasks.sources.files.payloads import has_payload_elsewhere
from tasks.sources.files.saved_html import saved_page, saved_response
from tasks.sources.files.stated_totals import StatedTotals
from tasks.sources.live.sitemaps import article_entries, read_sitemap
from tasks.sources.source import (
    Fetched,
    Finding,
    NewCapture,
    PageRequest,
    Window,
)
from tasks.urls import Site, canonical_url, page_kind, stable_id
from tasks.warc.compression import first_bytes
from tasks.warc.plain_scanner import Damage
from tasks.warc.store import MAX_BODY_BYTES, CaptureStore
from warehouse.ingest.addresses import FEED_ENDS, path_segments

# A page that is only in a listing may be in files that are added later.
RETRY_ABSENT = timedelta(days=1)
MOST_OFFSETS_SHOWN = 10
# Denominators for damaged parts of files, for files that cannot be read, and for other files.
UNREADABLE = "unreadable:warc"
PASSED_OVER = "passed-over:warc"
OTHER_FILES = "other-files:warc"
# Functions that yield the parts inside a part, by its kind.
INNER_PARTS: Mapping[PartKind, Callable[[Part, NewCopy], Iterator[Part | PassedOver]]] = {
    PartKind.ZIP: zip_parts,
    PartKind.TAR: tar_parts,
    PartKind.DATA: data_parts,
    PartKind.VOLUMES: volume_parts,
    PartKind.MAIL: mail_files,
}
# A feed lists articles as a sitemap does.
_FEEDS = [[name] for name in FEED_ENDS]
# Files nested deeper are not read: they may be a decompression bomb.
DEEPEST = 4


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
        self._read_later: dict[PartKind, list[Part]] = defaultdict(list)
        self._revisits: list[tuple[str, Place]] = []
        self._losses: list[str] = []
        self._outside = OutsidePages(site)
        self._totals = StatedTotals(site)
        self._is_scanned = False
        if not self._files.are_readable:
            raise BadRequest(f"there is no WARC, ARC, WACZ or HTML file at {path}")

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield every page in the files, and hints from listings among them.

        Damaged parts are skipped and counted in expectations named `unreadable:warc`, files that
        cannot be read in `passed-over:warc`.

        Raises:
            IntegrityError: none of the files could be read.
        """
        self._places.clear()
        self._read_later.clear()
        self._revisits.clear()
        self._losses.clear()
        self._outside.clear()
        self._totals.clear()
        for passed_over in self._files.passed_over:
            yield self._pass_over(passed_over)
        for part in self._files.parts:
            yield from self._scan(part)
        yield from self._scan_pages()
        yield from self._new_revisits()
        yield from self._unjoined_revisits()
        yield from self._lost_segments()
        yield from self._texts_alone()
        yield from self._only_indexed()
        yield from map(self._pass_over, self._totals.lacking(self._articles()))
        yield from self._outside.counts(self.name)
        if self._files.others:
            count, shown = self._files.others.total(), self._files.describe_others()
            yield Expectation(OTHER_FILES, self._path.name, count, shown)
        self._is_scanned = True
        if not self._places:
            losses = "".join(f"; {loss}" for loss in self._losses[:1])
            hosts = self._outside.describe_hosts()
            problem = f"no page of {self._site.origin} in {self._describe()}{losses}{hosts}"
            raise IntegrityError(problem)

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
        names = [readable_name(part.path.name) for part in self._files.parts]
        names += [passed_over.name for passed_over in self._files.passed_over]
        names += [name for _, name in (*self._files.indexes, *self._files.texts)]
        return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"

    def _scan(self, part: Part, depth: int = 0) -> Iterator[Finding]:
        if part.kind in INNER_PARTS:
            if depth == DEEPEST:
                yield self._pass_over(PassedOver(part.name, f"a file inside {depth} others"))
                return
            for inner in INNER_PARTS[part.kind](part, self._records.new_copy):
                if isinstance(inner, PassedOver):
                    yield from self._not_read(inner)
                else:
                    yield from self._scan(inner, depth + 1)
        elif part.kind is PartKind.RECORDS:
            try:
                yield from self._scan_records(part)
            except (OSError, ValueError) as error:
                yield self._pass_over(PassedOver(part.name, str(error)))
        elif part.kind is PartKind.PAGE:
            self._read_later[part.kind] += pages_in_file(part, self._records.new_copy)
        else:
            self._read_later[part.kind].append(part)

    def _not_read(self, passed_over: PassedOver) -> Iterator[Finding]:
        if not passed_over.is_other:
            yield self._pass_over(passed_over)
            return
        self._losses.append(f"{passed_over.name}: {passed_over.reason}")
        self._files.others[Path(passed_over.name).suffix.lower() or passed_over.name] += 1

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
        for kind, count in sorted(self._records.take_unread().items()):
            reason = f"{count} records of type {kind} hold HTML; they are not read as pages"
            yield self._pass_over(PassedOver(f"{part.name} ({kind})", reason))
        if damaged:
            yield self._loss(part, damaged)
        elif not records:
            yield self._pass_over(PassedOver(part.name, "it holds no record"))

    def _loss(self, part: Part, damaged: list[int]) -> Expectation:
        shown = _shown(damaged)
        self._losses.append(f"{part.name} is damaged at {shown}")
        stated = f"{readable_name(str(part.path))} at {shown}"
        return Expectation(UNREADABLE, part.name, len(damaged), stated)

    def _pass_over(self, passed_over: PassedOver) -> Expectation:
        self._losses.append(f"{passed_over.name}: {passed_over.reason}")
        return Expectation(PASSED_OVER, passed_over.name, 1, passed_over.reason)

    def _scan_pages(self) -> Iterator[Finding]:
        for part, found in urls_of_pages(self._read_later[PartKind.PAGE], self._site):
            if isinstance(found, PassedOver):
                yield from self._not_read(found)
            else:
                page = saved_page(part, self._site)
                yield from self._note(PagePlace(part, found), saved_response(page, found), part)

    def _unjoined_revisits(self) -> Iterator[Expectation]:
        """Count the pages that have only revisits without the repeated payload."""
        lacking: dict[str, list[int]] = defaultdict(list)
        for places in self._places.values():
            revisits = [p for p in places if isinstance(p, ArchivePlace) and p.lacks_payload]
            # The payload may come after the revisit.
            if len(revisits) == len(places) and self._records.lacks_payload(revisits[0]):
                lacking[revisits[0].part.name].append(revisits[0].record.offset)
        for name, offsets in lacking.items():
            stated = f"revisits without the capture they repeat, at {_shown(offsets)}"
            yield Expectation(UNREADABLE, name, len(offsets), stated)

    def _lost_segments(self) -> Iterator[Expectation]:
        """Count the segments of records whose start was not found."""
        lost: dict[str, list[int]] = defaultdict(list)
        for place in self._records.lost_segments():
            lost[place.part.name].append(place.record.offset)
        for name, offsets in lost.items():
            stated = f"segments of records whose start was not found, at {_shown(offsets)}"
            yield Expectation(UNREADABLE, name, len(offsets), stated)

    def _texts_alone(self) -> Iterator[Expectation]:
        """Count the articles that the files have only as text, as in WET files."""
        alone: dict[str, set[str]] = defaultdict(set)
        for name, stated in self._records.take_texts():
            url = canonical_url(stated, self._site)
            is_article = url is not None and page_kind(url, self._site) is PageKind.ARTICLE
            if url and is_article and url not in self._places:
                alone[name].add(url)
        for name, urls in alone.items():
            reason = (
                f"it holds only texts or facts of pages: {len(urls)}, such as {min(urls)};"
                " pages without HTML are not read"
            )
            yield self._pass_over(PassedOver(f"{name} (text)", reason))

    def _only_indexed(self) -> Iterator[Expectation]:
        """Count the articles that an index or a text names, or holds, and that no file has."""
        for file, name in [*self._files.indexes, *self._inner(PartKind.INDEX)]:
            yield from self._lacking(name, indexed_pages(file))
        for name, urls in self._records.take_crawled():
            yield from self._lacking(name, urls)
        for file, name in [*self._files.texts, *self._inner(PartKind.TEXT)]:
            yield from self._lacking(name, stated_pages(file, name))
            if count := exported_articles(first_bytes(file, MOST_EXPORT_BYTES)):
                yield self._pass_over(PassedOver(name, f"{EXPORTED}: {count}"))

    def _lacking(self, name: str, stated: Iterable[str]) -> Iterator[Expectation]:
        urls = {canonical_url(url, self._site) for url in stated}
        lacking = sorted(
            url
            for url in urls - {None} - self._places.keys()
            if url and page_kind(url, self._site) is PageKind.ARTICLE
        )
        if lacking:
            reason = f"it lists pages that no file has: {len(lacking)}, such as {lacking[0]}"
            yield self._pass_over(PassedOver(f"{name} (index)", reason))

    def _articles(self) -> list[str]:
        return [url for url in self._places if page_kind(url, self._site) is PageKind.ARTICLE]

    def _inner(self, kind: PartKind) -> list[tuple[Path, str]]:
        return [(part.path, part.name) for part in self._read_later[kind]]

    def _note(self, place: Place, response: Response, part: Part) -> Iterator[Finding]:
        url = canonical_url(response.requested_url, self._site)
        if url is None:
            self._outside.add(response)
            return
        self._places[url].append(place)
        self._totals.add(response)
        yield Candidate(url, self.name, part.name)
        if has_payload_elsewhere(response):
            self._revisits.append((url, place))
        elif self._store.is_new(url, response):
            yield NewCapture(url)
        yield from self._hints(url, response)

    def _new_revisits(self) -> Iterator[Finding]:
        """Yield the pages with a new revisit, whose payload may come after it in the files."""
        for url, place in self._revisits:
            with suppress(OSError, ValueError, LookupError, IntegrityError):
                if self._store.is_new(url, self._received_at(url, place).response):
                    yield NewCapture(url)

    def _hints(self, url: str, response: Response) -> Iterator[Candidate]:
        is_listing = page_kind(url, self._site) is PageKind.LISTING
        path = urlsplit(url).path
        is_sitemap = INDEX_NAME.search(path) is not None or path_segments(path)[-1:] in _FEEDS
        is_read = response.status == HTTPStatus.OK and not response.is_revisit
        if not is_read or not (is_listing or is_sitemap):
            return
        try:
            body = response.decoded(MAX_BODY_BYTES).body
        except PolicyRefusal:
            return
        listed = self._listed if is_listing else self._in_sitemap
        for entry in listed(url, response, body):
            yield replace(entry, seen_at=response.captured_at)

    def _listed(self, url: str, response: Response, body: bytes) -> Iterable[Candidate]:
        content_type = response.header("content-type") or ""
        page = Page(stable_id(url), url, response.captured_at, response.status, content_type, body)
        return read_listing(page, self._site, f"{self.name}:listing")

    def _in_sitemap(self, url: str, response: Response, body: bytes) -> Iterator[Candidate]:
        sitemap = read_sitemap(body)
        for entry in article_entries(sitemap, url, self._site, response.captured_at):
            if address := canonical_url(entry.address, self._site):
                yield Candidate(address, f"{self.name}:sitemap", url, modified_at=entry.modified_at)

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


def _describe_place(place: Place) -> str:
    if isinstance(place, PagePlace):
        return f"{place.part.name}#0"
    is_copy = place.record.file != place.part.path
    return f"{place.part.name}#{'decompressed,' if is_copy else ''}{place.record.offset}"


def _shown(offsets: Sequence[int]) -> str:
    return ", ".join(str(offset) for offset in offsets[:MOST_OFFSETS_SHOWN])
