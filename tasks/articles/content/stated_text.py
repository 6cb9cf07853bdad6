"""The text that a page states as data (JSON-LD `articleBody`) and does not print.

Pages whose text is inserted by a script, or follows a wall, print only its beginning or nothing.
"""

import re
from dataclasses import replace
from html import escape, unescape

from tasks.articles.body.blocks import BodyText
from tasks.articles.body.walk import read_bodies
from tasks.articles.markup.dom import parse_tree

STATED_IN = "json-ld Article.articleBody"
# A summary in place of the text is shorter.
_AT_LEAST = 300
# Data often repeats the printed text without its headings; it is read only if it has much more.
_TIMES_AS_LONG = 2
_TAG = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)


def read_stated_text(stated: str, printed: BodyText) -> BodyText | None:
    """Return the stated text with the printed pictures; None if the page prints half of it."""
    size = sum(len(line) for block in printed.blocks for line in block.lines)
    if len(stated) < max(_AT_LEAST, _TIMES_AS_LONG * size):
        return None
    tree = parse_tree(_as_markup(stated).encode("utf-8", "replace"))
    if tree.body is None:
        return None
    return replace(read_bodies((tree.body,)), figures=printed.figures)


def _as_markup(text: str) -> str:
    if _TAG.search(text):
        return text
    lines = filter(None, map(str.strip, text.splitlines()))
    return "".join(f"<p>{escape(unescape(line))}</p>" for line in lines)
