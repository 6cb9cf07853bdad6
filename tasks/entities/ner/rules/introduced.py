"""Bodies that an acronym in brackets introduces: `with_introduced(words, names, sure)`.

`National Salvation Bloc [NSB]`: the capitals before the brackets are the letters of the acronym, so
they are one name however they were tagged.
"""

from collections.abc import Collection, Sequence

from tasks.entities.gazetteer.lookup import is_acronym
from tasks.entities.models import EntityType
from tasks.entities.ner.rules.name import Name

_OPENING, _CLOSING = "([", ")]"
_SMALL = frozenset(
    {"of", "for", "the", "and", "in", "on", "to", "de", "des", "du", "la", "&", "’s"}
)
_LEAST = 3
_REACH = 14


def with_introduced(
    words: Sequence[str], names: Sequence[Name], sure: Collection[tuple[int, int]]
) -> list[Name]:
    """Return the names in order; `sure` are the words of sure listed names."""
    found = list(names)
    for at in range(1, len(words) - 2):
        if words[at] in _OPENING and words[at + 2] in _CLOSING:
            first = _first_word(words, at, words[at + 1])
            if first is not None and (first, at) not in sure:
                found = _with_body(words, found, first, at)
    return found


def _first_word(words: Sequence[str], end: int, acronym: str) -> int | None:
    """The word before `end` from which the capitals are the letters of the acronym."""
    letters = acronym.replace(".", "")
    if len(letters) < _LEAST or not is_acronym(acronym):
        return None
    left = letters
    for at in range(end - 1, max(-1, end - _REACH), -1):
        word = words[at].removeprefix("al-")
        if left and word[:1] == left[-1]:
            left = left[:-1]
            if not left:
                return at
        elif words[at] not in _SMALL:
            return None
    return None


def _with_body(words: Sequence[str], names: Sequence[Name], first: int, last: int) -> list[Name]:
    """The names with this body; one that begins before it (and its article) stays."""
    begins = {first, first - 1} if first and words[first - 1] in ("The", "the") else {first}
    if any(one[0] < first < one[1] and one[0] not in begins for one in names):
        return list(names)
    kept = [one for one in names if one[1] <= first or last <= one[0]]
    return sorted([*kept, (first, last, EntityType.ORGANISATION)])
