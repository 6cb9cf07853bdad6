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
from itertools import islice, pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import orjson
from lxml import etree

from tasks.articles.feed_posts import instant_of

POSTS_PER_ANSWER = 100
_TAIL_BYTES = 4096
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_WITHOUT_CONTROLS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_NEXT_DOCUMENT = re.compile(rb"</rss>\s*(?:\xef\xbb\xbf)?(?=<\?xml\s)")
_MARK = re.compile(rb"wordpress\.org/export/\d")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
# Types of WordPress itself that are not posts. Sites give their articles types of their own.
OTHER_TYPES = re.compile(
    r"page|attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache"
    r"|user_request|wp_\w+|acf-\w+|\w*product\w*|shop_\w+|feedback|wpcf7\w*|elementor_\w+|et_\w+"
)
PUBLISHED = "publish"
# What WordPress saves before its author has written anything, and files.
NO_TEXT_YET = frozenset({"auto-draft", "inherit"})
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


class _Document:
    """A stretch of a file for lxml to read, without bytes that XML forbids.

    The texts of posts have such bytes, and lxml would drop the rest of a text.
    """

    def __init__(self, text: mmap, start: int, end: int) -> None:
        self._text, self._at, self._end = text, start, end
        self._is_utf_16 = text[start : start + 2] in _UTF_16

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most `size` of them."""
        start, self._at = self._at, min(self._at + size, self._end)
        content = self._text[start : self._at]
        return content if self._is_utf_16 else content.translate(_WITHOUT_CONTROLS)


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
    left_out = defaultdict(list) if left_out is None else left_out
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        for document in _documents(text):
            yield from _exported(document, left_out)
        problem = _damage(text)
    if problem:
        raise ValueError(problem)


def _exported(document: _Document, left_out: LeftOut) -> Iterator[ExportedPosts]:
    """Yield the posts of one export; a file may have several, one after the other."""
    items = _items(document)
    first = next(items, None)
    if first is None:
        return
    channel = first.getparent()
    names, root = _author_names(channel), _root_of(channel)
    exported_at = instant_of(channel)
    chosen = (item for item in _chain(first, items) if _is_chosen(item, left_out))
    posts = (_post(item, names) for item in chosen)
    page = 0
    while rows := list(islice(posts, POSTS_PER_ANSWER)):
        page += 1
        # The first post tells the files of an export apart, which all have the same date.
        query = f"per_page={POSTS_PER_ANSWER}&page={page}&first={rows[0]['id']}"
        url = f"{root}/wp-json/wp/v2/posts?{query}"
        yield ExportedPosts(url, orjson.dumps(rows), exported_at)


def _documents(text: mmap) -> Iterator[_Document]:
    """Yield the exports in a file: those of a large site may have been joined."""
    starts = [0, *(found.end() for found in _NEXT_DOCUMENT.finditer(text))]
    for start, end in pairwise([*starts, len(text)]):
        yield _Document(text, start, end)


def _damage(text: mmap) -> str:
    """Return what is damaged in an export; '' if nothing is."""
    if b"</rss>" not in text[max(0, len(text) - _TAIL_BYTES) :]:
        return "the end of the export is missing, and the posts in it"
    if text[:2] not in _UTF_16 and text.find(b"\0") >= 0:
        return "zeros are in place of a part of it, and posts are damaged"
    return ""


def _chain(first: etree._Element, rest: Iterable[etree._Element]) -> Iterator[etree._Element]:
    yield first
    first.clear()
    yield from rest


def _items(document: _Document) -> Iterator[etree._Element]:
    """Yield the items of an export; each is emptied when the next one is asked for."""
    events = etree.iterparse(
        document, tag="item", recover=True, huge_tree=True, resolve_entities=False, no_network=True
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
    if OTHER_TYPES.fullmatch(_text(item, "{*}post_type") or "post") or status in NO_TEXT_YET:
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
        "date": instant_of_row(_text(item, "{*}post_date")),
        "date_gmt": instant_of_row(_text(item, "{*}post_date_gmt")),
        "modified": instant_of_row(_text(item, "{*}post_modified")),
        "modified_gmt": instant_of_row(_text(item, "{*}post_modified_gmt")),
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


def instant_of_row(text: str | None) -> str | None:
    """Return `2010-03-04 09:00:00` as REST writes it; None for the zeros of posts without one."""
    return text.replace(" ", "T") if text and not text.startswith("0000") else None


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
