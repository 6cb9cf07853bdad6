"""The captures of a site in a web archive, by page, in the order to try them."""

import re
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from urllib.parse import urlsplit

from tasks.http.response import REDIRECTS
from tasks.models import PageKind
from tasks.sources.captured_posts import is_rest_of_posts
from tasks.sources.web_archives.cdx import CdxRow
from tasks.urls import Site, canonical_url, page_kind
from warehouse.ingest.addresses import FEED_ENDS, is_article_path, path_segments

# Images, audio, video, fonts, styles and scripts: never an article.
_NO_PAGE = re.compile(r"(?:image|audio|video|font)/|text/css|.*javascript|application/.*font")
# Addresses of WordPress itself, and what it adds to the address of an article.
_FOLDERS = frozenset({"wp-json", "wp-admin", "wp-content", "wp-includes"})
_SERVICES = frozenset({"embed", "trackback"})
# Captures of one page that are copied.
MOST_VERSIONS = 3
# Limits for a page with many captures: captures, different contents, and captures of each content.
MOST_KEPT = 64
MOST_CONTENTS = 12
MOST_OF_ONE_CONTENT = 3
# Ranks of captures, best first.
_GOOD, _TRUNCATED, _UNKNOWN, _AFTER_END, _REDIRECT, _OTHER = 0, 1, 2, 4, 8, 9


class CaptureIndex:
    """The captures of every page of the site in an archive, in the order to try them.

    Good captures come first: those that answered 200, or are revisits, which repeat one. Then
    captures whose status the index does not have, then both of these after the site's end, then
    redirects, then other answers. Captures that are marked as truncated come after whole ones.

    Of good captures with different content three are copied: the last, the first and the longest.
    An abandoned host also answers 200, so the last captures may all be parking pages.
    """

    def __init__(
        self, site: Site, site_end: date | None = None, versions: int = MOST_VERSIONS
    ) -> None:
        self._site = site
        self._end = f"{site_end:%Y%m%d}" if site_end else "9"
        self._versions = versions
        self._rows: dict[str, list[CdxRow]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()

    def note(self, row: CdxRow) -> str | None:
        """Add a capture; return its page's canonical URL, None if it is not a page."""
        url = canonical_url(row.url, self._site)
        if url is None or (_NO_PAGE.match(row.mime) and not self._is_article(url)):
            return None
        if _is_service(url):
            return None
        rows = self._rows.setdefault(url, [])
        rows.append(row)
        # A front page has thousands of captures.
        if len(rows) > MOST_KEPT:
            self._rows[url] = [kept for alike in self._in_order(rows) for kept in alike]
        return url

    def versions(self, url: str) -> tuple[CdxRow, ...]:
        """Return the captures of a page to copy, best first."""
        alternatives = self.alternatives(url)
        if not alternatives:
            return ()
        best = self._rank(alternatives[0][0])
        alike = [rows[0] for rows in alternatives if self._rank(rows[0]) == best]
        return tuple(alike[: self.wanted(alike[0])])

    def alternatives(self, url: str) -> tuple[tuple[CdxRow, ...], ...]:
        """Return the captures of a page in the order to try them, grouped by content."""
        return self._in_order(self._rows.get(url, []))

    def wanted(self, row: CdxRow) -> int:
        """Return how many captures of a page to copy if the next best is this one."""
        return 1 if self._rank(row) >= _REDIRECT else self._versions

    def best_rank(self, url: str) -> int | None:
        """Return the rank of a page's best capture, 0 for good; None if no capture is an article.

        Redirects and error responses are not.
        """
        ranks = [self._rank(row) for row in self._rows.get(url, [])]
        return min((rank for rank in ranks if rank < _REDIRECT), default=None)

    def _is_article(self, url: str) -> bool:
        # Servers and crawlers state wrong types; the URL of an article is never that of a picture.
        return page_kind(url, self._site) is PageKind.ARTICLE

    def _in_order(self, rows: Sequence[CdxRow]) -> tuple[tuple[CdxRow, ...], ...]:
        by_content: dict[tuple[int, str], list[CdxRow]] = {}
        for row in sorted(rows, key=_day_and_length, reverse=True):
            content = row.digest if row.digest.strip("-") else row.timestamp
            by_content.setdefault((self._rank(row), content), []).append(row)
        by_rank: dict[int, list[tuple[CdxRow, ...]]] = {}
        for (rank, _), alike in by_content.items():
            by_rank.setdefault(rank, []).append(tuple(alike[:MOST_OF_ONE_CONTENT]))
        ordered = [one for rank in sorted(by_rank) for one in _last_first_longest(by_rank[rank])]
        return tuple(ordered[:MOST_CONTENTS])

    def _rank(self, row: CdxRow) -> int:
        if row.status == HTTPStatus.OK or row.is_revisit:
            rank = _GOOD
        elif row.status is None:
            rank = _UNKNOWN
        else:
            return _REDIRECT if row.status in REDIRECTS else _OTHER
        after_end = _AFTER_END if row.timestamp[:8] > self._end else 0
        return rank + after_end + (_TRUNCATED if row.is_truncated else 0)


def _is_service(url: str) -> bool:
    """Return whether WordPress answers a URL with something that is neither a page nor a post.

    Crawlers follow the links in a page's head: there are two of `/wp-json/oembed/` and a feed of
    comments for every article. Responses with posts by REST, and feeds of posts, are kept.
    """
    segments = path_segments(urlsplit(url).path)
    if not segments:
        return False
    if segments[0] in _FOLDERS:
        return not is_rest_of_posts(url)
    of_article = segments[:-1] if segments[-1] in _SERVICES | FEED_ENDS else ()
    return bool(of_article) and is_article_path(of_article)


def _last_first_longest(captures: Sequence[tuple[CdxRow, ...]]) -> list[tuple[CdxRow, ...]]:
    """Return the last, first and longest of captures with different content (newest first)."""
    if not captures:
        return []
    longest = max(captures, key=lambda alike: alike[0].length or 0)
    return list(dict.fromkeys([captures[0], captures[-1], longest, *captures]))


def _day_and_length(row: CdxRow) -> tuple[str, int, str]:
    return row.timestamp[:8], row.length or 0, row.timestamp
