"""How the routes of discovery ask the site: patiently, and with every answer kept."""

import logging
from collections.abc import Iterator

from tasks.errors import HostUnavailable, PipelineError
from tasks.http.client import Answer, Hop, PoliteClient
from tasks.models import Expectation, Purpose
from tasks.urls import Site, canonical_url
from tasks.warc.store import CaptureStore

# Denominator of the expectations that say what could not be asked.
UNANSWERED = "unanswered:discovery"
TRIES = 3
SERVER_ERROR = 500
TOO_MANY_REQUESTS = 429

log = logging.getLogger(__name__)


class DiscoveryClient:
    """Asks for discovery pages; what stays unanswered is counted, never forgotten."""

    def __init__(self, client: PoliteClient, store: CaptureStore, site: Site) -> None:
        self._client = client
        self._store = store
        self._site = site
        self._unanswered: dict[str, str] = {}
        self.available_routes: set[str] = set()
        self.last_error: PipelineError | None = None

    async def ask(self, url: str, tries: int = TRIES) -> Answer | None:
        """Return the answer (any status), or None when there was none after `tries`.

        Without an answer, or with 5xx and 429 only, the question counts as unanswered.
        """
        answer: Answer | None = None
        for _ in range(tries):
            try:
                answer = await self._client.get(url, on_hop=self._keep)
            except HostUnavailable as error:
                self.last_error = error
                continue
            except PipelineError as error:
                self.last_error = error
                self._give_up(url, error)
                return None
            if answer.status < SERVER_ERROR and answer.status != TOO_MANY_REQUESTS:
                return answer
            self.last_error = HostUnavailable(f"{url} answers {answer.status}")
        self._give_up(url, self.last_error or HostUnavailable(f"{url} was not answered"))
        return answer

    def mark_route_available(self, route: str) -> None:
        """Note that the site offers a route, whether or not it names anything just now."""
        self.available_routes.add(route)

    def clear_failure(self, url: str) -> None:
        """Forget that a question stayed unanswered: it is put in another way."""
        self._unanswered.pop(url, None)

    def unanswered(self) -> Iterator[Expectation]:
        """Yield one expectation for every question that found no answer, and forget them."""
        for url, reason in self._unanswered.items():
            yield Expectation(UNANSWERED, url, 1, reason)
        self._unanswered.clear()

    def _give_up(self, url: str, error: PipelineError) -> None:
        log.warning("%s", error)
        self._unanswered[url] = str(error)

    def _keep(self, hop: Hop) -> None:
        requested = hop.response.requested_url
        url = canonical_url(requested, self._site) or requested
        self._store.write_response(url, Purpose.DISCOVERY, hop.response, flags=hop.flags)
