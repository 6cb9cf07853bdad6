"""A loopback HTTP/1.1 server on raw sockets that answers in every wrong way servers do."""

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

PAGE = b"<!DOCTYPE html><html><body>" + b"<p>An invented sentence.</p>" * 300 + b"</body></html>"
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


# Made before anybody waits for it: 64 MB in 64 KB.
BOMB = bomb(64)
# What is sent for a path; then the connection is closed.
ANSWERS: dict[str, Callable[[], bytes]] = {
    "/ok": lambda: whole(PAGE),
    "/short": lambda: head(Content_Length=len(PAGE)) + PAGE[:99],
    "/no-length-whole": lambda: head(Connection="close") + PAGE,
    "/no-length-cut": lambda: head(Connection="close") + PAGE[: len(PAGE) // 2],
    "/chunks-cut": lambda: head(Transfer_Encoding="chunked") + b"%x\r\n" % len(PAGE) + PAGE,
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
    "/close": lambda: b"",
    "/loop": lambda: _redirect("/loop"),
    "/chain-9": lambda: _redirect("/chain-8"),
    "/to-metadata": lambda: _redirect("http://169.254.169.254/latest/meta-data/"),
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
async def fault_server() -> AsyncIterator[str]:
    """Serve on a free port of 127.0.0.1; give the origin."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = request.split()[1]
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


STREAMS = {
    "/hang": _hang,
    "/slow-headers": _drip_headers,
    "/slow-body": _drip_body,
    "/endless": _never_end,
    "/reset": _reset,
}
