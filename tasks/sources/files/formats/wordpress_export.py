"""Read the posts in an export file of WordPress (WXR, `Tools > Export`).

Posts are returned as answers of the REST interface, which are stored, read and parsed like those
of the site. The export has the text as its author wrote it: paragraphs are made here as WordPress
makes them when it shows the post.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from lxml import etree

from tasks.articles.feed_posts import instant_of

POSTS_PER_ANSWER = 100
_TAIL_BYTES = 4096
_MARK = re.compile(rb"wordpress\.org/export/\d")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
# Types of WordPress itself that are not posts. Sites give their articles types of their own.
_OTHER_TYPES = re.compile(
    r"page|attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache"
    r"|user_request|wp_\w+|acf-\w+|\w*product\w*|shop_\w+|feedback|wpcf7\w*|elementor_\w+|et_\w+"
)
PUBLISHED = "publish"
# What WordPress saves before its author has written anything, and files.
_NO_TEXT_YET = frozenset({"auto-draft", "inherit"})
_TAXONOMIES = {"category": "category", "post_tag": "post_tag", "tag": "post_tag"}
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b[^\]]*\](.*?(?:</a>|<img\b[^>]*>))\s*(.*?)\[/(?:wp_)?caption\]",
    re.S | re.I,
)
_BLOCK_MARK = "<!-- wp:"
_BLANK_LINES = re.compile(r"\n\s*\n")
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dd|dt|table|thead|tbody|tr|td|th|blockquote|figure|figcaption|pre"
    r"|form|hr|section|article|aside|header|footer|details|iframe|script|style|noscript)\b",
    re.I,
)


LeftOut = defaultdict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ExportedPosts:
    """Some posts of an export, as the answer of the REST interface with this URL."""

    url: str
    body: bytes
    exported_at: datetime | None


def is_wordpress_export(start: bytes) -> bool:
    """Return whether a file with these first bytes is an export of WordPress."""
    return b"<rss" in start and _MARK.search(start) is not None


def read_wordpress_export(path: Path, left_out: LeftOut | None = None) -> Iterator[ExportedPosts]:
    """Yield the published posts of an export, a hundred at a time.

    The titles of other posts are added to `left_out`, by the reason.

    Raises:
        ValueError: the file is not XML, or its end is missing; raised after its posts are read.
        OSError: the file cannot be read.
    """
    items = _items(path)
    first = next(items, None)
    if first is None:
        return
    channel = first.getparent()
    names, root = _author_names(channel), _root_of(channel)
    exported_at = instant_of(channel)
    left_out = defaultdict(list) if left_out is None else left_out
    chosen = (item for item in _chain(first, items) if _is_chosen(item, left_out))
    posts = (_post(item, names) for item in chosen)
    page = 0
    while rows := list(islice(posts, POSTS_PER_ANSWER)):
        page += 1
        # The first post tells the files of an export apart, which all have the same date.
        query = f"per_page={POSTS_PER_ANSWER}&page={page}&first={rows[0]['id']}"
        url = f"{root}/wp-json/wp/v2/posts?{query}"
        yield ExportedPosts(url, orjson.dumps(rows), exported_at)
    if not _has_end(path):
        raise ValueError("the end of the export is missing, and the posts in it")


def _has_end(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return b"</rss>" in file.read()


def _chain(first: etree._Element, rest: Iterable[etree._Element]) -> Iterator[etree._Element]:
    yield first
    first.clear()
    yield from rest


def _items(path: Path) -> Iterator[etree._Element]:
    """Yield the items of an export; each is emptied when the next one is asked for."""
    events = etree.iterparse(
        str(path), tag="item", recover=True, huge_tree=True, resolve_entities=False, no_network=True
    )
    try:
        for number, (_, item) in enumerate(events):
            yield item
            if number:
                item.clear()
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _root_of(channel: etree._Element) -> str:
    stated = channel.findtext("{*}base_blog_url") or channel.findtext("link") or ""
    return stated.strip().rstrip("/")


def _author_names(channel: etree._Element) -> dict[str, str]:
    """Return the names that authors show, by login."""
    return {
        _text(author, "{*}author_login"): name
        for author in channel.findall("{*}author")
        if (name := _text(author, "{*}author_display_name"))
    }


def _is_chosen(item: etree._Element, left_out: LeftOut) -> bool:
    """Return whether an item is a published post; the titles of other posts are noted."""
    status = _text(item, "{*}status")
    if _OTHER_TYPES.fullmatch(_text(item, "{*}post_type") or "post") or status in _NO_TEXT_YET:
        return False
    number = _text(item, "{*}post_id")
    has_address = number.isdecimal() and bool(_text(item, "link"))
    if status == PUBLISHED and has_address:
        return True
    reason = status if status != PUBLISHED else "published without an address"
    left_out[reason or "no status"].append(_text(item, "title") or f"post {number}")
    return False


def _post(item: etree._Element, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a published post as a row of the REST interface."""
    number, link = _text(item, "{*}post_id"), _text(item, "link")
    login = _text(item, _CREATOR)
    is_protected = bool(_text(item, "{*}post_password"))
    text = "" if is_protected else item.findtext(_CONTENT) or ""
    return {
        "id": int(number),
        "link": link,
        "title": {"rendered": _text(item, "title")},
        "date": _instant(_text(item, "{*}post_date")),
        "date_gmt": _instant(_text(item, "{*}post_date_gmt")),
        "modified": _instant(_text(item, "{*}post_modified")),
        "modified_gmt": _instant(_text(item, "{*}post_modified_gmt")),
        "content": {"rendered": with_paragraphs(text), "protected": is_protected},
        "_embedded": {
            "author": [{"name": names.get(login, login)}] if login else [],
            "wp:term": [list(_terms(item))],
        },
    }


def _terms(item: etree._Element) -> Iterator[dict[str, str]]:
    for category in item.findall("category"):
        taxonomy = _TAXONOMIES.get(category.get("domain") or "")
        if taxonomy and category.text:
            slug = category.get("nicename") or ""
            yield {"taxonomy": taxonomy, "name": category.text.strip(), "slug": slug}


def with_paragraphs(text: str) -> str:
    """Return the text of a post with the paragraphs that WordPress makes of blank lines."""
    text = _CAPTION.sub(_figure, text.replace("\r\n", "\n").replace("\r", "\n"))
    if _BLOCK_MARK in text:
        return text
    return "\n".join(map(_paragraph, filter(None, map(str.strip, _BLANK_LINES.split(text)))))


def _figure(caption: re.Match[str]) -> str:
    return (
        f'\n\n<figure class="wp-caption">{caption[1]}'
        f'<figcaption class="wp-caption-text">{caption[2].strip()}</figcaption></figure>\n\n'
    )


def _paragraph(chunk: str) -> str:
    if _BLOCK.search(chunk):
        return chunk
    return f"<p>{chunk.replace(chr(10), '<br />' + chr(10))}</p>"


def _instant(text: str) -> str | None:
    """Return `2010-03-04 09:00:00` as REST writes it; None for the zeros of posts without one."""
    return text.replace(" ", "T") if text and not text.startswith("0000") else None


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
