"""Similarity of texts: MinHash band keys to find candidates, and a comparison of two texts.

Texts are compared by their runs of five words, lower case, without punctuation. See Broder, "On the
resemblance and containment of documents" (1997); for band keys, Leskovec, Rajaraman and Ullman,
"Mining of Massive Datasets", section 3.4. NumPy is about as fast as a MinHash library here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

# Raise it when anything in this module changes: all texts are then signed and compared again.
SIGNATURE_VERSION = "1"
RUN_WORDS = 5
# Of pairs that share half of their runs, 1 - (1 - 0.5^3)^24 = 96 % have a key in common; of pairs
# that share 0.8, all but one in 10^7.
BANDS = 24
ROWS = 3
# With fewer words, reports of different events are too often similar.
LEAST_WORDS = 25

_WORD = re.compile(r"[^\W_]+")
_IN_WORDS = "'’‘ʼ`"
_Numbers = npt.NDArray[np.uint64]
_Hashes = npt.NDArray[np.uint32]
# Derived from digests, so that signatures do not depend on the version of NumPy.
_DRAWN = b"".join(blake2b(bytes([number])).digest() for number in range(BANDS * ROWS // 8))
_MULTIPLIERS, _ADDENDS = np.frombuffer(_DRAWN, "<u4").reshape(2, -1, 1).astype(np.uint32)
_MULTIPLIERS |= np.uint32(1)
_POWERS = [np.uint64(pow(6364136223846793005, power, 2**64)) for power in range(RUN_WORDS)]
_HIGH_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Similarity of two texts, each value from 0 to 1; see raw.text_pairs."""

    shared: float
    contained: float
    same_facts: float


class MinHasher:
    """Computes the band keys of texts. Caches the hashes of words."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def sign(self, text: str) -> list[int] | None:
        """Return `BANDS` 32-bit keys, or None if the text is too short to compare."""
        words = words_of(text)
        if len(words) < LEAST_WORDS:
            return None
        runs = self.runs(words).astype(np.uint32)
        least = (runs * _MULTIPLIERS + _ADDENDS).min(axis=1).reshape(BANDS, ROWS).astype(np.uint64)
        mixed = least[:, 0] * _POWERS[1] + least[:, 1] * _POWERS[2] + least[:, 2] * _POWERS[3]
        keys: list[int] = (mixed >> _HIGH_HALF).tolist()
        return keys

    def runs(self, words: list[str]) -> _Numbers:
        """Return one number per run of `RUN_WORDS` words; shorter texts are not allowed."""
        numbers = self.numbers(words)
        last = len(numbers) - RUN_WORDS + 1
        parts = (numbers[first : first + last] * _POWERS[first] for first in range(RUN_WORDS))
        # The low bits of the sum depend only on the low bits of the words; mix in the high bits.
        summed: _Numbers = sum(parts, np.zeros(last, np.uint64))
        return summed ^ (summed >> _HIGH_HALF)

    def numbers(self, words: list[str]) -> _Numbers:
        """Return a 64-bit hash of each word."""
        return np.fromiter(map(self._number, words), np.uint64, len(words))

    def _number(self, word: str) -> int:
        if (number := self._seen.get(word)) is None:
            digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            number = self._seen[word] = int.from_bytes(digest, "big")
        return number


class TextComparer:
    """Compares two texts word by word. Texts are registered once, by name.

    A text is kept as 32-bit hashes of its runs and facts, 2 KB: as words, the 50,000 texts that
    share keys in an archive of 70,000 articles took 500 MB.
    """

    def __init__(self, signer: MinHasher) -> None:
        self._signer = signer
        self._read: dict[str, tuple[_Hashes, _Hashes]] = {}

    def read(self, name: str, text: str) -> None:
        """Register a text of at least `RUN_WORDS` words under a name."""
        runs = self._signer.runs(words_of(text))
        facts = self._signer.numbers(list(facts_of(text)))
        self._read[name] = (np.unique(runs.astype(np.uint32)), np.unique(facts.astype(np.uint32)))

    def compare(self, one: str, other: str) -> Likeness:
        """Return the similarity of two registered texts."""
        (runs, facts), (other_runs, other_facts) = self._read[one], self._read[other]
        both = len(np.intersect1d(runs, other_runs, assume_unique=True))
        return Likeness(
            both / (len(runs) + len(other_runs) - both),
            both / min(len(runs), len(other_runs)),
            _overlap(facts, other_facts),
        )


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case without apostrophes (Sana'a becomes sanaa)."""
    return _WORD.findall(_joined(text).lower())


def facts_of(text: str) -> frozenset[str]:
    """Return names and numbers: the words that start with a capital or a digit.

    Reports that follow the same pattern differ mostly in these.
    """
    words: Iterable[str] = _WORD.findall(_joined(text))
    return frozenset(word.lower() for word in words if not word[0].islower())


def _joined(text: str) -> str:
    for mark in _IN_WORDS:
        text = text.replace(mark, "")
    return text


def _overlap(facts: _Hashes, others: _Hashes) -> float:
    fewest = min(len(facts), len(others))
    return len(np.intersect1d(facts, others, assume_unique=True)) / fewest if fewest else 1.0
