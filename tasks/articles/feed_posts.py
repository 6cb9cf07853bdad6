"""Posts in RSS feeds with `content:encoded`: each item is read as a row of the REST API.

A row has the keys that `rest_posts` and the layout `rest_post` read, and `FEED` besides. A feed
says less than the REST API: no zone, no change, no picture apart from the text; categories and tags
are one list of names, so only the name of the category in the URL is used.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from tasks.articles.markup.dom import parse_tree
from tasks.articles.text.walls import ends_at_a_wall
from tasks.urls import section_path

# Key of a row that was read from a feed.
FEED = "feed"
# The <rss> tag follows the XML declaration and at most one comment.
_SEEN_BYTES = 2_000
# The end of a feed may be followed by a comment of a cache.
_END_BYTES = 2_000
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
# The address of a post, where the link leads to a service that counts readers.
_ORIGINAL_LINK = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"
# WordPress.com and Jetpack state the id; elsewhere it is in the guid of posts that were drafts.
_STATED_ID = "{com-wordpress:feed-additions:1}post-id"
_POST_ID = re.compile(r"[?&]p=(\d{1,18})\b")
# A "less than" that starts no tag within a line.
_NO_TAG = re.compile(r"<(?!/?(?:em|i|b|strong|span|sub|sup|cite|q|br)\b)", re.IGNORECASE)
_PASSWORD_FORM = re.compile(
    r"post-password-form|action=postpass|name=.post_password", re.IGNORECASE
)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_BLOCKS = "p, div, h2, h3, h4, li, blockquote"


def is_feed(body: bytes) -> bool:
    """Return whether a response is an RSS feed."""
    return b"<rss" in body[:_SEEN_BYTES]


def is_whole_feed(body: bytes) -> bool:
    """Return whether a response is an RSS feed up to its end."""
    return is_feed(body) and b"</rss" in body[-_END_BYTES:]


def is_feed_with_texts(start: bytes) -> bool:
    """Return whether a file with these first bytes is an RSS feed with the texts of its posts."""
    return is_feed(start) and b"<content:encoded" in start


def read_feed_items(body: bytes) -> Iterator[etree._Element]:
    """Yield the `item` elements of an RSS 2.0 feed; nothing for other content."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    yield from root.iter("item") if root is not None else ()


def link_of(item: etree._Element) -> str:
    """Return the address of an item, '' if it has none."""
    return (item.findtext(_ORIGINAL_LINK) or item.findtext("link") or "").strip()


def author_of(item: etree._Element) -> str | None:
    """Return the author of an item."""
    return (item.findtext(_CREATOR) or "").strip() or None


def instant_of(item: etree._Element) -> datetime | None:
    """Return the time of publication of an item, in UTC."""
    text = item.findtext("pubDate")
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None


def read_feed_rows(body: bytes) -> list[dict[str, Any]]:
    """Return a row for each item of a feed that has the whole text of a post."""
    if not is_feed(body):
        return []
    return [row for item in read_feed_items(body) if (row := _row(item)) is not None]


def _row(item: etree._Element) -> dict[str, Any] | None:
    """Return an item as a row of the REST API; None for comments, excerpts and bare names."""
    link, content = link_of(item), item.findtext(_CONTENT)
    guid = (item.findtext("guid") or "").strip()
    if not link or "#comment" in link + guid or not content or _is_excerpt(content):
        return None
    is_protected = _PASSWORD_FORM.search(content) is not None
    number = _POST_ID.search(guid) or re.fullmatch(r"(\d{1,18})", item.findtext(_STATED_ID) or "")
    instant, author = instant_of(item), author_of(item)
    return {
        FEED: guid or link,
        "id": int(number[1]) if number else None,
        "link": link,
        "title": {"rendered": _NO_TAG.sub("&lt;", (item.findtext("title") or "").strip())},
        "date_gmt": f"{instant:%Y-%m-%dT%H:%M:%S}" if instant else None,
        "content": {
            "rendered": "" if is_protected else _without_signature(content, link),
            "protected": is_protected,
        },
        "_embedded": {
            "author": [{"name": author}] if author else [],
            "wp:term": [list(_categories(item, link))],
        },
    }


def _categories(item: etree._Element, link: str) -> Iterator[dict[str, str]]:
    path = section_path(link) or ""
    for category in item.iter("category"):
        name = (category.text or "").strip()
        if name and _NOT_IN_SLUG.sub("-", name.lower()).strip("-") == path.rpartition("/")[2]:
            yield {"taxonomy": "category", "name": name, "slug": path}


def _is_excerpt(content: str) -> bool:
    body = parse_tree(content.encode("utf-8", "replace")).body
    return body is None or ends_at_a_wall(body.text(separator=" ", strip=True))


def _without_signature(content: str, link: str) -> str:
    """Return the content without a last block that links to both the post and the front page.

    SEO plugins end each item with "The post TITLE appeared first on SITE.", in any language.
    """
    body = parse_tree(content.encode("utf-8", "replace")).body
    blocks = body.css(_BLOCKS) if body is not None else []
    if body is None or not blocks:
        return content
    last = blocks[-1]
    targets = {_without_scheme(str(a.attributes.get("href") or "")) for a in last.css("a")}
    host = urlsplit(link).netloc
    if not {_without_scheme(link), host} <= targets:
        return content
    last.decompose()
    return body.inner_html or ""


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].partition("?")[0].rstrip("/")
