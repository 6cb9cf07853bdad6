"""Copies of our own sentences with other names: `with_other_names(sentences, copies, seed)`.

The tagger shall learn the context and not the name. People get names from the lists of first and
last names, organisations and places those of other sentences that have as many words.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tasks.entities.ner.crf.name_lists import FIRST_NAMES, LAST_NAMES, read_names
from tasks.entities.training.corpora import Annotated, WordSpan

_PERSON_SHARE, _OTHER_SHARE = 0.8, 0.6
_LAST_NAME_SHARE, _MIDDLE_NAME_SHARE = 0.6, 0.5
_LONGEST = {"ORG": 4, "LOC": 3}
_ARTICLES = ("al-", "el-")


def with_other_names(sentences: Sequence[Annotated], copies: int, seed: int) -> Iterator[Annotated]:
    """Yield `copies` of each sentence that has a name."""
    names = _Names(sentences, random.Random(seed))
    for sentence in sentences:
        if sentence.spans:
            for _ in range(copies):
                yield _exchanged(sentence, names)


def _exchanged(sentence: Annotated, names: "_Names") -> Annotated:
    words: list[str] = []
    spans: list[WordSpan] = []
    done = 0
    is_upper = all(word == word.upper() for word in sentence.words)
    for span in sentence.spans:
        words += sentence.words[done : span.first]
        new = names.instead_of(sentence.words[span.first : span.last], span.label)
        own = [word.upper() for word in new] if is_upper else new
        spans.append(WordSpan(len(words), len(words) + len(own), span.label))
        words += own
        done = span.last
    return Annotated((*words, *sentence.words[done:]), tuple(spans))


@dataclass(frozen=True)
class _Names:
    sentences: Sequence[Annotated]
    chance: random.Random

    @cached_property
    def _first(self) -> list[str]:
        return sorted(read_names(FIRST_NAMES))

    @cached_property
    def _last(self) -> list[str]:
        return sorted(read_names(LAST_NAMES))

    @cached_property
    def _by_length(self) -> dict[tuple[str, int], list[Sequence[str]]]:
        found: dict[tuple[str, int], list[Sequence[str]]] = defaultdict(list)
        for sentence in self.sentences:
            for span in sentence.spans:
                own = sentence.words[span.first : span.last]
                found[span.label, self._length(own, span.label)].append(own)
        return found

    def instead_of(self, old: Sequence[str], label: str) -> Sequence[str]:
        """Return another name of this type, or now and then the same."""
        if label == "PER":
            return self._person(old) if self.chance.random() < _PERSON_SHARE else old
        if label in _LONGEST and self.chance.random() < _OTHER_SHARE:
            return self.chance.choice(self._by_length[label, self._length(old, label)])
        return old

    @staticmethod
    def _length(words: Sequence[str], label: str) -> int:
        return min(len(words), _LONGEST.get(label, 1))

    def _person(self, old: Sequence[str]) -> list[str]:
        if len(old) == 1:
            is_last = self.chance.random() < _LAST_NAME_SHARE
            return [self._word(self._last if is_last else self._first)]
        given = [self._word(self._first)]
        if len(old) > 2 and self.chance.random() < _MIDDLE_NAME_SHARE:
            given.append(self._word(self._first))
        last = self._word(self._last)
        has_article = any(word.lower().startswith(_ARTICLES) for word in old)
        article = self.chance.choice(("al-", "Al-", "el-")) if has_article else ""
        return [*given, article + last]

    def _word(self, words: Sequence[str]) -> str:
        return self.chance.choice(words).title()
