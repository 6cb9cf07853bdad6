"""Elements that name an author by class, link, relation, microdata or a label before them."""

import re

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import (
    TEXT_TAG,
    attribute,
    class_tokens,
    element_beside,
    select_first,
    tag_numbers,
)
from tasks.articles.metadata.name_lines import lines_of
from tasks.articles.metadata.names import clean_name
from tasks.articles.text.bare_names import is_bare_name

ANCHOR = tag_numbers("a")
_AUTHOR = re.compile(
    r"(?:^|[-_ ]|^lbl|_lbl)(?:authors?|bylines?|by-line|writer|autor|contributors?)(?:__\w+)?$"
    r"|author[-_]*(?:name|link)|type-author$|^fn$|^by$|byline|^username$"
    r"|(?-i:[a-z](?:Author|Writer)(?:Name)?$)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"bio(?:$|[-_])|avatar|image|img|photo|desc|social|follow|date|title|-box|time|prep|icon|author__byline$",
    re.I,
)
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteur|writers?|contributors?)/[^/]+/?$", re.I
)
# The address of an author page without permalinks.
_AUTHOR_NUMBER = re.compile(r"[?&]author=\d+$")
# `More by this author`
_LINKS_ALL = re.compile(r"(?:view|see|read|more|all)\b", re.IGNORECASE)
# A label whose name is the next element or text: `<dt>Author</dt><dd>A</dd>`.
_LABEL_OF_NEXT = re.compile(r"(?:authors?|writer|written by|words|text)\s*:?", re.IGNORECASE)
_LABEL_AT_MOST = 12


def author_source(node: LexborNode) -> str | None:
    """Return what marks an element as the author's name, for provenance; None if nothing does."""
    if node.tag_id in ANCHOR:
        if "author" in attribute(node, "rel").split():
            return "a[rel~=author]"
        href = attribute(node, "href")
        if _AUTHOR_LINK.search(href.partition("?")[0]) or _AUTHOR_NUMBER.search(href):
            return "a[href*=author]"
    if "author" in attribute(node, "itemprop").split():
        return "[itemprop~=author]"
    for token in (*class_tokens(node), attribute(node, "id")):
        if _AUTHOR.search(token) and not _NO_NAME.search(token):
            return f".{token}"
    return None


def name_of(node: LexborNode) -> str:
    """Return the text of an element that names an author; a mark within it says which part."""
    named = select_first("[itemprop=name]:not(meta),[class$=author__name]", node)
    stated = select_first("meta[itemprop=name]", node) if named is None else None
    text = _names_in_lines(named or node)
    is_label = not text or _LINKS_ALL.match(text)
    return attribute(stated, "content") if stated is not None and is_label else text


def name_after_label(node: LexborNode) -> str:
    """Return the name after an element that is only its label, or ''."""
    first = node.first_child
    if first is None or first.next is not None or first.tag_id != TEXT_TAG:
        return ""
    label = (first.text_content or "").strip()
    if len(label) > _LABEL_AT_MOST or not _LABEL_OF_NEXT.fullmatch(label):
        return ""
    following = node.next
    while following is not None and not following.text().strip(" :\n\t"):
        following = following.next
    name = " ".join(following.text().split()).strip(" :") if following is not None else ""
    return name if is_bare_name(name) else ""


def _names_in_lines(node: LexborNode) -> str:
    """Return the text of an element: its first line if that is a name and the others have none."""
    text, first = " ".join(node.text(separator=" ").split()), _first_line(node)
    if not first or clean_name(first) is None:
        return text
    others = text.removeprefix(first)
    has_names = any(is_bare_name(other.strip()) for other in re.split(r",| and ", others))
    return f"{first}, {others}" if has_names else first


def _first_line(node: LexborNode) -> str:
    """Return the text of an element before its first <br>; '' without one."""
    return next(iter(lines_of(node)), "")


def line_of(node: LexborNode) -> int:
    """Return the element around an author, or around several such elements of one class."""
    parent = node.parent
    if parent is None or parent.parent is None:
        return node.mem_id if parent is None else parent.mem_id
    name = parent.attrs.get("class")
    beside = (element_beside(parent, "prev"), element_beside(parent, "next"))
    is_one_of = bool(name) and any(one and one.attrs.get("class") == name for one in beside)
    return parent.parent.mem_id if is_one_of else parent.mem_id


def href_of(node: LexborNode) -> str | None:
    """Return the URL that an element links to, or that the first link in it does."""
    link = node if node.tag_id in ANCHOR else select_first("a", node)
    return attribute(link, "href") or None if link is not None else None
