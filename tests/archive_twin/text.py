"""Generate sentences from patterns with slots, filled from word lists and a story's cast."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.archive_twin import words
from tests.archive_twin.people import Person, invent_person
from tests.archive_twin.plot import Storyline, known_person, storyline_of

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
    line: Storyline | None = None
    is_headline: bool = True
    named: list[str] = field(default_factory=list)
    introduced: set[str] = field(default_factory=set)

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
    """Return the cast of the storyline that is followed, or a country, a place and two people."""
    line = storyline_of(day, rng)
    return _new_cast(rng, day) if line is None else _cast_of(line, rng, day)


def _cast_of(line: Storyline, rng: Random, day: date) -> Cast:
    hero, other = line.hero.printed(day), line.other.printed(day)
    place, names = _pick(rng, line.places), [hero.name, other.name]
    return Cast(rng, line.country, place, hero, other, day, line, named=names)


def _new_cast(rng: Random, day: date) -> Cast:
    country = _pick(rng, _COUNTRY_NAMES)
    place = _pick(rng, words.COUNTRIES[country])
    hero, other = invent_person(rng), invent_person(rng)
    return Cast(rng, country, place, hero, other, day, named=[hero.name, other.name])


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
    known = known_person(cast.day, cast.rng)
    if known is None or known in (cast.hero, cast.other):
        return _stranger(cast)
    return _name(known, cast)


def _in_full(person: Person, cast: Cast) -> str:
    if not cast.is_headline:
        cast.introduced.add(person.name)
    return person.name


def _surname(person: Person, cast: Cast) -> str:
    """Return the surname, but the full name where the text has not named the person yet."""
    is_known = cast.is_headline or person.name in cast.introduced
    return person.surname if is_known else _in_full(person, cast)


def _stranger(cast: Cast) -> str:
    return _name(invent_person(cast.rng), cast)


def _name(person: Person, cast: Cast) -> str:
    cast.named.append(person.name)
    return person.name


def _number(cast: Cast) -> str:
    value = int(10 ** (1.1 + 3.4 * cast.rng.random()))
    return f"{value:,}"


def _any_place(cast: Cast) -> str:
    return _mostly(cast, cast.line.places if cast.line else (), _ALL_PLACES)


def _organisation(cast: Cast) -> str:
    # A body is not named before it existed.
    year = cast.day.year
    founded = tuple(org for org in words.SLOTS["org"] if words.FOUNDED.get(org, year) <= year)
    return _mostly(cast, cast.line.orgs if cast.line else (), founded)


def _topic(cast: Cast) -> str:
    return _mostly(cast, cast.line.topics if cast.line else (), words.SLOTS["topic"])


def _hero_role(cast: Cast) -> str:
    return cast.line.hero.office if cast.line else cast.pick(words.SLOTS["role"])


def _other_role(cast: Cast) -> str:
    return cast.line.other.office if cast.line else cast.pick(words.SLOTS["role"])


def _mostly(cast: Cast, own: tuple[str, ...], all_words: tuple[str, ...]) -> str:
    """Return one of a storyline's own words in half of the cases."""
    return cast.pick(own if own and cast.rng.random() < 0.5 else all_words)


def _pick(rng: Random, choices: tuple[str, ...]) -> str:
    return choices[int(rng.random() * len(choices))]


_COMPILED: dict[str, list[str]] = {}
_COUNTRY_NAMES = tuple(words.COUNTRIES)
_ALL_PLACES = tuple(place for places in words.COUNTRIES.values() for place in places)
_MAKERS: dict[str, Callable[[Cast], str]] = {
    "hero": lambda cast: _in_full(cast.hero, cast),
    "hero_s": lambda cast: _surname(cast.hero, cast),
    "Hero_s": lambda cast: capitalised(_surname(cast.hero, cast)),
    "other": lambda cast: _in_full(cast.other, cast),
    "other_s": lambda cast: _surname(cast.other, cast),
    "country": lambda cast: cast.country,
    "demonym": lambda cast: cast.demonym,
    "place": lambda cast: cast.place,
    "hero_role": _hero_role,
    "other_role": _other_role,
    "org": _organisation,
    "topic": _topic,
    "otherplace": _any_place,
    "anyplace": _any_place,
    "anycountry": lambda cast: cast.pick(_COUNTRY_NAMES),
    "person": _named_person,
    "stranger": _stranger,
    "number": _number,
    "pct": lambda cast: str(2 + int(96 * cast.rng.random())),
    "dayno": lambda cast: str(1 + int(28 * cast.rng.random())),
    "year": lambda cast: str(cast.day.year),
    "claim": lambda cast: sentence(words.CLAIMS, cast),
    "title_act": lambda cast: cast.pick(words.TITLE_ACTS),
    "title_move": lambda cast: cast.pick(words.TITLE_MOVES),
}
