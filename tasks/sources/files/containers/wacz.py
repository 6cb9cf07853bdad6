"""Find the archives in a WACZ or other ZIP file: stored, compressed or nested, in any folder.

A ZIP file that is not a WACZ may also hold saved pages.
"""

import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tasks.errors import IntegrityError
from tasks.http.media_type import looks_like_html
from tasks.sources.files.find_parts import (
    A_DOCUMENT,
    APPLE_NAME,
    ARCHIVE_NAME,
    BESIDE_PAGES,
    DATA_NAME,
    OTHER_DATA_NAME,
    PAGE_NAME,
    SNIFF_BYTES,
    UNREAD_PAGES,
    WACZ_NAME,
    Part,
    PartKind,
    PassedOver,
    holds_pages,
    holds_posts,
    is_document,
    kind_of_file,
)
from tasks.sources.files.formats.index_lines import INDEX_NAME, names_pages
from tasks.sources.files.formats.lost_directory import has_more_than_listed, whole_entries
from tasks.sources.files.formats.maff import MaffPage, maff_pages
from tasks.sources.files.formats.mail import is_mail
from tasks.sources.files.formats.mhtml import is_mhtml
from tasks.sources.files.formats.volumes import TAR_MARK, ZIP_START
from tasks.warc.compression import (
    MAX_UNPACKED_BYTES,
    Compression,
    compression_of,
    next_packed_record,
    unpacked_start,
)
from tasks.warc.plain_scanner import next_record, starts_record

ZIP_LOCAL_HEADER_BYTES = 30
# Maximum nesting: a collection contains crawls; anything deeper is a ZIP bomb.
DEEPEST = 3
ENCRYPTED = 0x1
# The year of files without a date.
NO_YEAR = 1980
START_BYTES = 10 << 10
NO_PAGES = frozenset({None, PartKind.TEXT})

NewCopy = Callable[[], Path]
_UNREADABLE = (
    BadZipFile,
    NotImplementedError,
    OSError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
)


def zip_parts(part: Part, new_copy: NewCopy, depth: int = 1) -> Iterator[Part | PassedOver]:
    """Yield the archives in a ZIP file, and the entries that cannot be read.

    Stored archives are read in place; compressed ones are decompressed to a file of `new_copy`.
    A name inside the ZIP file never becomes a path.
    """
    try:
        with ZipFile(part.path) as archive:
            listed = [e for e in archive.infolist() if not APPLE_NAME.search(e.filename)]
            entries = [entry for entry in listed if _holds_records(archive, entry)]
            pages = [entry for entry in listed if _is_page(part, archive, entry)]
            read_as_page = frozenset(pages)
            rest = (entry for entry in listed if entry not in read_as_page)
            stated = {page.entry: page for page in maff_pages(archive)}
            others = [(entry, _other_kind(archive, entry)) for entry in rest]
            is_part = _is_part(part, archive)
    except _UNREADABLE as error:
        yield PassedOver(part.name, f"not a readable ZIP file: {error}")
        yield from _stored_records(part)
        yield from _salvaged_parts(part, new_copy)
        return
    yield from _parts_not_listed(part, new_copy) if is_part else ()
    if not entries and not pages and all(kind in NO_PAGES for _, kind in others):
        yield PassedOver(part.name, "a ZIP file without a web archive or page inside")
    for entry in entries:
        yield from _entry_parts(part, entry, new_copy, depth)
    for entry, kind in others:
        if isinstance(kind, PartKind):
            yield _inner_part(part, entry, kind, new_copy)
        elif kind:
            yield PassedOver(f"{part.name}/{entry.filename}", kind)
    for entry in pages:
        yield _named_as_stated(
            _inner_part(part, entry, PartKind.PAGE, new_copy), stated.get(entry.filename)
        )


def _stored_records(part: Part) -> Iterator[Part]:
    """Yield what follows the first record in a ZIP file that has lost its list of files."""
    size = part.path.stat().st_size
    with part.path.open("rb") as file:
        packed = next_packed_record(file, 0, size, Compression.NONE)
        start = min(packed, next_record(file, 0, size))
    if start < size:
        yield Part(part.path, start, size, PartKind.RECORDS, part.name)


def _is_part(part: Part, archive: ZipFile) -> bool:
    first = min((entry.header_offset for entry in archive.infolist()), default=0)
    return has_more_than_listed(part.path, first, archive.comment)


def _parts_not_listed(part: Part, new_copy: NewCopy) -> Iterator[Part | PassedOver]:
    yield PassedOver(f"{part.name} (rest)", "files that its list does not name")
    yield from _salvaged_parts(part, new_copy)


def _salvaged_parts(part: Part, new_copy: NewCopy) -> Iterator[Part]:
    """Yield the pages in a ZIP file that has lost its list of files, such as one that was cut."""
    for name, content in whole_entries(part.path):
        copy = new_copy()
        copy.write_bytes(content)
        if kind_of_file(copy, name) is PartKind.PAGE:
            changed_at = part.path.stat().st_mtime
            os.utime(copy, (changed_at, changed_at))
            yield Part(copy, 0, len(content), PartKind.PAGE, name)
        else:
            copy.unlink()


def _holds_records(archive: ZipFile, entry: ZipInfo) -> bool:
    """Return whether an entry is an archive, by its name or by its first bytes."""
    name = entry.filename
    if ARCHIVE_NAME.search(name) or WACZ_NAME.search(name):
        return not _is_folder(entry)
    if _is_folder(entry) or BESIDE_PAGES.search(name) or entry.flag_bits & ENCRYPTED:
        return False
    start = _start(archive, entry) or b""
    is_packed = compression_of(start) is not Compression.NONE
    is_other = DATA_NAME.search(name) or _is_tar(start) or _starts_as_page(start)
    return starts_record(start) or (is_packed and not is_other)


def _is_page(part: Part, archive: ZipFile, entry: ZipInfo) -> bool:
    """Return whether an entry of a ZIP file that is not a WACZ is a saved page."""
    is_other = _is_folder(entry) or BESIDE_PAGES.search(entry.filename) is not None
    if is_other or WACZ_NAME.search(part.name) or entry.flag_bits & ENCRYPTED:
        return False
    return _starts_as_page(_start(archive, entry) or b"")


def _start(archive: ZipFile, entry: ZipInfo, size: int = START_BYTES) -> bytes | None:
    """Return the first bytes of an entry; None if they are damaged."""
    try:
        with archive.open(entry) as content:
            return content.read(size)
    except _UNREADABLE:
        return None


def _starts_as_page(start: bytes) -> bool:
    unpacked = unpacked_start(start, START_BYTES)
    return looks_like_html(unpacked) or is_mhtml(unpacked)


def _is_tar(start: bytes) -> bool:
    """Return whether an entry is a TAR file, compressed or not, by its first bytes."""
    return unpacked_start(start, START_BYTES)[TAR_MARK] == b"ustar"


def _other_kind(archive: ZipFile, entry: ZipInfo) -> PartKind | str | None:
    """Return what an entry holds that is neither records nor a page; a text if it is not read."""
    name = entry.filename
    if _is_folder(entry) or ARCHIVE_NAME.search(name) or WACZ_NAME.search(name):
        return None
    is_data = bool(DATA_NAME.search(name) or OTHER_DATA_NAME.search(name))
    is_encrypted = bool(entry.flag_bits & ENCRYPTED)
    size = SNIFF_BYTES if is_data else START_BYTES
    start = None if is_encrypted else _start(archive, entry, size)
    if start is None:
        is_other = BESIDE_PAGES.search(name) and not DATA_NAME.search(name)
        return None if is_other else f"the file is {'encrypted' if is_encrypted else 'damaged'}"
    content_start = unpacked_start(start, SNIFF_BYTES) if is_data else b""
    if INDEX_NAME.search(name):
        return PartKind.INDEX
    if holds_posts(content_start):
        return PartKind.DATA
    if holds_pages(content_start):
        return PartKind.DATA if DATA_NAME.search(name) else UNREAD_PAGES
    if start.startswith(ZIP_START):
        return PartKind.ZIP
    if _is_tar(start):
        return PartKind.TAR
    return _text_or_unread(name, start)


def _text_or_unread(name: str, start: bytes) -> PartKind | str | None:
    """Return the kind of an entry that is not an archive; a sentence if its pages are not read."""
    if is_mail(unpacked_start(start, START_BYTES)):
        return PartKind.MAIL
    if names_pages(name):
        return PartKind.TEXT
    if is_document(name):
        return A_DOCUMENT
    # Under the name of a page, in brotli for one.
    is_unread = PAGE_NAME.search(name) and start and not _starts_as_page(start)
    return UNREAD_PAGES if is_unread else None


def _is_folder(entry: ZipInfo) -> bool:
    """Return whether an entry is a folder; HTTrack names pages by their URL, with its slash."""
    return entry.is_dir() and not entry.file_size


def _inner_part(part: Part, entry: ZipInfo, kind: PartKind, new_copy: NewCopy) -> Part | PassedOver:
    try:
        copy = _extract(part.path, entry, new_copy)
        if entry.date_time[0] > NO_YEAR:
            saved_at = datetime(*entry.date_time, tzinfo=UTC).timestamp()
            os.utime(copy, (saved_at, saved_at))
    except (*_UNREADABLE, IntegrityError) as error:
        return PassedOver(f"{part.name}/{entry.filename}", str(error))
    # The address of a page may follow from its path, which some programs write with backslashes.
    is_page = kind is PartKind.PAGE
    path = entry.filename if "/" in entry.filename else entry.filename.replace("\\", "/")
    name = path if is_page else f"{part.name}/{path}"
    return Part(copy, 0, copy.stat().st_size, kind, name)


def _named_as_stated(part: Part | PassedOver, page: MaffPage | None) -> Part | PassedOver:
    """Return a saved page under its URL and with its date, if the ZIP file states them."""
    if page is None or isinstance(part, PassedOver):
        return part
    if page.saved_at:
        os.utime(part.path, (page.saved_at.timestamp(), page.saved_at.timestamp()))
    return replace(part, name=page.url)


def _entry_parts(
    part: Part, entry: ZipInfo, new_copy: NewCopy, depth: int
) -> Iterator[Part | PassedOver]:
    is_nested = WACZ_NAME.search(entry.filename) is not None
    name = f"{part.name}/{entry.filename}" if is_nested or depth > 1 else part.name
    try:
        if entry.compress_type == ZIP_STORED and not is_nested:
            start = _start_of(part.path, entry)
            yield Part(part.path, start, start + entry.file_size, PartKind.RECORDS, part.name)
            return
        copy = _extract(part.path, entry, new_copy)
    except (*_UNREADABLE, IntegrityError) as error:
        yield PassedOver(f"{part.name}/{entry.filename}", str(error))
        return
    if not is_nested:
        yield Part(copy, 0, copy.stat().st_size, PartKind.RECORDS, name)
    elif depth < DEEPEST:
        nested = Part(copy, 0, copy.stat().st_size, PartKind.ZIP, name)
        yield from zip_parts(nested, new_copy, depth + 1)
    else:
        yield PassedOver(name, f"a WACZ file inside {DEEPEST} others")


def _extract(path: Path, entry: ZipInfo, new_copy: NewCopy) -> Path:
    if entry.file_size > MAX_UNPACKED_BYTES:
        raise ValueError(f"over {MAX_UNPACKED_BYTES >> 30} GB decompressed")
    copy = new_copy()
    with ZipFile(path) as archive, archive.open(entry) as packed, copy.open("wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
    return copy


def _start_of(path: Path, entry: ZipInfo) -> int:
    if entry.flag_bits & ENCRYPTED:
        raise IntegrityError("the file is encrypted")
    with path.open("rb") as archive:
        archive.seek(entry.header_offset)
        header = archive.read(ZIP_LOCAL_HEADER_BYTES)
    if len(header) < ZIP_LOCAL_HEADER_BYTES or not header.startswith(ZIP_START):
        raise IntegrityError(f"{entry.filename!r} is not at the offset in the ZIP directory")
    name_bytes = int.from_bytes(header[26:28], "little")
    extra_bytes = int.from_bytes(header[28:30], "little")
    return entry.header_offset + ZIP_LOCAL_HEADER_BYTES + name_bytes + extra_bytes
