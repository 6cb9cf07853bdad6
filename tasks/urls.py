"""Addresses of the archive's site: one canonical form each, and what can be read off them.

The scheme (dossier, section 1) is WordPress `/%author%/%category%[/%subcategory%]/%postname%/`;
an address carries neither date nor id.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
)

from tasks.models import PageKind

# Longer than any real address by an order of magnitude; hostile pages hold megabytes of "href".
LONGEST_URL = 4_096

# What WordPress itself reads from the query of a page. Everything else (share, nb, utm_*, fbclid,
# replytocom ...) shows the same page again.
_PAGE_QUERY = frozenset(
    [
        "p",
        "page_id",
        "attachment_id",
        "cat",
        "tag",
        "author",
        "author_name",
        "m",
        "year",
        "monthnum",
        "day",
        "paged",
        "s",
        "feed",
        "rest_route",
    ]
)
# Parameters no address needs, also where the query as a whole is kept (REST, files).
_TRACKING = re.compile(r"share|nb|replytocom|utm_\w+|fbclid|gclid|mc_[ce]id|_ga|ref|msg|shared")
_KEPT_IN_SEGMENT = "-._~!$&'()*+,;=:@"
_FILE_NAME = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)
_PAGE_FILE = re.compile(r"\.html?$", re.IGNORECASE)
_LISTING_ROOTS = frozenset({"category", "tag", "author", "page", "search"})
_FEED_ENDS = frozenset({"feed", "rss", "rss2", "rdf", "atom"})
_NO_PAGE_ENDS = frozenset({"embed", "trackback", "amp"})
_DEFAULT_PORTS = frozenset({None, 80, 443})
# A path that is canonical already, as most are: nothing escaped, doubled, dotted or paged.
_PLAIN_PATH = re.compile(r"(?!/wp-json|.*/(?:page/1/|comment-page-))(?:/[A-Za-z0-9_~-]+)+/")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Site:
    """The site the archive is: `origin` (`https://host[:port]`) and where else it was served from.

    An alias is a host, or a host and a path the same addresses follow: `aawsat.com/english`.
    """

    origin: str
    alias_hosts: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the site with their ports, the origin's first; each once."""
        names = [urlsplit(self.origin).netloc, *self.alias_hosts]
        return tuple(dict.fromkeys(name.lower().partition("/")[0] for name in names))


def stable_id(text: str) -> int:
    """Return a 63-bit id >= 0 that is the same for the same text everywhere."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def canonical_url(url: str, site: Site) -> str | None:
    """Return the one form of `url` all its copies share, or None when it is not of this site.

    Sharing and tracking parameters, fragments, scheme, port and host variants (`www.`, aliases)
    are folded, percent-escapes normalised, `page/1` and `comment-page-N` dropped; a page ends
    with one slash, a file with none. A path from the root (`/a/b`) is taken as of this site.
    """
    if len(url) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(
            urljoin(site.origin + "/", url.strip()) if _is_rooted(url) else url.strip()
        )
        if not _is_of_site(parts, site):
            return None
        path = _canonical_path(_path_on_origin(parts, site))
        query = _canonical_query(parts.query, path)
    except ValueError:
        return None
    return f"{site.origin.rstrip('/')}{path}" + (f"?{query}" if query else "")


def is_of_site(url: str, site: Site) -> bool:
    """Return whether an absolute address is on one of the site's hosts."""
    try:
        return _is_of_site(urlsplit(url), site)
    except ValueError:
        return False


def page_kind(url: str, site: Site) -> PageKind:
    """Return what `url` is as far as its address alone can tell; foreign addresses are OTHER."""
    canonical = canonical_url(url, site)
    if canonical is None:
        return PageKind.OTHER
    parts = urlsplit(canonical)
    segments = _segments(parts.path)
    if not segments:
        return _kind_by_query(parts.query)
    return _kind_by_path(segments)


def url_slug(url: str) -> str:
    """Return the last part of an address's path, decoded: the post's own name ('' for the root)."""
    segments = _without_paging(_segments(urlsplit(url).path))
    return segments[-1] if segments else ""


def author_slug(url: str) -> str | None:
    """Return the author part of an article's, attachment's or author page's address."""
    segments = _post_segments(url)
    if segments[:1] == ("author",) and len(segments) > 1:
        return segments[1]
    return segments[0] if _is_article_path(segments) else None


def section_path(url: str) -> str | None:
    """Return the category part of an address, nested ones joined by `/` (`news/saudi-arabia`)."""
    segments = _post_segments(url)
    if segments[:1] == ("category",):
        return "/".join(segments[1:]) or None
    return "/".join(segments[1:-1]) if _is_article_path(segments) else None


def _is_rooted(url: str) -> bool:
    return url.strip().startswith("/")


def _is_of_site(parts: SplitResult, site: Site) -> bool:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    known = _known_hosts(site)
    host = _bare_host(parts)
    if host not in known.hosts:
        return host in known.prefixes and _prefix_of(parts, known.prefixes[host]) is not None
    return parts.port in known.ports or f"{host}:{parts.port}" in known.hosts


def _path_on_origin(parts: SplitResult, site: Site) -> str:
    """Return the path as it is on the site itself, without that of the alias it was found on."""
    known = _known_hosts(site)
    host = _bare_host(parts)
    if host in known.hosts or host not in known.prefixes:
        return parts.path
    return parts.path[len(_prefix_of(parts, known.prefixes[host]) or "") :] or "/"


def _prefix_of(parts: SplitResult, prefixes: Iterable[str]) -> str | None:
    """Return the prefix an address is below, the longest if there are several."""
    below = [prefix for prefix in prefixes if f"{parts.path}/".startswith(f"{prefix}/")]
    return max(below, key=len, default=None)


def _bare_host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.").rstrip(".")


@dataclass(frozen=True, slots=True)
class _KnownHosts:
    hosts: frozenset[str]
    ports: frozenset[int | None]
    prefixes: Mapping[str, frozenset[str]]


@lru_cache(maxsize=32)
def _known_hosts(site: Site) -> _KnownHosts:
    origin = urlsplit(site.origin)
    names = [origin.hostname or "", *site.alias_hosts]
    aliases = [name.lower().removeprefix("www.").rstrip("/") for name in names]
    whole = [name for name in aliases if "/" not in name]
    prefixes: dict[str, frozenset[str]] = {}
    for name in aliases:
        host, slash, path = name.partition("/")
        if slash:
            bare = host.partition(":")[0]
            prefixes[bare] = prefixes.get(bare, frozenset()) | {f"/{path}"}
    return _KnownHosts(
        frozenset([*whole, *(name.partition(":")[0] for name in whole)]),
        _DEFAULT_PORTS | {origin.port},
        prefixes,
    )


def _canonical_path(path: str) -> str:
    if _PLAIN_PATH.fullmatch(path):
        return path
    segments = _without_page_one(_resolve(unquote_to_bytes(part) for part in path.split("/")))
    if segments == ["index.php"] or not segments:
        return "/"
    is_page = segments[0] != "wp-json" and not _FILE_NAME.search(segments[-1])
    ending = "/" if is_page else ""
    return "/" + "/".join(segments) + ending


def _resolve(raw_segments: Iterable[bytes]) -> list[str]:
    resolved: list[str] = []
    for segment in raw_segments:
        if segment == b"..":
            del resolved[-1:]
        elif segment not in (b"", b"."):
            resolved.append(quote(segment, safe=_KEPT_IN_SEGMENT))
    return resolved


def _without_page_one(segments: list[str]) -> list[str]:
    while segments:
        if segments[-1].startswith("comment-page-"):
            segments = segments[:-1]
        elif segments[-2:] == ["page", "1"]:
            segments = segments[:-2]
        else:
            break
    return segments


def _canonical_query(query: str, path: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    if path.endswith("/"):
        kept = [pair for pair in pairs if pair[0] in _PAGE_QUERY]
    else:
        kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
    return urlencode(sorted(kept))


def _segments(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part]


def _without_paging(segments: list[str]) -> list[str]:
    if len(segments) > 1 and segments[-2] == "page" and segments[-1].isdecimal():
        return segments[:-2]
    return segments


# Authors and categories are linked to from thousands of pages.
@lru_cache(maxsize=4_096)
def _post_segments(url: str) -> tuple[str, ...]:
    segments = tuple(_without_paging(_segments(urlsplit(url).path)))
    if len(segments) > 2 and segments[-2] == "attachment":
        return segments[:-2]
    if len(segments) > 3 and segments[-1] in _FEED_ENDS | _NO_PAGE_ENDS:
        return segments[:-1]
    return segments


def _is_article_path(segments: Sequence[str]) -> bool:
    if len(segments) < 3 or segments[0] in _LISTING_ROOTS or segments[0].startswith("wp-"):
        return False
    return not _YEAR.fullmatch(segments[0])


def _kind_by_query(query: str) -> PageKind:
    names = {name for name, _ in parse_qsl(query)}
    if "feed" in names:
        return PageKind.FEED
    if "attachment_id" in names:
        return PageKind.ATTACHMENT
    if "p" in names:
        return PageKind.ARTICLE
    if names - {"page_id", "rest_route"}:
        return PageKind.LISTING
    return PageKind.OTHER


def _kind_by_path(segments: list[str]) -> PageKind:
    first, last = segments[0], segments[-1]
    if last in _FEED_ENDS:
        return PageKind.FEED
    if first.startswith("wp-") or last in _NO_PAGE_ENDS or _is_plain_file(last):
        return PageKind.OTHER
    if segments[-2:-1] == ["attachment"]:
        return PageKind.ATTACHMENT
    if first in _LISTING_ROOTS or len(_without_paging(segments)) < len(segments):
        return PageKind.LISTING
    if _YEAR.fullmatch(first):
        return _kind_by_date(segments)
    return PageKind.ARTICLE if _is_article_path(segments) else PageKind.OTHER


def _is_plain_file(name: str) -> bool:
    return bool(_FILE_NAME.search(name)) and not _PAGE_FILE.search(name)


def _kind_by_date(segments: list[str]) -> PageKind:
    # Permalinks of 2013-16 had the form /YYYY/MM/article553NNNNN (dossier, section 12).
    if all(segment.isdecimal() for segment in segments):
        return PageKind.LISTING
    return PageKind.ARTICLE
