"""Recognise how a file is compressed, and decompress all of it, past damage."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Generator, Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

import brotli
import zstandard

from tasks.warc.plain_scanner import Damage, starts_record

# zlib's windowBits for a gzip member.
GZIP_MEMBER = 31
# The formats expand 4 KB to at most 128 MB.
READ_BYTES = 4 << 10
SEARCH_BYTES = 1 << 20
# Largest file that is decompressed to disk: 60 times a WARC file of the usual size.
MAX_UNPACKED_BYTES = 64 << 30
# The dictionary of a zstd-compressed WARC file is a frame that decoders skip. Skipped frames begin
# with 0x50 to 0x5f.
_DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"
_ZSTD_FRAME = b"\x28\xb5\x2f\xfd"
_MAX_DICTIONARY_BYTES = 16 << 20
_ERRORS = (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError)


class Compression(StrEnum):
    """How the bytes of a file are compressed."""

    NONE = "none"
    GZIP = "gzip"
    ZSTD = "zstd"
    BZIP2 = "bzip2"
    XZ = "xz"


_MAGIC = (
    (b"\x1f\x8b\x08", Compression.GZIP),
    (_ZSTD_FRAME, Compression.ZSTD),
    *((bytes([first]) + _DICTIONARY_FRAME[1:], Compression.ZSTD) for first in range(0x50, 0x60)),
    (b"BZh", Compression.BZIP2),
    (b"\xfd7zXZ\0", Compression.XZ),
)
# Formats without a reader here, by their first bytes.
_NOT_READ = (
    (b"\x04\x22\x4d\x18", "LZ4"),
    (b"\x02\x21\x4c\x18", "LZ4"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"LZIP", "lzip"),
    (b"\x1f\x9d", "compress"),
    (b"\x5d\0\0", "LZMA"),
    (b"\x89LZO", "lzop"),
)
_START_OF_STREAM = {
    Compression.GZIP: b"\x1f\x8b\x08",
    Compression.ZSTD: _ZSTD_FRAME,
    Compression.BZIP2: b"BZh",
    Compression.XZ: b"\xfd7zXZ\0",
}


class TooLarge(ValueError):
    """The decompressed file is larger than `MAX_UNPACKED_BYTES`: split it."""


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def compression_of(start: bytes) -> Compression:
    """Return how a file that begins with these bytes is compressed."""
    return next((kind for magic, kind in _MAGIC if start.startswith(magic)), Compression.NONE)


def compression_not_read(start: bytes) -> str | None:
    """Return the name of a compression that is recognised but not read, by the first bytes."""
    return next((name for magic, name in _NOT_READ if start.startswith(magic)), None)


def first_bytes(path: Path, count: int, start: int = 0) -> bytes:
    """Return the first bytes of a file without its compression, or what comes before damage.

    Brotli has no mark, so it is recognised by the name: `index.html.br`.
    """
    with path.open("rb") as file:
        if path.suffix.lower() == ".br":
            return _from_brotli(file.read(count), count)
        return _first_of(_pieces(file, start, path.stat().st_size), count)


def unpacked_start(start: bytes, count: int) -> bytes:
    """Return what `first_bytes` does, of a file of which only `start` was read."""
    return _first_of(_pieces(BytesIO(start), 0, len(start)), count)


def unpacked_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file without its compression; what is damaged is left out."""
    rest = bytearray()
    with path.open("rb") as file:
        for piece in _pieces(file, 0, path.stat().st_size):
            content = b"\n" if isinstance(piece, Damage) else piece
            rest += content
            if b"\n" in content or b"\r" in content:
                *lines, rest = (rest + b".").splitlines()
                yield from map(bytes, lines)
                del rest[-1:]
    if rest:
        yield bytes(rest)


def _first_of(pieces: Iterator[bytes | Damage], count: int) -> bytes:
    content = bytearray()
    for piece in pieces:
        if isinstance(piece, Damage):
            break
        content += piece
        if len(content) >= count:
            break
    return bytes(content[:count])


def _from_brotli(packed: bytes, count: int) -> bytes:
    try:
        content: bytes = brotli.Decompressor().process(packed, output_buffer_limit=count)
        return content[:count]
    except brotli.error:
        return packed


def unpack(source: Path, start: int, end: int, target: Path) -> Iterator[Damage]:
    """Decompress a stretch of a file into `target`; yield the stretches that are damaged.

    Raises:
        TooLarge: the content has more than `MAX_UNPACKED_BYTES`.
        OSError: the disk refuses.
    """
    with source.open("rb") as file, target.open("wb") as out:
        for piece in _pieces(file, start, end):
            if isinstance(piece, Damage):
                # A record that is cut by the damage must not run into the next one.
                out.write(b"\n")
                yield piece
            elif out.tell() + len(piece) > MAX_UNPACKED_BYTES:
                raise TooLarge(f"{source.name}: over {MAX_UNPACKED_BYTES >> 30} GB decompressed")
            else:
                out.write(piece)


def unpack_whole(source: Path, start: int, end: int, target: Path) -> None:
    """Decompress a stretch of a file into `target`.

    Raises:
        ValueError: it is damaged, or too large (`TooLarge`).
        OSError: the disk refuses.
    """
    for damage in unpack(source, start, end, target):
        raise ValueError(f"it is damaged at {damage.offset}")


def next_packed_record(file: IO[bytes], position: int, end: int, but: Compression) -> int:
    """Return where a stream that holds records starts at or after `position`, or `end`.

    Streams of the compression `but` are left out.
    """
    starts = (
        _next_holding_records(file, kind, position, end)
        for kind in _START_OF_STREAM
        if kind is not but
    )
    return min(starts, default=end)


def _next_holding_records(file: IO[bytes], kind: Compression, position: int, end: int) -> int:
    while (at := _next_stream(file, _START_OF_STREAM[kind], position, end)) < end:
        if _holds_records(file, at, end):
            return at
        position = at + 1
    return end


def _holds_records(file: IO[bytes], at: int, end: int) -> bool:
    """Return whether a compressed stream begins with a record, or with another such stream."""
    pieces = _pieces(file, at, end)
    start = next((piece for piece in pieces if piece), b"")
    if isinstance(start, Damage):
        return False
    return starts_record(start) or compression_of(start) is not Compression.NONE


def _pieces(file: IO[bytes], start: int, end: int) -> Iterator[bytes | Damage]:
    file.seek(start)
    kind = compression_of(file.read(8))
    if kind is Compression.NONE:
        file.seek(start)
        while piece := file.read(min(SEARCH_BYTES, end - file.tell())):
            yield piece
        return
    position, new_decoder = _decoder_maker(file, kind, start)
    while position < end:
        stop = yield from _stream(file, new_decoder(), position, end)
        if stop is None:
            stop = _next_stream(file, _START_OF_STREAM[kind], position + 1, end)
            yield Damage(position, stop - position)
        position = stop


def _stream(
    file: IO[bytes], decoder: _Decoder, start: int, end: int
) -> Generator[bytes, None, int | None]:
    """Yield the content of one compressed stream; return its end, None when it is damaged."""
    file.seek(start)
    while not decoder.eof:
        packed = file.read(min(READ_BYTES, end - file.tell()))
        if not packed:
            return None
        try:
            yield decoder.decompress(packed)
        except _ERRORS:
            return None
    return file.tell() - len(decoder.unused_data)


def _decoder_maker(
    file: IO[bytes], kind: Compression, start: int
) -> tuple[int, Callable[[], _Decoder]]:
    """Return where the first stream starts, and what makes a decoder for each stream."""
    if kind is Compression.GZIP:
        return start, lambda: zlib.decompressobj(GZIP_MEMBER)
    if kind is Compression.BZIP2:
        return start, bz2.BZ2Decompressor
    if kind is Compression.XZ:
        return start, lzma.LZMADecompressor
    first, dictionary = _zstd_dictionary(file, start)
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary)
    return first, decompressor.decompressobj


def _zstd_dictionary(
    file: IO[bytes], start: int
) -> tuple[int, zstandard.ZstdCompressionDict | None]:
    """Read the dictionary in the first frame, which may be compressed itself."""
    file.seek(start)
    if file.read(4) != _DICTIONARY_FRAME:
        return start, None
    size = int.from_bytes(file.read(4), "little")
    content = file.read(min(size, _MAX_DICTIONARY_BYTES))
    if content.startswith(_ZSTD_FRAME):
        reader = zstandard.ZstdDecompressor().stream_reader(content)
        try:
            content = reader.read(_MAX_DICTIONARY_BYTES)
        except zstandard.ZstdError:
            content = b""
    return start + 8 + size, zstandard.ZstdCompressionDict(content) if content else None


def _next_stream(file: IO[bytes], magic: bytes, position: int, end: int) -> int:
    while position < end:
        file.seek(position)
        window = file.read(min(SEARCH_BYTES, end - position))
        found = window.find(magic)
        if found >= 0:
            return position + found
        position += max(len(window) - len(magic) + 1, 1)
    return end
