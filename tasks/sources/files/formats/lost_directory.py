"""Read the files in a ZIP file that has lost its directory, which is at the end of it."""

import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED

from tasks.sources.files.formats.volumes import ZIP_START

HEADER_BYTES = 30
END_OF_DIRECTORY = b"PK\5\6"
END_BYTES = 22
MOST_BYTES = 64 << 20


def whole_entries(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file whose checksum is right, up to `MOST_BYTES`.

    Files that are compressed in another way than by deflate are left out.
    """
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as archive:
        start = archive.find(ZIP_START)
        while start >= 0:
            if entry := _entry(archive, start):
                yield entry
            start = archive.find(ZIP_START, start + len(ZIP_START))


def has_more_than_listed(path: Path, first: int, comment: bytes) -> bool:
    """Return whether a ZIP file has files before its first one at `first`, or behind its directory.

    Such a file was joined of several, or it was cut behind a ZIP file that is inside.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as archive:
        is_joined = first > 0 and archive[: len(ZIP_START)] == ZIP_START
        end = archive.rfind(END_OF_DIRECTORY) + END_BYTES + len(comment)
        return is_joined or archive.find(ZIP_START, end) >= 0


def _entry(archive: mmap.mmap, start: int) -> tuple[str, bytes] | None:
    header = archive[start : start + HEADER_BYTES]
    if len(header) < HEADER_BYTES:
        return None
    method, checksum, size = _number(header, 8, 2), _number(header, 14, 4), _number(header, 18, 4)
    name_start = start + HEADER_BYTES
    first = name_start + _number(header, 26, 2) + _number(header, 28, 2)
    name = archive[name_start : name_start + _number(header, 26, 2)].decode("utf-8", "replace")
    content = _content(archive, first, method, size)
    # A file that was packed while it was read has its checksum behind it, and 0 here.
    is_whole = content is not None and checksum in {0, zlib.crc32(content)}
    return (name, content) if content and is_whole else None


def _content(archive: mmap.mmap, first: int, method: int, size: int) -> bytes | None:
    """Return the content of a file; None if it is not there whole."""
    if method == ZIP_STORED:
        content = archive[first : first + min(size, MOST_BYTES)]
        return content if len(content) == size else None
    if method != ZIP_DEFLATED:
        return None
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflating.decompress(archive[first : first + MOST_BYTES], MOST_BYTES)
    except zlib.error:
        return None
    return content if inflating.eof else None


def _number(header: bytes, start: int, size: int) -> int:
    return int.from_bytes(header[start : start + size], "little")
