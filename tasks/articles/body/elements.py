"""The kinds of HTML elements that the walk tells apart, and the text of one."""

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import COMMENT_TAG, INSTRUCTION_TAG, TEXT_TAG, select, tag_numbers

INLINE = tag_numbers(
    "b strong i em u font span small big sub sup q cite abbr code tt label mark s strike del ins"
    " time acronym dfn kbd samp var bdi bdo wbr nobr"
)
BR = tag_numbers("br")
ANCHOR = tag_numbers("a")
IMAGE = tag_numbers("img")
TABLE = tag_numbers("table")
PLAIN_BLOCK = tag_numbers("p")
DROPPED = {COMMENT_TAG, INSTRUCTION_TAG} | tag_numbers(
    "script style noscript iframe svg button select textarea template object embed video"
    " audio canvas map head title link meta input noembed noframes"
)
# Placeholder for <br> until blocks are split; it cannot occur in an HTML text node.
BREAK = "\x1e"


def text_of(node: LexborNode) -> str:
    """Return the text of an element with a space for each <br>."""
    if not select("br", node):
        return node.text()
    parts: list[str] = []
    waiting: list[LexborNode | None] = [node.first_child]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        waiting.append(one.next)
        if one.tag_id == TEXT_TAG:
            parts.append(one.text_content or "")
        elif one.tag_id in BR:
            parts.append(" ")
        elif one.tag_id not in DROPPED:
            waiting.append(one.first_child)
    return "".join(parts)


def count_characters(node: LexborNode) -> int:
    """Return the number of characters of an element, without white space."""
    return len("".join(node.text().split()))
