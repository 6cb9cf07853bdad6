"""Read each page from the best place: the site itself, and web archives for what it no longer has.

While the site answers as itself, its pages come from there. The indexes of the web archives are
read for articles that it does not list, and once a page that it listed is gone. A site that is
gone, parked, or refuses requests is one warning: then every page comes from the web archives. A
page that several of them have is copied from the one with the best capture.

Answers of an index are used for `INDEX_AGE`, so nights cost the archives no requests.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

from tasks.articles.parse_page import parse_page
from tasks.errors import HostUnavailable, IntegrityError, PipelineError
from tasks.models import (
    FIRST_DAY,
    LAST_DAY,
    Article,
    Candidate,
    Capture,
    Expectation,
    FetchFailure,
    Page,
    PageKind,
)
from tasks.sources.auto import ARCHIVES
from tasks.sources.captured_posts import is_rest_of_posts
from tasks.sources.live.discovery_client import UNANSWERED, shows_challenge
from tasks.sources.live.spec import SOURCE as LIVE
from tasks.sources.source import (
    ARCHIVE_SILENT,
    POSTPONED,
    SITE_AWAY,
    Fetched,
    Finding,
    Known,
    PageRequest,
    Source,
    Window,
)
from tasks.sources.web_archives.archive_source import ArchiveSource
from tasks.urls import Site, page_kind
from tasks.warc.store import CaptureStore, read_page

INDEX_AGE = timedelta(days=30)
RETRY_POSTPONED = timedelta(days=3)
# Pages requested from the site before its answers are judged.
PAGES_AT_ONCE = 50
# The site refuses this program if so many of those pages are refused, and it is parked if so many
# look like its front page.
FEWEST_REFUSALS = 10
REFUSED_SHARE = 0.8
TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
# There is no page at such an address; other error statuses refuse the request.
NO_PAGE = frozenset({400, 404, 410, 414})

log = logging.getLogger(__name__)


class BestPlace:
    """The site and the web archives, as one source.

    `absence` says why no more pages are requested from the site; None while they are.
    """

    name = "auto"

    def __init__(
        self, site: Site, store: CaptureStore, live: Source, archives: Sequence[ArchiveSource]
    ) -> None:
        self._site = site
        self._store = store
        self._live = live
        self._archives = tuple(archives)
        self._known = Known()
        self._listed: set[str] = set()
        self._is_whole = True
        self._away: str | None = None
        self.absence: str | None = None
        self._silent: set[str] = set()

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield the pages of the site, then those that only web archives have.

        While the site answers, the indexes of the archives are read only if all pages are
        discovered: they have no publication dates, so they cannot be limited to a window.

        Raises:
            HostUnavailable: neither the site nor a web archive could be read.
        """
        self._known = window.known
        self._silent.clear()
        yield from self._discover_site(window)
        if self._away is None and not _is_everything(window):
            return
        found: dict[str, Candidate] = {}
        for archive in self._archives:
            yield from self._read_index(archive, found)
        if self._away and len(self._silent) == len(self._archives):
            raise HostUnavailable(
                f"{self._away}; no web archive could be read either. Check the connection of this"
                " machine to the internet"
            )
        yield from filter(self._is_wanted, found.values())

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        """Fetch each page from the best place that lists it; if it is not there, from the next."""
        on_site = {each: self._is_on(each) for each in requests}
        elsewhere = [each for each in requests if not on_site[each]]
        answered, missing = self._fetch_from_site([each for each in requests if on_site[each]])
        copied, absent = self._fetch_from_archives([*elsewhere, *missing])
        again, gone = self._fetch_from_site([each for each in absent if each not in missing])
        # If no archive has the page, the response of the site is its outcome.
        last = {**missing, **gone}
        lost = [last.get(each) or self._nowhere(each) for each in absent if each not in again]
        return [*answered.values(), *copied, *again.values(), *lost]

    def close(self) -> None:
        """Close the connections."""
        for source in (self._live, *self._archives):
            source.close()

    def _discover_site(self, window: Window) -> Iterator[Finding]:
        self._listed, self._is_whole = set(), True
        self._away = self.absence = None
        try:
            with self._store.written_for(LIVE.name):
                for finding in self._live.discover(window):
                    yield self._noted(finding)
        except PipelineError as error:
            if not self._archives:
                raise
            self._go_away(str(error))
            yield Expectation(SITE_AWAY, self._site.origin, 1, str(error))

    def _noted(self, finding: Finding) -> Finding:
        if isinstance(finding, Candidate):
            self._listed.add(finding.url)
            return replace(finding, source=LIVE.name)
        is_unanswered = isinstance(finding, Expectation) and finding.denominator == UNANSWERED
        self._is_whole = self._is_whole and not is_unanswered
        return finding

    def _go_away(self, reason: str) -> None:
        self.absence = reason
        self._away = f"{self._site.origin} does not answer as itself: {reason}"
        log.warning("%s; pages come from web archives", self._away)

    def _read_index(self, archive: ArchiveSource, found: dict[str, Candidate]) -> Iterator[Finding]:
        """Read an index; keep its candidates where it has the best capture so far."""
        archive.use_stored_answers(self._known.answers, INDEX_AGE)
        named: list[Candidate] = []
        try:
            with self._store.written_for(archive.name):
                for finding in archive.discover(Window(date.min, date.max)):
                    if isinstance(finding, Candidate):
                        named.append(replace(finding, source=archive.name))
                    else:
                        yield self._softened(finding)
        except PipelineError as error:
            log.warning("%s could not be read: %s", archive.name, error)
            self._silent.add(archive.name)
        for candidate in named:
            known = found.get(candidate.url)
            if archive.best_rank(candidate.url) is not None and (
                known is None or self._best_archives(candidate.url)[:1] == [archive]
            ):
                found[candidate.url] = candidate

    def _softened(self, finding: Finding) -> Finding:
        """Mark an archive's unanswered request, so that the list of the site counts as complete."""
        if not isinstance(finding, Expectation) or self._away:
            return finding
        is_unanswered = finding.denominator == UNANSWERED
        return replace(finding, denominator=ARCHIVE_SILENT) if is_unanswered else finding

    def _is_wanted(self, candidate: Candidate) -> bool:
        """Return whether to copy a page from an archive.

        While the site answers, that is an article it does not list, and posts by REST, which may
        be of articles that no archive has as a page.
        """
        if self._away or is_rest_of_posts(candidate.url):
            return True
        is_article = page_kind(candidate.url, self._site) is PageKind.ARTICLE
        return is_article and candidate.url not in self._listed

    def _is_on(self, request: PageRequest) -> bool:
        """Return whether to request a page from the site: it may list it, or no archive does."""
        if self._away:
            return False
        elsewhere = ARCHIVES.keys() & set(request.sources)
        return not elsewhere or LIVE.name in request.sources or not self._is_whole

    def _fetch_from_site(
        self, requests: Sequence[PageRequest]
    ) -> tuple[dict[PageRequest, Fetched], dict[PageRequest, Fetched | None]]:
        """Return the outcomes, and the pages that the site does not have, with its answers."""
        answered: dict[PageRequest, Fetched] = {}
        missing: dict[PageRequest, Fetched | None] = {}
        for first in range(0, len(requests), PAGES_AT_ONCE):
            some = requests[first : first + PAGES_AT_ONCE]
            if self._away:
                missing |= dict.fromkeys(some)
                continue
            with self._store.written_for(LIVE.name):
                outcomes = self._live.fetch(some)
            pages = [page for page in map(self._page, outcomes) if page is not None]
            empty = {page.capture_id: page for page in pages if not self._is_article(page)}
            self._judge(outcomes, pages, list(empty.values()))
            for request, outcome in zip(some, outcomes, strict=True):
                place = missing if self._is_missing(request, outcome, empty) else answered
                place[request] = outcome
        return answered, missing

    def _judge(
        self, outcomes: Sequence[Fetched], pages: Sequence[Page], empty: Sequence[Page]
    ) -> None:
        """Stop using the site if it refuses, redirects elsewhere, or shows its front page only.

        `pages` are the complete pages among the outcomes, `empty` those without an article.
        """
        fewest = max(FEWEST_REFUSALS, REFUSED_SHARE * len(outcomes))
        row = f"of {len(outcomes)} pages in a row"
        refused = sum(map(_is_refusal, outcomes)) + sum(map(_is_challenge, pages))
        moved = sum(map(_leads_away, outcomes))
        if refused >= fewest:
            self._go_away(f"{refused} {row} were refused")
        elif moved >= fewest:
            self._go_away(f"{moved} {row} lead to another host")
        elif (alike := self._count_front_pages(empty, fewest)) >= fewest:
            self._go_away(f"{alike} {row} are its front page")

    def _count_front_pages(self, empty: Sequence[Page], fewest: float) -> int:
        """Return how many pages have the title of the front page, which is requested if needed."""
        if len(empty) < fewest:
            return 0
        front = self._page(self._live.fetch([PageRequest(f"{self._site.origin}/")])[0])
        return sum(_title(page) == _title(front) for page in empty) if front else 0

    def _is_missing(
        self, request: PageRequest, outcome: Fetched, empty: Mapping[int, Page]
    ) -> bool:
        """Return whether the site has no page there, or refuses everything."""
        if _is_refusal(outcome):
            return self._away is not None
        if isinstance(outcome, FetchFailure):
            return _leads_away(outcome)
        if page_kind(outcome.url, self._site) is PageKind.ARTICLE:
            # An article's address may give another page, with status 200.
            return outcome.status >= HTTPStatus.BAD_REQUEST or outcome.capture_id in empty
        return outcome.status >= HTTPStatus.BAD_REQUEST or outcome.url != request.url

    def _is_article(self, page: Page) -> bool:
        return isinstance(parse_page(page, self._site), Article)

    def _page(self, outcome: Fetched) -> Page | None:
        """Return the page if its response is complete, else None."""
        if not isinstance(outcome, Capture) or outcome.is_revisit:
            return None
        if outcome.status != HTTPStatus.OK:
            return None
        try:
            return read_page(self._store.folder, outcome)
        except IntegrityError:
            return None

    def _fetch_from_archives(
        self, requests: Sequence[PageRequest]
    ) -> tuple[list[Fetched], list[PageRequest]]:
        """Return the outcomes, and the requests for pages that no archive has."""
        places = {each: self._places(each) for each in requests}
        absent = [each for each in requests if not places[each]]
        outcomes: list[Fetched] = []
        while waiting := {each: named for each, named in places.items() if named}:
            places.clear()
            for archive in self._archives:
                due = [each for each, named in waiting.items() if named[0] is archive]
                copied, failed = self._copy(archive, due)
                outcomes += copied
                for each in (each for each in due if each.url in failed):
                    places[each] = waiting[each][1:]
                    outcomes += [] if places[each] else [_patient(failed[each.url])]
        return outcomes, absent

    def _copy(
        self, archive: ArchiveSource, due: Sequence[PageRequest]
    ) -> tuple[list[Capture], dict[str, FetchFailure]]:
        with self._store.written_for(archive.name):
            outcomes = archive.fetch(due) if due else []
        failed = {each.url: each for each in outcomes if isinstance(each, FetchFailure)}
        return [each for each in outcomes if isinstance(each, Capture)], failed

    def _places(self, request: PageRequest) -> list[ArchiveSource]:
        """Return the archives that have a page, best first; none if its article is loaded."""
        if request.is_held:
            return []
        for archive in self._archives:
            if not archive.is_read and archive.name not in self._silent:
                for _ in self._read_index(archive, {}):
                    pass
        return self._best_archives(request.url)

    def _best_archives(self, url: str) -> list[ArchiveSource]:
        ranks = [(archive.best_rank(url), archive) for archive in self._archives]
        having = [(rank, archive) for rank, archive in ranks if rank is not None]
        return [archive for _, archive in sorted(having, key=lambda each: each[0])]

    def _nowhere(self, request: PageRequest) -> Fetched:
        later = datetime.now(UTC) + RETRY_POSTPONED
        reason = self._away or f"{self._site.origin} does not have it"
        failure = POSTPONED if self._away else "absent"
        return FetchFailure(request.url, failure, f"{reason}; nor has a web archive", later)


def _is_everything(window: Window) -> bool:
    is_part = window.since > FIRST_DAY or window.until < LAST_DAY or bool(window.sections)
    return window.modified_since is None and not is_part


def _is_refusal(outcome: Fetched) -> bool:
    """Return whether the site refused or failed to answer; 404 and 410 are answers."""
    if isinstance(outcome, Capture):
        return outcome.status >= HTTPStatus.BAD_REQUEST and outcome.status not in NO_PAGE
    return outcome.retry_at is not None


def _is_challenge(page: Page) -> bool:
    return shows_challenge(page.body)


def _leads_away(outcome: Fetched) -> bool:
    """Return whether a page leads to another host."""
    return isinstance(outcome, FetchFailure) and outcome.failure_class == "policy"


def _title(page: Page) -> bytes | None:
    found = TITLE.search(page.body)
    return found[1].strip() if found else None


def _patient(failure: FetchFailure) -> FetchFailure:
    """Return the failure of a copy, as postponed if the archive may answer later."""
    is_resting = failure.failure_class == "transient"
    return replace(failure, failure_class=POSTPONED) if is_resting else failure
