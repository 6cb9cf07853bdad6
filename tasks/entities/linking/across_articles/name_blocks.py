"""Blocks of names: two names are compared only if they share a block.

All pairs of the names of an archive would be too many. Each round of resolution has its own blocks.
"""

from collections.abc import Iterator

from tasks.entities.names.name_keys import NameKey
from tasks.entities.names.normalize import match_key
from tasks.entities.names.transliteration import longer_form, slips_of


def exact_key(name: str) -> str:
    """Return the same key for names that differ only in accents and punctuation."""
    return " ".join(map(match_key, name.split()))


def slip_blocks(key: NameKey) -> Iterator[str]:
    """Yield keys of all tokens, one of them with a letter removed."""
    blocks = [token.block for token in key.tokens]
    for at, token in enumerate(key.tokens if len(blocks) > 1 else ()):
        others = " ".join((*blocks[:at], "*", *blocks[at + 1 :]))
        for slip in slips_of(token):
            yield f"{others}:{slip}"


def reordered_blocks(key: NameKey) -> Iterator[str]:
    """Yield the key of the parts in any order."""
    if len(key.tokens) > 1:
        yield " ".join(sorted(token.block for token in key.tokens))


def form_blocks(key: NameKey) -> Iterator[str]:
    """Yield keys a name shares with its longer forms: first and last token, first two, last two."""
    blocks = [token.block for token in key.tokens]
    if len(blocks) > 1:
        yield f"ends:{blocks[0]} {blocks[-1]}"
        yield f"tail:{blocks[-2]} {blocks[-1]}"
        yield f"head:{blocks[0]} {blocks[1]}"


def is_form(one: NameKey, other: NameKey) -> bool:
    """Return whether one name is a longer form of the other."""
    more = len(other.tokens) - len(one.tokens)
    return more != 0 and (longer_form(one, other) if more > 0 else longer_form(other, one))
