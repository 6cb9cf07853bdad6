"""Read the URL of a saved page from the page itself: as its tool and as its author wrote it.

Tools write comments (SingleFile, HTTrack, browsers, monolith) or attributes (Save Page WE,
WebScrapBook). Authors write `rel=canonical`, `og:url` and `<base href>`.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

from tasks.models import PageKind
from tasks.sources.files.formats.replay_address import without_replay
from tasks.urls import Site, canonical_url, page_kind
from tasks.warc.warc_date import parse_warc_date

# Comments of tools are near the start, that of the Wayback Machine is at the end.
NEAR_BYTES = 64 << 10
# Tools write style sheets into the head.
HEAD_BYTES = 4 << 20
MOST_TAGS = 1_000
LONGEST_TAG = 8 << 10
LONGEST_COMMENT = 8 << 10

_SINGLEFILE = re.compile(
    rb"(?:saved with|processed by) SingleFileZ?\s+url:\s*(\S+)(?:\s+saved date:\s*([^\r\n]*))?"
)
_HTTRACK = re.compile(
    rb"<!--\s*Mirrored from (\S+) by HTTrack.{0,400}?(?:\],\s*([^>]{0,80}?))?\s*-->", re.S
)
_SAVE_PAGE = re.compile(rb"<meta name=[\"']?savepage-(url|date)[\"']? content=[\"']([^\"'>]*)")
_SCRAPBOOK = re.compile(rb"\bdata-scrapbook-(source|create)=[\"']([^\"'>]*)")
_WAYBACK_DATE = re.compile(
    rb"FILE ARCHIVED ON (\d\d:\d\d:\d\d) (\w{3})\w* (\d{1,2}), (\d{4}) AND RETRIEVED"
)
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+[^\s\"'<>.,;:!)]")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
    r"|\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d(?: (?:GMT|UTC|[+-]\d{4}))?"
)
_SCRIPT_DATE = re.compile(
    r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})?"
)
_HEAD_TAG = re.compile(rb"<(?:head|body)[\s>]", re.IGNORECASE)
_BODY_TAG = re.compile(rb"<body[\s>]", re.IGNORECASE)
_OPAQUE = re.compile(rb"<!--|<(script|style|noscript|template)\b", re.IGNORECASE)
_TAG = re.compile(rb"<(?:link|meta|base)\b", re.IGNORECASE)
_TITLE = re.compile(rb"<title\b[^>]*>([^<]*)", re.IGNORECASE)
_HEADING = re.compile(rb"<h1\b[^>]{0,400}>\s*(?:<[^>]{0,400}>\s*)?([^<]{1,400})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_CANONICAL, _OG_URL, _BASE = range(3)


def stated_by_tool(body: bytes, site: Site) -> tuple[str | None, datetime | None]:
    """Return the URL and the date that a tool has written into the page."""
    head = body[:NEAR_BYTES]
    if found := _SINGLEFILE.search(head):
        url, replayed_at = without_replay(_text(found[1]))
        return url, replayed_at or _script_date(_text(found[2] or b""))
    if found := _HTTRACK.search(head):
        url = _text(found[1])
        url = url if "://" in url else f"http://{url}"
        return url, parse_warc_date(_text(found[2] or b""))
    for form, name, date in ((_SAVE_PAGE, b"url", b"date"), (_SCRAPBOOK, b"source", b"create")):
        stated = dict(form.findall(body[:HEAD_BYTES] if form is _SAVE_PAGE else head))
        if name in stated:
            return unescape(_text(stated[name])), _any_date(_text(stated.get(date, b"")))
    url, date_of_comment = _stated_in_comment(head, site)
    return url, date_of_comment or _wayback_date(body)


def links_of_author(body: bytes, site: Site) -> tuple[tuple[str, ...], datetime | None]:
    """Return the URLs a page states as its own, best first, and the date of a replay."""
    stated = _stated_links(_visible_head(body))
    base = stated.get(_BASE, "")
    links: dict[str, datetime | None] = {}
    for kind in (_CANONICAL, _OG_URL, _BASE):
        url, replayed_at = _own_address(stated.get(kind, ""), base, site)
        # A base is usually the front page.
        if url and (kind != _BASE or page_kind(url, site) is PageKind.ARTICLE):
            links.setdefault(url, replayed_at)
    return tuple(links), next(filter(None, links.values()), None)


def page_title(body: bytes) -> str:
    """Return the title and the first heading of a page, which together tell pages apart."""
    title = _TITLE.search(_visible_head(body))
    heading = _HEADING.search(body, 0, HEAD_BYTES)
    return "\n".join(_text(found[1]) for found in (title, heading) if found)


def _stated_in_comment(head: bytes, site: Site) -> tuple[str | None, datetime | None]:
    """Return URL and date from a comment before the head that contains one URL of the site."""
    head_tag = _HEAD_TAG.search(head)
    for comment in _comments(head[: head_tag.start()] if head_tag else head):
        text = _text(comment)
        replayed = [without_replay(url) for url in _ADDRESS.findall(text)]
        of_site = {url: at for url, at in replayed if url and canonical_url(url, site)}
        if len(of_site) == 1:
            [(url, replayed_at)] = of_site.items()
            return url, replayed_at or _any_date(text)
    return None, None


def _comments(content: bytes) -> Iterator[bytes]:
    end = 0
    while (start := content.find(b"<!--", end)) >= 0:
        end = content.find(b"-->", start)
        if end < 0:
            return
        yield content[start + 4 : min(end, start + LONGEST_COMMENT)]


def _stated_links(head: bytes) -> dict[int, str]:
    links: dict[int, str] = {}
    for count, tag in enumerate(_TAG.finditer(head)):
        end = head.find(b">", tag.end())
        if end < 0 or count == MOST_TAGS:
            break
        if end - tag.end() > LONGEST_TAG:
            continue
        attributes = _attributes(_text(head[tag.end() : end]))
        href = attributes.get("href", "")
        if "canonical" in attributes.get("rel", "").lower().split():
            links.setdefault(_CANONICAL, href)
        elif attributes.get("property", attributes.get("name", "")).lower() == "og:url":
            links.setdefault(_OG_URL, attributes.get("content", ""))
        elif head[tag.start() + 1 : tag.end()].lower() == b"base":
            links.setdefault(_BASE, href)
    return {kind: link for kind, link in links.items() if link}


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "").strip()
        for found in _ATTRIBUTE.finditer(text)
    }


def _own_address(link: str, base: str, site: Site) -> tuple[str | None, datetime | None]:
    """Return the canonical URL of a link, resolved as browsers do, and the date of its replay."""
    try:
        if link.startswith("/"):
            link = urljoin(site.origin, link)
        elif link and not urlsplit(link).scheme:
            link = urljoin(base, link) if urlsplit(base).scheme else ""
    except ValueError:
        return None, None
    url, replayed_at = without_replay(link)
    return (canonical_url(url, site) if url else None), replayed_at


def _visible_head(body: bytes) -> bytes:
    """Return a page up to its body, without comments, scripts and styles."""
    body = body[:HEAD_BYTES]
    pieces: list[bytes] = []
    position = 0
    while found := _OPAQUE.search(body, position):
        pieces.append(body[position : found.start()])
        if _BODY_TAG.search(pieces[-1]):
            break
        name = found[1]
        close = b"-->" if name is None else b"</" + name
        position = body.find(close, found.end())
        if position < 0:
            break
        position += len(close)
    else:
        pieces.append(body[position:])
    head = b" ".join(pieces)
    end = _BODY_TAG.search(head)
    return head[: end.start()] if end else head


def _wayback_date(body: bytes) -> datetime | None:
    found = _WAYBACK_DATE.search(body[:NEAR_BYTES]) or _WAYBACK_DATE.search(body[-NEAR_BYTES:])
    if found is None:
        return None
    time, month, day, year = (_text(part) for part in found.groups())
    return parse_warc_date(f"{day} {month} {year} {time} GMT")


def _any_date(text: str) -> datetime | None:
    """Parse a date, or the first date in a text."""
    found = _DATE.search(text)
    script = _SCRIPT_DATE.search(text)
    return (
        parse_warc_date(text)
        or (_script_date(script[0]) if script else None)
        or (parse_warc_date(found[0]) if found else None)
    )


def _script_date(text: str) -> datetime | None:
    """Parse a date as JavaScript prints it: `Wed May 04 2016 03:02:01 GMT+0000`."""
    found = _SCRIPT_DATE.match(text)
    if found is None:
        return parse_warc_date(text)
    month, day, year, time, zone = found.groups()
    return parse_warc_date(f"{day} {month} {year} {time} {zone or 'GMT'}")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").strip()
