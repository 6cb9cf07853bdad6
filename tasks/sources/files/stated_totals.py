"""Compare the posts in captured answers of a REST API with the number the API states.

A capture of the first page of a list says how many posts the others have.
"""

from collections.abc import Collection, Iterator
from http import HTTPStatus
from urllib.parse import parse_qs, unquote, urlsplit

from tasks.articles.rest_posts import read_rows, read_total
from tasks.errors import PolicyRefusal
from tasks.http.response import Response
from tasks.sources.captured_posts import POSTS
from tasks.sources.files.find_parts import PassedOver
from tasks.urls import Site, canonical_url
from tasks.warc.store import MAX_BODY_BYTES

# Parameters that select no posts. With any other, the total is that of a part.
_OF_THE_WHOLE = frozenset(
    {"per_page", "page", "offset", "order", "orderby", "_fields", "_embed", "rest_route", "context"}
)


class StatedTotals:
    """The largest number of posts that answers state, and the posts that answers have."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._posts: set[str] = set()
        self._largest = 0
        self._stated_by = ""

    def clear(self) -> None:
        """Reset all counts."""
        self._posts.clear()
        self._largest, self._stated_by = 0, ""

    def add(self, response: Response) -> None:
        """Count the posts in an answer of the REST API; other responses have none."""
        if POSTS not in unquote(response.requested_url) or response.status != HTTPStatus.OK:
            return
        try:
            rows = read_rows(response.decoded(MAX_BODY_BYTES).body) or []
        except PolicyRefusal:
            return
        links = (canonical_url(str(row.get("link")), self._site) for row in rows)
        self._posts.update(link for link in links if link)
        stated = read_total(response.headers) or 0
        if stated > self._largest and _lists_all(response.requested_url):
            self._largest, self._stated_by = stated, response.requested_url

    def lacking(self, pages: Collection[str]) -> Iterator[PassedOver]:
        """Yield the list that states more posts than the answers and the pages have."""
        found = len(self._posts | set(pages))
        if self._largest > found:
            reason = f"it states {self._largest} posts, and the files have {found}"
            yield PassedOver(self._stated_by[:200], reason)


def _lists_all(url: str) -> bool:
    parts = urlsplit(url)
    query = parse_qs(parts.query, keep_blank_values=True)
    path = query.get("rest_route", [parts.path])[0]
    return path.rstrip("/").endswith(POSTS) and query.keys() <= _OF_THE_WHOLE
