"""URLs of the archive's site: canonical form, and the kind of page a URL indicates.

Permalinks follow the WordPress structure `/%author%/%category%[/%subcategory%]/%postname%/`. A
permalink contains neither a date nor a post id.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
)

from tasks.models import PageKind
from warehouse.ingest.addresses import (
    FEED_ENDS,
    NO_PAGE_ENDS,
    is_article_path,
    is_section_slug,
    path_segments,
    url_id,
    url_kind,
    without_paging,
)

# Ten times longer than any real URL; hostile pages have megabytes in one `href`.
LONGEST_URL = 4_096

# Query parameters that never select another page: campaign and click ids, share buttons, AMP,
# session ids, and what WordPress and its caches add. All other parameters keep pages distinct.
_TRACKING = re.compile(
    r"""
    (?:utm|mtm|pk|piwik|matomo|hsa|vero|oly|relatedposts|__cf_chl|cf_chl)_\w+
    | fbclid | fb_(?:action_ids|action_types|source|ref) | action_(?:object|type|ref)_map
    | gclid | gclsrc | dclid | gbraid | wbraid | _ga | _gl | msclkid | yclid | twclid | ttclid
    | igshid | igsh | li_fat_id | mc_[ce]id | mkt_tok | _hsenc | _hsmi | _openstat | wt[._]mc
    | xtor | ncid | cmpid | __twitter_impression | ref | ref_src | ref_url
    | share | shared | sharing | nb | msg | replytocom | like_comment | _wpnonce
    | amp | noamp | outputtype | usqp
    | phpsessid | jsessionid | doing_wp_cron | pagespeed
    """,
    re.VERBOSE,
)
# Parameters that select a print version, PDF or AMP page of the page itself, in plugins of
# WordPress and in other systems. With a number, `print` may select an article.
_OTHER_FORM = re.compile(
    r"(?:print\w*|print-(?:page|posts|view)|pdf)=(?:|1|y|yes|on|true|print|pdf)"
    r"|(?:output|view|format|mode|layout|style|action)=(?:print|printable|printer|amp|pdf)",
    re.IGNORECASE,
)
# Page numbers that show the same page as the URL without them.
_FIRST_PAGES = frozenset({("page", "1"), ("paged", "1"), ("cpage", "1")})
# `&` escaped for HTML or XML, once or several times.
_ESCAPED_AMPERSAND = re.compile(r"&(?:amp;|#0*38;|#x26;)+", re.IGNORECASE)
_KEPT_IN_SEGMENT = "-._~!$&'()*+,;=:@"
_FILE_NAME = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)
_DEFAULT_PORTS = frozenset({None, 80, 443})
_COMMENT_PAGE = re.compile(r"comment-page-\d+")
# A path that is already canonical, as most are: without escapes, double slashes, dots or paging.
_PLAIN_PATH = re.compile(r"(?!/wp-json|.*/(?:page/1/|comment-page-))(?:/[A-Za-z0-9_~-]+)+/")


class AddressIssue(StrEnum):
    """Why a URL has no canonical form."""

    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    NOT_HTTP = "not_http"
    OTHER_PORT = "other_port"
    OTHER_HOST = "other_host"


# A link as the Wayback Machine rewrites it: `/web/20140701000000/http://HOST/...`.
_ARCHIVED = re.compile(r"(?:https?://[^/]+)?/web/\d{4,14}(?:[a-z]{2}_)?/(https?://.*)", re.DOTALL)
# First segments of paths that are languages or kinds of pages, not authors.
_NO_AUTHORS = frozenset({"en", "ar", "fr", "english", "node", "article", "articles", "story"})
# The last segment of the second and later pages of a post (`<!--nextpage-->`).
_PAGE_OF_POST = re.compile(r"[1-9]\d?")


@dataclass(frozen=True, slots=True)
class Site:
    """The archived site: its `origin` (`https://host[:port]`) and the hosts it was served from.

    An alias is a host, or a host with a path prefix: `aawsat.com/english`.
    """

    origin: str
    alias_hosts: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The distinct hosts of the site with their ports, the origin's first."""
        names = [urlsplit(self.origin).netloc, *self.alias_hosts]
        return tuple(dict.fromkeys(name.lower().partition("/")[0] for name in names))


def stable_id(text: str) -> int:
    """Return a non-negative 63-bit hash of the text, equal on every machine."""
    return url_id(text)


def canonical_url(url: str, site: Site) -> str | None:
    """Return the canonical form of `url`, or None if it is not a URL of this site.

    Removes tracking and sharing parameters, those of print versions, and fragments, and folds
    scheme, default port, host variants (`www.`, aliases), percent-escapes, `&amp;`, the case of
    parameter names, `page/1` and `comment-page-N`. A page ends with one slash, a file with none. A
    path (`/a/b`) is resolved against the site's origin. `address_issue` says why there is none.
    """
    parts = _parts_of_site(url, site)
    if isinstance(parts, AddressIssue):
        return None
    path = _canonical_path(_path_on_origin(parts, site))
    query = _canonical_query(parts.query) if parts.query else ""
    return f"{site.origin.rstrip('/')}{path}" + (f"?{query}" if query else "")


def address_issue(url: str, site: Site) -> AddressIssue | None:
    """Return why `url` has no canonical form, or None if it has one."""
    parts = _parts_of_site(url, site)
    return parts if isinstance(parts, AddressIssue) else None


def _parts_of_site(url: str, site: Site) -> SplitResult | AddressIssue:
    """Split a URL of the site, resolved against the origin; or say what is wrong with it."""
    if len(url) > LONGEST_URL:
        return AddressIssue.TOO_LONG
    text = _ESCAPED_AMPERSAND.sub("&", url.strip())
    try:
        parts = urlsplit(urljoin(site.origin + "/", text) if text.startswith("/") else text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return AddressIssue.NOT_HTTP
        if _is_of_site(parts, site):
            return parts
    except ValueError:
        return AddressIssue.MALFORMED
    is_known_host = _bare_host(parts) in _known_hosts(site).hosts
    return AddressIssue.OTHER_PORT if is_known_host else AddressIssue.OTHER_HOST


def is_of_site(url: str, site: Site) -> bool:
    """Return whether an absolute address is on one of the site's hosts."""
    try:
        return _is_of_site(urlsplit(url), site)
    except ValueError:
        return False


def page_kind(url: str, site: Site) -> PageKind:
    """Return the kind of page the URL alone indicates; OTHER for URLs of other sites."""
    canonical = canonical_url(url, site)
    if canonical is None:
        return PageKind.OTHER
    return url_kind(canonical)


def original_url(url: str) -> str:
    """Return the URL that the Wayback Machine rewrote to one of its own; others unchanged."""
    archived = _ARCHIVED.match(url) if "/web/" in url else None
    return archived[1] if archived else url


def url_slug(url: str) -> str:
    """Return the decoded last segment of the path: the post's slug ('' for the root)."""
    segments = without_paging(path_segments(urlsplit(url).path))
    return segments[-1] if segments else ""


def author_slug(url: str) -> str | None:
    """Return the author segment of the URL of an article, attachment or author archive."""
    segments = _post_segments(url)
    if segments[:1] == ("author",) and len(segments) > 1:
        return segments[1]
    is_page = not segments or not _FILE_NAME.search(segments[-1])
    return segments[0] if is_page and _names_author(segments) else None


def section_path(url: str) -> str | None:
    """Return the category path of a URL (`news/saudi-arabia`).

    It ends before a date or an id: `/features/2016/04/slug` and `/city/ports/article5533/slug` have
    no section and the section `ports`.
    """
    segments = _post_segments(url)
    if segments[:1] == ("category",):
        return "/".join(segments[1:]) or None
    if not _names_author(segments):
        return None
    return "/".join(takewhile(is_section_slug, segments[1:-1])) or None


def _is_of_site(parts: SplitResult, site: Site) -> bool:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    known = _known_hosts(site)
    host = _bare_host(parts)
    if host not in known.hosts:
        return host in known.prefixes and _prefix_of(parts, known.prefixes[host]) is not None
    return parts.port in known.ports or f"{host}:{parts.port}" in known.hosts


def _path_on_origin(parts: SplitResult, site: Site) -> str:
    """Return the path without the path prefix of an alias."""
    known = _known_hosts(site)
    host = _bare_host(parts)
    if host in known.hosts or host not in known.prefixes:
        return parts.path
    return parts.path[len(_prefix_of(parts, known.prefixes[host]) or "") :] or "/"


def _prefix_of(parts: SplitResult, prefixes: Iterable[str]) -> str | None:
    """Return the longest alias prefix the path starts with."""
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
        if _COMMENT_PAGE.fullmatch(segments[-1]):
            segments = segments[:-1]
        elif segments[-2:] == ["page", "1"]:
            segments = segments[:-2]
        else:
            break
    return segments


def _canonical_query(query: str) -> str:
    # Bytes that are not UTF-8 keep their values, so that different queries stay different.
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    folded = [(name.lower(), value) for name, value in pairs]
    kept = [pair for pair in folded if _selects_page(pair)]
    return urlencode(sorted(kept), errors="surrogateescape")


def _selects_page(parameter: tuple[str, str]) -> bool:
    """Return whether a parameter can select another page, and not only another form of it."""
    if _TRACKING.fullmatch(parameter[0]) or parameter in _FIRST_PAGES:
        return False
    return not _OTHER_FORM.fullmatch("=".join(parameter))


def _names_author(segments: tuple[str, ...]) -> bool:
    """Return whether an article's path begins with its author.

    `/home/article/ID/` does not, nor does that of a blog, `/blog/2016/04/slug/`, nor one with a
    language, `/en/news/slug/`.
    """
    return (
        is_article_path(segments)
        and segments[:2] != ("home", "article")
        and segments[0] not in _NO_AUTHORS
        and not segments[-1].isdecimal()
        and is_section_slug(segments[1])
    )


# Authors and categories are linked to from thousands of pages.
@lru_cache(maxsize=4_096)
def _post_segments(url: str) -> tuple[str, ...]:
    url = original_url(url)
    segments = tuple(without_paging(path_segments(urlsplit(url).path)))
    if len(segments) > 3 and _PAGE_OF_POST.fullmatch(segments[-1]):
        segments = segments[:-1]
    if len(segments) > 2 and segments[-2] == "attachment":
        return segments[:-2]
    if len(segments) > 3 and segments[-1] in FEED_ENDS | NO_PAGE_ENDS:
        return segments[:-1]
    return segments
