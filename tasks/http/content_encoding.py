"""Undo a response's content encoding, within bounds, and notice what HTTP clients overlook.

httpx takes a gzip stream cut in the middle, or the first of two members, for the whole body and
says nothing (measured: research on web archives, section 4); a bomb it unpacks to the end.
"""

import zlib
from dataclasses import dataclass

from tasks.errors import PolicyRefusal

GZIP_START = b"\x1f\x8b\x08"
# zlib's windowBits for "gzip or zlib, by its header", and for deflate without a header.
ANY_HEADER = 47
NO_HEADER = -15
NAMES_OF_NOTHING = frozenset({"", "identity", "none"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body without its content encoding, and what was odd about it."""

    body: bytes
    flags: tuple[str, ...]


def decode_body(raw: bytes, content_encoding: str, max_bytes: int) -> Decoded:
    """Return the body as sent before encoding.

    Flags: `truncated-gzip`, `junk-after-gzip`, `corrupt-<encoding>`, `not-<encoding>` (said to be
    encoded, sent plain), `unknown-encoding:<name>`, `hidden-gzip` (encoded, not said).

    Raises:
        PolicyRefusal: the body is over `max_bytes` when unpacked.
    """
    flags: set[str] = set()
    names = [name.strip().lower() for name in content_encoding.split(",")]
    for name in reversed([name for name in names if name not in NAMES_OF_NOTHING]):
        raw = _undo(raw, name, max_bytes, flags)
    if raw.startswith(GZIP_START) and not flags:
        raw = _undo_hidden(raw, max_bytes, flags)
    return Decoded(raw, tuple(sorted(flags)))


def _undo(raw: bytes, name: str, max_bytes: int, flags: set[str]) -> bytes:
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
    try:
        body = _unpack(raw, max_bytes, flags)
    except zlib.error:
        return raw
    flags.add("hidden-gzip")
    return body


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
            raise PolicyRefusal(f"the body is over {max_bytes} bytes when unpacked")
        if not stream.eof:
            flags.add("truncated-gzip")
            break
        raw = stream.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _inflate(raw: bytes, max_bytes: int, flags: set[str]) -> bytes:
    try:
        body = zlib.decompressobj(NO_HEADER).decompress(raw, max_bytes + 1)
    except zlib.error:
        flags.add("corrupt-deflate")
        return raw
    if len(body) > max_bytes:
        raise PolicyRefusal(f"the body is over {max_bytes} bytes when unpacked")
    return body
