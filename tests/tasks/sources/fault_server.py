"""A loopback HTTP/1.1 server on raw sockets that answers in every wrong way servers do."""

import asyncio
import gzip
import socket
import struct
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache, partial

from tests.tasks.sources.fault_page import article_page

# A whole article, so that half of one would be seen to be wrong.
PAGE = article_page()
PACKED = gzip.compress(PAGE)
MEGABYTE = b"\0" * (1 << 20)


def head(status: str = "200 OK", **headers: object) -> bytes:
    named = {"Content-Type": "text/html; charset=UTF-8", **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def whole(body: bytes, status: str = "200 OK", **headers: object) -> bytes:
    return head(status, Content_Length=len(body), **headers) + body


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(MEGABYTE) for _ in range(megabytes)) + packer.flush()


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def _redirect(location: str) -> bytes:
    return head("302 Found", Location=location, Content_Length=0)


def _busy(retry_after: str) -> bytes:
    return whole(b"slow down", "429 Too Many Requests", Retry_After=retry_after)


def _in(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def _typed(content_type: str, body: bytes) -> bytes:
    return whole(body, Content_Type=content_type)


@cache
def big_bomb() -> bytes:
    """300 MB in 300 KB; takes seconds, so it is made before somebody waits for it."""
    return bomb(300)


# 64 MB in 64 KB.
BOMB = bomb(64)
CP1252 = PAGE.replace("’".encode(), b"\x92")
NOT_FOUND_PAGE = PAGE.replace(b'<body class="', b'<body class="error404 ')
LOGIN = (
    b'<!DOCTYPE html><html><head><title>Log In</title></head><body class="login"><form id="loginform"'
    b' action="/wp-login.php"><input name="log"><input type="password" name="pwd"></form></body></html>'
)
# What is sent for a path; then the connection is closed.
ANSWERS: dict[str, Callable[[], bytes]] = {
    "/ok": lambda: whole(PAGE),
    "/short": lambda: head(Content_Length=len(PAGE)) + PAGE[:99],
    "/no-length-whole": lambda: head(Connection="close") + PAGE,
    "/no-length-cut": lambda: head(Connection="close") + PAGE[: len(PAGE) // 2],
    "/length-too-large": lambda: head(Content_Length=len(PAGE) + 37) + PAGE,
    "/gzip-length-too-large": lambda: (
        head(Content_Length=len(PACKED) + 37, Content_Encoding="gzip") + PACKED
    ),
    "/chunks-no-end": lambda: head(Transfer_Encoding="chunked") + b"%x\r\n" % len(PAGE) + PAGE,
    "/chunks-cut": lambda: head(Transfer_Encoding="chunked") + b"%x\r\n" % len(PAGE) + PAGE[:-99],
    "/chunks-bad": lambda: head(Transfer_Encoding="chunked") + b"zz\r\nnonsense\r\n0\r\n\r\n",
    "/gzip": lambda: whole(PACKED, Content_Encoding="gzip"),
    "/gzip-cut": lambda: whole(PACKED[:-40], Content_Encoding="gzip"),
    "/gzip-bad-crc": lambda: whole(PACKED[:-8] + b"\0" * 8, Content_Encoding="gzip"),
    "/gzip-said-not-sent": lambda: whole(PAGE, Content_Encoding="gzip"),
    "/gzip-twice": lambda: whole(gzip.compress(PACKED), Content_Encoding="gzip"),
    "/gzip-upper-case": lambda: whole(PACKED, Content_Encoding="GZIP"),
    "/gzip-x": lambda: whole(PACKED, Content_Encoding="x-gzip"),
    "/gzip-hidden": lambda: whole(PACKED),
    "/gzip-members": lambda: whole(
        gzip.compress(PAGE[:5000]) + gzip.compress(PAGE[5000:]), Content_Encoding="gzip"
    ),
    "/deflate": lambda: whole(zlib.compress(PAGE), Content_Encoding="deflate"),
    "/deflate-raw": lambda: whole(_raw_deflate(PAGE), Content_Encoding="deflate"),
    "/bomb": lambda: whole(BOMB, Content_Encoding="gzip"),
    "/said-huge": lambda: head(Content_Length=10**13) + PAGE,
    "/bomb-big": lambda: whole(big_bomb(), Content_Encoding="gzip"),
    "/bomb-twice": lambda: whole(gzip.compress(big_bomb()), Content_Encoding="gzip, gzip"),
    "/bomb-hidden": lambda: whole(big_bomb()),
    # The client requested neither: it accepts gzip only.
    "/said-br": lambda: whole(b"\x8b" * 5000, Content_Encoding="br"),
    "/said-zstd": lambda: whole(b"\x28\xb5\x2f\xfd" + b"\0" * 5000, Content_Encoding="zstd"),
    "/close": lambda: b"",
    "/loop": lambda: _redirect("/loop"),
    "/chain-9": lambda: _redirect("/chain-8"),
    "/to-metadata": lambda: _redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-localhost": lambda: _redirect("http://localhost:1/"),
    "/to-private": lambda: _redirect("http://10.0.0.1/"),
    "/to-mapped": lambda: _redirect("http://[::ffff:127.0.0.1]/"),
    "/to-decimal": lambda: _redirect("http://2130706433/"),
    "/to-other-port": lambda: _redirect("http://127.0.0.1:1/"),
    "/to-login": lambda: _redirect("/wp-login.php?redirect_to=%2F"),
    "/wp-login.php?redirect_to=%2F": lambda: whole(LOGIN),
    "/to-script": lambda: _redirect("javascript:alert(1)"),
    "/to-empty": lambda: _redirect(""),
    "/to-cut": lambda: _redirect("/gzip-cut"),
    "/to-503": lambda: _redirect("/503"),
    "/to-file": lambda: _redirect("file:///etc/passwd"),
    "/to-elsewhere": lambda: _redirect("https://example.org/"),
    "/to-bad-port": lambda: _redirect("http://127.0.0.1:99999/"),
    "/to-password": lambda: _redirect("http://user:secret@127.0.0.1/"),
    "/to-nowhere": lambda: head("302 Found", Content_Length=0),
    "/to-bad-brackets": lambda: _redirect("http://[::1/x"),
    "/to-utf-8": lambda: (
        "HTTP/1.1 301 Moved\r\nLocation: /الشرق\r\nContent-Length: 0\r\n\r\n".encode()
    ),
    "/%D8%A7%D9%84%D8%B4%D8%B1%D9%82": lambda: whole(PAGE),
    "/to-ok": lambda: _redirect("/ok#top"),
    "/huge-header": lambda: whole(PAGE, X_Big="a" * 200_000),
    "/bad-header": lambda: b"HTTP/1.1 200 OK\r\nthis is no header\r\nContent-Length: 2\r\n\r\nok",
    "/two-lengths": lambda: b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
    "/many-headers": lambda: whole(PAGE, **{f"X-{number}": "a" for number in range(500)}),
    "/latin-1-header": lambda: (
        f"HTTP/1.1 200 OK\r\nX-Name: caf\u00e9\r\nContent-Type: text/html\r\n"
        f"Content-Length: {len(PAGE)}\r\n\r\n".encode("latin-1")
        + PAGE
    ),
    "/length-and-chunks": lambda: (
        head(Content_Length=7, Transfer_Encoding="chunked")
        + b"%x\r\n" % len(PAGE)
        + PAGE
        + b"\r\n0\r\n\r\n"
    ),
    "/length-too-small": lambda: head(Content_Length=len(PAGE) // 2) + PAGE,
    "/length-negative": lambda: head(Content_Length=-5) + PAGE,
    "/length-words": lambda: head(Content_Length="many") + PAGE,
    "/206": lambda: whole(PAGE[:2000], "206 Partial Content", Content_Range="bytes 0-1999/9999"),
    "/charset-cp1252": lambda: _typed("text/html; charset=UTF-8", CP1252),
    "/charset-bogus": lambda: _typed("text/html; charset=klingon", PAGE),
    "/charset-none": lambda: _typed("text/html", PAGE),
    "/charset-utf-7": lambda: _typed("text/html; charset=utf-7", PAGE),
    "/no-type": lambda: _typed("", PAGE),
    "/html-as-image": lambda: _typed("image/jpeg", PAGE),
    "/image-as-html": lambda: whole(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 40),
    "/empty": lambda: whole(b""),
    "/nul-bytes": lambda: whole(PAGE.replace(b"<p>", b"<p>\0\0\0")),
    "/nested": lambda: whole(
        b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + b"</body></html>"
    ),
    "/soft-404": lambda: whole(NOT_FOUND_PAGE),
    "/login": lambda: whole(LOGIN),
    "/429-date": lambda: _busy(_in(7200)),
    "/429-past": lambda: _busy(_in(-7200)),
    "/429-junk": lambda: _busy("when it suits"),
    "/429-forever": lambda: _busy("1000000000"),
    "/429-bare": lambda: whole(b"slow down", "429 Too Many Requests"),
    "/403": lambda: whole(b"no", "403 Forbidden"),
    "/410": lambda: whole(b"gone", "410 Gone"),
    "/451": lambda: whole(b"no", "451 Unavailable For Legal Reasons"),
    "/500-article": lambda: whole(PAGE, "500 Internal Server Error"),
    "/404-article": lambda: whole(PAGE, "404 Not Found"),
    "/http-0.9": lambda: PAGE,
    "/status-999": lambda: whole(b"no", "999 Request denied"),
    "/early-hints": lambda: b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + whole(PAGE),
    "/junk-after": lambda: whole(PAGE) + b"JUNK",
    "/204": lambda: b"HTTP/1.1 204 No Content\r\n\r\n",
    "/304": lambda: head("304 Not Modified"),
    "/404": lambda: whole(b"nothing here", "404 Not Found"),
    "/503": lambda: whole(b"busy", "503 Service Unavailable", Retry_After="7"),
    "/429": lambda: whole(b"slow down", "429 Too Many Requests", Retry_After="30"),
    **{f"/chain-{n}": partial(_redirect, f"/chain-{n - 1}") for n in range(1, 9)},
    "/chain-0": lambda: whole(PAGE),
}


@asynccontextmanager
async def fault_server(asked: Counter[str] | None = None) -> AsyncIterator[str]:
    """Serve on a free port of 127.0.0.1; give the origin. Counts requests by path in `asked`."""
    counter = asked if asked is not None else Counter[str]()
    server = await asyncio.start_server(partial(_answer, counter), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()


async def _answer(
    asked: Counter[str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = request.split()[1]
        asked[path] += 1
        # Canonical addresses of pages end with a slash.
        path = path if path in ANSWERS else path.removesuffix("/")
        if path in STREAMS:
            await STREAMS[path](writer)
        elif "if-none-match" in request.lower():
            writer.write(head("304 Not Modified", ETag='"1"'))
        else:
            writer.write(ANSWERS.get(path, ANSWERS["/404"])())
        await writer.drain()
    writer.close()


async def _hang(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _drip_headers(writer: asyncio.StreamWriter) -> None:
    for byte in head(Content_Length=len(PAGE)):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


async def _drip_body(writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Length=len(PAGE)))
    for byte in PAGE:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


async def _never_end(writer: asyncio.StreamWriter) -> None:
    writer.write(head(Transfer_Encoding="chunked"))
    while True:
        writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        await writer.drain()


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Length=len(PAGE)) + PAGE[:1000])
    await writer.drain()
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _flood_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"a" * 1000 + b"\r\n")
        await writer.drain()


async def _flood_hints(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)
        await writer.drain()


async def _drip_chunks(writer: asyncio.StreamWriter) -> None:
    writer.write(head(Transfer_Encoding="chunked"))
    for byte in PAGE:
        writer.write(b"1\r\n" + bytes([byte]) + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0.1)


STREAMS = {
    "/endless-headers": _flood_headers,
    "/endless-hints": _flood_hints,
    "/slow-chunks": _drip_chunks,
    "/hang": _hang,
    "/slow-headers": _drip_headers,
    "/slow-body": _drip_body,
    "/endless": _never_end,
    "/reset": _reset,
}
