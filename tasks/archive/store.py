"""The raw store: every response, as received, in WARC files that any archive tool can replay.

A run writes files of its own (`<run>-00000.warc.gz.open`, renamed when whole), so a torn tail can
only be the end of the last file of a killed run. Bytes are on disk before their index row is
handed out; whatever was written and never indexed is found again by `recover_store`.
"""

import hashlib
import os
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tasks.archive.content_encoding import Decoded, decode_body
from tasks.archive.urls import stable_id
from tasks.archive.warc_record import (
    GZIP_MEMBER,
    Response,
    read_response,
    response_record,
    warcinfo_record,
)
from tasks.errors import IntegrityError, PolicyRefusal
from tasks.models import Capture, Page, Purpose

# About 65,000 pages of the archive; small enough to copy and to check.
MAX_FILE_BYTES = 1 << 30
# Largest unpacked body that is kept as one page; larger ones are kept in the WARC, not parsed.
MAX_BODY_BYTES = 32 << 20
READ_BYTES = 1 << 20
OPEN = ".open"
CANONICAL = "Aawsat-Canonical-URL"
PURPOSE = "Aawsat-Purpose"
FLAGS = "Aawsat-Flags"
SOURCE_URI = "WARC-Source-URI"


class CaptureStore:
    """Writes one run's responses. Use as a context manager; not safe for several threads."""

    def __init__(
        self,
        folder: Path,
        run_id: str,
        source: str,
        software: str = "aawsat-warehouse",
        known: Collection[int] = (),
    ) -> None:
        self._folder = folder
        self._run_id = run_id
        self._source = source
        self._software = software
        self._known = known
        self._part = 0
        self._file: IO[bytes] | None = None
        self._position = 0
        self._untaken: list[Capture] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def write_response(
        self,
        url: str,
        purpose: Purpose,
        response: Response,
        *,
        flags: tuple[str, ...] = (),
        source_uri: str | None = None,
    ) -> Capture:
        """Append a response; its index row is returned and kept for `take`.

        `url` is the canonical address the response is of, `source_uri` where it was copied from.
        """
        extra = [(CANONICAL, url), (PURPOSE, purpose)]
        extra += [(FLAGS, " ".join(flags))] if flags else []
        extra += [(SOURCE_URI, source_uri)] if source_uri else []
        record = response_record(response, extra)
        file = self._open_file()
        offset = self._position
        file.write(record)
        self._position += len(record)
        capture = _capture(
            (url, purpose, self._source, self._run_id, flags),
            response,
            (self._name, offset, len(record)),
        )
        self._untaken.append(capture)
        if self._position > MAX_FILE_BYTES:
            self._finish_file()
        return capture

    def has(self, url: str, response: Response) -> bool:
        """Whether this very capture is in the store since an earlier run (`known`)."""
        if not self._known:
            return False
        return _capture_id(url, response, _decoded(response).body) in self._known

    def sync(self) -> None:
        """Have everything written so far on disk."""
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())

    def take(self) -> list[Capture]:
        """Return the index rows since the last call, after their bytes are on disk."""
        self.sync()
        taken, self._untaken = self._untaken, []
        return taken

    def close(self) -> None:
        """Finish the current file: on disk, and renamed to its final name."""
        self._finish_file()

    @property
    def _name(self) -> str:
        return f"{self._run_id}-{self._part:05d}.warc.gz"

    def _open_file(self) -> IO[bytes]:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            # x: never append to a file another run left.
            self._file = (self._folder / (self._name + OPEN)).open("xb")
            info = [("software", self._software), ("format", "WARC File Format 1.1")]
            info += [("run", self._run_id), ("source", self._source)]
            self._position = self._file.write(warcinfo_record(self._name, info))
        return self._file

    def _finish_file(self) -> None:
        if self._file is None:
            return
        self.sync()
        self._file.close()
        _take_final_name(self._folder / (self._name + OPEN))
        self._file = None
        self._part += 1


def recover_store(folder: Path, indexed_ends: Mapping[str, int]) -> Iterator[Capture]:
    """Yield the index rows of everything in the store that the warehouse does not know.

    `indexed_ends` maps the name of a WARC file to the end of its last indexed record. Files a
    killed run left open are cut after their last whole record and get their final name.
    """
    for left_open in sorted(folder.glob(f"*{OPEN}")):
        _cut_torn_tail(left_open)
        _take_final_name(left_open)
    for file in sorted(folder.glob("*.warc.gz")):
        end = indexed_ends.get(file.name, 0)
        if end < file.stat().st_size:
            yield from _captures_from(file, end)


def read_page(folder: Path, capture: Capture) -> Page:
    """Read a capture's response back, content encoding undone.

    Raises:
        IntegrityError: the bytes are not there, damaged, or not those that were captured.
    """
    response = _read_response(folder / capture.warc_file, capture.warc_offset, capture.warc_length)
    decoded = _decoded(response)
    if hashlib.sha256(decoded.body).hexdigest() != capture.payload_sha256:
        raise IntegrityError(
            f"{capture.warc_file} at {capture.warc_offset}: not the body that was captured"
        )
    flags = tuple(sorted({*capture.flags, *decoded.flags}))
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


def _capture(
    about: tuple[str, Purpose, str, str, tuple[str, ...]],
    response: Response,
    place: tuple[str, int, int],
) -> Capture:
    url, purpose, source, run_id, flags = about
    decoded = _decoded(response)
    payload = hashlib.sha256(decoded.body).hexdigest()
    return Capture(
        capture_id=_capture_id(url, response, decoded.body),
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


def _capture_id(url: str, response: Response, body: bytes) -> int:
    payload = hashlib.sha256(body).hexdigest()
    return stable_id(f"{url}|{response.captured_at.isoformat()}|{payload}")


def _decoded(response: Response) -> Decoded:
    try:
        return decode_body(
            response.raw_body, response.header("content-encoding") or "", MAX_BODY_BYTES
        )
    except PolicyRefusal:
        return Decoded(response.raw_body, ("over-size",))


def _read_response(file: Path, offset: int, length: int) -> Response:
    try:
        found = read_response(_content_at(file, offset, length))
    except (OSError, ValueError, LookupError, zlib.error) as error:
        raise IntegrityError(f"{file.name} at {offset}: no whole record there") from error
    if found is None:
        raise IntegrityError(f"{file.name} at {offset}: no response there")
    return found[0]


def _content_at(file: Path, offset: int, length: int) -> bytes:
    with _open_under_either_name(file) as warc:
        warc.seek(offset)
        return zlib.decompress(warc.read(length), GZIP_MEMBER)


def _open_under_either_name(file: Path) -> IO[bytes]:
    """Open a WARC file that may still be written, or be renamed between two looks."""
    for name in (file.name, file.name + OPEN):
        with suppress(FileNotFoundError):
            return file.with_name(name).open("rb")
    return file.open("rb")


def whole_members(file: Path, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield (offset, length) of every whole gzip member from `start`, up to the first bad one."""
    with file.open("rb") as warc:
        warc.seek(start)
        position = member_start = start
        unpacker = zlib.decompressobj(GZIP_MEMBER)
        while chunk := warc.read(READ_BYTES):
            while chunk:
                try:
                    unpacker.decompress(chunk)
                except zlib.error:
                    return
                position += len(chunk) - len(unpacker.unused_data)
                if not unpacker.eof:
                    break
                yield member_start, position - member_start
                member_start = position
                chunk = unpacker.unused_data
                unpacker = zlib.decompressobj(GZIP_MEMBER)


def _captures_from(file: Path, start: int) -> Iterator[Capture]:
    run_id, source = _run_and_source(file)
    for offset, length in whole_members(file, start):
        found = read_response(_content_at(file, offset, length))
        if found is None:
            continue
        response, headers = found
        url, purpose = headers[CANONICAL.lower()], Purpose(headers[PURPOSE.lower()])
        flags = tuple(headers.get(FLAGS.lower(), "").split())
        about = (url, purpose, source, run_id, flags)
        yield _capture(about, response, (file.name, offset, length))


def _run_and_source(file: Path) -> tuple[str, str]:
    offset, length = next(whole_members(file))
    lines = _content_at(file, offset, length).decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    return fields["run"], fields["source"]


def _cut_torn_tail(file: Path) -> None:
    end = sum(length for _, length in whole_members(file))
    with file.open("r+b") as warc:
        warc.truncate(end)
        os.fsync(warc.fileno())


def _take_final_name(file: Path) -> None:
    if file.stat().st_size == 0:
        file.unlink()
        return
    file.rename(file.with_name(file.name.removesuffix(OPEN)))
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
