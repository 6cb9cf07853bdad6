"""The identifier and the page kind of a canonical URL.

The warehouse imports nothing of the pipeline, so these two rules are repeated here. A test holds
them to `tasks.urls`, which gives the reasons.
"""

import re
from hashlib import blake2b
from urllib.parse import parse_qsl, urlsplit

_FEED_ENDS = frozenset({"feed", "rss", "rss2", "rdf", "atom"})
_LISTING_ROOTS = frozenset({"tag", "author", "search"})
_LISTING_QUERY = frozenset(
    {"cat", "category_name", "tag", "author", "author_name", "s"}
    | {"m", "year", "monthnum", "day", "paged"}
)
_NO_PAGE_ENDS = frozenset({"embed", "trackback", "amp"})
_WORDPRESS_FOLDERS = frozenset({"wp-json", "wp-admin", "wp-content", "wp-includes"})
_ANY_FILE = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(?![sx]?html?$)[a-z0-9]{2,5}$", re.IGNORECASE)
_SCRIPT_FILE = re.compile(r"\.(?:php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def url_id(url: str) -> int:
    """Return the 63-bit identifier of a canonical URL: the same on every machine."""
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def url_kind(url: str) -> str:
    """Return article, attachment, listing, feed or other, as far as the URL tells."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    kind = (_kind_by_end(segments) or _kind_by_start(segments)) if segments else "other"
    if kind == "other" and parts.query and _may_select(segments):
        return _kind_by_query({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return kind


def _may_select(segments: list[str]) -> bool:
    """Return whether a query could select an article: not of images, feeds or WordPress's own."""
    if not segments:
        return True
    is_script = not _FILE_NAME.search(segments[-1]) or _SCRIPT_FILE.search(segments[-1])
    return bool(is_script) and not _is_wordpress_file(segments)


def _is_wordpress_file(segments: list[str]) -> bool:
    first = segments[0]
    is_file = first.startswith("wp-") and bool(_ANY_FILE.search(first))
    return first in _WORDPRESS_FOLDERS or is_file


def _kind_by_query(names: set[str]) -> str:
    kinds: list[tuple[str, str]] = [("feed", "feed"), ("attachment_id", "attachment")]
    kinds += [("p", "article"), ("page_id", "other"), ("rest_route", "other")]
    listing_or_article = "listing" if names & _LISTING_QUERY else "article"
    return next((kind for name, kind in kinds if name in names), listing_or_article)


def _kind_by_end(segments: list[str]) -> str | None:
    if segments[-1] in _FEED_ENDS:
        return "feed"
    if segments[-1] in _NO_PAGE_ENDS or _FILE_NAME.search(segments[-1]):
        return "other"
    return "attachment" if segments[-2:-1] == ["attachment"] else None


def _kind_by_start(segments: list[str]) -> str:
    is_paged = len(segments) > 1 and segments[-2] == "page" and segments[-1].isdecimal()
    if _is_wordpress_file(segments):
        return "other"
    if is_paged or _is_listing(segments):
        return "listing"
    if _YEAR.fullmatch(segments[0]):
        return "listing" if all(map(str.isdecimal, segments)) else "article"
    return "article" if len(segments) > 2 else "other"


def _is_listing(segments: list[str]) -> bool:
    first = segments[0]
    if first == "page":
        return segments[1:] == [] or segments[1].isdecimal()
    return first == "category" or (first in _LISTING_ROOTS and len(segments) < 3)
