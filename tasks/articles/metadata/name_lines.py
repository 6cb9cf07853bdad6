"""Lines of text that are a name, or have one beside a date or an affiliation."""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import TEXT_TAG, tag_numbers
from tasks.articles.metadata.affiliations import is_affiliation, is_place
from tasks.articles.text.bare_names import is_bare_name
from tasks.articles.text.dates import read_days

_BREAK = tag_numbers("br")
# Maximum number of elements and texts that are read as lines.
_MOST_PARTS = 12
_GOES_ON = re.compile(r"(?:and|&|,)\s", re.IGNORECASE)
# `A, 4 May 2011`
_NAME_AND_REST = re.compile(r"(?P<name>[^,|•·–\d]{3,60}?)(?:\s*[,|•·–]\s*(?P<rest>.{6,60}))?")
_BETWEEN = re.compile(r"\s*[|•·›»]\s*|\s+[–—-]\s+")
_INTRODUCTION = re.compile(r"\s*,? is (?:an?|the)\b")
LONGEST_LINE = 200


def name_in(line: str) -> str | None:
    """Return the name in a line that has nothing else, or only a date after it."""
    found = _NAME_AND_REST.fullmatch(line)
    rest = found["rest"] if found else None
    if found is None or (rest and not read_days(rest) and not is_affiliation(rest)):
        return _name_between(line)
    name = found["name"]
    is_name = is_bare_name(name) and not is_affiliation(name)
    return name if is_name else _name_between(line)


def _name_between(line: str) -> str | None:
    """Return the only name in a line with a date or a place.

    `2006-03-10 | A B | Jerusalem`, `Wed, 05/13/2009 - 22:10 — A B`, `A B - Cairo`
    """
    pieces = _BETWEEN.split(line)
    if len(pieces) < 2 or not (any(map(read_days, pieces)) or any(map(is_place, pieces))):
        return None
    names = [piece for piece in pieces if is_bare_name(piece) and not is_affiliation(piece)]
    return names[0] if len(names) == 1 else None


def is_introduced(node: LexborNode, name: str) -> bool:
    """Return whether a name is followed by who it is, as beside the photo of a columnist."""
    parent = node.parent
    text = " ".join(parent.text(separator=" ").split()) if parent is not None else ""
    is_short = text.startswith(name) and len(text) <= LONGEST_LINE
    return is_short and _INTRODUCTION.match(text, len(name)) is not None


def first_words(node: LexborNode) -> str:
    """Return the text before the first element of an element."""
    first = node.first_child
    is_text = first is not None and first.tag_id == TEXT_TAG
    return (first.text_content or "") if first is not None and is_text else ""


def only_text(node: LexborNode) -> str:
    """Return the text of an element that holds nothing else, except an icon; or ''."""
    text = ""
    for child in islice(_children(node), _MOST_PARTS):
        if child.tag_id == TEXT_TAG:
            text += child.text_content or ""
        elif text.strip() or child.first_child is not None:
            return ""
    return " ".join(text.split())


def lines_of(node: LexborNode) -> list[str]:
    """Return the texts between the <br> of an element, without the last; empty without one."""
    children = list(islice(_children(node), _MOST_PARTS))
    if not any(child.tag_id in _BREAK for child in children):
        return []
    texts = [""]
    for child in children:
        if child.tag_id in _BREAK:
            texts.append("")
        else:
            texts[-1] += f" {child.text()}"
    lines = [" ".join(text.split()) for text in texts]
    # `By A<br>and B` is one line.
    return [] if any(map(_GOES_ON.match, lines)) else lines[:-1]


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next
