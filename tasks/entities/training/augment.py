"""Augmentation in the style of the archive: `augment(sentences, pools, seed)`.

Names in annotated sentences are replaced by Middle Eastern names in the spellings of the archive
(al-X, Al-X, Al X, El-X, bin, Abu); datelines and curly apostrophes, which the agency texts of the
corpora lack, are added.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.entities.gazetteer.lookup import Gazetteer, ListKind
from tasks.entities.training.corpora import Annotated, WordSpan

_PLACE_SHARE = 0.5
_ORGANISATION_SHARE = 0.4
_CURLY_SHARE = 0.5
_DATELINE_SHARE = 0.12
_BARE_SURNAME_SHARE = 0.35
# VOA writes "Mr. Maliki" where the archive writes "Maliki".
_COURTESIES = frozenset({"Mr.", "Ms.", "Mrs."})
_COURTESY_SHARE = 0.4
_SURNAME_ONLY_SHARE = 0.25
_HOUSE = ("Asharq", "Al-Awsat")
_DASHES = (("—",), ("–",), ("-",), ("—",))


@dataclass(frozen=True, slots=True)
class NamePools:
    """Replacement names: people as (given name, surname), places, organisations."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    places: tuple[str, ...]
    organisations: tuple[str, ...]


def pools_from(gazetteer: Gazetteer, near_codes: frozenset[str]) -> NamePools:
    """Return the pools of the lists; people are office holders of `near_codes` (alpha-3)."""
    entries = gazetteer.by_id.values()
    people = [
        one.name.split()
        for one in entries
        if one.kind is ListKind.PERSON and any(office[:3] in near_codes for office in one.offices)
    ]
    organisations = (
        name for one in entries if one.kind is ListKind.ORGANISATION for name in one.names
    )
    return NamePools(
        given=tuple(sorted({words[0] for words in people if len(words[0]) > 2})),
        surnames=tuple(sorted({_bare(words[-1]) for words in people if len(words[-1]) > 3})),
        places=tuple(
            sorted(one.name for one in entries if one.kind in (ListKind.CITY, ListKind.REGION))
        ),
        organisations=tuple(sorted(organisations)),
    )


def augment(sentences: Sequence[Annotated], pools: NamePools, seed: int) -> Iterator[Annotated]:
    """Yield a changed copy of each sentence that names a person or a place other than a country."""
    chance = random.Random(seed)
    for sentence in sentences:
        if any(span.label in ("PER", "ORG") for span in sentence.spans):
            changed = _exchange_names(sentence, pools, chance)
            yield _with_dateline(_curly(changed, chance), pools, chance)


def _exchange_names(sentence: Annotated, pools: NamePools, chance: random.Random) -> Annotated:
    words: list[str] = []
    spans: list[WordSpan] = []
    done = 0
    for span in sentence.spans:
        words += sentence.words[done : span.first]
        old = sentence.words[span.first : span.last]
        if words and words[-1] in _COURTESIES and chance.random() > _COURTESY_SHARE:
            words.pop()
        new = _exchange(old, span.label, pools, chance)
        spans.append(WordSpan(len(words), len(words) + len(new), span.label))
        words += new
        done = span.last
    return Annotated((*words, *sentence.words[done:]), tuple(spans))


def _exchange(
    old: Sequence[str], label: str, pools: NamePools, chance: random.Random
) -> Sequence[str]:
    if label == "PER":
        is_short = len(old) == 1 or chance.random() < _SURNAME_ONLY_SHARE
        return _surname(pools, chance) if is_short else person_name(pools, chance)
    if label == "LOC" and len(old) == 1 and chance.random() < _PLACE_SHARE / 2:
        return chance.choice(pools.places).split()
    if label == "ORG" and pools.organisations and chance.random() < _ORGANISATION_SHARE:
        return chance.choice(pools.organisations).split()
    return old


def person_name(pools: NamePools, chance: random.Random) -> list[str]:
    """A full name in one of the archive's spellings."""
    given, surname = chance.choice(pools.given), _surname(pools, chance)
    form = chance.random()
    if form < 0.12:
        return [given, chance.choice(("bin", "Bin", "ibn")), chance.choice(pools.given), *surname]
    if form < 0.2:
        return [chance.choice(("Abu", "Umm")), *surname]
    if form < 0.35:
        return [given, chance.choice(pools.given), *surname]
    if form < 0.42:
        return [chance.choice(("Abdul", "Abdel", "Abd")), given, *surname]
    return [given, *surname]


def _surname(pools: NamePools, chance: random.Random) -> list[str]:
    bare = chance.choice(pools.surnames)
    form = chance.random()
    if form < _BARE_SURNAME_SHARE:
        return [bare]
    if form < 0.85:
        return [chance.choice(("al-", "Al-", "al-", "Al-", "El-", "el-")) + bare]
    return [chance.choice(("Al", "al", "El")), bare]


def _curly(sentence: Annotated, chance: random.Random) -> Annotated:
    if chance.random() > _CURLY_SHARE:
        return sentence
    words = tuple(word.replace("'", "’").replace('"', "”") for word in sentence.words)
    return Annotated(words, sentence.spans)


def _with_dateline(sentence: Annotated, pools: NamePools, chance: random.Random) -> Annotated:
    """Put a dateline such as `Baghdad, Asharq Al-Awsat—` before the sentence."""
    if chance.random() > _DATELINE_SHARE:
        return sentence
    place = chance.choice(pools.places).split()
    head, spans = [*place], [WordSpan(0, len(place), "LOC")]
    if chance.random() < 0.7:
        head += [",", *_HOUSE]
        spans.append(WordSpan(len(head) - 2, len(head), "ORG"))
    head += chance.choice(_DASHES)
    moved = (
        WordSpan(span.first + len(head), span.last + len(head), span.label)
        for span in sentence.spans
    )
    return Annotated((*head, *sentence.words), (*spans, *moved))


def _bare(surname: str) -> str:
    return surname[3:] if surname[:3].lower() in ("al-", "el-") else surname
