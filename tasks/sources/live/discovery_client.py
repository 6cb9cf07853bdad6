"""HTTP client for discovery: retries, records every new response, and counts open questions."""

import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from tasks.articles.feed_posts import is_feed, is_whole_feed
from tasks.articles.rest_posts import count_lost_rows, find_items, read_rows
from tasks.errors import HostResting, HostUnavailable, IntegrityError, PipelineError
from tasks.http.client import DAMAGED, Answer, Hop, PoliteClient
from tasks.models import Candidate, Capture, Expectation, PageKind, Purpose
from tasks.sources.captured_posts import is_rest_of_posts
from tasks.sources.live.same_answer import says_the_same
from tasks.sources.source import OUTSIDE_ADDRESSES, Known
from tasks.urls import Site, address_issue, canonical_url, page_kind
from tasks.warc.store import CaptureStore, read_page, read_stored_response

# Denominators of the expectations for unanswered requests, and for URLs that are excluded.
UNANSWERED = "unanswered:discovery"
OUTSIDE_DATES = "outside:dates"
TRIES = 3
# A guessed URL that gets one of these does not exist. A linked URL that does is a loss.
ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
SCANNED_BYTES = 16 << 10
# Interstitial pages of bot protection, which come with status 200, 403 or 503.
CHALLENGE = re.compile(
    rb"<title>\s*(?:just a moment|attention required!|ddos-guard|one moment, please"
    rb"|verifying (?:your|you are)|security check|checking your browser|please wait\b)"
    rb"|/cdn-cgi/challenge-platform/|__cf_chl_|_incapsula_resource|sucuri_cloudproxy|aws-waf-token"
    rb"|checking (?:your browser|if the site connection is secure)",
    re.IGNORECASE,
)

log = logging.getLogger(__name__)


class DiscoveryClient:
    """Requests discovery pages. A request without a usable response becomes an expectation."""

    def __init__(
        self, client: PoliteClient, store: CaptureStore, site: Site, known: Known | None = None
    ) -> None:
        self._client = client
        self._store = store
        self._site = site
        self._known = known or Known()
        self._unanswered: dict[str, str] = {}
        self._outside: dict[tuple[str, str], list[str]] = {}
        self._stored: dict[str, Capture] = {}
        self._forbidden: set[str] = set()
        self._posts: set[str] = set()
        self._front_page: list[Answer | None] = []
        self.names_pages = False
        self.whole_routes: set[str] = set()
        self.available_routes: set[str] = set()
        self.stated_posts: int | None = None
        self.oldest_replayed: datetime | None = None
        self.last_error: PipelineError | None = None
        self.last_problem = ""

    async def ask(self, url: str, tries: int = TRIES) -> Answer | None:
        """Return the response (any status), or None if there was none after `tries`.

        Without a response, or with only 5xx, 429 and challenge pages, the request is recorded as
        unanswered. A URL that robots.txt forbids is not requested and not recorded.
        """
        if not self._client.may_fetch(url):
            log.info("robots.txt forbids %s", url)
            self._forbidden.add(url)
            return None
        if (stored := self._replay(url)) is not None:
            return stored
        answer: Answer | None = None
        for _ in range(tries):
            try:
                answer = await self._client.get(url, on_hop=self._keep)
            except HostUnavailable as error:
                self.last_error = error
                continue
            except PipelineError as error:
                # The error that a host rests does not say why.
                is_reason = self.last_error is None or not isinstance(error, HostResting)
                self.last_error = error if is_reason else self.last_error
                self._give_up(url, str(error))
                return None
            if is_challenge(answer):
                self._give_up(url, f"{url} answers with a challenge page ({answer.status})")
                return answer
            if not _is_overloaded(answer.status):
                return answer
            self.last_error = HostUnavailable(f"{url} answers {answer.status}")
        self._give_up(url, str(self.last_error or f"{url} was not answered"))
        return answer

    async def ask_linked(self, url: str) -> Answer | None:
        """Return the response to a URL that the site itself lists, or None if it is not a 200.

        Any other status is recorded as unanswered, since pages listed there were not seen.
        """
        answer = await self.ask(url)
        if answer is None or is_challenge(answer):
            return None
        if answer.status != HTTPStatus.OK:
            self.note_unanswered(url, f"answers {answer.status}")
            return None
        return answer

    async def ask_guessed(self, url: str) -> Answer | None:
        """Return the response to a URL that may not exist, or None if it is not a 200.

        404 and 410 mean that it does not exist. A refusal (401, 403) is recorded as unanswered.
        """
        answer = await self.ask(url)
        if answer is None or answer.status in ABSENT or is_challenge(answer):
            return None
        if answer.status != HTTPStatus.OK:
            self.note_unanswered(url, f"answers {answer.status}")
            return None
        return answer

    async def front_page(self) -> Answer | None:
        """Return the site's front page, which is requested once; None if it is not a 200."""
        if not self._front_page:
            self._front_page.append(await self.ask_guessed(f"{self._site.origin}/"))
        return self._front_page[0]

    def was_absent(self, url: str) -> bool:
        """Return whether the last answer of an earlier run was that there is no such page."""
        last = self._known.answers.get(canonical_url(url, self._site) or url)
        return last is not None and last.status in ABSENT

    def keep_items(self, answer: Answer, ids: Collection[str]) -> None:
        """Index those posts with content in an answer, unless it said the same as the last one."""
        hop = answer.last
        if capture := self._stored.pop(hop.response.requested_url, None):
            found = find_items(capture, hop.body, self._site)
            self._store.add(item for item in found if item.item in ids)

    def mark_route_available(self, route: str) -> None:
        """Record that the site offers a route, even if it lists no pages now."""
        self.available_routes.add(route)

    def is_answered_by(self, route: str) -> bool:
        """Return whether the site offers a route, and every question so far was answered."""
        return route in self.available_routes and not self._unanswered

    @property
    def known_count(self) -> int:
        """The number of pages that earlier runs have put into the frontier."""
        return len(self._known.urls)

    @property
    def gaps(self) -> int:
        """The number of requests so far without an answer, or that robots.txt forbids."""
        return len(self._unanswered) + len(self._forbidden)

    def differs_in_posts(self, most_unstated: int) -> bool:
        """Return whether the REST API has not as many posts as it listed before and in this run.

        Its own counts are compared, since it may also count posts that it does not list. If it
        states none, it is worth asking for up to `most_unstated` posts. More posts than it listed
        have old dates: WordPress gives such a new post this date as the one of its last change.
        """
        known, new = self._known, self._posts - self._known.posts
        if self.stated_posts is None:
            return 0 < len(known.posts) <= most_unstated
        if known.stated_posts is None:
            return self.stated_posts < len(known.posts) + len(new)
        return self.stated_posts != known.stated_posts + len(new)

    def listed_more_than_stated(self, most: int) -> bool:
        """Return whether earlier runs listed more posts, up to `most`, than the API states now.

        Either posts were removed, or the number comes from a cache.
        """
        return (self.stated_posts or most) < len(self._known.posts) <= most

    def may_hide(self, posts: int, *, is_part: bool) -> bool:
        """Return whether the site can have `posts` more than it has listed in this run.

        If not, the number comes from a cache. `is_part`: a part of the posts was requested, so that
        the number of all posts is not credible.
        """
        stated = self.stated_posts
        if stated is None:
            return True
        return posts + len(self._posts) <= stated and not (is_part and posts == stated)

    def clear_failure(self, url: str) -> None:
        """Clear a recorded failure after a fallback request was made."""
        self._unanswered.pop(url, None)

    def note_unanswered(self, url: str, reason: str) -> None:
        """Record a request as unanswered: the response was unusable or incomplete."""
        self._give_up(url, f"{url} {reason}")

    def is_known(self, url: str) -> bool:
        """Return whether an earlier run has put this page into the frontier."""
        return url in self._known.urls

    def is_held(self, url: str) -> bool:
        """Return whether a page has a capture."""
        return (canonical_url(url, self._site) or url) in self._known.held

    def admit(self, candidate: Candidate) -> Candidate | None:
        """Return the candidate under its canonical URL; count it if it has none."""
        canonical = canonical_url(candidate.url, self._site)
        if canonical is not None:
            self.names_pages = True
            if candidate.discovered_via == "rest":
                self._posts.add(canonical)
            return replace(candidate, url=canonical)
        issue = address_issue(candidate.url, self._site)
        route = candidate.discovered_via.partition(":")[0]
        self._outside.setdefault((route, str(issue)), []).append(candidate.url)
        return None

    def open_questions(self) -> Iterator[Expectation]:
        """Yield an expectation for every unanswered request and kind of foreign URL; clear both.

        The scope of foreign URLs is the route and the reason, `stated_by` the first such URL.
        """
        for url, reason in self._unanswered.items():
            yield Expectation(UNANSWERED, url, 1, reason)
        for (route, issue), urls in self._outside.items():
            example = urls[0][:200]
            yield Expectation(OUTSIDE_ADDRESSES, f"{route} {issue}", len(set(urls)), example)
        self._unanswered.clear()
        self._outside.clear()

    def _give_up(self, url: str, reason: str) -> None:
        log.warning("%s", reason)
        self.last_problem = reason
        self._unanswered[url] = reason

    def _keep(self, hop: Hop) -> None:
        """Write a response to the store, unless it equals the last one of this URL."""
        requested = hop.response.requested_url
        url = canonical_url(requested, self._site) or requested
        if not self._is_stored(url, hop):
            self._stored[requested] = self._store.write_response(
                url, Purpose.DISCOVERY, hop.response, flags=hop.flags
            )

    def _replay(self, url: str) -> Answer | None:
        """Return the stored answer with posts to a question of an interrupted discovery."""
        since = self._known.unfinished_since
        last = self._known.answers.get(canonical_url(url, self._site) or url)
        if since is None or last is None or last.captured_at < since:
            return None
        if (
            last.requested_url != url
            or last.status != HTTPStatus.OK
            or not _has_content(url, self._site)
        ):
            return None
        try:
            response = read_stored_response(self._store.folder, last)
            body = read_page(self._store.folder, last).body
        except IntegrityError:
            return None
        if not _lists_posts(body):
            return None
        self.oldest_replayed = min(last.captured_at, self.oldest_replayed or last.captured_at)
        return Answer((Hop(response, body, last.flags),))

    def _is_stored(self, url: str, hop: Hop) -> bool:
        last = self._known.answers.get(url)
        is_damaged = any(flag.startswith(DAMAGED) for flag in hop.flags)
        if last is None or last.status != hop.response.status or is_damaged:
            return False
        if last.status in ABSENT:
            # It says only that there is no such page; themes show the latest posts there.
            return True
        try:
            page = read_page(self._store.folder, last)
        except IntegrityError:
            return False
        return says_the_same(page.body, last.captured_at, hop.body, hop.response.captured_at)


def is_challenge(answer: Answer) -> bool:
    """Return whether an answer is the interstitial page of a bot protection service."""
    response = answer.last.response
    if (response.header("cf-mitigated") or "").lower() == "challenge":
        return True
    return shows_challenge(answer.last.body)


def shows_challenge(body: bytes) -> bool:
    """Return whether a page is one that bot protection shows instead of the site."""
    start = body[:SCANNED_BYTES]
    return b"<html" in start.lower() and bool(CHALLENGE.search(start))


def _has_content(url: str, site: Site) -> bool:
    """Return whether a URL is of posts by REST with content, or of a later page of a feed.

    The first page of a feed has the posts that were added in the meantime, and so has the list of
    changed posts.
    """
    is_rest = is_rest_of_posts(url) and "_embed" in url and "modified_after=" not in url
    return is_rest or ("paged=" in url and page_kind(url, site) is PageKind.FEED)


def _lists_posts(body: bytes) -> bool:
    """Return whether a stored answer was of use: whole, and not a page or an empty list."""
    if is_feed(body):
        return is_whole_feed(body)
    return bool(read_rows(body)) and not count_lost_rows(body)


def _is_overloaded(status: int) -> bool:
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
