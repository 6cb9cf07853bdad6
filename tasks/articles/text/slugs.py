"""Derive slugs from names as WordPress does."""

import re
import unicodedata

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_DROPPED_BY_WORDPRESS = re.compile(r"[&’‘'“”\".,:!?()]")


def slug_of(name: str) -> str:
    """Return the slug that WordPress derives from a name."""
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_IN_SLUG.sub("-", _DROPPED_BY_WORDPRESS.sub("", plain)).strip("-")
