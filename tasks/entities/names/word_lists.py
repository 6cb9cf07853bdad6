"""Word lists under `lists/`: `read_words(name)`, `read_groups(name)`, and those rules share."""

from pathlib import Path

_LISTS = Path(__file__).parents[1] / "lists"


def read_words(name: str) -> frozenset[str]:
    """The words of a list under `lists/`."""
    return frozenset(_read(name).split())


def read_groups(name: str) -> dict[str, tuple[str, ...]]:
    """The words of a list under `lists/` by the key of their line: `met: with`.

    Raises `ValueError` for a line that has no key, or a key that has a line already.
    """
    groups: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_read(name).splitlines(), start=1):
        key, _, words = line.partition(": ")
        if not words or key in groups:
            raise ValueError(f"lists/{name}.txt, line {number}: write `key: words`, each key once")
        groups[key] = tuple(words.split())
    return groups


def _read(name: str) -> str:
    return (_LISTS / f"{name}.txt").read_text(encoding="utf-8")


# Words before a name of a person that are not part of it.
TITLE_WORDS = read_words("title_words")
ORGANISATION_HEADS = read_words("organisation_heads")
PLACE_HEADS = read_words("place_heads")
# What a surname of several parts begins with: `Le Pen`, `de Mistura`, `Bou Saab`.
SURNAME_PARTS = read_words("surname_parts")
