"""The stories that the sample follows over years: who meets whom where, about what, and when.

The people are invented. Half of the articles of a time tell one of its storylines, so that a person,
a place or a word of the sample has a history that one can follow.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from tests.archive_twin.people import Person

# The shares of articles that follow a storyline, and of people in passing who come from one.
FOLLOWED = 0.55
MET_AGAIN = 0.35


@dataclass(frozen=True, slots=True)
class Role:
    """A person of a storyline: names, office and pronoun."""

    given: str
    family: str
    office: str
    pronoun: str

    def printed(self, day: date) -> Person:
        """Return the person as the paper spelled the name in that year."""
        surname = f"{_article(day)}{self.family}"
        return Person(f"{self.given} {surname}", surname, self.pronoun)


@dataclass(frozen=True, slots=True)
class Storyline:
    """A matter that is in the news from one day to another."""

    country: str
    places: tuple[str, ...]
    hero: Role
    other: Role
    orgs: tuple[str, ...]
    topics: tuple[str, ...]
    since: date
    until: date

    def is_reported_on(self, day: date) -> bool:
        """Whether the matter is in the news on that day."""
        return self.since <= day <= self.until


STORYLINES = (
    Storyline(
        "Lebanon",
        ("Beirut", "Sidon"),
        Role("Nadim", "Shihabi", "parliament speaker", "he"),
        Role("Jumana", "Bitar", "opposition leader", "she"),
        ("Hezbollah", "the Arab League"),
        ("the electoral law", "the unity government"),
        date(2005, 12, 1),
        date(2009, 12, 31),
    ),
    Storyline(
        "Yemen",
        ("Sana’a", "Ma’rib"),
        Role("Idris", "Madani", "special envoy", "he"),
        Role("Nawal", "Yafei", "Planning Minister", "she"),
        ("the Houthis", "the GCC"),
        ("the national dialogue", "the ceasefire"),
        date(2007, 1, 1),
        date(2012, 12, 31),
    ),
    Storyline(
        "Iraq",
        ("Baghdad", "Erbil", "Kirkuk"),
        Role("Bassam", "Khatib", "Oil Minister", "he"),
        Role("Huda", "Sadoun", "party secretary-general", "she"),
        ("OPEC", "the Kurdistan Democratic Party"),
        ("the pipeline project", "the oil production ceiling"),
        date(2008, 6, 1),
        date(2015, 6, 30),
    ),
    Storyline(
        "Syria",
        ("Aleppo", "Homs", "Damascus"),
        Role("Samar", "Barazi", "opposition leader", "she"),
        Role("Munir", "Atrash", "army commander", "he"),
        ("the Syrian National Coalition", "the Free Syrian Army"),
        ("the humanitarian corridor", "the refugee camps"),
        date(2011, 9, 1),
        date(2017, 10, 31),
    ),
    Storyline(
        "Iraq",
        ("Mosul", "Ramadi"),
        Role("Hamdan", "Samarrai", "army commander", "he"),
        Role("Wafa", "Nabulsi", "provincial governor", "she"),
        ("ISIS", "the Popular Mobilization Forces"),
        ("the aid convoys", "the disarmament plan"),
        date(2014, 6, 1),
        date(2017, 10, 31),
    ),
)


def storyline_of(day: date, rng: Random) -> Storyline | None:
    """Return the storyline that an article of the day follows, or None."""
    lines = _lines_on(day)
    if not lines or rng.random() >= FOLLOWED:
        return None
    return lines[int(rng.random() * len(lines))]


def known_person(day: date, rng: Random) -> Person | None:
    """Return a person of the storylines of the day whom an article meets in passing, or None."""
    lines = _lines_on(day)
    if not lines or rng.random() >= MET_AGAIN:
        return None
    line = lines[int(rng.random() * len(lines))]
    role = line.hero if rng.random() < 0.6 else line.other
    return role.printed(day)


def _lines_on(day: date) -> tuple[Storyline, ...]:
    return tuple(line for line in STORYLINES if line.is_reported_on(day))


def _article(day: date) -> str:
    if day.year < 2009:
        return "Al "
    return "al-" if day.year < 2013 else "Al-"
