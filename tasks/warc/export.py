"""Export captures as a WARC with its CDXJ index, or as a WACZ, for any replay tool.

Records are copied byte for byte (each is a gzip member of its own). Only revisits are rewritten,
with the URL, date and digest of the capture they repeat, so that replay tools find its body. CDXJ
and WACZ follow the specifications of the Webrecorder project (CDXJ 0.1, WACZ 1.1.1).
"""

import gzip
import hashlib
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile

from tasks.errors import BadRequest, IntegrityError
from tasks.http.response import RefersTo
from tasks.models import Capture
from tasks.warc.parse_record import parse_record, read_own_response
from tasks.warc.record import GZIP_MEMBER, response_record, warcinfo_record
from tasks.warc.store import open_warc, read_page

CDXJ_STAMP = "%Y%m%d%H%M%S"
WACZ_VERSION = "1.1.1"
LINES_PER_BLOCK = 300
SOFTWARE = "aawsat-warehouse"
_GZIP_START = b"\x1f\x8b"
# Bytes at the start of a record that hold its headers; a URL may be 4 KB long.
_HEAD_BYTES = 16_384
_DIGEST = re.compile(rb"\r\nWARC-Payload-Digest:[ \t]*(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExportedWarc:
    """An exported WARC file, its index, and the number of records.

    `damaged` maps the ids of captures that cannot be read to the reason.
    """

    warc: Path
    index: Path
    records: int
    damaged: Mapping[int, str] = field(default_factory=dict)


def export_warc(folder: Path, captures: Sequence[Capture], out: Path, name: str) -> ExportedWarc:
    """Copy captures out of the store in `folder` to `out/<name>.warc.gz` and `out/<name>.cdxj`.

    Both files get their names when they are complete. Captures that are damaged or missing in the
    store are left out and listed in the result.

    Raises:
        BadRequest: there is nothing to export, or a file of that name exists.
        IntegrityError: no capture can be read.
    """
    if not captures:
        raise BadRequest("there are no captures to export")
    warc, index = out / f"{name}.warc.gz", out / f"{name}.cdxj"
    taken = [file for file in (warc, index) if file.exists()]
    if taken:
        raise BadRequest(f"{taken[0]} already exists; choose another folder")
    out.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    damaged = _damaged(folder, captures)
    sound = [capture for capture in captures if capture.capture_id not in damaged]
    if not sound:
        raise IntegrityError(f"no capture can be read: {next(iter(damaged.values()))}")
    _write_whole(warc, lambda file: lines.extend(_copy_records(folder, sound, file, warc.name)))
    try:
        _write_whole(index, lambda file: file.write("".join(sorted(lines)).encode()))
    except OSError:
        # A WARC left without its index would block the next attempt.
        warc.unlink()
        raise
    return ExportedWarc(warc, index, len(lines), damaged)


def pack_wacz(exported: ExportedWarc, captures: Sequence[Capture], target: Path) -> Path:
    """Put an exported WARC, its index and a list of its pages into one WACZ file.

    Raises:
        BadRequest: a file of that name exists.
    """
    if target.exists():
        raise BadRequest(f"{target} already exists; choose another file")
    target.parent.mkdir(parents=True, exist_ok=True)
    packed = [capture for capture in captures if capture.capture_id not in exported.damaged]
    _write_whole(target, lambda file: _write_wacz(exported, packed, file))
    return target


def surt_key(url: str) -> str:
    """Return the sort key of a URL in an index (SURT): reversed host, lower case, without `www`.

    It equals pywb's key for the canonical URLs of this project.
    """
    parts = urlsplit(url.lower())
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    is_address = re.fullmatch(r"[\d.]+", host)
    turned = host if is_address else ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = parts.path.rstrip("/") or "/"
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{turned}{port}){path}{query}"


def _write_whole(target: Path, write: Callable[[IO[bytes]], object]) -> None:
    draft = target.with_name(target.name + ".open")
    try:
        with draft.open("wb") as file:
            write(file)
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _damaged(folder: Path, captures: Sequence[Capture]) -> dict[int, str]:
    """Return the captures that cannot be read, with the reason of each."""
    damaged: dict[int, str] = {}
    for capture in captures:
        try:
            read_page(folder, capture)
        except IntegrityError as error:
            damaged[capture.capture_id] = str(error)
    return damaged


def _copy_records(
    folder: Path, captures: Sequence[Capture], file: IO[bytes], name: str
) -> list[str]:
    file.write(warcinfo_record(name, (("software", SOFTWARE), ("format", "WARC File Format 1.1"))))
    lines = []
    originals = _Originals(folder, captures)
    for capture in captures:
        record = originals.record_of(capture)
        place = {"length": str(len(record)), "offset": str(file.tell()), "filename": name}
        lines.append(_index_line(capture, _digest(capture, record), place))
        file.write(record)
    return lines


class _Originals:
    """Reads records for export, and finds the captures that revisits repeat."""

    def __init__(self, folder: Path, captures: Sequence[Capture]) -> None:
        self._folder = folder
        self._by_url: dict[str, list[Capture]] = defaultdict(list)
        for capture in sorted(captures, key=lambda one: one.captured_at):
            if not capture.is_revisit:
                self._by_url[capture.url].append(capture)

    def record_of(self, capture: Capture) -> bytes:
        """Return a capture's record; for a revisit, one that refers to the capture it repeats."""
        record = _read_record(self._folder, capture)
        if not capture.is_revisit:
            return record
        try:
            read = read_own_response(parse_record(zlib.decompress(record, GZIP_MEMBER)))
        except (ValueError, LookupError, zlib.error):
            return record
        original = self._original_of(capture)
        if read is None or original is None:
            return record
        digest = _digest(original, _read_record(self._folder, original))
        refers_to = RefersTo(original.requested_url, original.captured_at, digest)
        return response_record(replace(read, refers_to=refers_to))

    def _original_of(self, revisit: Capture) -> Capture | None:
        """Return the last complete capture of the same page before a revisit."""
        earlier = [
            one for one in self._by_url[revisit.url] if one.captured_at <= revisit.captured_at
        ]
        alike = [one for one in earlier if one.status == HTTPStatus.OK]
        return next(reversed(alike or earlier), None)


def _read_record(folder: Path, capture: Capture) -> bytes:
    place = f"{capture.warc_file} at {capture.warc_offset}"
    try:
        with open_warc(folder / capture.warc_file) as warc:
            warc.seek(capture.warc_offset)
            record = warc.read(capture.warc_length)
    except OSError as error:
        raise IntegrityError(f"{place}: {error.strerror}") from error
    if len(record) != capture.warc_length or not record.startswith(_GZIP_START):
        raise IntegrityError(f"{place}: no record there")
    return record


def _digest(capture: Capture, record: bytes) -> str:
    """Return the digest stated in the record, which replay tools index; else the stored one."""
    stated = _DIGEST.search(zlib.decompressobj(GZIP_MEMBER).decompress(record, _HEAD_BYTES))
    return stated[1].decode("latin-1") if stated else f"sha256:{capture.payload_sha256}"


def _index_line(capture: Capture, digest: str, place: Mapping[str, str]) -> str:
    fields = {
        "url": capture.requested_url,
        "mime": "warc/revisit" if capture.is_revisit else _mime(capture),
        "status": str(capture.status),
        "digest": digest,
        **place,
    }
    stamp = capture.captured_at.astimezone(UTC).strftime(CDXJ_STAMP)
    return f"{surt_key(capture.requested_url)} {stamp} {json.dumps(fields)}\n"


def _mime(capture: Capture) -> str:
    return capture.content_type.partition(";")[0].strip().lower() or "unk"


def _write_wacz(exported: ExportedWarc, captures: Sequence[Capture], file: IO[bytes]) -> None:
    warc_name = f"archive/{exported.warc.name}"
    index, blocks = _compressed_index(exported.index)
    texts = {
        "indexes/index.cdx.gz": index,
        "indexes/index.idx": blocks,
        "pages/pages.jsonl": _page_list(captures),
    }
    resources = [_resource(warc_name, exported.warc.open("rb"))]
    resources += [_resource(name, BytesIO(text)) for name, text in texts.items()]
    package = _package(resources)
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    # Stored without compression, since replay tools read byte ranges of the WARC inside.
    with ZipFile(file, "w", ZIP_STORED) as wacz:
        wacz.write(exported.warc, warc_name)
        for name, text in texts.items():
            wacz.writestr(name, text)
        wacz.writestr("datapackage.json", package)
        wacz.writestr("datapackage-digest.json", _json(digest))


def _compressed_index(index: Path) -> tuple[bytes, bytes]:
    """Return an index as gzip blocks of some lines each, and the list of these blocks.

    Replay tools load the list, and then only the blocks of the index they need.
    """
    lines = index.read_text().splitlines(keepends=True)
    about = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    blocks = [f"!meta 0 {json.dumps(about)}\n"]
    packed = BytesIO()
    for first in range(0, len(lines), LINES_PER_BLOCK):
        block = gzip.compress("".join(lines[first : first + LINES_PER_BLOCK]).encode(), mtime=0)
        key = lines[first].split(" {", 1)[0]
        place = {"offset": packed.tell(), "length": len(block)}
        blocks.append(f"{key} {json.dumps(place)}\n")
        packed.write(block)
    return packed.getvalue(), "".join(blocks).encode()


def _resource(name: str, content: IO[bytes]) -> dict[str, object]:
    with content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        size = content.seek(0, SEEK_END)
    return {
        "name": name.rsplit("/", 1)[-1].lower(),
        "path": name,
        "hash": f"sha256:{digest}",
        "bytes": size,
    }


def _page_list(captures: Sequence[Capture]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    pages = [
        {
            "id": f"{capture.capture_id:x}",
            "url": capture.requested_url,
            "ts": capture.captured_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        }
        for capture in captures
        if _is_page(capture)
    ]
    return b"".join(_json(line) + b"\n" for line in (head, *pages))


def _is_page(capture: Capture) -> bool:
    """Return whether the capture is a page to list: not a redirect, error page or picture."""
    is_html = _mime(capture) in ("text/html", "application/xhtml+xml", "unk")
    return is_html and capture.status == HTTPStatus.OK and not capture.is_revisit


def _package(resources: Sequence[Mapping[str, object]]) -> bytes:
    return _json(
        {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "software": SOFTWARE,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "resources": resources,
        }
    )


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
