"""Word lists that name rules share: titles, heads of organisations and places."""

from pathlib import Path


def read_words(name: str) -> frozenset[str]:
    """The words of a list under `lists/`."""
    path = Path(__file__).parents[1] / "lists" / f"{name}.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


# Words before a name of a person that are not part of it.
TITLE_WORDS = read_words("title_words")
ORGANISATION_HEADS = read_words("organisation_heads")
PLACE_HEADS = read_words("place_heads")
