"""Small WARC and ARC records as bytes, for tests of the scanner."""

import base64
import hashlib

PAGE = b"<html><body><p>The council met in Exampleville.</p></body></html>"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def warc_record(
    block: bytes = HTTP + PAGE,
    *,
    kind: str = "response",
    url: str = "http://site.test/a/b/c/",
    stated: int | None = None,
    headers: tuple[str, ...] = (),
) -> bytes:
    """Return a record with its two line ends; `stated` is a wrong Content-Length, -1 for none."""
    length = len(block) if stated is None else stated
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2014-03-01T10:00:00Z",
        *headers,
        *([f"Content-Length: {length}"] if length >= 0 else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def arc_record(
    block: bytes = HTTP + PAGE, *, url: str = "http://site.test/a/", ip: str = "10.0.0.1"
) -> bytes:
    """Return an ARC record with its line end."""
    line = f"{url} {ip} 20140301100000 text/html {len(block)}\n"
    return line.encode() + block + b"\n"


def sha1_of(block: bytes, *, base: int = 32) -> str:
    """Return the value of a `WARC-Block-Digest` in base 32 or 16."""
    digest = hashlib.sha1(block, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(digest).decode() if base == 32 else digest.hex()}"
