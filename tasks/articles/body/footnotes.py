"""Marks of footnotes, and the links from a note back to the text."""

import re

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import attribute, class_tokens, select_first

_NOTE_MARK = re.compile(r"\[\d{1,3}\]|[↩↑^]\ufe0e?")


def is_footnote_mark(node: LexborNode) -> bool:
    """Return whether a <sup> is the number of a footnote."""
    if any("footnote" in token for token in class_tokens(node)):
        return True
    anchor = select_first("a", node)
    return anchor is not None and attribute(anchor, "href").startswith("#")


def is_note_link(anchor: LexborNode) -> bool:
    """Return whether a link leads to a footnote (`[2]`), or from it back to the text (`↩`)."""
    if not attribute(anchor, "href").startswith("#"):
        return False
    return _NOTE_MARK.fullmatch(anchor.text().strip()) is not None
