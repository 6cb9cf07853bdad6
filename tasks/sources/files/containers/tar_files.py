"""Find the archives and pages in a TAR file, plain or compressed."""

import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterator
from lzma import LZMAError
from pathlib import Path

from tasks.sources.files.find_parts import (
    APPLE_NAME,
    BESIDE_PAGES,
    DATA_NAME,
    OTHER_DATA_NAME,
    SNIFF_BYTES,
    UNREAD_PAGES,
    Part,
    PartKind,
    PassedOver,
    holds_pages,
    holds_posts,
    kind_of_file,
)
from tasks.sources.files.formats.index_lines import names_pages
from tasks.warc.compression import (
    MAX_UNPACKED_BYTES,
    Compression,
    compression_of,
    unpack_whole,
    unpacked_start,
)

_UNREADABLE = (tarfile.TarError, OSError, EOFError, ValueError, zlib.error, LZMAError)


def tar_parts(part: Part, new_copy: Callable[[], Path]) -> Iterator[Part | PassedOver]:
    """Yield the archives and pages in a TAR file, and the entries that are neither.

    Each is copied to a file of `new_copy`: a name inside the TAR file never becomes a path. Of a
    TAR file that is cut, what comes before is kept.
    """
    found = 0
    try:
        with tarfile.open(_readable(part, new_copy)) as archive:
            for member in archive:
                if not member.isfile() or APPLE_NAME.search(member.name):
                    continue
                is_read = _holds_data(archive, member) or names_pages(member.name)
                if is_read or not BESIDE_PAGES.search(member.name):
                    inner = _inner_part(part, archive, member, new_copy)
                    found += isinstance(inner, Part) and inner.kind is not PartKind.TEXT
                    yield inner
    except _UNREADABLE as error:
        yield PassedOver(part.name, f"not a readable TAR file: {error}")
        return
    if not found:
        yield PassedOver(part.name, "a TAR file without a web archive or page inside")


def _readable(part: Part, new_copy: Callable[[], Path]) -> Path:
    """Return the TAR file; a copy if its compression is one that `tarfile` does not know."""
    with part.path.open("rb") as file:
        is_zstd = compression_of(file.read(8)) is Compression.ZSTD
    if not is_zstd:
        return part.path
    copy = new_copy()
    unpack_whole(part.path, part.start, part.end, copy)
    return copy


def _holds_data(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bool:
    """Return whether a member is a file of data that holds pages."""
    is_data = DATA_NAME.search(member.name) or OTHER_DATA_NAME.search(member.name)
    content = archive.extractfile(member) if is_data else None
    if content is None:
        return False
    start = unpacked_start(content.read(SNIFF_BYTES), SNIFF_BYTES)
    return holds_posts(start) or holds_pages(start)


def _inner_part(
    part: Part, archive: tarfile.TarFile, member: tarfile.TarInfo, new_copy: Callable[[], Path]
) -> Part | PassedOver:
    name = f"{part.name}/{member.name}"
    packed = archive.extractfile(member)
    if packed is None or member.size > MAX_UNPACKED_BYTES:
        return PassedOver(name, f"over {MAX_UNPACKED_BYTES >> 30} GB")
    copy = new_copy()
    with packed, copy.open("wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
    if member.mtime > 0:
        os.utime(copy, (member.mtime, member.mtime))
    kind = kind_of_file(copy, member.name)
    if kind is None and names_pages(member.name):
        kind = PartKind.TEXT
    if kind is None:
        is_unread = OTHER_DATA_NAME.search(member.name)
        copy.unlink()
        return PassedOver(
            name, UNREAD_PAGES if is_unread else "neither a web archive nor an HTML page"
        )
    # The address of a page may follow from its path.
    shown = member.name if kind is PartKind.PAGE else name
    return Part(copy, 0, copy.stat().st_size, kind, shown)
