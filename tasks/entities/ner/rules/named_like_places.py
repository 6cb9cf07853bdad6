"""Names that a place is a part of: `around_places(words, names)`.

`Free Gaza Movement` is one body, and `Georgia Lister` one person, whose given name is a country's.
"""

from collections.abc import Sequence

from tasks.entities.models import EntityType
from tasks.entities.ner.rules.name import Name

# Capitalised after a place, they are the last word of its name.
_HEADS = frozenset(
    {"Movement", "Party", "Coalition", "Association", "Committee", "Foundation", "Federation"}
    | {"Campaign", "Initiative", "Network", "Alliance", "Institute", "Club", "Society"}
)
_GIVEN_NAMES = frozenset(
    {"Georgia", "Jordan", "Chad", "Paris", "Sydney", "Florence", "Victoria", "Charlotte", "Austin"}
    | {"Chelsea", "Savannah", "Madison", "Kenya", "India", "Israel", "Milan", "Troy", "Lincoln"}
)
# A place follows: `in Georgia Saakashvili lost`.
_BEFORE_PLACES = frozenset(
    {"in", "from", "to", "of", "near", "for", "at", "across", "around", "outside", "into", "like"}
)


def around_places(words: Sequence[str], names: Sequence[Name]) -> list[Name]:
    """Return the names in order, with the bodies and people that begin or end beyond a place."""
    found: list[Name] = []
    for name in names:
        body = _body_around(words, name, found)
        if found and _is_one_person(words, found[-1], name):
            found[-1] = (found[-1][0], name[1], EntityType.PERSON)
        else:
            found.append(body or name)
    return found


def _body_around(words: Sequence[str], name: Name, before: Sequence[Name]) -> Name | None:
    """`Free Gaza Movement`: a capitalised word inside the sentence, a place, a word for a body."""
    first, last, label = name
    is_headed = label is EntityType.PLACE and last < len(words) and words[last] in _HEADS
    is_begun = first > 1 and words[first - 1].istitle() and words[first - 1].isalpha()
    is_free = not before or before[-1][1] < first
    return (
        (first - 1, last + 1, EntityType.ORGANISATION)
        if is_headed and is_begun and is_free
        else None
    )


def _is_one_person(words: Sequence[str], place: Name, surname: Name) -> bool:
    first, last, label = place
    is_given = label is EntityType.PLACE and last - first == 1 and words[first] in _GIVEN_NAMES
    is_surname = surname[2] is EntityType.PERSON and surname[:2] == (last, last + 1)
    return is_given and is_surname and words[max(0, first - 1)].lower() not in _BEFORE_PLACES
