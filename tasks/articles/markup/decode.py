"""Decode the bytes of a page to UTF-8 before parsing.

Lexbor replaces invalid bytes with U+FFFD, and treats declared latin-1 as such instead of as cp1252,
as browsers do. Both would lose apostrophes.
"""

import codecs
import re
import zlib
from codecs import utf_8_decode

# Name of the encoding for UTF-8 with some bytes of cp1252.
MIXED = "utf-8+cp1252"
# Name of the encoding for UTF-8 that was read as cp1252 and encoded again.
TWICE = "utf-8 twice"
# The beginnings of `Ã` and `â€` in UTF-8.
_MARKS_OF_TWICE = (b"\xc3\x83\xc2", b"\xc3\xa2\xe2\x82\xac")
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_IN_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
# Browsers inspect 1,024 bytes, but plugins print whole scripts before the declaration.
_DECLARED_WITHIN = 100_000
# Names that mean cp1252 on the web, and names already covered by the strict UTF-8 attempt.
_CP1252_NAMES = frozenset({"iso8859-1", "ascii", "cp1252"})
# The marks of UTF-32 first: that of UTF-32-LE begins with that of UTF-16-LE.
_UNICODE_BOMS = (
    *((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")),
    *((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")),
)
# Chunk size: a chunk and its text fit in the processor's cache.
_PIECE_BYTES = 4_096
_UTF16_SAMPLE = 512
GZIP_MAGIC = b"\x1f\x8b"
_BYTE_OF_CP1252 = "aawsat_cp1252_byte"


def decode_html(body: bytes, content_type: str) -> tuple[bytes, str]:
    """Return `body` as UTF-8, and the name of its encoding.

    Order: byte order mark, strict UTF-8, the declared charset (latin-1 meaning cp1252); a page
    that claims UTF-8 but is not keeps its valid sequences, and single bytes are read as cp1252.
    """
    if body.startswith(codecs.BOM_UTF8):
        body = body[3:]
    if name := _utf16_without_mark(body):
        return body.decode(name, "replace").encode("utf-8", "replace"), name
    for mark, name in _UNICODE_BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").encode(), name
    if _is_utf8(body):
        once = _decoded_once(body)
        return (body, "utf-8") if once is None else (once, TWICE)
    encoding = _declared_encoding(body, content_type)
    html = body.decode(encoding, _BYTE_OF_CP1252).encode("utf-8", "replace")
    return html, MIXED if encoding == "utf-8" else encoding


def unpack_gzip(body: bytes, max_bytes: int) -> bytes:
    """Return the decompressed page if `body` is gzip, else `body`.

    Bytes that cannot be decompressed, or exceed `max_bytes`, are returned unchanged.
    """
    if not body.startswith(GZIP_MAGIC):
        return body
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = reader.decompress(body, max_bytes)
    except zlib.error:
        return body
    return unpacked if reader.eof else body


def _utf16_without_mark(body: bytes) -> str | None:
    """Return the UTF-16 variant of bytes without a byte order mark: every other byte is NUL."""
    start = body[:_UTF16_SAMPLE]
    if b"\x00" not in start or len(start) < 4:
        return None
    for name, blank, letter in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        zeros = start[blank::2].count(0)
        if zeros > 0.7 * len(start[blank::2]) and start[letter::2].count(0) < zeros / 10:
            return name
    return None


def _is_utf8(body: bytes) -> bool:
    """Return whether `body` is UTF-8; decodes chunk by chunk to avoid building the whole text."""
    position, size = 0, len(body)
    try:
        while position < size:
            piece = body[position : position + _PIECE_BYTES]
            is_last = position + _PIECE_BYTES >= size
            ended = len(piece) if piece.isascii() else utf_8_decode(piece, "strict", is_last)[1]
            position += ended
    except UnicodeDecodeError:
        return False
    return True


def _decoded_once(body: bytes) -> bytes | None:
    """Return a page in UTF-8 if all of it was encoded twice, else None."""
    if not any(mark in body for mark in _MARKS_OF_TWICE):
        return None
    try:
        once = body.decode().encode("cp1252", _BYTE_OF_CP1252)
        once.decode()
    except UnicodeError:
        return None
    return once


def _declared_encoding(body: bytes, content_type: str) -> str:
    declared = _DECLARED.search(content_type.encode("ascii", "replace"))
    declared = declared or _DECLARED_IN_META.search(body[:_DECLARED_WITHIN])
    if declared is None:
        return "utf-8"
    try:
        codec = codecs.lookup(declared[1].decode("ascii"))
    except LookupError:
        return "utf-8"
    if codec.name in _CP1252_NAMES:
        return "cp1252"
    return codec.name if _is_of_text(codec) else "utf-8"


def _is_of_text(codec: codecs.CodecInfo) -> bool:
    # base64, rot13 and idna are codecs too; UTF-16 cannot be declared in ASCII.
    single_byte = codec.name.startswith(("cp", "iso8859", "koi8", "mac", "latin"))
    return single_byte or codec.name in ("gb2312", "gbk", "big5", "euc_jp", "shift_jis", "euc_kr")


def _read_bytes_as_cp1252(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeEncodeError):
        # The control characters that stand for the five undefined bytes.
        return error.object[error.start : error.end].encode("latin-1"), error.end
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad_bytes = error.object[error.start : error.end]
    return "".join(map(_cp1252_character, bad_bytes)), error.end


def _cp1252_character(byte: int) -> str:
    # Five bytes are undefined in cp1252; browsers map them to the control character.
    return bytes((byte,)).decode("cp1252", "ignore") or chr(byte)


codecs.register_error(_BYTE_OF_CP1252, _read_bytes_as_cp1252)
