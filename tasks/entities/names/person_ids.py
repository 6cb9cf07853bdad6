"""Ids of unlisted people: `person/` and the slug of the name, or `name/` for a single name.

"Zahrani said" without a first name may mean another person in the next article, so such an id
identifies the name, not a person.
"""

from functools import lru_cache

from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.name_keys import read_name
from tasks.entities.names.normalize import slug

# `Abu Qatada` is a full name, although it is read as one token.
BYNAMES = ("Abu ", "Abu-", "Umm ", "Um ")
_NAME = "name/"


def person_id(name: str) -> str:
    """Return the id made of a name: `person/nuri-al-maliki`."""
    return f"person/{slug(strip_titles(name)) or 'unnamed'}"


@lru_cache(maxsize=50_000)
def unlisted_person_id(name: str) -> str:
    """Return the id of an unlisted person, or `name/zahrani` for a single name."""
    plain = strip_titles(name)
    is_single = len(read_name(plain).tokens) == 1 and not plain.startswith(BYNAMES)
    return f"{_NAME}{slug(plain)}" if is_single and slug(plain) else person_id(plain)


def is_bare_name(entity_id: str) -> bool:
    """Return whether an id identifies a single name instead of a person."""
    return entity_id.startswith(_NAME)
