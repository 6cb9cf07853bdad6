"""Read the dates in one line of a page, and whether each is a publication or a change."""

import re
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from tasks.articles.dates import MachineDate, read_days, read_machine_date
from tasks.articles.dom import attribute, class_tokens

_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|reviewed|last|aktualisiert|geändert|stand|zuletzt"
    r"|mis(?:e)? à jour|modifié|actualizad[oa]|modificado|aggiornat[oa]|atualizado|bijgewerkt)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:publish\w*|posted|post time|veröffentlicht|erstellt|publicad[oa]|publié\w*"
    r"|pubblicat[oa]|created|first)\b",
    re.IGNORECASE,
)
# Maximum distance between a label and its date, in characters.
_LABEL_REACH = 40


@dataclass(frozen=True, slots=True)
class DateMark:
    """A date in a line: its readings, its instant if stated, and the meaning of its label.

    `is_updated` is None if only a class named `updated` says so, since some themes use that class
    for the publication date.
    """

    days: tuple[date, ...]
    machine: MachineDate | None
    text: str
    is_updated: bool | None
    source: str


def read_date_marks(node: LexborNode) -> list[DateMark]:
    """Return the dates in an element's attributes or text."""
    text = " ".join(node.text(separator=" ").split())
    classes = class_tokens(node)
    stated = attribute(node, "datetime")
    if not stated and "datePublished" in attribute(node, "itemprop"):
        stated = attribute(node, "content")
    if not stated and node.tag == "abbr":
        # The microformat hAtom of older themes: `<abbr class="published" title="2009-06-27T...">`.
        stated = attribute(node, "title")
    machine = read_machine_date(stated)
    if machine is not None:
        is_updated = _is_updated(node, classes, _label_before(node))
        days = read_days(text) or (machine.on,)
        return [DateMark(days, machine, text, is_updated, f"{node.tag}[datetime]")]
    if not _HAS_YEAR.search(text):
        return []
    return [
        DateMark(days, None, piece, _is_updated(node, classes, piece), _source_of(node, classes))
        for piece in _pieces(text)
        if (days := read_days(piece))
    ]


def _pieces(text: str) -> list[str]:
    """Split a line after each year: every piece has one date and the words before it."""
    pieces = []
    start = 0
    for found in _HAS_YEAR.finditer(text):
        end = found.end()
        days = read_days(text[start:end])
        if days:
            pieces.append(text[start:end])
            start = end
        else:
            # Dates that start with the year: `2014-06-27`, `2014年6月27日`.
            longer = text[start : end + 12]
            if read_days(longer):
                pieces.append(longer)
                start = end + 12
    return pieces


def _is_updated(node: LexborNode, classes: list[str], label: str) -> bool | None:
    itemprop = attribute(node, "itemprop")
    if "datePublished" in itemprop or "published" in classes or node.attrs.get("pubdate"):
        return False
    if "dateModified" in itemprop:
        return True
    near = label[-_LABEL_REACH - 30 :]
    if _PUBLISHED.search(near):
        return False
    if _UPDATED.search(near):
        return True
    return None if {"updated", "modified"} & set(classes) else False


def _label_before(node: LexborNode) -> str:
    """Return the text before an element in its line."""
    words: list[str] = []
    before = node.prev
    while before is not None and sum(map(len, words)) < _LABEL_REACH:
        words.insert(0, before.text() or "")
        before = before.prev
    return " ".join(words) + " " + " ".join((node.text() or "").split())[:_LABEL_REACH]


def _source_of(node: LexborNode, classes: list[str]) -> str:
    return f"{node.tag}.{classes[0]}" if classes else f"{node.tag}"
