"""Read the dates in one line of a page, and whether each is a publication or a change."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import attribute, class_tokens, select
from tasks.articles.text.dates import (
    MachineDate,
    read_days,
    read_machine_date,
    with_full_year,
)

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
# A bound on hostile pages.
_MOST_NEIGHBOURS = 20
# A line that is only the label of the next one (`Last updated:`).
_UPDATED_ONLY = re.compile(
    r"\W*(?:last\s+)?(?:updated?|modified|edited|revised)(?:\s+on)?\W*", re.IGNORECASE
)
_WORDS = re.compile(r"[-_]+")
_CHANGED = frozenset({"modified", "updated", "update"})
# The properties with which Drupal marks the date of a node.
_RDFA_DATES = frozenset({"dc:date", "dc:created"})
# `<span title="Monday, August 4, 2014">5 years ago</span>`
_TIME_AGO = re.compile(r"\d\s+(?:hour|day|week|month|year)s?\s+ago\b", re.IGNORECASE)
# Elements of a line that may hold the date of a change beside the printed date.
_CHANGED_WITHIN = "[class*=modified],[class*=updated]"


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
    text = " ".join(_text_of_line(node).split())
    classes = class_tokens(node)
    stated = attribute(node, "datetime")
    if not stated and ("datePublished" in attribute(node, "itemprop") or names_rdfa_date(node)):
        stated = attribute(node, "content")
    if not stated:
        # The microformat hAtom of older themes: `<abbr class="published" title="2009-06-27T...">`.
        stated = attribute(node, "title")
    machine = read_machine_date(stated)
    if machine is not None:
        is_updated = _is_updated(node, classes, _label_before(node))
        days = read_days(text) or (machine.on,)
        return [DateMark(days, machine, text, is_updated, f"{node.tag}[datetime]")]
    if _TIME_AGO.search(text) and not _HAS_YEAR.search(text):
        text = next((attribute(one, "title") for one in select("[title]", node)), text)
    text = with_full_year(text)
    if not _HAS_YEAR.search(text):
        return []
    return [
        DateMark(days, None, piece, _is_updated(node, classes, piece), _source_of(node, classes))
        for piece in _pieces(text)
        if (days := read_days(piece))
    ]


def names_rdfa_date(node: LexborNode) -> bool:
    """Return whether RDFa names the element as the date of its node (`dc:date dc:created`)."""
    stated = node.attrs.get("property")
    return bool(stated) and not _RDFA_DATES.isdisjoint((stated or "").split())


def read_labels(lines: Iterable[str]) -> list[DateMark]:
    """Return the dates of lines that stand in one element with the text, before it."""
    return [
        DateMark(days, None, piece, _UPDATED.search(piece) is not None, "line before the text")
        for line in lines
        for piece in _pieces(line)
        if (days := read_days(piece))
    ]


def states_publication(mark: DateMark) -> bool:
    """Return whether the words at a date say that it is the one of publication."""
    return mark.is_updated is False and _PUBLISHED.search(mark.text) is not None


def is_updated_label(line: str) -> bool:
    """Return whether a line only says that the date after it is that of a change."""
    return _UPDATED_ONLY.fullmatch(line) is not None


def _text_of_line(node: LexborNode) -> str:
    """Return the text of a line, without its elements for a change if it has another date."""
    text = str(node.text(separator=" "))
    changes = select(_CHANGED_WITHIN, node) if _HAS_YEAR.search(text) else []
    changes = [change for change in changes if change.mem_id != node.mem_id]
    without = text
    for change in changes[:_MOST_NEIGHBOURS]:
        without = without.replace(str(change.text(separator=" ")), " ", 1)
    return without if changes and read_days(without) else text


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
    if "dateModified" in itemprop:
        return True
    is_published = "published" in classes and "updated" not in classes
    if "datePublished" in itemprop or is_published or node.attrs.get("pubdate"):
        return False
    near = label[-_LABEL_REACH - 30 :]
    if _PUBLISHED.search(near):
        return False
    if _UPDATED.search(near) or _is_in_changed(node):
        return True
    return None if "updated" in classes and "published" not in classes else False


def _is_in_changed(node: LexborNode) -> bool:
    """Return whether a class of the element or its parent names a change (`updated-on`).

    The class `updated` alone does not: some themes use it for the day of publication.
    """
    parent = node.parent
    tokens = class_tokens(node) + (class_tokens(parent) if parent is not None else [])
    return any(
        token != "updated" and not _CHANGED.isdisjoint(_WORDS.split(token)) for token in tokens
    )


def _label_before(node: LexborNode) -> str:
    """Return the text before an element in its line."""
    words: list[str] = []
    before = node.prev
    for _ in range(_MOST_NEIGHBOURS):
        if before is None or sum(map(len, words)) >= _LABEL_REACH:
            break
        words.insert(0, before.text() or "")
        before = before.prev
    return " ".join(words) + " " + " ".join((node.text() or "").split())[:_LABEL_REACH]


def _source_of(node: LexborNode, classes: list[str]) -> str:
    return f"{node.tag}.{classes[0]}" if classes else f"{node.tag}"
