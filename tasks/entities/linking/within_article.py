"""Resolve the mentions of one article: `resolve_mentions(text, spans, context)`.

Full names are resolved first, then single names to the person last mentioned by that name, and
acronyms to the name before the brackets. The lists decide the rest: exact names, offices by date,
places by the countries of the article. Ids are `person/`, `org/`, `place/` or `people/` and a slug,
`geo/` and a GeoNames id, `country/` and an ISO code, or `name/` for a single name that no article
introduces. A namesake of a listed person has an id of its own.
"""

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from tasks.entities.gazetteer.known_entities import KnownEntities
from tasks.entities.gazetteer.known_people import SAME_LETTERS, KnownPeople
from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind, is_acronym
from tasks.entities.gazetteer.overrides import read_overrides
from tasks.entities.linking.office_holders import OfficeHolders
from tasks.entities.linking.offices import holder_called
from tasks.entities.linking.places import PlaceChooser
from tasks.entities.models import EntityType, Mention, Span
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.namesakes import is_low_rank, is_namesake, namesake_id
from tasks.entities.names.normalize import match_key, slug
from tasks.entities.names.person_ids import BYNAMES, unlisted_person_id
from tasks.entities.names.transliteration import (
    NameKey,
    longer_form,
    nearly_same_name,
    read_name,
    same_name,
    same_token,
)
from tasks.entities.names.word_lists import ORGANISATION_HEADS

_PREFIX = {
    EntityType.ORGANISATION: "org",
    EntityType.PLACE: "place",
    EntityType.DEMONYM: "people",
}
_KINDS = {
    EntityType.PERSON: (ListKind.LEADER,),
    EntityType.ORGANISATION: (ListKind.ORGANISATION,),
    EntityType.PLACE: (ListKind.COUNTRY, ListKind.REGION, ListKind.CITY),
    EntityType.DEMONYM: (ListKind.DEMONYM,),
}
_ALIAS = re.compile(
    r",?\s*(?:\(|also |who is |better |is )*(?:known|nicknamed|alias|aka|whose real name is|"
    r"real name)(?: as)?(?: the)?:?\s*[“\"]?"
)
# Matched on reversed text from the name: avoids trying every start.
_BEFORE = re.compile(r"(?:\s+[\w’'.-]+){0,4}")
_IN = (", ", " in ", ", in ")
_SEATED = (" in ", " of ", " from ", " based in ", " (", ", of ")
# `Ahmed Chalabi, a Tunisian`, `Ahmed Chalabi, a wealthy Tunisian`.
_IS_A = re.compile(r",\s+an?\s+(?:[a-z]+\s+)?")
# Between the name of a part of a town and the town.
_QUARTER_OF = re.compile(
    r"\s+(?:district|quarter|neighbou?rhood|suburb|area|street|square|camp)s?"
    r"(?:\s+in\s+the\s+\w+)?\s+(?:of|in|near|close to)\s+"
)
_ROYAL = re.compile(r"\b(?:king|queen|prince|princess|emir|sultan)$")
# Which token of a full name a single name may be: last or first; for royalty the first.
_NAME_PLACES = {False: (-1, 0), True: (0,)}
# Between a country or nationality and a name: only a possessive and titles.
_TITLES_ONLY = re.compile(r"(?:[’']s?)?(?:\s+(?:[A-Z][\w-]+|of|the))*\s+")
# Only people are compared by letters.
_NO_KEY = NameKey((), has_son=False)
# A much smaller place of the same name is meant only if its country is named with it.
_VILLAGE = 0.02
# Number of characters around a name in which titles and countries are searched.
_TITLE_REACH = 48
# Maximum number of names in that range.
_MOST_NEAR = 12
# The dead act no more after this time.
_BURIAL = timedelta(days=30)
_CLAUSE = 110
_ACTS = re.compile(
    r"\s+(?:also |later |then |now |[a-z]+ly )?(?:met|said|says|told|added|stressed|arrived|left|"
    r"visited|called|urged|announced|returned|received|discussed|warned|denied|accused|held|will|"
    r"has|is|are|plans|wants|vowed|flew|traveled|travelled|attended|opened|signed|rejected|"
    r"welcomed|praised|criticized|refused|insisted|confirmed|declared|spoke|expressed|headed)\b"
)
_THESE_DAYS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today|tomorrow)\b"
)
_WORD = re.compile(r"[^\s,;:!?]+")


@dataclass(frozen=True)
class Context:
    """The lists that names are resolved against; shared by all articles."""

    gazetteer: Gazetteer
    known: KnownEntities

    @cached_property
    def people(self) -> KnownPeople:
        """Return the index of listed people by any spelling."""
        return KnownPeople(self.known.entries, read_overrides())

    @cached_property
    def holders(self) -> OfficeHolders:
        """Return the holders of offices by date."""
        return OfficeHolders(self.known, self.gazetteer)

    @cached_property
    def families(self) -> dict[str, list[Entry]]:
        """Return the listed people by the key of their last name."""
        found: dict[str, list[Entry]] = {}
        for entry in self.known.entries:
            tokens = _read(entry.name).tokens if entry.kind is ListKind.LEADER else ()
            if len(tokens) > 1:
                found.setdefault(tokens[-1].block, []).append(entry)
        return found


@dataclass(slots=True, eq=False)
class _Entity:
    """One entity of the article: `key` is the longest form, `entry` the listed entity."""

    type: EntityType
    name: str
    key: NameKey
    words: tuple[str, ...]
    entry: Entry | None = None
    own_id: str = ""
    spans: list[int] = field(default_factory=list)


def _outer_words(body: _Entity) -> set[str]:
    """The first and last word of its name, and of its listed names of several words."""
    listed = body.entry.names if body.entry else ()
    named = (body.words, *(_words(name) for name in listed if " " in name))
    return {word for words in named if words for word in (words[0], words[-1])}


@dataclass(frozen=True, slots=True)
class Sections:
    """Where the body of a text ends and its title begins; captions are between the two.

    `introduced` is the name of the person interviewed, who may be named in the title alone.
    """

    body_end: int
    title_start: int
    introduced: Span | None = None


def resolve_mentions(
    text: str,
    spans: Sequence[Span],
    context: Context,
    published_on: date | None = None,
    sections: Sections | None = None,
) -> list[Mention]:
    """Return a mention for every span, in reading order; spans must not overlap.

    Without `sections` the whole text is body. A caption may name new entities but never renames
    one of the body. A title names only people of the body or of the lists; what else was tagged as
    a person there is dropped.
    """
    parts = sections or Sections(len(text), len(text))
    article = _Article(text, sorted(spans, key=lambda span: span.start), context, published_on)
    return article.resolve(parts)


class _Article:
    """The entities of one article, in the order of their first mention."""

    def __init__(
        self, text: str, spans: list[Span], context: Context, published_on: date | None
    ) -> None:
        self._text = text
        self._spans = spans
        self._context = context
        self._day = published_on
        self._countries = self._read_countries()
        self._places = PlaceChooser(text, self._spans, self._countries, context.gazetteer)
        self._bearers: list[_Entity] = []
        self._by_id: dict[str, _Entity] = {}
        self._by_token: dict[str, list[_Entity]] = {}
        self._of: dict[int, _Entity] = {}
        # Captions and title must not rename the entities of the body.
        self._is_frozen = False
        self._last_of: dict[str, str] = {}

    def resolve(self, sections: Sections) -> list[Mention]:
        """Resolve body, captions and title, in this order."""
        starts = [span.start for span in self._spans]
        body = bisect_left(starts, sections.body_end)
        captions = bisect_left(starts, sections.title_start)
        title = self._spans[captions:]
        del self._spans[captions:]
        self._resolve_range(range(body))
        self._is_frozen = True
        self._resolve_range(range(body, captions))
        for span in title:
            self._resolve_title_span(span, sections)
        return [self._mention(number) for number in range(len(self._spans))]

    def _resolve_range(self, numbers: range) -> None:
        """Full names first, in order; then the short names that refer to them."""
        for number in numbers:
            if self._is_full(number):
                self._bind(number, self._full_bearer(number))
        for number in numbers:
            if number not in self._of:
                self._bind(number, self._short_bearer(number))

    def _resolve_title_span(self, span: Span, sections: Sections) -> None:
        """Append a span of the title, or the parts of it that are names of known people."""
        is_known = span.label is not EntityType.PERSON or span == sections.introduced
        pieces = [span] if is_known else self._known_people_in(span)
        for piece in pieces:
            number = len(self._spans)
            self._spans.append(piece)
            self._resolve_range(range(number, number + 1))

    def _known_people_in(self, span: Span) -> list[Span]:
        """The longest parts of a tagged name that are names of people of the body or the lists."""
        words = list(_WORD.finditer(self._text, span.start, span.end))
        found: list[Span] = []
        first = 0
        while first < len(words):
            ends = range(len(words), first, -1)
            start = words[first].start()
            last = next((one for one in ends if self._is_known(start, words[one - 1].end())), 0)
            if last:
                found.append(replace(span, start=start, end=words[last - 1].end()))
            first = max(last, first + 1)
        return found

    def _is_known(self, start: int, end: int) -> bool:
        surface = self._text[start:end]
        key = _read(surface)
        people = [one for one in self._bearers if one.type is EntityType.PERSON and one.key.tokens]
        if len(key.tokens) == 1:
            is_named = any(
                same_token(key.tokens[0], one.key.tokens[place])
                for one in people
                for place in (0, -1)
            )
            return (
                is_named
                or bool(self._listed(EntityType.PERSON, surface))
                or self._is_holder(start, surface)
            )
        is_named = any(_same_person(key, one.key) for one in people)
        return is_named or bool(key.tokens and self._listed_person(surface))

    def _surface(self, number: int) -> str:
        span = self._spans[number]
        return self._text[span.start : span.end]

    def _is_full(self, number: int) -> bool:
        span = self._spans[number]
        if span.label is EntityType.PERSON:
            surface = self._surface(number)
            return len(_read(surface).tokens) > 1 or surface.startswith(BYNAMES)
        # A place in capitals is a dateline: `CAIRO`, `PARIS`.
        return span.label is EntityType.PLACE or not is_acronym(self._surface(number))

    def _full_bearer(self, number: int) -> _Entity:
        label, surface = self._spans[number].label, self._surface(number)
        if label is EntityType.PERSON:
            return self._person(number, surface)
        entry = self._located(number, surface) or self._listed_or_place(number, surface)
        if entry:
            return self._listed_bearer(label, self._of_country(number, entry))
        words = _words(surface)
        called = self._called_so(label, words) or self._quarter(number, words)
        if called:
            return called
        for bearer in reversed(self._bearers):
            if bearer.type is label and _same_words(bearer, words, label):
                return self._extended(bearer, surface, words)
        return self._new(label, surface)

    def _located(self, number: int, surface: str) -> Entry | None:
        """`Tripoli, Lebanon`: the place of this name in the country that follows."""
        after = self._spans[number + 1] if number + 1 < len(self._spans) else None
        if not after or self._text[self._spans[number].end : after.start] not in _IN:
            return None
        country = self._country_entry(after)
        if not country or country.kind is not ListKind.COUNTRY:
            return None
        named = self._context.gazetteer.named(surface)
        towns = (one for one in named if one.kind in (ListKind.REGION, ListKind.CITY))
        return next((one for one in towns if one.country == country.country), None)

    def _listed_or_place(self, number: int, surface: str) -> Entry | None:
        """A listed name; of a place that is not a country, the one the article means."""
        span = self._spans[number]
        is_body = span.label is EntityType.ORGANISATION
        beside = self._seats(number) if is_body else set[str]()
        entry = self._listed(span.label, surface, beside)
        if span.label is not EntityType.PLACE or (entry and entry.kind is ListKind.COUNTRY):
            return entry
        return self._places.choose(span, surface)

    def _quarter(self, number: int, words: tuple[str, ...]) -> _Entity | None:
        """`the Wahda district of Aden`: an unlisted place with the id of its town and name."""
        after = self._spans[number + 1] if number + 1 < len(self._spans) else None
        if not after or self._spans[number].label is not EntityType.PLACE:
            return None
        between = self._text[self._spans[number].end : after.start]
        if after.label is not EntityType.PLACE or not _QUARTER_OF.fullmatch(between):
            return None
        own_id = f"place/{slug(self._surface(number + 1))}-{slug(self._surface(number))}"
        same = (one for one in self._bearers if one.own_id == own_id)
        bearer = next(same, None) or self._new(EntityType.PLACE, self._surface(number))
        bearer.own_id = own_id
        return bearer

    def _called_so(self, label: EntityType, words: tuple[str, ...]) -> _Entity | None:
        """`the League` after the Arab League, `the Front` after the National Salvation Front."""
        is_head = label is EntityType.ORGANISATION and len(words) == 1
        if not is_head or words[0] not in ORGANISATION_HEADS:
            return None
        named = (one for one in reversed(self._bearers) if one.type is label)
        return next((one for one in named if words[0] in _outer_words(one)), None)

    def _of_country(self, number: int, entry: Entry) -> Entry:
        """The body of one country: of the country beside it, mentioned before, or the main one."""
        if entry.entity_id not in self._context.known.national:
            return entry
        beside = self._seats(number)
        code = next(iter(beside), "") or self._last_of.get(entry.entity_id) or self._main_country()
        country = self._context.gazetteer.by_id.get(f"country/{code}")
        if not country:
            return entry
        self._last_of[entry.entity_id] = code
        return national_entry(entry, country)

    def _main_country(self) -> str:
        """The country of more than half of the places and nationalities, or an empty string."""
        code, count = next(iter(self._countries.most_common(1)), ("", 0))
        return code if 2 * count > self._countries.total() else ""

    def _person(self, number: int, surface: str) -> _Entity:
        key = _read(surface)
        alias = self._alias_of(number)
        near = [one for block in _ends(key) for one in self._by_token.get(block, ())]
        bearer = alias or next((one for one in reversed(near) if _same_person(key, one.key)), None)
        if not bearer:
            bearer = self._new(EntityType.PERSON, strip_titles(surface))
        elif len(key.tokens) > len(bearer.key.tokens) and not self._is_frozen:
            bearer.key, bearer.name = key, strip_titles(surface)
        for block in _ends(key):
            known = self._by_token.setdefault(block, [])
            if not known or known[-1] is not bearer:
                known.append(bearer)
        return self._enlisted(bearer, number)

    def _enlisted(self, bearer: _Entity, number: int) -> _Entity:
        if bearer.entry or bearer.own_id:
            return bearer
        entry = self._listed_person(self._surface(number))
        calling = self._calling(number, entry) if entry else ""
        if entry and calling:
            bearer.own_id = namesake_id(entry.entity_id, calling)
        elif entry:
            bearer.entry = entry
            self._by_id.setdefault(entry.entity_id, bearer)
        return bearer

    def _listed_person(self, surface: str) -> Entry | None:
        """Look up a listed name, or else a spelling of one."""
        return self._listed(EntityType.PERSON, surface) or self._spelt(strip_titles(surface))

    def _spelt(self, name: str) -> Entry | None:
        """Look up by spelling; if more than letters differ, the article must name the country."""
        link = self._context.people.link(name)
        if not link:
            return None
        is_alike = link.rule == SAME_LETTERS or not link.entry.country or not self._countries
        return link.entry if is_alike or link.entry.country in self._countries else None

    def _calling(self, number: int, entry: Entry) -> str:
        """What distinguishes a namesake from the listed person: profession, age, country."""
        span = self._spans[number]
        return is_namesake(self._text, span.start, span.end) or self._other_country(number, entry)

    def _other_country(self, number: int, entry: Entry) -> str:
        """`Tunisian Ahmed Chalabi`, `Ahmed Chalabi, a Tunisian trader`: not the listed country."""
        countries = {one.country for one in self._nationalities(number)} - {""}
        is_other = entry.country and len(countries) == 1 and entry.country not in countries
        return countries.pop().lower() if is_other else ""

    def _nationalities(self, number: int) -> Iterator[Entry]:
        """The nationalities right before a name, or in apposition right after it."""
        span = self._spans[number]
        for other in self._spans[max(0, number - 1) : number + 2]:
            if other.label is not EntityType.DEMONYM:
                continue
            between = self._text[other.end : span.start] or self._text[span.end : other.start]
            is_said = between == " " if other.end <= span.start else _IS_A.fullmatch(between)
            entry = self._country_entry(other)
            if entry and is_said and self._text[other.end : other.end + 1] == " ":
                yield entry

    def _alias_of(self, number: int) -> _Entity | None:
        """`Abu Qatada, whose real name is Omar Othman`: the person right before the phrase."""
        if not number or number - 1 not in self._of:
            return None
        between = self._text[self._spans[number - 1].end : self._spans[number].start]
        if self._spans[number - 1].label is not EntityType.PERSON:
            return None
        is_alias = _ALIAS.fullmatch(between) or self._is_byname_in_brackets(number, between)
        return self._of[number - 1] if is_alias else None

    def _is_byname_in_brackets(self, number: int, between: str) -> bool:
        """`Abu Qatada (Omar Othman)`, and the reverse."""
        if between != " (" or not self._text.startswith(")", self._spans[number].end):
            return False
        names = self._surface(number - 1), self._surface(number)
        labels = {self._spans[number - 1].label, self._spans[number].label}
        return labels == {EntityType.PERSON} and any(one.startswith(BYNAMES) for one in names)

    def _short_bearer(self, number: int) -> _Entity:
        label, surface = self._spans[number].label, self._surface(number)
        if label is EntityType.PERSON:
            return self._single_name(number, surface)
        return self._acronym(number, surface)

    def _single_name(self, number: int, surface: str) -> _Entity:
        """Resolve a single name; the dead do not act."""
        found = self._any_single_name(number, surface)
        died_on = found.entry.died_on if found.entry else None
        if not died_on or not self._day or died_on + _BURIAL >= self._day:
            return found
        return self._living(surface, found) if self._acts(number, found) else found

    def _acts(self, number: int, bearer: _Entity) -> bool:
        """Whether a name is the subject of what happened these days."""
        span = self._spans[number]
        if not _ACTS.match(self._text, span.end):
            return False
        is_first = not any(other < number for other in bearer.spans)
        return is_first or bool(_THESE_DAYS.search(self._text, span.end, span.end + _CLAUSE))

    def _living(self, surface: str, dead: _Entity) -> _Entity:
        """The only living listed person of the family, or who of them holds an office."""
        block = dead.key.tokens[-1].block if dead.key.tokens else ""
        family = [
            one
            for one in self._context.families.get(block, ())
            if not one.died_on and dead.entry and one.country == dead.entry.country
        ]
        in_office = {
            holder.person_id
            for office in self._context.known.offices
            for holder in office.holders
            if self._day and (holder.from_on or date.min) <= self._day
            if self._day < (holder.until_on or date.max)
        }
        chosen = family if len(family) == 1 else [o for o in family if o.entity_id in in_office]
        if len(chosen) == 1:
            return self._listed_bearer(EntityType.PERSON, chosen[0])
        return self._new(EntityType.PERSON, strip_titles(surface))

    def _titled(self, number: int, surface: str) -> Entry | None:
        """`King Farouk`: a listed name with the title before it."""
        title = self._text[: self._spans[number].start].rstrip().rpartition(" ")[2]
        is_title = title[:1].isupper() and title.isalpha()
        return self._listed(EntityType.PERSON, f"{title} {surface}") if is_title else None

    def _any_single_name(self, number: int, surface: str) -> _Entity:
        """Resolve by the country beside the title, the article, the lists, or the office."""
        bearer = self._alias_of(number)
        if bearer:
            return bearer
        key = _read(surface)
        beside = self._adjacent_countries(number)
        here = self._holder(number, surface, beside) if beside else None
        if here:
            return self._listed_bearer(EntityType.PERSON, here)
        bearer = self._named_before(number, key)
        if bearer:
            return bearer
        entry = (
            self._titled(number, surface)
            or self._listed(EntityType.PERSON, surface)
            or self._holder(number, surface, self._near_countries(number))
            or self._spelt(strip_titles(surface))
        )
        if entry and not is_low_rank(self._text, self._spans[number].start):
            return self._listed_bearer(EntityType.PERSON, entry)
        return self._new(EntityType.PERSON, strip_titles(surface))

    def _named_before(self, number: int, key: NameKey) -> _Entity | None:
        """The person with this single name, by surname first; the last one mentioned before it.

        Kings and princes are called by given names: `Crown Prince Salman` is not Ali Salman.
        """
        if len(key.tokens) != 1:
            return None
        people = [one for one in self._bearers if one.type is EntityType.PERSON and one.key.tokens]
        for place in _NAME_PLACES[bool(_ROYAL.search(self._title_before(number)))]:
            fitting = [one for one in people if same_token(key.tokens[0], one.key.tokens[place])]
            if fitting:
                return max(fitting, key=lambda one: _nearness(one, number))
        return None

    def _holder(self, number: int, surface: str, countries: Collection[str]) -> Entry | None:
        title = self._title_before(number)
        if not title:
            return None
        holder = holder_called(
            self._context.known, title, strip_titles(surface), self._day, countries
        )
        return self._context.gazetteer.by_id.get(holder.person_id) if holder else None

    def _adjacent_countries(self, number: int) -> set[str]:
        """`Jordan's King Abdullah`, `Saudi King Abdullah`, `King Abdullah of Jordan`."""
        span = self._spans[number]
        after = self._spans[number + 1] if number + 1 < len(self._spans) else None
        if after and self._text[span.end : after.start] in (" of ", " II of ", " of the "):
            return self._country_of(after)
        before = self._spans[number - 1] if number else None
        if before and _TITLES_ONLY.fullmatch(self._text, before.end, span.start):
            return self._country_of(before)
        return set()

    def _seats(self, number: int) -> set[str]:
        """Countries beside a body: `the Interior Ministry in Cairo`, `Al Ahly of Cairo`."""
        found = self._adjacent_countries(number)
        after = self._spans[number + 1] if number + 1 < len(self._spans) else None
        if found or not after:
            return found
        is_seat = self._text[self._spans[number].end : after.start] in _SEATED
        return self._country_of(after) if is_seat else set()

    def _country_of(self, span: Span) -> set[str]:
        entry = self._country_entry(span)
        return {entry.country} - {""} if entry else set()

    def _is_holder(self, start: int, surname: str) -> bool:
        """`King Salman`: whether office and name at this place mean one listed person."""
        title = self._title_at(start)
        countries = {code for code, _ in self._countries.most_common(1)}
        known = self._context.known
        return bool(title and holder_called(known, title, surname, self._day, countries))

    def _title_before(self, number: int) -> str:
        return self._title_at(self._spans[number].start)

    def _title_at(self, start: int) -> str:
        before = _BEFORE.match(self._text[max(0, start - _TITLE_REACH) : start][::-1])
        return before.group()[::-1].strip().lower() if before else ""

    def _near_countries(self, number: int) -> set[str]:
        """Countries of the demonym or place beside a name, else the article's main one."""
        span = self._spans[number]
        beside = {
            entry.country
            for other in self._spans[max(0, number - _MOST_NEAR) : number + _MOST_NEAR]
            if abs(other.start - span.end) < _TITLE_REACH
            or abs(span.start - other.end) < _TITLE_REACH
            if (entry := self._country_entry(other))
        } - {""}
        return beside or {code for code, _ in self._countries.most_common(1)}

    def _acronym(self, number: int, surface: str) -> _Entity:
        label = self._spans[number].label
        bracketed = self._bracketed(number)
        if bracketed:
            return bracketed
        entry = self._listed(label, surface)
        for bearer in reversed(self._bearers):
            if bearer.type is label and (
                surface in bearer.words or _initials(bearer.name) == surface
            ):
                return bearer
        return self._listed_bearer(label, entry) if entry else self._new(label, surface)

    def _bracketed(self, number: int) -> _Entity | None:
        """`Patriotic Union of Kurdistan (PUK)`: from here on the acronym means that name."""
        span = self._spans[number]
        if not number or self._text[self._spans[number - 1].end : span.start] not in (
            " (",
            " [",
            " (the ",
        ):
            return None
        bearer = self._of.get(number - 1)
        if bearer and bearer.type is span.label and bearer.type is EntityType.ORGANISATION:
            bearer.words = (*bearer.words, self._surface(number))
            return bearer
        return None

    def _bind(self, number: int, bearer: _Entity) -> None:
        insort(bearer.spans, number)
        self._of[number] = bearer

    def _new(self, label: EntityType, name: str) -> _Entity:
        is_person = label is EntityType.PERSON
        key = _read(name) if is_person else _NO_KEY
        bearer = _Entity(label, name, key, () if is_person else _words(name))
        self._bearers.append(bearer)
        return bearer

    def _listed_bearer(self, label: EntityType, entry: Entry) -> _Entity:
        bearer = self._by_id.get(entry.entity_id)
        if not bearer:
            bearer = self._new(label, entry.name)
            bearer.entry = entry
            self._by_id[entry.entity_id] = bearer
        return bearer

    def _extended(self, bearer: _Entity, name: str, words: tuple[str, ...]) -> _Entity:
        if len(words) > len(bearer.words) and not self._is_frozen:
            bearer.name, bearer.words = name, words
        return bearer

    def _listed(
        self, label: EntityType, surface: str, beside: Collection[str] = ()
    ) -> Entry | None:
        entries = _entries(self._context.gazetteer, label, surface)
        if is_acronym(surface):
            # An acronym before the time of its body is another one.
            entries = tuple(one for one in entries if self._is_valid(one))
        if len(entries) < 2:
            return entries[0] if entries else None
        valid = [one for one in entries if self._is_valid(one)] or entries
        valid = [one for one in valid if one.country in beside] or valid
        largest = max(one.population for one in valid)
        known = [one for one in valid if one.population >= _VILLAGE * largest]
        return max(known, key=lambda one: self._countries[one.country])

    def _is_valid(self, entry: Entry) -> bool:
        first, last = self._context.known.valid.get(entry.entity_id, (None, None))
        if not self._day:
            return True
        return (first or date.min) <= self._day < (last or date.max)

    def _read_countries(self) -> Counter[str]:
        """Countries by names that belong to one country only; the first name counts three times."""
        counts = Counter[str]()
        for number, span in enumerate(self._spans):
            entry = self._country_entry(span)
            if entry and entry.country:
                counts[entry.country] += 3 if number == 0 else 1
        return counts

    def _country_entry(self, span: Span) -> Entry | None:
        if span.label not in (EntityType.PLACE, EntityType.DEMONYM):
            return None
        entries = _entries(self._context.gazetteer, span.label, self._text[span.start : span.end])
        countries = {one.country for one in entries}
        return entries[0] if len(countries) == 1 else None

    def _mention(self, number: int) -> Mention:
        span, bearer = self._spans[number], self._of[number]
        entry = bearer.entry
        return Mention(
            span.start,
            span.end,
            span.label,
            self._surface(number),
            entry.entity_id if entry else bearer.own_id or _unlisted_id(span.label, bearer.name),
            entry.name if entry else bearer.name,
            latitude=entry.latitude if entry else None,
            longitude=entry.longitude if entry else None,
        )


@lru_cache(maxsize=20_000)
def national_entry(entry: Entry, country: Entry) -> Entry:
    """Return `org/ministry-of-interior` as that of one country: `org/ministry-of-interior-iq`."""
    return replace(
        entry,
        entity_id=f"{entry.entity_id}-{country.country.lower()}",
        names=(f"{entry.name} ({country.name})",),
        country=country.country,
    )


def _unlisted_id(label: EntityType, name: str) -> str:
    if label is EntityType.PERSON:
        return unlisted_person_id(name)
    return f"{_PREFIX[label]}/{slug(name) or 'unnamed'}"


def _ends(key: NameKey) -> tuple[str, ...]:
    """Keys of the first and last token: spellings of one name share one of them."""
    return (f"first {key.tokens[0].block}", f"last {key.tokens[-1].block}") if key.tokens else ()


def _same_person(one: NameKey, other: NameKey) -> bool:
    if len(other.tokens) < 2:
        return False
    return (
        same_name(one, other)
        or longer_form(one, other)
        or longer_form(other, one)
        or nearly_same_name(one, other)
    )


def _same_words(bearer: _Entity, words: tuple[str, ...], label: EntityType) -> bool:
    """The same words, or one name begins with the other (organisations only)."""
    if bearer.entry or not words:
        return False
    if bearer.words == words:
        return True
    short, long = sorted((bearer.words, words), key=len)
    return label is EntityType.ORGANISATION and long[: len(short)] == short


def _nearness(bearer: _Entity, number: int) -> tuple[int, int]:
    """The latest mention before `number`; failing that, the earliest after it."""
    before = bisect_left(bearer.spans, number)
    if before:
        return 1, bearer.spans[before - 1]
    return 0, -bearer.spans[0] if bearer.spans else 0


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())


@lru_cache(maxsize=50_000)
def _read(name: str) -> NameKey:
    return read_name(strip_titles(name))


@lru_cache(maxsize=50_000)
def _words(name: str) -> tuple[str, ...]:
    keys = [match_key(word) for word in name.split()]
    return tuple(keys[1:] if len(keys) > 1 and keys[0] == "the" else keys)


_ENTRY_CACHE: dict[tuple[int, EntityType, str], tuple[Entry, ...]] = {}
_CACHE_LIMIT = 100_000


def _entries(gazetteer: Gazetteer, label: EntityType, surface: str) -> tuple[Entry, ...]:
    """Listed entities of this name and type: countries, or else regions, or else towns."""
    key = (id(gazetteer), label, surface)
    found = _ENTRY_CACHE.get(key)
    if found is None:
        if len(_ENTRY_CACHE) > _CACHE_LIMIT:
            _ENTRY_CACHE.clear()
        found = _look_up(gazetteer, label, surface)
        _ENTRY_CACHE[key] = found
    return found


def _look_up(gazetteer: Gazetteer, label: EntityType, surface: str) -> tuple[Entry, ...]:
    wanted = _KINDS[label]
    clubs = (f"{surface} FC", f"{surface} SC") if label is EntityType.ORGANISATION else ()
    for name in (*_forms(surface), *clubs):
        named = [one for one in gazetteer.named(name) if one.kind in wanted]
        if named:
            best = min(wanted.index(one.kind) for one in named)
            return tuple(one for one in named if wanted.index(one.kind) == best)
    return ()


_ORDINAL = re.compile(r"^(?:[Tt]he )?\d+(?:st|nd|rd|th) ")


def _forms(surface: str) -> Iterable[str]:
    plain = " ".join(surface.split())
    yield plain
    bare = _ORDINAL.sub("", plain)
    if bare != plain:
        yield bare
    if plain.lower().startswith("the "):
        yield plain[4:]


def resolve_label(context: Context, label: str) -> tuple[str, str]:
    """Return name and id of the person a speaker label such as `Dr Badr Kafi` names.

    For labels of people no field of the article names: a listed person, or one with this name.
    """
    name = strip_titles(label)
    listed = _entries(context.gazetteer, EntityType.PERSON, name)
    entry = listed[0] if listed else context.people.find(name)
    return (entry.name, entry.entity_id) if entry else (name, unlisted_person_id(name))
