"""Source `live`: the WordPress site itself."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from tasks.articles.markup.post_pages import REPEATS_PAGE
from tasks.errors import (
    EndlessRedirect,
    HostResting,
    HostUnavailable,
    IntegrityError,
    PipelineError,
    PolicyRefusal,
)
from tasks.http.client import Hop, PoliteClient, refuse_private_hosts
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.rate_limiter import seconds_to_wait
from tasks.http.robots import RobotsRules, is_withheld, read_robots
from tasks.models import Candidate, Capture, FetchFailure, Purpose
from tasks.sources.live.article_pages import ArticlePages, FurtherPages
from tasks.sources.live.discovery_client import DiscoveryClient
from tasks.sources.live.feed import discover_by_feed
from tasks.sources.live.listings import discover_by_listings
from tasks.sources.live.sitemaps import discover_by_sitemap
from tasks.sources.live.spec import ROUTES
from tasks.sources.live.wordpress_rest import discover_by_rest, discover_removed_posts
from tasks.sources.source import (
    Fetched,
    Finding,
    PageRequest,
    WholeListing,
    Window,
)
from tasks.urls import Site, canonical_url
from tasks.warc.store import CaptureStore
from warehouse.ingest.source_names import LIVE

# A site in maintenance, or temporarily hidden, redirects every request there.
LOGIN_PAGE = "/wp-login.php"
ASKS_TO_WAIT = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
NOT_A_LIST = "it answers, but with other pages than lists of articles"
FORBIDDEN = "its robots.txt forbids them"
AGENT_TOKEN = "aawsat-warehouse"
# Maximum number of further pages of articles in one run, for sites that link endless pages.
MOST_FOLLOWED = 5_000
RETRY_UNAVAILABLE = timedelta(minutes=15)
RETRY_DAMAGED = timedelta(hours=1)


class LiveSite:
    """A WordPress site on the web, or on this machine in tests."""

    name = LIVE

    def __init__(
        self,
        site: Site,
        crawl_policy: CrawlPolicy,
        store: CaptureStore,
        routes: frozenset[str] = frozenset(),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._site = site
        self._crawl_policy = crawl_policy
        self._store = store
        self._routes = routes or frozenset(ROUTES)
        self._host = urlsplit(site.origin).netloc.lower()
        self._loop = asyncio.Runner()
        hosts = frozenset(site.hosts)
        self._hosts = hosts
        self._client = PoliteClient(crawl_policy, hosts, transport=transport)
        self._robots: RobotsRules | None = None
        self._is_rest_refused = False
        self._followed: dict[str, Fetched] = {}
        self._landed_on: dict[str, Capture] = {}
        self._in_batch: dict[str, asyncio.Future[tuple[Fetched, list[str]]]] = {}

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield the candidates and counts of every allowed route.

        Raises:
            HostUnavailable: no route is available, or robots.txt cannot be read.
        """
        findings = self._discover(window)
        while (finding := self._loop.run(anext(findings, None))) is not None:
            yield finding

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        """Fetch pages and the further pages of their articles; captures go to the store.

        A page with a known capture is requested conditionally.
        """
        outcomes: list[Fetched] = self._loop.run(self._fetch(requests))
        return outcomes

    def close(self) -> None:
        """Close the connections."""
        self._loop.run(self._client.aclose())
        self._loop.close()

    async def _discover(self, window: Window) -> AsyncIterator[Finding]:
        client = DiscoveryClient(self._client, self._store, self._site, window.known)
        await self._obey_robots(client)
        for route in ROUTES:
            if self._is_needed(route, client, window):
                async for finding in _walk(client, route, self._by_route(route, client, window)):
                    yield finding
            if route == "rest":
                self._is_rest_refused = not client.is_answered_by("rest")
        async for finding in _walk(client, "rest", discover_removed_posts(client, self._site)):
            yield finding
        for question in client.open_questions():
            yield question
        self._refuse_silence(client)

    def _is_needed(self, route: str, client: DiscoveryClient, window: Window) -> bool:
        """Return whether a route is to be used, after those before it."""
        # The feed repeats the other routes, ten posts per request: used only if they fail, or for
        # its texts. Listings repeat REST where that gave every post it counts.
        has_posts = window.with_content and client.is_answered_by("rest")
        is_repeated = {
            "feed": client.names_pages and not (window.with_content and self._is_rest_refused),
            "listing": has_posts,
        }
        return route in self._routes and not is_repeated.get(route, False)

    def _refuse_silence(self, client: DiscoveryClient) -> None:
        if client.available_routes:
            return
        routes = ", ".join(route for route in ROUTES if route in self._routes)
        is_open = self._robots is None or self._robots.may_fetch(f"{self._site.origin}/")
        silence = NOT_A_LIST if is_open else FORBIDDEN
        reason = client.last_error or client.last_problem or silence
        raise HostUnavailable(
            f"{self._site.origin} offers no route of discovery ({routes}): {reason}"
        )

    def _by_route(
        self, route: str, client: DiscoveryClient, window: Window
    ) -> AsyncIterator[Finding]:
        if route == "rest":
            return discover_by_rest(client, self._site, window)
        if route == "sitemap":
            named = self._robots.sitemaps if self._robots else ()
            return discover_by_sitemap(client, self._site, named)
        if route == "listing":
            return discover_by_listings(client, self._site, window)
        return discover_by_feed(client, self._site, window)

    async def _obey_robots(self, client: DiscoveryClient) -> None:
        """Read robots.txt once per run, and apply its rules and delay from then on."""
        if self._robots is not None:
            return
        refuse_private_hosts(self._hosts, self._host)
        self._robots = await self._read_robots(client, f"{self._site.origin}/robots.txt")
        self._client.may_fetch = self._robots.may_fetch
        if delay := self._robots.crawl_delay:
            longest = self._crawl_policy.longest_crawl_delay_seconds
            self._client.limiter(self._host).set_min_delay(min(delay, longest))

    async def _read_robots(self, client: DiscoveryClient, address: str) -> RobotsRules:
        answer = await client.ask(address)
        if isinstance(client.last_error, EndlessRedirect):
            # RFC 9309, section 2.3.1.2: a file behind too many redirects counts as missing.
            client.clear_failure(address)
            return read_robots(HTTPStatus.NOT_FOUND, b"", AGENT_TOKEN)
        if answer is None and client.last_error is not None:
            raise client.last_error
        status = answer.status if answer else None
        if status is not None and is_withheld(status):
            raise HostUnavailable(
                f"{address} answers {status}: no requests are allowed before it can be read"
            )
        return read_robots(status, answer.last.body if answer else b"", AGENT_TOKEN)

    async def _fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        await self._obey_robots(DiscoveryClient(self._client, self._store, self._site))
        self._in_batch.clear()
        return list(await asyncio.gather(*(self._fetch_article(request) for request in requests)))

    async def _fetch_article(self, request: PageRequest) -> Fetched:
        """Fetch a page, and the further pages of its article not fetched in this run."""
        if request.url in self._followed:
            return self._followed[request.url]
        pages = ArticlePages()
        outcome, due = await self._fetch_once(request, pages)
        while due and len(self._followed) < MOST_FOLLOWED:
            url = due.pop(0)
            if url not in self._followed:
                self._followed[url], more = await self._fetch_once(PageRequest(url), pages)
                due += more
        return outcome

    async def _fetch_once(
        self, request: PageRequest, pages: ArticlePages
    ) -> tuple[Fetched, list[str]]:
        """Fetch a page once in a batch, also if it is requested and linked to at the same time.

        A page that a redirect has led to in this run is not requested again.
        """
        landed = self._landed_on.get(request.url)
        if landed is not None and landed.status == HTTPStatus.OK:
            return landed, []
        fetching = self._in_batch.get(request.url)
        if fetching is None:
            fetching = asyncio.ensure_future(self._fetch_one(request, pages))
            self._in_batch[request.url] = fetching
        outcome, more = await fetching
        return outcome, list(more)

    async def _fetch_one(
        self, request: PageRequest, pages: ArticlePages
    ) -> tuple[Fetched, list[str]]:
        """Return the outcome of a request, and the further pages of the article it links to."""
        kept: list[Capture] = []
        more = FurtherPages()

        def keep(hop: Hop) -> None:
            nonlocal more
            requested = hop.response.requested_url
            url = canonical_url(requested, self._site) or request.url
            if hop.response.status == HTTPStatus.OK:
                more = pages.read(hop.body, requested, self._site)
            kept.append(self._stored_in_run(url, hop) or self._write(url, hop, more))

        try:
            answer = await self._client.get(request.url, _validators(request), keep)
        except PipelineError as error:
            return _failure(request.url, error), []
        last = answer.last
        if kept[-1].url != request.url:
            self._landed_on[kept[-1].url] = kept[-1]
        return _turned_away(request.url, last) or kept[-1], list(more.urls)

    def _write(self, url: str, hop: Hop, more: FurtherPages) -> Capture:
        flags = (*hop.flags, REPEATS_PAGE) if more.is_repeat else hop.flags
        return self._store.write_response(url, Purpose.PAGE, hop.response, flags=flags)

    def _stored_in_run(self, url: str, hop: Hop) -> Capture | None:
        """Return the capture of the same page, if a redirect to it or itself was just fetched."""
        earlier = self._landed_on.get(url) or _outcome(self._in_batch.get(url))
        if not isinstance(earlier, Capture) or earlier.url != url:
            return None
        is_page = earlier.status == hop.response.status == HTTPStatus.OK
        payload = hashlib.sha256(hop.body).hexdigest()
        return earlier if is_page and earlier.payload_sha256 == payload else None


async def _walk(
    client: DiscoveryClient, route: str, findings: AsyncIterator[Finding]
) -> AsyncIterator[Finding]:
    """Yield the findings, candidates under their canonical URLs; say whether all were listed."""
    gaps, count, lists_all = client.gaps, 0, False
    async for finding in findings:
        lists_all = lists_all or isinstance(finding, WholeListing)
        admitted = client.admit(finding) if isinstance(finding, Candidate) else finding
        if admitted is not None and not isinstance(admitted, WholeListing):
            count += isinstance(admitted, Candidate)
            yield admitted
    if lists_all and count and client.gaps == gaps:
        client.whole_routes.add(route)
        yield WholeListing(route)


def _validators(request: PageRequest) -> dict[str, str]:
    """Return the headers of a conditional GET (RFC 9110, section 13)."""
    headers = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in headers.items() if value}


def _outcome(fetching: asyncio.Future[tuple[Fetched, list[str]]] | None) -> Fetched | None:
    """Return the outcome of a request in the batch, if it has one already."""
    if fetching is None or not fetching.done() or fetching.cancelled() or fetching.exception():
        return None
    return fetching.result()[0]


def _turned_away(url: str, hop: Hop) -> FetchFailure | None:
    """Return the failure for a response that asks to retry later; its capture is kept too."""
    if urlsplit(hop.response.requested_url).path.endswith(LOGIN_PAGE):
        later = datetime.now(UTC) + RETRY_DAMAGED
        return FetchFailure(url, "transient", "leads to the login page", later)
    seconds = seconds_to_wait(hop.response.header("retry-after"))
    if seconds is None or hop.response.status not in ASKS_TO_WAIT:
        return None
    text = f"HTTP status {hop.response.status}, asks to wait {seconds:.0f} s"
    # Never sooner than after other failures: servers send `Retry-After: 0` by mistake.
    wait = max(timedelta(seconds=seconds), RETRY_UNAVAILABLE)
    return FetchFailure(url, f"http_{hop.response.status}", text, datetime.now(UTC) + wait)


def _failure(url: str, error: PipelineError) -> FetchFailure:
    now = datetime.now(UTC)
    if isinstance(error, HostResting):
        return FetchFailure(url, "transient", str(error), now + timedelta(seconds=error.seconds))
    if isinstance(error, PolicyRefusal):
        return FetchFailure(url, "policy", str(error), None)
    if isinstance(error, IntegrityError):
        return FetchFailure(url, "integrity", str(error), now + RETRY_DAMAGED)
    return FetchFailure(url, "transient", str(error), now + RETRY_UNAVAILABLE)
