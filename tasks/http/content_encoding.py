"""Decode a response's content encoding, with a size limit and integrity checks.

httpx accepts a truncated gzip stream, or the first of two members, as the complete body without an
error, and it decompresses a bomb completely.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import brotli
import zstandard

from tasks.errors import PolicyRefusal

GZIP_START = b"\x1f\x8b\x08"
# A header without optional fields.
PLAIN_GZIP_START = GZIP_START + b"\0"
GZIP_HEADER_BYTES = 10
ZSTD_START = b"\x28\xb5\x2f\xfd"
ZLIB_STARTS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
# zlib's windowBits for "gzip or zlib, by its header", and for deflate without a header.
ANY_HEADER = 47
NO_HEADER = -15
# Brotli has no magic number, so plain text announced as brotli is recognised by its first bytes.
TEXT_START = re.compile(rb"(?:\xef\xbb\xbf)?[\s]*[<{\[A-Za-z][\t\r\n\x20-\x7e\x80-\xff]{62}")
ZSTD_READ_BYTES = 1 << 20
# Text in any encoding of letters; a compressed body has control characters at once.
_PLAIN_START = re.compile(rb"[\t\n\x0c\r\x20-\x7e\x80-\xff]{16}|.{0,15}\Z", re.DOTALL)
NO_TRAILER = "no-gzip-trailer"
_NOT_AS_ANNOUNCED = ("corrupt-", "not-", "unknown-encoding:")
NAMES_OF_NOTHING = frozenset({"", "identity", "none"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded body, and flags for problems found."""

    body: bytes
    flags: tuple[str, ...]


def decode_body(raw: bytes, content_encoding: str, max_bytes: int) -> Decoded:
    """Return the decoded body; the body as received if it cannot be decoded.

    Flags: `truncated-<encoding>`, `no-gzip-trailer` (whole, but without its checksum),
    `junk-after-gzip`, `corrupt-<encoding>`, `not-<encoding>` (announced, but sent plain),
    `unknown-encoding:<name>`, `hidden-<encoding>` (encoded, but not announced, or announced as
    another encoding).

    Raises:
        PolicyRefusal: the body is over `max_bytes` when decompressed.
    """
    flags: set[str] = set()
    # Some servers repeat the weight of the request: `gzip;q=1.0`.
    names = [name.partition(";")[0].strip().lower() for name in content_encoding.split(",")]
    for name in reversed([name for name in names if name not in NAMES_OF_NOTHING]):
        raw = _undo(raw, name, max_bytes, flags)
    if all(flag.startswith(_NOT_AS_ANNOUNCED) for flag in flags):
        raw = _undo_hidden(raw, max_bytes, flags)
    return Decoded(raw, tuple(sorted(flags)))


def _undo(raw: bytes, name: str, max_bytes: int, flags: set[str]) -> bytes:
    if name in _DECODERS:
        return _undo_modern(raw, name, max_bytes, flags)
    if name not in {"gzip", "x-gzip", "deflate"}:
        flags.add(f"unknown-encoding:{name}")
        return raw
    try:
        return _unpack(raw, max_bytes, flags)
    except zlib.error:
        if name == "deflate":
            return _inflate(raw, max_bytes, flags)
        flags.add(f"corrupt-{name}" if raw[:2] == GZIP_START[:2] else f"not-{name}")
        return raw


def _undo_hidden(raw: bytes, max_bytes: int, flags: set[str]) -> bytes:
    """Undo an encoding that is not announced, or that is announced by another name."""
    name = _encoding_of(raw)
    if name is None:
        return raw
    found: set[str] = set()
    try:
        body = _undo(raw, name, max_bytes, found)
    except PolicyRefusal:
        # A guess does not refuse a page.
        if name == "gzip":
            raise
        return raw
    is_wrong = any(flag.startswith(_NOT_AS_ANNOUNCED) for flag in found)
    if is_wrong or (name != "gzip" and not TEXT_START.match(body)):
        return raw
    flags -= {flag for flag in flags if not flag.startswith("unknown-encoding")}
    flags |= {*found, f"hidden-{name}"}
    return body


def _encoding_of(raw: bytes) -> str | None:
    """Return the encoding by the first bytes; brotli has no mark, so any binary may be brotli."""
    if raw.startswith(GZIP_START):
        return "gzip"
    if raw.startswith(ZSTD_START):
        return "zstd"
    if raw.startswith(ZLIB_STARTS):
        return "deflate"
    return "br" if raw and not _PLAIN_START.match(raw) else None


def _unpack(raw: bytes, max_bytes: int, flags: set[str]) -> bytes:
    """Unpack every member of a gzip (or zlib) stream, never more than `max_bytes`."""
    parts: list[bytes] = []
    size = 0
    while raw:
        stream = zlib.decompressobj(ANY_HEADER)
        try:
            part = stream.decompress(raw, max_bytes - size + 1)
        except zlib.error:
            if not parts:
                raise
            flags.add("junk-after-gzip")
            break
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise PolicyRefusal(f"the body is over {max_bytes} bytes when decompressed")
        if not stream.eof:
            flags.add(NO_TRAILER if _lacks_only_trailer(raw, max_bytes) else "truncated-gzip")
            break
        raw = stream.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _lacks_only_trailer(raw: bytes, max_bytes: int) -> bool:
    """Return whether a gzip stream lacks only its checksum, which some servers do not send."""
    if not raw.startswith(PLAIN_GZIP_START):
        return False
    stream = zlib.decompressobj(NO_HEADER)
    stream.decompress(raw[GZIP_HEADER_BYTES:], max_bytes + 1)
    return stream.eof


def _inflate(raw: bytes, max_bytes: int, flags: set[str]) -> bytes:
    try:
        body = zlib.decompressobj(NO_HEADER).decompress(raw, max_bytes + 1)
    except zlib.error:
        flags.add("corrupt-deflate")
        return raw
    if len(body) > max_bytes:
        raise PolicyRefusal(f"the body is over {max_bytes} bytes when decompressed")
    return body


def _undo_modern(raw: bytes, name: str, max_bytes: int, flags: set[str]) -> bytes:
    """Undo brotli or zstd."""
    if TEXT_START.match(raw) or _encoding_of(raw) in {"gzip", "zstd"} - {name}:
        flags.add(f"not-{name}")
        return raw
    try:
        body, is_whole = _DECODERS[name](raw, max_bytes + 1)
    except (brotli.error, zstandard.ZstdError):
        flags.add(f"corrupt-{name}")
        return raw
    if len(body) > max_bytes:
        raise PolicyRefusal(f"the body is over {max_bytes} bytes when decompressed")
    if not is_whole:
        flags.add(f"truncated-{name}" if TEXT_START.match(body) else f"corrupt-{name}")
    return body or raw


def _from_brotli(raw: bytes, limit: int) -> tuple[bytes, bool]:
    """Return at most about `limit` bytes of the content, and whether that is all of it."""
    decoder = brotli.Decompressor()
    body = decoder.process(raw, output_buffer_limit=limit)
    while len(body) < limit and not decoder.is_finished():
        piece = decoder.process(b"", output_buffer_limit=limit - len(body))
        if not piece:
            break
        body += piece
    return body, decoder.is_finished()


def _from_zstd(raw: bytes, limit: int) -> tuple[bytes, bool]:
    """Return at most `limit` bytes of the content, and whether that is all of it."""
    reader = zstandard.ZstdDecompressor().stream_reader(BytesIO(raw), read_across_frames=True)
    body = b""
    while len(body) < limit and (piece := reader.read(min(ZSTD_READ_BYTES, limit - len(body)))):
        body += piece
    return body, len(body) >= limit or _ends_with_frame(raw)


def _ends_with_frame(raw: bytes) -> bool:
    # Memory is bounded, since the length of the content is known at this point.
    while raw:
        frame = zstandard.ZstdDecompressor().decompressobj()
        frame.decompress(raw)
        if not frame.eof:
            return False
        raw = frame.unused_data
    return True


_DECODERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "br": _from_brotli,
    "zstd": _from_zstd,
}
