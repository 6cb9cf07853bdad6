"""Derive a page's identifier and kind from its canonical URL.

These rules are defined here, below the pipeline, because the warehouse needs them for every row of
the frontier; `tasks.urls` uses the same functions.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from warehouse.ingest.records import PageKind

# Parameters by which WordPress selects a listing.
_LISTING_QUERY = frozenset(
    {"cat", "category_name", "tag", "author", "author_name", "s"}
    | {"m", "year", "monthnum", "day", "paged"}
)
# Parameters by which other systems select an article, with a number: `?page=1&article=64902&m=6`.
_ARTICLE_QUERY = frozenset(
    {"id", "aid", "nid", "article", "articleid", "article_id", "artid", "story", "storyid"}
    | {"story_id", "news", "newsid", "news_id"}
)
_FILE_NAME = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)
_PAGE_FILE = re.compile(r"\.(?:[sx]?html?)$", re.IGNORECASE)
_SCRIPT_FILE = re.compile(r"\.(?:php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)
_LISTING_ROOTS = frozenset({"tag", "author", "search"})
_WORDPRESS_FOLDERS = frozenset({"wp-json", "wp-admin", "wp-content", "wp-includes"})
FEED_ENDS = frozenset({"feed", "rss", "rss2", "rdf", "atom"})
NO_PAGE_ENDS = frozenset({"embed", "trackback", "amp"})
_YEAR = re.compile(r"(?:19|20)\d\d")
# A date or an id in a path. `staging/pages.sql` has the same rule (a test compares the two).
_NO_SECTION = re.compile(r"[\d_.-]+|[a-z]{0,8}\d{5,}", re.IGNORECASE)
# WordPress numbers the pages of one article (`<!--nextpage-->`) from 2.
_ARTICLE_PAGE = re.compile(r"[2-9]|[1-9]\d")


def url_id(url: str) -> int:
    """Return a non-negative 63-bit hash of the text, equal on every machine."""
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def url_kind(url: str) -> PageKind:
    """Return the kind of page a canonical URL indicates."""
    parts = urlsplit(url)
    segments = path_segments(parts.path)
    kind = _kind_by_path(segments) if segments else PageKind.OTHER
    may_select = not segments or not (_is_wordpress_file(segments) or _is_plain_file(segments[-1]))
    if kind is PageKind.OTHER and parts.query and may_select:
        return _kind_by_query(parts.query)
    return kind


def article_page(url: str) -> tuple[str, int]:
    """Return the URL of the first page of a canonical article URL, and the page number.

    WordPress splits an article at `<!--nextpage-->` and serves the parts at `/slug/2/` or
    `?page=2`. For any other URL, the result is the URL itself and 1.
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    number = dict(pairs).get("page", "")
    if number:
        rest = urlencode([pair for pair in pairs if pair[0] != "page"], errors="surrogateescape")
        base = parts._replace(query=rest).geturl()
    else:
        head, _, number = parts.path.rstrip("/").rpartition("/")
        ending = "" if _PAGE_FILE.search(head) else "/"
        base = parts._replace(path=f"{head}{ending}").geturl()
    is_page = _ARTICLE_PAGE.fullmatch(number) and url_kind(base) is PageKind.ARTICLE
    return (base, int(number)) if is_page else (url, 1)


def path_segments(path: str) -> list[str]:
    """Return the decoded segments of a path."""
    return [unquote(part) for part in path.split("/") if part]


def without_paging(segments: list[str]) -> list[str]:
    """Return the segments without a page number at their end (`page/2`)."""
    if len(segments) > 1 and segments[-2] == "page" and segments[-1].isdecimal():
        return segments[:-2]
    return segments


def is_article_path(segments: Sequence[str]) -> bool:
    """Return whether a path has the form of a permalink: author, category and slug."""
    if len(segments) < 3 or _is_listing_path(segments) or _is_wordpress_file(segments):
        return False
    return not _YEAR.fullmatch(segments[0])


def is_section_slug(segment: str) -> bool:
    """Return whether a segment of a path can be a section: not a date, number or id."""
    return not _NO_SECTION.fullmatch(segment)


def _is_listing_path(segments: Sequence[str]) -> bool:
    """Return whether WordPress would read the path as an archive of posts.

    Author, tag and search archives have one segment after the root, category archives several.
    An author may be called "search": `/search/features/slug/` is an article.
    """
    first, rest = segments[0], without_paging(list(segments))[1:]
    if first == "page":
        return len(segments) == 1 or segments[1].isdecimal()
    return first == "category" or (first in _LISTING_ROOTS and len(rest) < 2)


def _is_wordpress_file(segments: Sequence[str]) -> bool:
    first = segments[0]
    is_file = first.startswith("wp-") and bool(_FILE_NAME.search(first))
    return first in _WORDPRESS_FOLDERS or is_file


def _kind_by_query(query: str) -> PageKind:
    pairs = parse_qsl(query, keep_blank_values=True)
    names = {name for name, _ in pairs}
    if "feed" in names:
        return PageKind.FEED
    if "attachment_id" in names:
        return PageKind.ATTACHMENT
    if "p" in names:
        return PageKind.ARTICLE
    if names & {"page_id", "rest_route"}:
        return PageKind.OTHER
    # Parameters by which other systems, and former systems of this site, select an article.
    is_numbered = any(name in _ARTICLE_QUERY and value.isdecimal() for name, value in pairs)
    return PageKind.LISTING if names & _LISTING_QUERY and not is_numbered else PageKind.ARTICLE


def _kind_by_path(segments: list[str]) -> PageKind:
    first, last = segments[0], segments[-1]
    if last in FEED_ENDS:
        return PageKind.FEED
    if _is_wordpress_file(segments) or last in NO_PAGE_ENDS or _is_file(last):
        return PageKind.OTHER
    if segments[-2:-1] == ["attachment"]:
        return PageKind.ATTACHMENT
    if _is_listing_path(segments) or len(without_paging(segments)) < len(segments):
        return PageKind.LISTING
    if _YEAR.fullmatch(first):
        return _kind_by_date(segments)
    return PageKind.ARTICLE if is_article_path(segments) else PageKind.OTHER


def _is_file(name: str) -> bool:
    return bool(_FILE_NAME.search(name)) and not _PAGE_FILE.search(name)


def _is_plain_file(name: str) -> bool:
    return _is_file(name) and not _SCRIPT_FILE.search(name)


def _kind_by_date(segments: list[str]) -> PageKind:
    # Permalinks of 2013-16 had the form /YYYY/MM/article553NNNNN.
    if all(segment.isdecimal() for segment in segments):
        return PageKind.LISTING
    return PageKind.ARTICLE
