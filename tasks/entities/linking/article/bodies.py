"""Which organisation, place or people a name in an article means: `BodiesAndPlaces(...)`."""

import re
from functools import cached_property

from tasks.entities.gazetteer.lookup import Entry, ListKind
from tasks.entities.gazetteer.places import PlaceKind, open_places
from tasks.entities.linking.article.entities import (
    ArticleEntities,
    ArticleEntity,
    has_words,
    initials,
    name_words,
    outer_words,
)
from tasks.entities.linking.article.listed import Context, ListedNames, national_entry
from tasks.entities.linking.article.surroundings import Surroundings
from tasks.entities.linking.body_spans import is_about_games, is_beside_game
from tasks.entities.linking.places import PlaceChooser, located
from tasks.entities.models import EntityType, Span
from tasks.entities.names.normalize import slug
from tasks.entities.names.word_lists import ORGANISATION_HEADS

# Between the name of a part of a town and the town.
_QUARTER_OF = re.compile(
    r"\s+(?:district|quarter|neighbou?rhood|suburb|area|street|square|camp)s?"
    r"(?:\s+in\s+the\s+\w+)?\s+(?:of|in|near|close to)\s+"
)
_QUARTER = re.compile(r"\s+(?:district|quarter|neighbou?rhood|suburb)\b")
_QUARTER_BEFORE = re.compile(r"\b(?:district|quarter|neighbou?rhood|suburb) of\s+(?:the\s+)?$")
_QUARTER_REACH = 32
# First words of so many names that they are not short for one of them.
_SHARED_BEGINNINGS = frozenset({"al", "arab", "first", "free", "new", "real", "united", "world"})
_LARGE_TOWN = 100_000
# Acronyms that are words as well: on the lists they would be found in every headline in capitals.
_WORD_ACRONYMS = {"IS": "org/isis"}


class BodiesAndPlaces:
    """The organisations, places and peoples of one article."""

    def __init__(
        self,
        context: Context,
        around: Surroundings,
        entities: ArticleEntities,
        listed: ListedNames,
    ) -> None:
        self._context = context
        self._around = around
        self._entities = entities
        self._listed = listed
        self._places = PlaceChooser(around.text, around.spans, around.countries, context.gazetteer)
        # The country of the last mention of a body that every country has.
        self._last_country: dict[str, str] = {}

    def full_name(self, number: int) -> ArticleEntity:
        """Return the entity of a name that is not an acronym."""
        label, surface = self._around.spans[number].label, self._around.surface(number)
        beside = self._around.place_of(number)
        entry = located(beside) if beside else self._listed_or_place(number, surface)
        if entry and entry.kind is ListKind.COUNTRY:
            entry = self._region_of_another(number, surface) or entry
        elif entry and entry.country and entry.kind is not ListKind.ORGANISATION:
            town = self._town_around(number)
            entry = None if town and town.country not in ("", entry.country) else entry
        if entry:
            return self._entities.listed(label, self._of_country(number, entry))
        words = name_words(surface)
        called = self._called_so(label, words) or self._quarter(number)
        if called:
            return called
        for entity in self._entities.latest(label):
            if has_words(entity, words):
                return self._entities.extend(entity, surface, words)
        return self._beginning(label, words) or self._entities.add(label, surface)

    def acronym(self, number: int) -> ArticleEntity:
        """Return the entity of an acronym: of the name before its brackets, or a listed one."""
        label, surface = self._around.spans[number].label, self._around.surface(number)
        bracketed = self._bracketed(number)
        if bracketed:
            return bracketed
        for entity in self._entities.latest(label):
            if surface in entity.words or initials(entity.name) == surface:
                return entity
        entry = self._listed.entry(label, surface) or self._named_by_word(label, surface)
        return self._entities.listed(label, entry) if entry else self._entities.add(label, surface)

    def _named_by_word(self, label: EntityType, surface: str) -> Entry | None:
        """The listed body of an acronym that is a word as well."""
        is_body = label is EntityType.ORGANISATION
        body = _WORD_ACRONYMS.get(surface, "") if is_body else ""
        return self._context.gazetteer.by_id.get(body)

    def _listed_or_place(self, number: int, surface: str) -> Entry | None:
        """A listed name; of a place that is not a country, the one the article means."""
        span = self._around.spans[number]
        is_body = span.label is EntityType.ORGANISATION
        beside = self._around.seats(number) if is_body else set[str]()
        entry = self._listed.entry(span.label, surface, beside)
        if is_body and entry and self._is_about_games:
            return self._club(span, surface, entry) or entry
        if span.label is not EntityType.PLACE or (entry and entry.kind is ListKind.COUNTRY):
            return entry
        return self._places.choose(span, surface)

    @cached_property
    def _is_about_games(self) -> bool:
        return is_about_games(self._around.text)

    def _club(self, span: Span, surface: str, other: Entry) -> Entry | None:
        """`Al-Shabab’s coach`: the club, and not the Somali group of that name."""
        names = (f"{surface} FC", f"{surface} SC")
        club = next((one for name in names if (one := self._listed.entry(span.label, name))), None)
        if not club or is_beside_game(self._around.text, span):
            return club
        here = self._around.countries
        return club if here[club.country] > here[other.country] else None

    def _region_of_another(self, number: int, surface: str) -> Entry | None:
        """`Georgia, United States`, `Lebanon, Pennsylvania`: a place in what follows the comma."""
        town = self._places.inside_region(self._around.spans[number], surface)
        if town:
            return town
        after = self._around.next_span(number)
        if not after or self._around.between(number, after) != ", ":
            return None
        country = self._around.country_entry(after)
        named = open_places().named(surface) if country else ()
        regions = (one.entry for one in named if one.kind is PlaceKind.REGION)
        return next((one for one in regions if country and one.country == country.country), None)

    def _of_country(self, number: int, entry: Entry) -> Entry:
        """The body of one country: of the country beside it, mentioned before, or the main one."""
        if entry.entity_id not in self._context.known.national:
            return entry
        beside = next(iter(self._around.seats(number)), "")
        before = self._last_country.get(entry.entity_id)
        code = beside or before or self._around.main_country()
        country = self._context.gazetteer.by_id.get(f"country/{code}")
        if not country:
            return entry
        self._last_country[entry.entity_id] = code
        return national_entry(entry, country)

    def _called_so(self, label: EntityType, words: tuple[str, ...]) -> ArticleEntity | None:
        """`the League` after the Arab League, `the Front` after the National Salvation Front."""
        is_head = label is EntityType.ORGANISATION and len(words) == 1
        if not is_head or words[0] not in ORGANISATION_HEADS:
            return None
        named = self._entities.latest(label)
        return next((one for one in named if words[0] in outer_words(one)), None)

    def _beginning(self, label: EntityType, words: tuple[str, ...]) -> ArticleEntity | None:
        """`Bayern` after Bayern Munich, but not `National` after a National Coalition."""
        is_word = label is EntityType.ORGANISATION and len(words) == 1
        is_own = is_word and words[0] not in ORGANISATION_HEADS | _SHARED_BEGINNINGS
        return self._entities.body_beginning(words) if is_own else None

    def _quarter(self, number: int) -> ArticleEntity | None:
        """`the Wahda district of Aden`: an unlisted place with the id of its town and name."""
        if self._around.spans[number].label is not EntityType.PLACE:
            return None
        before = None if self._town_after(number) else self._town_around(number)
        town = before.name if before else self._town_after(number)
        if not town:
            return None
        name = self._around.surface(number)
        own_id = f"place/{slug(town)}-{slug(name)}"
        quarter = self._entities.with_own_id(own_id) or self._entities.add(EntityType.PLACE, name)
        quarter.own_id = own_id
        return quarter

    def _town_after(self, number: int) -> str:
        """`the Wahda district of Aden`."""
        after = self._around.next_span(number)
        if not after or after.label is not EntityType.PLACE:
            return ""
        is_part = _QUARTER_OF.fullmatch(self._around.between(number, after))
        return self._around.surface(number + 1) if is_part else ""

    def _town_around(self, number: int) -> Entry | None:
        """`the Wahda district`, `the neighborhood of Wahda`: in the town named last."""
        span, text = self._around.spans[number], self._around.text
        before = text[max(0, span.start - _QUARTER_REACH) : span.start]
        if not _QUARTER.match(text, span.end) and not _QUARTER_BEFORE.search(before):
            return None
        places = (self._entities.of(at) for at in range(number - 1, -1, -1))
        entries = (place.entry for place in places if place and place.entry)
        return next((one for one in entries if _is_town(one)), None)

    def _bracketed(self, number: int) -> ArticleEntity | None:
        """`Patriotic Union of Kurdistan (PUK)`: from here on the acronym means that name."""
        before = self._entities.of(number - 1) if self._around.opens_bracket(number) else None
        is_body = before and before.type is EntityType.ORGANISATION
        if not before or not is_body or self._around.spans[number].label is not before.type:
            return None
        before.words = (*before.words, self._around.surface(number))
        return before


def _is_town(entry: Entry) -> bool:
    """Whether a place is a listed town, or a region that is called by its large town: `Aden`."""
    if entry.kind is not ListKind.REGION:
        return entry.kind is ListKind.CITY
    towns = (one for one in open_places().named(entry.name) if one.kind is PlaceKind.TOWN)
    same = (one for one in towns if one.country == entry.country)
    return any(one.population >= _LARGE_TOWN for one in same)
