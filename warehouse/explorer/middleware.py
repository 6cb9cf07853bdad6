"""Middleware: check of the Host header, security headers, and ETags of the publication."""

import hashlib
from collections.abc import Callable, Collection
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warehouse.errors import NothingPublished, UnusableWarehouse

# No external and no inline content: markup from an article that was not escaped could not load, run
# or send anything.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}

# Addresses without a tag of the publication.
UNTAGGED = ("/sql", "/static", "/health")


class HostGuard:
    """Reject requests whose Host header is not in `hosts`.

    This stops DNS rebinding: a foreign page whose name resolves to 127.0.0.1 sends its own name.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = {host.lower().strip("[]") for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward the request, or answer 421."""
        if scope["type"] != "http" or host_name(Headers(scope=scope).get("host", "")) in self.hosts:
            await self.app(scope, receive, send)
            return
        refusal = PlainTextResponse("This server does not answer for that host.", 421)
        await refusal(scope, receive, send)


class HeaderGuard:
    """Add the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward the request and add headers to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class PublicationTag:
    """Give every page an ETag of its publication, and answer 304 to a reader who has that page.

    The answers of the SQL box are left out: they may depend on the time. `identity` returns a value
    that another publication changes.
    """

    def __init__(self, app: ASGIApp, identity: Callable[[], object]) -> None:
        self.app = app
        self.identity = identity
        self.build = _digest_of_pages()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304 if the tag is the present one, else forward the request and add the tag."""
        tag = self._tag(scope)
        if not tag:
            await self.app(scope, receive, send)
            return
        if tag in _tags(Headers(scope=scope).get("if-none-match", "")):
            await Response(status_code=304, headers={"etag": tag})(scope, receive, send)
            return

        async def send_with_tag(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message).setdefault("etag", tag)
            await send(message)

        await self.app(scope, receive, send_with_tag)

    def _tag(self, scope: Scope) -> str:
        """Return the tag of a page; empty if the address has none."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return ""
        if scope["path"].startswith(UNTAGGED):
            return ""
        try:
            made = f"{self.identity()} {self.build}"
        except (NothingPublished, UnusableWarehouse):
            return ""
        return f'W/"{hashlib.sha256(made.encode()).hexdigest()[:20]}"'


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


def _digest_of_pages() -> str:
    """Return a digest of the explorer's code, so that a new version does not keep old pages."""
    digest = hashlib.sha256()
    for file in _all_files(files("warehouse.explorer")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _all_files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != "__pycache__":
            found += _all_files(item)
        elif item.is_file():
            found.append(item)
    return found


def host_name(header: str) -> str:
    """Return the host of a Host header without port and brackets, in lower case."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()
