"""What a canonical address tells: its identifier and its kind.

The warehouse imports nothing of the pipeline, so these two rules are stated here again; a test
holds them to `tasks.urls`, where the reasons are.
"""

import re
from hashlib import blake2b
from urllib.parse import parse_qsl, urlsplit

_FEED_ENDS = frozenset({"feed", "rss", "rss2", "rdf", "atom"})
_LISTING_ROOTS = frozenset({"category", "tag", "author", "page", "search"})
_NO_PAGE_ENDS = frozenset({"embed", "trackback", "amp"})
_FILE_NAME = re.compile(r"\.(?!html?$)[a-z0-9]{2,5}$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def url_id(url: str) -> int:
    """Return the 63-bit identifier of a canonical URL: the same on every machine."""
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def url_kind(url: str) -> str:
    """Return article, attachment, listing, feed or other, as far as the address tells."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if not segments:
        return _kind_by_query({name for name, _ in parse_qsl(parts.query)})
    return _kind_by_end(segments) or _kind_by_start(segments)


def _kind_by_query(names: set[str]) -> str:
    kinds = (("feed", "feed"), ("attachment_id", "attachment"), ("p", "article"))
    listing_or_other = "listing" if names - {"page_id", "rest_route"} else "other"
    return next((kind for name, kind in kinds if name in names), listing_or_other)


def _kind_by_end(segments: list[str]) -> str | None:
    if segments[-1] in _FEED_ENDS:
        return "feed"
    if segments[-1] in _NO_PAGE_ENDS or _FILE_NAME.search(segments[-1]):
        return "other"
    return "attachment" if segments[-2:-1] == ["attachment"] else None


def _kind_by_start(segments: list[str]) -> str:
    first = segments[0]
    is_paged = segments[-2:-1] == ["page"] and segments[-1].isdecimal()
    if first.startswith("wp-"):
        return "other"
    if first in _LISTING_ROOTS or is_paged:
        return "listing"
    if _YEAR.fullmatch(first):
        return "listing" if all(map(str.isdecimal, segments)) else "article"
    return "article" if len(segments) > 2 else "other"
