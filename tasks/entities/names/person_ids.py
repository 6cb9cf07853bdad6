"""Ids of people no list has: `person/` and the name's slug, or `name/` for a single name.

"Zahrani said" without a first name is somebody called so, and in another article somebody else:
such an id stands for the name, not for a person.
"""

from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.normalize import slug
from tasks.entities.names.transliteration import read_name

# `Abu Qatada` is a whole name, though its two words are read as one.
BYNAMES = ("Abu ", "Abu-", "Umm ", "Um ")
_NAME = "name/"


def person_id(name: str) -> str:
    """The id a person's name gives by itself: `person/nuri-al-maliki`."""
    return f"person/{slug(strip_titles(name)) or 'unnamed'}"


def unlisted_person_id(name: str) -> str:
    """The same, or `name/zahrani` where the name is a single one."""
    plain = strip_titles(name)
    is_single = len(read_name(plain).tokens) == 1 and not plain.startswith(BYNAMES)
    return f"{_NAME}{slug(plain)}" if is_single and slug(plain) else person_id(plain)


def is_bare_name(entity_id: str) -> bool:
    """Whether an id stands for a name whose bearers nobody has told apart."""
    return entity_id.startswith(_NAME)
