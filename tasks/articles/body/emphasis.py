"""Emphasised text: questions of an interview, and paragraphs entirely in bold."""

import re

from selectolax.lexbor import LexborNode

from tasks.articles.body.elements import BR
from tasks.articles.markup.dom import TEXT_TAG, tag_numbers

_BOLD = tag_numbers("b strong")
_EMPHASIS = tag_numbers("b strong i em u")
_SPAN = tag_numbers("span")
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic", re.IGNORECASE)
_QUESTION_CLASS = re.compile(r"\bquestion\b", re.IGNORECASE)


def names_a_question(node: LexborNode) -> bool:
    """Return whether a class of an element is `question`."""
    classes = node.attrs.get("class")
    return bool(classes) and _QUESTION_CLASS.search(classes or "") is not None


def is_emphasis(node: LexborNode, tag: int) -> bool:
    """Return whether an inline element is bold, italic or underlined, by its tag or its style."""
    if tag in _EMPHASIS:
        return True
    style = node.attrs.get("style") if tag in _SPAN else None
    return bool(style) and _BOLD_STYLE.search(style or "") is not None


def is_all_bold(paragraph: LexborNode) -> bool:
    """Return whether all text of a paragraph is in bold elements."""
    child = paragraph.first_child
    has_bold = False
    while child is not None:
        tag = child.tag_id
        if tag in _BOLD:
            has_bold = True
        elif tag not in BR and not (tag == TEXT_TAG and not (child.text_content or "").strip()):
            return False
        child = child.next
    return has_bold
