"""Split words into the pieces of the encoder's vocabulary (WordPiece, in lower case)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_PARTS = re.compile(r"\w+|[^\w\s]")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})
# Longer words are numbers, addresses or noise.
_MAX_LETTERS = 40
_MAX_PIECES = 10

# How a word is written. The pieces of MiniLM are in lower case, so they do not tell.
CASES = ("none", "digits", "mark", "lower", "capitals", "letter", "initial", "mixed")


def word_case(word: str) -> int:
    """Return how a word is written, as an index of `CASES`."""
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return 1 if any(map(str.isdigit, word)) else 2
    if word.islower():
        return 3
    if all(map(str.isupper, letters)):
        return 4 if len(letters) > 1 else 5
    is_initial = word[0].isupper() and all(map(str.islower, letters[1:]))
    return 6 if is_initial else 7


class WordPieces:
    """The vocabulary, and the numbers of the pieces of a word."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self._numbers["[UNK]"]
        self.first = self._numbers["[CLS]"]
        self.last = self._numbers["[SEP]"]
        self.of_word = lru_cache(maxsize=30_000)(self._of_word)

    def _of_word(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
        plain = "".join(one for one in plain if unicodedata.category(one) != "Mn")
        if len(plain) > _MAX_LETTERS:
            return (self._unknown,)
        pieces = [piece for part in _PARTS.findall(plain) for piece in self._of_part(part)]
        return tuple(pieces[:_MAX_PIECES]) or (self._unknown,)

    def _of_part(self, part: str) -> list[int]:
        """The longest piece of the vocabulary that begins the part, then the longest after it."""
        pieces: list[int] = []
        at = 0
        while at < len(part):
            found = self._longest(part, at)
            if not found:
                return [self._unknown]
            number, at = found
            pieces.append(number)
        return pieces

    def _longest(self, part: str, at: int) -> tuple[int, int] | None:
        mark = "##" if at else ""
        for end in range(len(part), at, -1):
            number = self._numbers.get(mark + part[at:end])
            if number is not None:
                return number, end
        return None
