"""Source `warc`: pages out of WARC and WACZ files, or out of saved HTML files."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tasks.articles.listing import read_listing
from tasks.errors import BadRequest, IntegrityError, PolicyRefusal
from tasks.http.content_encoding import decode_body
from tasks.http.response import Response
from tasks.models import Candidate, Expectation, FetchFailure, Page, PageKind, Purpose
from tasks.sources.files.saved_html import saved_response
from tasks.sources.source import Fetched, Finding, PageRequest, Window
from tasks.urls import Site, canonical_url, page_kind, stable_id
from tasks.warc.record import digest_differs, read_response, without_chunks
from tasks.warc.scanner import MAX_RECORD_BYTES, Damage, read_record, scan_records
from tasks.warc.store import MAX_BODY_BYTES, CaptureStore

WARC_ENDINGS = (".warc.gz", ".warc")
HTML_ENDINGS = (".html", ".htm")
HTTP_OK = 200
# A page that only a listing names may turn up in files added later.
RETRY_ABSENT = timedelta(days=1)
ZIP_LOCAL_START = b"PK\x03\x04"
ZIP_LOCAL_HEADER_BYTES = 30
MOST_OFFSETS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a file that holds WARC records (all of a WARC, an entry of a WACZ), or HTML."""

    path: Path
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Received:
    """A response as a record has it, and what is odd about the record."""

    response: Response
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one record lies."""

    part: int
    offset: int
    length: int


class WarcFiles:
    """The pages of `path`: a `.warc[.gz]`, `.wacz` or HTML file, or a folder of such files."""

    def __init__(self, path: Path, site: Site, store: CaptureStore, name: str = "warc") -> None:
        self.name = name
        self._site = site
        self._store = store
        self._root = path if path.is_dir() else path.parent
        self._parts = list(_parts(path))
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._losses: list[str] = []
        self._is_scanned = False
        if not self._parts:
            raise BadRequest(f"there is no WARC, WACZ or HTML file at {path}")

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield every page the files hold, and what listings among them say about articles.

        Damaged stretches are skipped and counted in expectations named `unreadable:warc`.

        Raises:
            IntegrityError: nothing in the files could be read.
        """
        self._places.clear()
        self._losses.clear()
        for number, part in enumerate(self._parts):
            yield from self._scan(number, part)
        self._is_scanned = True
        if not self._places:
            losses = "".join(f"; {loss}" for loss in self._losses[:1])
            raise IntegrityError(f"no page of {self._site.origin} in {self._describe()}{losses}")

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        """Copy every capture the files have of the requested pages into the store."""
        if not self._is_scanned:
            for _ in self.discover(Window(date.min, date.max)):
                pass
        return [outcome for request in requests for outcome in self._copy(request.url)]

    def close(self) -> None:
        """Nothing is held open between calls."""

    def _describe(self) -> str:
        first = self._parts[0].path.name
        return first if len(self._parts) == 1 else f"{first} and {len(self._parts) - 1} more"

    def _scan(self, number: int, part: Part) -> Iterator[Finding]:
        if part.kind == "html":
            yield from self._scan_html(number, part)
            return
        damaged: list[int] = []
        for found in scan_records(part.path, part.start, part.end):
            try:
                received = None if isinstance(found, Damage) else _received(found.content)
            except (ValueError, LookupError):
                damaged.append(found.offset)
                continue
            if isinstance(found, Damage):
                damaged.append(found.offset)
            elif received is not None:
                place = Place(number, found.offset, found.length)
                yield from self._note(place, received.response, part)
        if damaged:
            yield self._loss(part, damaged)

    def _loss(self, part: Part, damaged: list[int]) -> Expectation:
        shown = ", ".join(str(offset) for offset in damaged[:MOST_OFFSETS_SHOWN])
        self._losses.append(f"{part.path.name} is damaged at {shown}")
        return Expectation(
            "unreadable:warc", part.path.name, len(damaged), f"{part.path} at {shown}"
        )

    def _scan_html(self, number: int, part: Part) -> Iterator[Finding]:
        response = saved_response(part.path, self._root, self._site)
        url = canonical_url(response.requested_url, self._site)
        if url is not None:
            self._places[url].append(Place(number, part.start, part.end))
            yield Candidate(url, self.name, part.path.name)
            yield from self._hints(url, response, part)

    def _note(self, place: Place, response: Response, part: Part) -> Iterator[Finding]:
        url = canonical_url(response.requested_url, self._site)
        if url is None:
            return
        self._places[url].append(place)
        yield Candidate(url, self.name, part.path.name)
        yield from self._hints(url, response, part)

    def _hints(self, url: str, response: Response, part: Part) -> Iterator[Candidate]:
        is_listing = page_kind(url, self._site) is PageKind.LISTING
        if not is_listing or response.status != HTTP_OK or response.is_revisit:
            return
        try:
            encoding = response.header("content-encoding") or ""
            body = decode_body(response.raw_body, encoding, MAX_BODY_BYTES).body
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
        """Return the copied capture; None if it was copied by an earlier run."""
        part = self._parts[place.part]
        try:
            received = self._received_at(part, place)
        except (OSError, ValueError, LookupError, IntegrityError) as error:
            reason = f"{part.path.name} at {place.offset}: {error}"
            return FetchFailure(url, "integrity", reason, None)
        if self._store.has(url, received.response):
            return None
        uri = f"file:{part.path.name}#{place.offset}"
        return self._store.write_response(
            url, Purpose.PAGE, received.response, flags=received.flags, source_uri=uri
        )

    def _received_at(self, part: Part, place: Place) -> Received:
        if part.kind == "html":
            return Received(saved_response(part.path, self._root, self._site), ())
        received = _received(read_record(part.path, place.offset, place.length))
        if received is None:
            raise ValueError("no response there any more")
        return received


def _received(content: bytes) -> Received | None:
    """Return the response of a record, None if it holds none, and what is odd about it.

    A digest or a length that does not fit is no reason to lose a page, but is told.
    """
    found = read_response(content)
    if found is None:
        return None
    response, headers = found
    if len(content) >= MAX_RECORD_BYTES:
        return Received(response, ("over-size",))
    response = without_chunks(response)
    flags = []
    if digest_differs(content, headers):
        flags.append("block-digest-differs")
    announced = response.header("content-length") or ""
    if announced.isdecimal() and len(response.raw_body) < int(announced):
        flags.append("shorter-than-announced")
    return Received(response, () if response.is_revisit else tuple(flags))


def _parts(path: Path) -> Iterator[Part]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        name = file.name.lower()
        if name.endswith(WARC_ENDINGS):
            yield Part(file, 0, file.stat().st_size, "warc")
        elif name.endswith(".wacz"):
            yield from _wacz_parts(file)
        elif name.endswith(HTML_ENDINGS):
            yield Part(file, 0, file.stat().st_size, "html")


def _wacz_parts(file: Path) -> Iterator[Part]:
    try:
        with ZipFile(file) as wacz:
            entries = [
                entry
                for entry in wacz.infolist()
                if entry.filename.startswith("archive/")
                and entry.filename.lower().endswith(WARC_ENDINGS)
            ]
    except (BadZipFile, NotImplementedError, OSError) as error:
        raise IntegrityError(f"{file} is no readable WACZ: {error}") from error
    for entry in entries:
        # The WACZ specification asks for WARCs to be stored, so that records can be read in place.
        if entry.compress_type != ZIP_STORED:
            raise IntegrityError(f"{file}: {entry.filename} is compressed inside the WACZ")
        start = _start_of(file, entry)
        yield Part(file, start, start + entry.file_size, "warc")


def _start_of(file: Path, entry: ZipInfo) -> int:
    with file.open("rb") as wacz:
        wacz.seek(entry.header_offset)
        header = wacz.read(ZIP_LOCAL_HEADER_BYTES)
    if len(header) < ZIP_LOCAL_HEADER_BYTES or not header.startswith(ZIP_LOCAL_START):
        raise IntegrityError(f"{file}: {entry.filename!r} is not where the list of files says")
    name_bytes = int.from_bytes(header[26:28], "little")
    extra_bytes = int.from_bytes(header[28:30], "little")
    return entry.header_offset + ZIP_LOCAL_HEADER_BYTES + name_bytes + extra_bytes
