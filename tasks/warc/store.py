"""The store: every response, as received, in WARC files that any archive tool can replay.

Each run writes its own files (`<run>-00000.warc.gz.open`, renamed when complete), so only the last
file of a killed run can end in a partial record. Bytes are flushed to disk before their index row
is returned; `tasks/warc/recovery.py` finds responses that were written but not indexed.
"""

import errno
import hashlib
import os
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import IO, Self

from tasks.errors import IntegrityError, PolicyRefusal
from tasks.http.content_encoding import Decoded
from tasks.http.response import Response
from tasks.models import Capture, Page, Purpose
from tasks.urls import stable_id
from tasks.warc.parse_record import parse_record, read_own_response
from tasks.warc.record import GZIP_MEMBER, response_record, warcinfo_record
from warehouse.db.captures_folder import MARKER, is_unmounted, mark_folder
from warehouse.errors import NotWritten

# About 65,000 pages of the archive; small enough to copy and verify.
MAX_FILE_BYTES = 1 << 30
# Largest decoded body that is parsed; larger ones are only stored.
MAX_BODY_BYTES = 32 << 20
OPEN = ".open"
CANONICAL = "Aawsat-Canonical-URL"
PURPOSE = "Aawsat-Purpose"
FLAGS = "Aawsat-Flags"
SOURCE_URI = "WARC-Source-URI"
# Only in records from another source than the one the file names.
SOURCE = "Aawsat-Source"

# Errors of a file that is not there, or of a disk that has lost it.
LOST = frozenset({None, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EIO, errno.EINVAL})


class CaptureStore:
    """Writes one run's responses. Use as a context manager; not thread-safe."""

    def __init__(
        self,
        folder: Path,
        run_id: str,
        source: str,
        software: str = "aawsat-warehouse",
        known: Collection[int] = (),
    ) -> None:
        self.folder = folder
        self._run_id = run_id
        self._source = source
        self._written_for = source
        self._software = software
        self._known = known
        self._part = 0
        self._file: FileIO | None = None
        self._position = 0
        self._untaken: list[Capture] = []
        self.responses = 0
        self.bytes_written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    @contextmanager
    def written_for(self, source: str) -> Iterator[None]:
        """Record responses written in the block as captures of another source."""
        before, self._written_for = self._written_for, source
        try:
            yield
        finally:
            self._written_for = before

    def write_response(
        self,
        url: str,
        purpose: Purpose,
        response: Response,
        *,
        flags: tuple[str, ...] = (),
        source_uri: str | None = None,
    ) -> Capture:
        """Append a response; return its index row, which `take` returns again.

        `url` is the canonical URL of the response, `source_uri` the location it was copied from.
        When this returns, the operating system has the bytes: killing the process loses nothing.

        Raises:
            NotWritten: the disk is full; the file ends with the last complete record.
        """
        extra = [(CANONICAL, url), (PURPOSE, purpose)]
        extra += [(FLAGS, " ".join(flags))] if flags else []
        extra += [(SOURCE_URI, source_uri)] if source_uri else []
        extra += [(SOURCE, self._written_for)] if self._written_for != self._source else []
        record = response_record(response, extra)
        self._open_file()
        offset = self._position
        self._append(record)
        capture = capture_of(
            (url, purpose, self._written_for, self._run_id, flags),
            response,
            (self._name, offset, len(record)),
        )
        self._untaken.append(capture)
        self.responses += 1
        self.bytes_written += len(record)
        if self._position > MAX_FILE_BYTES:
            self._finish_file()
        return capture

    def add(self, items: Iterable[Capture]) -> None:
        """Add index rows of items in responses that were written before; `take` returns them."""
        self._untaken.extend(items)

    def has(self, url: str, response: Response) -> bool:
        """Return whether an earlier run has stored this capture (`known`)."""
        if not self._known:
            return False
        payload = hashlib.sha256(_decoded(response).body).hexdigest()
        return _capture_id(url, response, payload) in self._known

    def is_new(self, url: str, response: Response) -> bool:
        """Return whether earlier runs stored captures, but not this one."""
        return bool(self._known) and not self.has(url, response)

    def sync(self) -> None:
        """Flush everything written so far to disk.

        Raises:
            NotWritten: the disk is full or reports an error.
        """
        if self._file:
            with _translated_errors(self.folder / self._name):
                os.fsync(self._file.fileno())

    @property
    def untaken(self) -> int:
        """Number of captures since the last call of `take`."""
        return len(self._untaken)

    def take(self) -> list[Capture]:
        """Flush to disk, and return the index rows since the last call."""
        self.sync()
        taken, self._untaken = self._untaken, []
        return taken

    def close(self) -> None:
        """Finish the current file: flush it and give it its final name."""
        self._finish_file()

    @property
    def _name(self) -> str:
        return f"{self._run_id}-{self._part:05d}.warc.gz"

    def _open_file(self) -> None:
        if self._file is not None:
            return
        with _translated_errors(self.folder / self._name):
            self.folder.mkdir(parents=True, exist_ok=True)
            mark_folder(self.folder)
            # Mode x: never append to a file of another run. Unbuffered: a failed write leaves no
            # bytes in a buffer for a later write to flush.
            self._file = (self.folder / (self._name + OPEN)).open("xb", buffering=0)
        self._position = 0
        info = [("software", self._software), ("format", "WARC File Format 1.1")]
        info += [("run", self._run_id), ("source", self._source)]
        self._append(warcinfo_record(self._name, info))

    def _append(self, record: bytes) -> None:
        """Write a record completely, or not at all."""
        assert self._file is not None
        with _translated_errors(self.folder / self._name):
            try:
                _write_all(self._file, record)
            except OSError:
                self._file.truncate(self._position)
                self._file.seek(self._position)
                raise
        self._position += len(record)

    def _finish_file(self) -> None:
        if self._file is None:
            return
        self.sync()
        self._file.close()
        take_final_name(self.folder / (self._name + OPEN), self._position)
        self._file = None
        self._part += 1


def require_folder(folder: Path, stored: int) -> None:
    """Refuse to go on if captures are stored in a folder that is missing, or an empty mount point.

    Otherwise a disk that is not mounted would make every page due.

    Raises:
        IntegrityError: it is missing, or is not a folder, or has neither a WARC file nor a marker;
            or it is a link to a folder that is not there.
    """
    if folder.is_symlink() and not folder.is_dir():
        raise IntegrityError(
            f"{folder} leads to {folder.readlink()}, which is not there: mount its disk, or make"
            " that folder"
        )
    if stored and is_unmounted(folder):
        raise IntegrityError(
            f"{folder} {'is empty' if folder.is_dir() else 'is missing'}, but {stored} WARC files"
            f" belong there: mount or restore it; if they are lost, make {folder / MARKER},"
            " and all pages become due"
        )


def read_page(folder: Path, capture: Capture) -> Page:
    """Read a capture's response from the store, with the body decoded.

    Raises:
        IntegrityError: the bytes are missing, damaged, or do not match the capture's digest.
        OSError: the file may not be read, or is out of reach.
    """
    response = _read_response(folder / capture.warc_file, capture.warc_offset, capture.warc_length)
    decoded = _decoded(response)
    # Of a body that an earlier version could not decode, the digest is that of the bytes received.
    if not any(
        _sha256(body) == capture.payload_sha256 for body in (decoded.body, response.raw_body)
    ):
        raise IntegrityError(
            f"{capture.warc_file} at {capture.warc_offset}: the body does not match its digest"
        )
    flags = tuple(sorted({*_flags_without_guesses(capture, decoded), *decoded.flags}))
    return Page(
        capture_id=capture.capture_id,
        url=capture.url,
        captured_at=capture.captured_at,
        status=capture.status,
        content_type=capture.content_type,
        body=decoded.body,
        redirects_to=capture.redirects_to,
        flags=flags,
    )


def _flags_without_guesses(capture: Capture, decoded: Decoded) -> Iterator[str]:
    """Return the capture's flags, but not those of an encoding that is decoded by now."""
    is_hidden = any(flag.startswith("hidden-") for flag in decoded.flags)
    for flag in capture.flags:
        if not (is_hidden and flag.startswith(("corrupt-", "not-"))):
            yield flag


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_stored_response(folder: Path, capture: Capture) -> Response:
    """Read a capture's response back as received, with its headers.

    Raises:
        IntegrityError: the bytes are not there, or damaged.
    """
    return _read_response(folder / capture.warc_file, capture.warc_offset, capture.warc_length)


def capture_of(
    about: tuple[str, Purpose, str, str, tuple[str, ...]],
    response: Response,
    place: tuple[str, int, int],
) -> Capture:
    """Return the index row of a response.

    `about` is its canonical URL, purpose, source, run and flags, `place` the name of the WARC file
    with the offset and length of the record in bytes.
    """
    url, purpose, source, run_id, flags = about
    decoded = _decoded(response)
    payload = hashlib.sha256(decoded.body).hexdigest()
    return Capture(
        capture_id=_capture_id(url, response, payload),
        url=url,
        requested_url=response.requested_url,
        source=source,
        purpose=purpose,
        captured_at=response.captured_at,
        status=response.status,
        content_type=response.header("content-type") or "",
        payload_sha256=payload,
        body_bytes=len(decoded.body),
        warc_file=place[0],
        warc_offset=place[1],
        warc_length=place[2],
        is_revisit=response.is_revisit,
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        redirects_to=response.location,
        flags=tuple(sorted({*flags, *decoded.flags})),
        run_id=run_id,
    )


def _capture_id(url: str, response: Response, payload: str) -> int:
    return stable_id(f"{url}|{response.captured_at.isoformat()}|{payload}")


def _decoded(response: Response) -> Decoded:
    try:
        return response.decoded(MAX_BODY_BYTES)
    except PolicyRefusal:
        return Decoded(response.raw_body, ("over-size",))


def _read_response(file: Path, offset: int, length: int) -> Response:
    try:
        response = read_own_response(parse_record(_content_at(file, offset, length)))
    except (OSError, ValueError, LookupError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno not in LOST:
            # A file that may not be read, or is out of reach, is not damaged.
            raise
        raise IntegrityError(f"{file.name} at {offset}: no complete record there") from error
    if response is None:
        raise IntegrityError(f"{file.name} at {offset}: no response there")
    return response


def _content_at(file: Path, offset: int, length: int) -> bytes:
    with open_warc(file) as warc:
        warc.seek(offset)
        return zlib.decompress(warc.read(length), GZIP_MEMBER)


def open_warc(file: Path) -> IO[bytes]:
    """Open a WARC file under its open or final name; it may be renamed at any time."""
    for name in (file.name, file.name + OPEN):
        with suppress(FileNotFoundError):
            return file.with_name(name).open("rb")
    return file.open("rb")


def _write_all(file: FileIO, record: bytes) -> None:
    rest = memoryview(record)
    while rest:
        rest = rest[file.write(rest) or 0 :]


@contextmanager
def _translated_errors(file: Path) -> Iterator[None]:
    """Translate errors of the disk into NotWritten, which ends the run with one line."""
    try:
        yield
    except FileExistsError:
        # Not an error of the disk: two runs have the same name.
        raise
    except OSError as error:
        raise NotWritten(
            f"{file} cannot be written: {error.strerror}; make room and run again, the data"
            " written before is kept"
        ) from error


def take_final_name(file: Path, end: int) -> None:
    """Rename an open file of `end` bytes to its final name, durably; delete it if it is empty."""
    if end == 0:
        file.unlink()
        return
    file.rename(file.with_name(file.name.removesuffix(OPEN)))
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
