"""HTTP client with deadlines, size limits, strict decoding, checked redirects, and no cookies.

In tests with about fifty faults, httpx alone accepts half a gzip stream as a complete body, never
times out a slow-loris response, unpacks compression bombs completely, and follows any redirect.
"""

import asyncio
import ipaddress
import re
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Self
from urllib.parse import urlsplit

import httpx

from tasks.errors import (
    EndlessRedirect,
    HostUnavailable,
    IntegrityError,
    PipelineError,
    PolicyRefusal,
)
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.rate_limiter import HostRateLimiter
from tasks.http.response import NOT_MODIFIED, NOT_MODIFIED_PROFILE, Response

# Flags of an incomplete body: truncated, damaged, or in an encoding that was not requested.
DAMAGED = ("truncated-", "corrupt-", "unknown-encoding:")
CUT_PAGE = "corrupt-end"
CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
TAIL_BYTES = 2048
# A host that accepts no connection within this time counts as unavailable.
CONNECT_SECONDS = 20.0
# If one of these is closed, the text is complete and only the page frame is missing.
TEXT_ENDS = (b"</article", b"</body")
# The end of a page, a sitemap or a feed.
DOCUMENT_END = re.compile(rb"</(?:html|urlset|sitemapindex|rss|feed)\s*>", re.IGNORECASE)
# Raised on a connection that the server closed while it was idle.
STALE = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


Trace = Callable[[str, object], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hop:
    """One response of a redirect chain, as received, and its decoded body."""

    response: Response
    body: bytes
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The redirect chain of a request; the last hop is the final response."""

    hops: tuple[Hop, ...]

    @property
    def last(self) -> Hop:
        """The final response."""
        return self.hops[-1]

    @property
    def status(self) -> int:
        """The HTTP status of the final response."""
        return self.last.response.status


class PoliteClient:
    """Requests pages from the hosts of one site, each through its rate limiter.

    Every request is independent: the client sends no cookies, so meters and consent forms that
    count visits see a first visit. Use as an async context manager.
    """

    def __init__(
        self,
        crawl_policy: CrawlPolicy,
        allowed_hosts: frozenset[str],
        may_fetch: Callable[[str], bool] = lambda _url: True,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._crawl_policy = crawl_policy
        self._allowed_hosts = allowed_hosts
        self.may_fetch = may_fetch
        self._limiters: dict[str, HostRateLimiter] = {}
        self._client = httpx.AsyncClient(
            headers={"User-Agent": crawl_policy.user_agent, "Accept-Encoding": "gzip"},
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(
                crawl_policy.deadline_seconds,
                connect=min(crawl_policy.deadline_seconds, CONNECT_SECONDS),
            ),
            limits=httpx.Limits(
                max_connections=crawl_policy.max_connections,
                max_keepalive_connections=crawl_policy.max_connections,
            ),
            transport=transport,
            trust_env=transport is None,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._client.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def limiter(self, host: str) -> HostRateLimiter:
        """Return the host's limiter."""
        return self._limiters.setdefault(host, HostRateLimiter(host, self._crawl_policy))

    async def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        on_hop: Callable[[Hop], None] = lambda _hop: None,
    ) -> Answer:
        """Request a URL and follow its redirects within the allowed hosts.

        `on_hop` is called with every complete response, also when a later hop fails.

        Raises:
            HostUnavailable: no response, a truncated one, or none within the deadline.
            HostResting: the rate limiter keeps the host at rest.
            PolicyRefusal: robots.txt, another host, a private address, too big, too many hops.
            IntegrityError: the body is truncated or damaged inside its encoding.
        """
        hops: list[Hop] = []
        while True:
            url = self._check(url, hops)
            hop = await self._one(url, headers)
            hops.append(hop)
            on_hop(hop)
            if hop.response.location is None:
                break
            url = hop.response.location.partition("#")[0]
        _refuse_damage(hop, asked_with=frozenset(name.lower() for name in headers or ()))
        return Answer(tuple(hops))

    def _check(self, url: str, hops: list[Hop]) -> str:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError as error:
            raise PolicyRefusal(f"{url[:200]} is not a URL") from error
        if parts.scheme not in {"http", "https"} or parts.username or not parts.hostname:
            raise PolicyRefusal(f"{url[:200]} is not an allowed web address")
        if parts.netloc.lower() not in self._allowed_hosts:
            raise PolicyRefusal(f"{parts.netloc} is not a host of the site")
        if any(hop.response.requested_url == url for hop in hops):
            raise EndlessRedirect(f"{url} redirects to itself")
        if len(hops) > self._crawl_policy.max_redirects:
            raise EndlessRedirect(f"more than {self._crawl_policy.max_redirects} redirects")
        if not self.may_fetch(url):
            raise PolicyRefusal(f"robots.txt forbids {url}")
        return url

    async def _one(self, url: str, headers: Mapping[str, str] | None) -> Hop:
        limiter = self.limiter(urlsplit(url).netloc.lower())
        async with limiter:
            started = time.monotonic()
            try:
                async with asyncio.timeout(self._crawl_policy.deadline_seconds):
                    response = await self._receive_fresh(url, headers)
            except PipelineError:
                raise
            except TimeoutError as error:
                limiter.record(None, time.monotonic() - started)
                seconds = self._crawl_policy.deadline_seconds
                raise HostUnavailable(
                    f"{url}: no complete response within {seconds:.0f} s"
                ) from error
            except (httpx.HTTPError, httpx.InvalidURL, OSError, ExceptionGroup) as error:
                limiter.record(None, time.monotonic() - started)
                raise HostUnavailable(f"{url}: {_reason(error)}") from error
            limiter.record(
                response.status, time.monotonic() - started, response.header("retry-after")
            )
            limiter.record_size(len(response.raw_body))
        return self._hop(response)

    async def _receive_fresh(self, url: str, headers: Mapping[str, str] | None) -> Response:
        """Receive a response; retry once if the server had closed the idle connection.

        The server did not process the request, so RFC 9110, section 9.2.2, allows repeating it.
        """
        seen: set[str] = set()

        async def note(event: str, _info: object) -> None:
            seen.add(event)

        try:
            return await self._receive(url, headers, note)
        except STALE:
            was_sent = "http11.send_request_headers.started" in seen
            was_new = "connection.connect_tcp.started" in seen
            was_answered = "http11.receive_response_headers.complete" in seen
            if was_new or was_answered or not was_sent:
                raise
        return await self._receive(url, headers, note)

    async def _receive(self, url: str, headers: Mapping[str, str] | None, note: Trace) -> Response:
        async with self._client.stream(
            "GET", url, headers=headers, extensions={"trace": note}
        ) as answer:
            cap = self._crawl_policy.wire_bytes
            if int(answer.headers.get("content-length") or 0) > cap:
                raise PolicyRefusal(f"{url}: the body is over {cap} bytes")
            raw = bytearray()
            try:
                async for chunk in answer.aiter_raw():
                    raw += chunk
                    if len(raw) > cap:
                        raise PolicyRefusal(f"{url}: the body is over {cap} bytes")
            except httpx.RemoteProtocolError:
                # Some servers state a wrong length, or leave out the last chunk, every time.
                if not self._has_end(_response(url, answer, raw)):
                    raise
            return _response(url, answer, raw)

    def _has_end(self, response: Response) -> bool:
        """Return whether a body that ends early in its transfer is a whole document."""
        decoded = response.decoded(self._crawl_policy.body_bytes)
        is_damaged = any(flag.startswith(DAMAGED) for flag in decoded.flags)
        return not is_damaged and bool(DOCUMENT_END.search(decoded.body[-TAIL_BYTES:]))

    def _hop(self, response: Response) -> Hop:
        decoded = response.decoded(self._crawl_policy.body_bytes)
        flags = {*decoded.flags, *_completeness_flags(response, decoded.body)}
        return Hop(response, decoded.body, tuple(sorted(flags)))


def _response(url: str, answer: httpx.Response, raw: bytearray) -> Response:
    is_unchanged = answer.status_code == NOT_MODIFIED
    return Response(
        requested_url=url,
        status=answer.status_code,
        reason=answer.reason_phrase,
        headers=tuple(
            (key.decode("latin-1"), value.decode("latin-1")) for key, value in answer.headers.raw
        ),
        raw_body=bytes(raw),
        captured_at=datetime.now(UTC),
        ip=_server_ip(answer),
        revisit_profile=NOT_MODIFIED_PROFILE if is_unchanged else None,
    )


def _refuse_damage(hop: Hop, *, asked_with: frozenset[str]) -> None:
    """Raise IntegrityError if a response is not complete."""
    url, status = hop.response.requested_url, hop.response.status
    if damage := [flag for flag in hop.flags if flag.startswith(DAMAGED)]:
        raise IntegrityError(f"{url}: {', '.join(damage)}")
    if status == NOT_MODIFIED and not asked_with & CONDITIONS:
        raise IntegrityError(f"{url}: 304 to an unconditional request")
    if status == HTTPStatus.PARTIAL_CONTENT and "range" not in asked_with:
        raise IntegrityError(f"{url}: 206 to a request without a range")


def _completeness_flags(response: Response, body: bytes) -> set[str]:
    """Return flags for a body that looks truncated although the transfer did not fail."""
    flags = set()
    has_length = response.header("content-length") or response.header("transfer-encoding")
    if not has_length and response.raw_body:
        flags.add("ended-by-close")
    is_html = "html" in (response.header("content-type") or "")
    # UTF-16 has a zero byte beside each letter of the marks.
    body = body.replace(b"\0", b"") if b"\0" in body else body
    if is_html and body and b"</html" not in body[-TAIL_BYTES:].lower():
        # Only the closed connection marks the end, and the page lacks its end tags; or the page
        # ends in the middle of its text, even if Content-Length matches.
        is_cut = "ended-by-close" in flags or _is_cut_in_text(body.lower())
        flags.add(CUT_PAGE if is_cut else "no-html-end")
    return flags


def _is_cut_in_text(body: bytes) -> bool:
    return b"<body" in body and not any(end in body for end in TEXT_ENDS)


def _server_ip(answer: httpx.Response) -> str | None:
    stream = answer.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream else None
    return str(address[0]) if address else None


def is_unknown_host(error: BaseException) -> bool:
    """Return whether a request failed because the name of its host has no address."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _reason(error: BaseException) -> str:
    """Return why there was no response, in one line."""
    if is_unknown_host(error):
        return "the name of the host cannot be resolved"
    if isinstance(error, httpx.ConnectTimeout):
        return "the host does not accept connections"
    if isinstance(error, httpx.ConnectError):
        return f"no connection ({_one_line(error)})"
    return _one_line(error)


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:200]


def refuse_private_hosts(hosts: frozenset[str], configured_host: str) -> None:
    """Check that no host but the configured one itself resolves to a private address.

    Raises:
        PolicyRefusal: one does.
        HostUnavailable: one cannot be resolved.
    """
    for netloc in hosts - {configured_host}:
        host = urlsplit(f"//{netloc}").hostname or ""
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError as error:
            raise HostUnavailable(f"{host} cannot be resolved") from error
        for *_, address in found:
            ip = ipaddress.ip_address(str(address[0]).split("%")[0])
            if not (getattr(ip, "ipv4_mapped", None) or ip).is_global:
                raise PolicyRefusal(f"{host} is the private address {ip}")
