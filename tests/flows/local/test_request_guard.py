"""What other sites' pages, browsers and programs get from Prefect's server."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message, Scope
from starlette.websockets import WebSocket

from flows.local.request_guard import refuse_foreign_pages

PORT = 4200
OWN = f"http://127.0.0.1:{PORT}"


async def _created(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("created", status_code=201)


async def _events(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


GUARDED = refuse_foreign_pages(
    Starlette(
        routes=[
            Route("/api/flows", _created, methods=["GET", "POST"]),
            WebSocketRoute("/api/events", _events),
        ]
    )
)


def request(method: str = "POST", **headers: str) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=GUARDED)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(transport=transport, base_url=OWN) as client:
            return await client.request(method, "/api/flows", headers=named)

    return asyncio.run(send())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": OWN},
        {"origin": f"http://localhost:{PORT}"},
        {"host": f"localhost:{PORT}", "origin": f"http://localhost:{PORT}"},
        {"host": f"[::1]:{PORT}", "origin": f"http://[::1]:{PORT}"},
        {"host": "localhost:9000", "origin": "http://localhost:9000"},
        {"sec_fetch_site": "same-origin", "sec_fetch_mode": "cors"},
        {"sec_fetch_site": "none", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"},
    ],
    ids=[
        *("program", "own", "localhost", "by name", "IPv6", "through an SSH tunnel", "own GET"),
        "typed by the user",
    ],
)
def test_programs_and_own_pages_are_answered(headers: dict[str, str]) -> None:
    assert request(**headers).status_code == 201


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://evil.example",
        f"http://evil.example:{PORT}",
        f"http://127.0.0.1.evil.example:{PORT}",
        f"http://127.0.0.1:{PORT}@evil.example",
        f"http://127.0.0.1:{PORT + 1}",
        "http://127.0.0.1",
        "http://127.0.0.1:port",
        f"http://[::ffff:127.0.0.1]:{PORT}",
        f"http://2130706433:{PORT}",
        f"http://0.0.0.0:{PORT}",
        f"http://localhost.:{PORT}",
        f"chrome-extension://127.0.0.1/{PORT}",
        "file://",
        "null",
        "",
    ],
)
def test_a_page_of_another_origin_is_refused(origin: str) -> None:
    answer = request(origin=origin)

    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", f"evil.example:{PORT}", "127.0.0.1.evil.example", ""),
        *("0.0.0.0", f"0.0.0.0:{PORT}", f"[::ffff:7f00:1]:{PORT}", f"[::]:{PORT}", "2130706433"),
        *(f"127.1:{PORT}", f"localhost.evil.example:{PORT}", f"127.0.0.1@evil.example:{PORT}"),
        *("evil.example, 127.0.0.1", "127.0.0.1:port", "127.0.0.1:99999"),
    ],
)
def test_a_host_name_that_leads_here_is_refused(host: str) -> None:
    """A page of evil.example whose name resolves to 127.0.0.1 is of the server's own origin."""
    assert request("GET", host=host).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_leads_here_and_nothing_can_be_embedded_from_here(site: str) -> None:
    """A page on another port of this machine is of the same site, and of another origin."""
    link = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert request("GET", sec_fetch_site=site, **link).status_code == 201

    for mode, kind in [
        *(("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe")),
        *(("navigate", "frame"), ("navigate", "object"), ("navigate", "embed")),
    ]:
        embedded = {"sec_fetch_mode": mode, "sec_fetch_dest": kind}
        assert request("GET", sec_fetch_site=site, **embedded).status_code == 403, kind


@pytest.mark.parametrize(
    ("origin", "first_answer"),
    [(OWN, "websocket.accept"), ("http://evil.example", "websocket.close")],
)
def test_a_web_socket_opens_for_own_pages_only(origin: str, first_answer: str) -> None:
    sent: list[Message] = []
    headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"origin", origin.encode())]
    scope: Scope = {
        "type": "websocket",
        "path": "/api/events",
        "query_string": b"",
        "headers": headers,
        "server": ("127.0.0.1", PORT),
        "subprotocols": [],
    }

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def connect() -> None:
        await GUARDED(scope, receive, send)

    asyncio.run(connect())

    assert sent[0]["type"] == first_answer
