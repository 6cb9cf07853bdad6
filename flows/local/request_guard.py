"""Refuse requests that other web pages send to Prefect's server through the operator's browser.

The local server has no password: it listens on loopback, and any client that can send it a request
can run a command through the worker. A browser lets any page send requests to loopback; with DNS
rebinding (a domain that resolves to 127.0.0.1) the page can also read the responses. Such requests
carry a foreign `Origin` or `Host` header, so both are checked. The worker and Prefect's Python
client send no `Origin`.
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
# Values of `Sec-Fetch-Site` of requests that no page of another origin caused. Another port of
# this machine is another origin.
UNEMBEDDED = frozenset({"none", "same-origin"})
# https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
POLICY_VIOLATION = 1008


def origins_of(port: int) -> str:
    """Return the origins of the server's own pages, in the form of Prefect's CORS setting."""
    return f"http://127.0.0.1:{port},http://localhost:{port}"


def refuse_foreign_pages(app: ASGIApp) -> ASGIApp:
    """Wrap an application so that requests of other sites' pages get status 403."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not (reason := _refusal(scope)):
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": reason})
        else:
            await PlainTextResponse(reason, HTTPStatus.FORBIDDEN)(scope, receive, send)

    return guard


@dataclass(frozen=True, slots=True)
class _Address:
    """Name and port of a `Host` or `Origin` header; both None if it cannot be parsed."""

    name: str | None
    port: int | None

    @classmethod
    def parse(cls, url: str) -> "_Address":
        try:
            parts = urlsplit(url)
            return cls(parts.hostname, parts.port)
        except ValueError:
            return cls(None, None)


def _refusal(scope: Scope) -> str:
    """Return why a request is refused; empty if it is not."""
    headers = Headers(scope=scope)
    if len(headers.getlist("host")) != 1 or len(headers.getlist("origin")) > 1:
        return "refused: exactly one Host header and at most one Origin header are allowed"
    host = _Address.parse(f"//{headers['host']}")
    if host.name not in LOOPBACK_NAMES:
        return f"refused: this server answers as {', '.join(sorted(LOOPBACK_NAMES))} only"
    if not _is_own_page(headers, host, scope):
        return "refused: only this server's own pages may send requests"
    return ""


def _is_link(headers: Headers) -> bool:
    """Return whether the answer gets a tab of its own.

    Other pages may link here, but not embed images, scripts or frames: an invisible frame
    takes the clicks meant for the page around it.
    """
    is_whole_tab = headers.get("sec-fetch-dest", "document") == "document"
    return is_whole_tab and headers.get("sec-fetch-mode") == "navigate"


def _is_own_page(headers: Headers, host: _Address, scope: Scope) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return _is_link(headers) or headers.get("sec-fetch-site", "none") in UNEMBEDDED
    page = _Address.parse(origin)
    own_ports = {host.port, (scope.get("server") or (None, None))[1]}
    return page.name in LOOPBACK_NAMES and page.port in own_ports - {None}
