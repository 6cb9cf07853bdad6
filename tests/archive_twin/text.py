"""Generate sentences from patterns with slots, filled from word lists and a story's cast."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.archive_twin import words
from tests.archive_twin.people import Person, invent_person

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(slots=True)
class Cast:
    """People and places of a story; collects the people named and the quotes generated."""

    rng: Random
    country: str
    place: str
    hero: Person
    other: Person
    day: date
    named: list[str] = field(default_factory=list)

    @property
    def demonym(self) -> str:
        """`Yemeni` of `Yemen`."""
        return words.DEMONYMS[self.country]

    def pick(self, choices: tuple[str, ...]) -> str:
        """Return one of `choices`."""
        return choices[int(self.rng.random() * len(choices))]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A direct quote in a paragraph, and its speaker."""

    speaker: str
    text: str


def invent_cast(rng: Random, day: date) -> Cast:
    """Return a cast: a country, one of its places and two people from it."""
    country = _pick(rng, _COUNTRY_NAMES)
    place = _pick(rng, words.COUNTRIES[country])
    hero, other = invent_person(rng), invent_person(rng)
    return Cast(rng, country, place, hero, other, day, [hero.name, other.name])


def fill(pattern: str, cast: Cast) -> str:
    """Fill every slot of the pattern; `{Slot}` is `{slot}` with a capital."""
    parts = _compiled(pattern)
    filled = [part if index % 2 == 0 else _slot(part, cast) for index, part in enumerate(parts)]
    return "".join(filled)


def sentence(patterns: tuple[str, ...], cast: Cast) -> str:
    """Return a sentence from one of the patterns."""
    return fill(cast.pick(patterns), cast)


def sentences(patterns: tuple[str, ...], count: int, cast: Cast) -> str:
    """Return `count` sentences from different patterns, if there are enough."""
    chosen = cast.rng.sample(patterns, min(count, len(patterns)))
    return " ".join(fill(pattern, cast) for pattern in chosen)


def quoted(cast: Cast) -> tuple[str, list[Spoken]]:
    """Return a paragraph of direct speech, and its quotes."""
    pattern = cast.pick(words.QUOTE_SENTENCES)
    text = fill(pattern, cast)
    speaker = cast.other.name if "ther" in pattern else cast.hero.name
    return text, [Spoken(speaker, quote) for quote in re.findall("“([^”]+)”", text)]


def capitalised(text: str) -> str:
    """Return the text with its first letter capitalised."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """Return the text without a leading article: `the GCC` -> `GCC`."""
    return text[4:] if text.startswith("the ") else text


def _slot(name: str, cast: Cast) -> str:
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(cast)
    if name in words.SLOTS:
        return cast.pick(words.SLOTS[name])
    lower = name[:1].lower() + name[1:]
    if lower == name:
        return bare(_slot(name.removesuffix("_bare"), cast))
    return capitalised(_slot(lower, cast))


def _compiled(pattern: str) -> list[str]:
    parts = _COMPILED.get(pattern)
    if parts is None:
        parts = _COMPILED[pattern] = _SLOT.split(pattern)
    return parts


def _named_person(cast: Cast) -> str:
    person = invent_person(cast.rng)
    cast.named.append(person.name)
    return person.name


def _number(cast: Cast) -> str:
    value = int(10 ** (1.1 + 3.4 * cast.rng.random()))
    return f"{value:,}"


def _any_place(cast: Cast) -> str:
    return cast.pick(_ALL_PLACES)


def _pick(rng: Random, choices: tuple[str, ...]) -> str:
    return choices[int(rng.random() * len(choices))]


_COMPILED: dict[str, list[str]] = {}
_COUNTRY_NAMES = tuple(words.COUNTRIES)
_ALL_PLACES = tuple(place for places in words.COUNTRIES.values() for place in places)
_MAKERS: dict[str, Callable[[Cast], str]] = {
    "hero": lambda cast: cast.hero.name,
    "hero_s": lambda cast: cast.hero.surname,
    "Hero_s": lambda cast: capitalised(cast.hero.surname),
    "other": lambda cast: cast.other.name,
    "other_s": lambda cast: cast.other.surname,
    "country": lambda cast: cast.country,
    "demonym": lambda cast: cast.demonym,
    "place": lambda cast: cast.place,
    "otherplace": _any_place,
    "anyplace": _any_place,
    "anycountry": lambda cast: cast.pick(_COUNTRY_NAMES),
    "person": _named_person,
    "number": _number,
    "pct": lambda cast: str(2 + int(96 * cast.rng.random())),
    "dayno": lambda cast: str(1 + int(28 * cast.rng.random())),
    "year": lambda cast: str(cast.day.year),
    "claim": lambda cast: sentence(words.CLAIMS, cast),
    "title_act": lambda cast: cast.pick(words.TITLE_ACTS),
    "title_move": lambda cast: cast.pick(words.TITLE_MOVES),
}
