"""Evidence that a page is the article of its URL, and not a replacement page.

Servers answer with status 200 for parking pages, challenges, suspended accounts, database errors,
maintenance and welcome pages. Such pages lack the features of an article. Each feature (sign) has a
weight, and a page needs a total of `ENOUGH`; so only few wordings of such pages must be known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tasks.articles.body.blocks import Block, BodyText
from tasks.articles.content.prune import reads_as_sentence
from tasks.articles.document import Document, PageParts
from tasks.articles.markup.dom import select, select_first
from tasks.articles.metadata.headings import has_title_class, words_of
from tasks.articles.text.dates import day_in_address
from tasks.articles.text.language import looks_like
from tasks.articles.text.service_titles import is_service_title
from tasks.articles.text.walls import is_about_the_server, is_wall
from tasks.models import Paragraph
from tasks.urls import url_slug

ENOUGH = 3
_MARKS = frozenset({"single_post", "og_type", "json_ld"})
# A page whose markup states that it is a single post or article needs no other evidence.
_WEIGHTS = {
    "single_post": 3,
    "og_type": 3,
    "json_ld": 3,
    "post_id": 2,
    "canonical": 1,
    "date": 1,
    "byline": 1,
    "title": 2,
    "heading": 2,
    "own_title": 1,
    "address": 2,
    "paragraphs": 1,
    "long_text": 2,
    "about_the_server": -2,
    "teasers": -2,
    # The archive is in English. Pages about cookies or the server have neither date nor author.
    "other_language": -2,
    # More than all signs of a short text together.
    "wall": -16,
    "service_page": -16,
}
_DATED = frozenset({"date", "byline"})
_OTHER_LANGUAGES = frozenset({"ar", "other"})
_FEW_CHARACTERS = 250
_MANY_CHARACTERS = 700
# Minimum share of links in a teaser, and minimum number of teasers in a listing.
_TEASER_SHARE = 0.2
_FEWEST_TEASERS = 3
_LINKED_HEADINGS = "h2 a,h3 a,h4 a"
_FEWEST_LINKED_HEADINGS = 5
_TEASER_AT_MOST = 250
# `news.asp?section=1&id=12345`, `?p=4711`: the URL of a numbered item.
_NUMBERED_ADDRESS = re.compile(r"[?&](?:\w*id|p|article|story|artid|newsid)=[a-z]{0,3}\d+", re.I)
_WORD = re.compile(r"\w{3,}")
_REST_POST = re.compile(r"/wp-json/wp/v2/[\w-]+/\d+|[?&]p=\d+")
_LOOKED_AT = 1_500
_PASSWORD_FORM = (
    ".post-password-form,.et_password_protected_form,form[action*='action=postpass'],"
    "input[name=post_password]"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The signs found on a page. With a `weight` of `ENOUGH` or more it is an article."""

    signs: tuple[str, ...]

    @property
    def weight(self) -> int:
        """The total weight of all signs."""
        return sum(_WEIGHTS[sign] for sign in self.signs)

    @property
    def missing(self) -> str:
        """The signs that were not found, as text."""
        return ", ".join(sign for sign in _WEIGHTS if sign not in self.signs and _WEIGHTS[sign] > 0)


def read_evidence(
    document: Document,
    parts: PageParts,
    body: BodyText,
    title: str,
    paragraphs: Sequence[Paragraph],
) -> Evidence:
    """Return the signs that a page is the article of its URL."""
    opening = " ".join([title, *(one.text for one in paragraphs[:10])])[:_LOOKED_AT]
    size = sum(len(one.text) for one in paragraphs if reads_as_sentence(one.text))
    signs = {
        "single_post": _is_single_post(document),
        "og_type": (document.head.meta("og:type") or "").lower() == "article",
        "json_ld": bool(document.graph.get("Article")),
        "post_id": _has_post_id(document, parts),
        "canonical": _has_own_canonical(document),
        "date": _has_date(document, parts),
        "byline": bool(parts.bylines or parts.page_bylines or parts.meta_lines.bylines)
        or document.head.meta("author") is not None,
        "title": _agrees_with_address(title, document),
        "heading": parts.heading is not None and has_title_class(parts.heading),
        "own_title": parts.heading is not None and _is_in_head(title, document),
        "paragraphs": size >= _FEW_CHARACTERS,
        "long_text": size >= _MANY_CHARACTERS,
        "address": _NUMBERED_ADDRESS.search(document.page.url) is not None,
    }
    found = [sign for sign, is_found in signs.items() if is_found]
    return Evidence((*found, *_counter_evidence(found, parts, body, title, opening)))


def _counter_evidence(
    found: Sequence[str], parts: PageParts, body: BodyText, title: str, opening: str
) -> list[str]:
    """Return evidence against a page.

    If the markup states that it is a single article, only a wall in place of the text counts, and
    the title of a page about the newspaper, which plugins mark as an article too.
    """
    if "paragraphs" not in found and is_wall(opening):
        return ["wall"]
    if "single_post" not in found and is_service_title(title):
        return ["service_page"]
    if not _MARKS.isdisjoint(found):
        return []
    signs = {
        "teasers": _is_teasers(body) or _links_headings(parts, body),
        "about_the_server": is_about_the_server(opening),
        "other_language": _DATED.isdisjoint(found) and looks_like(opening) in _OTHER_LANGUAGES,
    }
    return [sign for sign, is_found in signs.items() if is_found]


def _is_in_head(title: str, document: Document) -> bool:
    """Return whether the title of the page contains the heading."""
    return any(words_of(title) in words_of(stated) for stated in document.head.titles)


def _is_teasers(body: BodyText) -> bool:
    """Return whether nearly every block of the text has a link, as in a listing."""
    linked = [block for block in body.blocks if block.link_chars >= _TEASER_SHARE * _size(block)]
    return len(body.blocks) >= _FEWEST_TEASERS and len(linked) >= 0.8 * len(body.blocks)


def _links_headings(parts: PageParts, body: BodyText) -> bool:
    """Return whether the headings in the text are links, each with no more text than a teaser."""
    links = {link.text() for node in parts.contents for link in select(_LINKED_HEADINGS, node)}
    size = sum(map(_size, body.blocks))
    return len(links) >= _FEWEST_LINKED_HEADINGS and size <= _TEASER_AT_MOST * len(links)


def _size(block: Block) -> int:
    return sum(len(line.strip()) for line in block.lines)


def asks_for_password(document: Document, parts: PageParts) -> bool:
    """Return whether the content is WordPress's form for the password of a protected post."""
    return any(select_first(_PASSWORD_FORM, node) is not None for node in parts.contents)


def _is_single_post(document: Document) -> bool:
    classes = document.body_classes
    return (
        "single" in classes
        or "single-post" in classes
        or any(name.startswith("postid-") for name in classes)
    )


def _has_post_id(document: Document, parts: PageParts) -> bool:
    if parts.post_id is not None:
        return True
    links = [*document.head.links.get("shortlink", ()), *document.head.links.get("alternate", ())]
    return any(_REST_POST.search(link) for link in links)


def _has_own_canonical(document: Document) -> bool:
    link = document.head.link("canonical") or document.head.meta("og:url")
    try:
        path = urlsplit(link or "").path
    except ValueError:
        return False
    return len(path.strip("/")) > 0


def _has_date(document: Document, parts: PageParts) -> bool:
    if parts.printed_date is not None or parts.meta_lines.dates:
        return True
    if day_in_address(document.page.url):
        return True
    return document.head.meta("article:published_time") is not None


def _agrees_with_address(title: str, document: Document) -> bool:
    """Return whether the title contains half of the words of the URL's slug."""
    name = url_slug(document.page.url).lower().partition(".")[0]
    slug = set(_WORD.findall(name.replace("-", " ")))
    if len(slug) < 2:
        return False
    return 2 * len(slug & set(_WORD.findall(title.lower()))) >= len(slug)
