"""Write an HTTP response as a WARC/1.1 record (ISO 28500:2017).

Each record is one gzip member, so it can be read by its offset. The body is stored as received,
still content-encoded. The HTTP client has already decoded the transfer encoding, so that header is
renamed, as in the Wayback Machine.
"""

import base64
import hashlib
import struct
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

from tasks.http.content_encoding import GZIP_START
from tasks.http.response import RefersTo, Response

Headers = Sequence[tuple[str, str]]

# A page of 147 KB takes 1.0 ms instead of the 2.3 ms of level 6, and 15 % more room.
LEVEL = 3
# zlib's windowBits for a gzip member, and for deflate without a header.
GZIP_MEMBER = 31
BARE_DEFLATE = -15
# Method deflate, no flags, no time, any system.
GZIP_HEADER = GZIP_START + b"\0\0\0\0\0\0\xff"
# Headers of encodings that the HTTP client has decoded; replay tools would decode them again.
UNDONE = frozenset({"transfer-encoding"})


def warcinfo_record(warc_file: str, info: Headers) -> bytes:
    """Return the warcinfo record, which describes the file and its software."""
    block = "".join(f"{key}: {value}\r\n" for key, value in info).encode()
    headers = [("WARC-Filename", warc_file), ("Content-Type", "application/warc-fields")]
    return _member("warcinfo", datetime.now(UTC), headers, block, b"")


def response_record(response: Response, extra: Headers = ()) -> bytes:
    """Return the response's record."""
    headers = [
        ("WARC-Target-URI", response.requested_url),
        ("WARC-Payload-Digest", _payload_digest(response)),
        *([("WARC-IP-Address", response.ip)] if response.ip else []),
        *([("WARC-Profile", response.revisit_profile)] if response.revisit_profile else []),
        *_references(response.refers_to),
        *extra,
        ("Content-Type", "application/http; msgtype=response"),
    ]
    kind = "revisit" if response.is_revisit else "response"
    # A "not modified" response is written without its head: replay tools then use the head and
    # status of the capture it repeats.
    is_bare = response.refers_to is not None and response.status == HTTPStatus.NOT_MODIFIED
    http_head = b"" if is_bare else _http_head(response)
    return _member(kind, response.captured_at, headers, http_head, response.raw_body)


def _payload_digest(response: Response) -> str:
    """Return the digest of the payload; for a revisit, that of the capture it repeats."""
    stated = response.refers_to.payload_digest if response.refers_to else None
    return stated or _sha1(response.raw_body)


def _references(refers_to: RefersTo | None) -> Headers:
    if refers_to is None or refers_to.url is None:
        return []
    at = refers_to.captured_at
    date = [("WARC-Refers-To-Date", _warc_date(at))] if at else []
    return [("WARC-Refers-To-Target-URI", refers_to.url), *date]


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _http_head(response: Response) -> bytes:
    lines = [f"HTTP/1.1 {response.status:03} {response.reason}"]
    for key, value in response.headers:
        if key.lower() in UNDONE:
            lines.append(f"X-Archive-Orig-{key}: {value}")
        elif response.is_revisit or key.lower() != "content-length":
            lines.append(f"{key}: {value}")
    # The body of a revisit is in another record, so its length does not apply here.
    if not response.is_revisit:
        lines.append(f"Content-Length: {len(response.raw_body)}")
    # A line break inside a header would end the head early.
    head = "\r\n".join(_one_line(line) for line in lines)
    return f"{head}\r\n\r\n".encode("latin-1", "replace")


def _member(kind: str, at: datetime, headers: Headers, block_head: bytes, body: bytes) -> bytes:
    named = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
        ("WARC-Date", _warc_date(at)),
        *headers,
        ("WARC-Block-Digest", _sha1(block_head + body)),
        ("Content-Length", str(len(block_head) + len(body))),
    ]
    head = "".join(f"{key}: {_one_line(value)}\r\n" for key, value in named)
    record_head = b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block_head
    pack = _pack_around if body.startswith(GZIP_START) else _pack
    return pack(record_head, body + b"\r\n\r\n")


def _pack(head: bytes, body: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_MEMBER)
    return packer.compress(head + body) + packer.flush()


def _pack_around(head: bytes, packed_body: bytes) -> bytes:
    """Return one gzip member that holds an already gzipped body in a stored block.

    Compressing it again would not make it smaller, and would take most of the time.
    """
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, BARE_DEFLATE)
    storer = zlib.compressobj(zlib.Z_NO_COMPRESSION, zlib.DEFLATED, BARE_DEFLATE)
    # A stream flushed to a byte boundary may be followed by another one; both decode as one.
    start = packer.compress(head) + packer.flush(zlib.Z_SYNC_FLUSH)
    rest = storer.compress(packed_body) + storer.flush()
    checksum = zlib.crc32(packed_body, zlib.crc32(head))
    trailer = struct.pack("<II", checksum, (len(head) + len(packed_body)) & 0xFFFFFFFF)
    return GZIP_HEADER + start + rest + trailer


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def _sha1(block: bytes) -> str:
    # SHA-1 in base 32 is the digest format of CDX files and the Wayback Machine.
    return "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
