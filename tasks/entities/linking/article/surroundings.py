"""The text around the names of one article: titles, countries, nationalities, brackets."""

import re
from collections import Counter
from collections.abc import Iterator

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind
from tasks.entities.linking.article.listed import listed_entries, without_villages
from tasks.entities.models import EntityType, Span

_IN = (", ", " in ", ", in ")
_SEATED = (" in ", " of ", " from ", " based in ", " (", ", of ")
_SAID_IN = re.compile(r" (?:said|says|announced|confirmed|stated|added)(?: on \w+day)? in ")
_OPENING = re.compile(r", (?:the )?")
_BRACKETS = (" (", " [", " (the ")
# Matched on reversed text from the name: avoids trying every start.
_BEFORE = re.compile(r"(?:\s+[\w’'.-]+){0,4}")
# `Ahmed Chalabi, a Tunisian`, `Ahmed Chalabi, a wealthy Tunisian`.
_IS_A = re.compile(r",\s+an?\s+(?:[a-z]+\s+)?")
# Between a country or nationality and a name: only a possessive and titles.
_TITLES_ONLY = re.compile(r"(?:[’']s?)?(?:\s+(?:[A-Z][\w-]+|of|the))*\s+")
# Number of characters around a name in which titles and countries are searched.
_TITLE_REACH = 48
# Maximum number of names in that range.
_MOST_NEAR = 12


class Surroundings:
    """The text of one article around each of its spans; methods take the number of a span."""

    def __init__(self, text: str, spans: list[Span], gazetteer: Gazetteer) -> None:
        self.text = text
        self.spans = spans
        self._gazetteer = gazetteer
        self.countries = self._count_countries()

    def surface(self, number: int) -> str:
        """Return the text of a span."""
        span = self.spans[number]
        return self.text[span.start : span.end]

    def next_span(self, number: int) -> Span | None:
        """Return the span after this one, if there is one."""
        return self.spans[number + 1] if number + 1 < len(self.spans) else None

    def between(self, number: int, after: Span) -> str:
        """Return the text between a span and a later one."""
        return self.text[self.spans[number].end : after.start]

    def opens_bracket(self, number: int) -> bool:
        """Whether a span is in brackets right after the one before: `... Front (NSF)`."""
        return bool(number) and self.between(number - 1, self.spans[number]) in _BRACKETS

    def place_of(self, number: int) -> Entry | None:
        """`Tripoli, Lebanon`: the place of this name in the country that follows."""
        after = self.next_span(number)
        if not after or self.between(number, after) not in _IN:
            return None
        country = self.country_entry(after)
        if not country or country.kind is not ListKind.COUNTRY:
            return None
        named = self._gazetteer.named(self.surface(number))
        towns = (one for one in named if one.kind in (ListKind.REGION, ListKind.CITY))
        return next((one for one in towns if one.country == country.country), None)

    def main_country(self) -> str:
        """The country of more than half of the places and nationalities, or an empty string."""
        code, count = next(iter(self.countries.most_common(1)), ("", 0))
        return code if 2 * count > self.countries.total() else ""

    def first_country(self) -> set[str]:
        """The country that is named most often; empty if none is named."""
        return {code for code, _ in self.countries.most_common(1)}

    def adjacent_countries(self, number: int) -> set[str]:
        """`Jordan's King Abdullah`, `Saudi King Abdullah`, `King Abdullah of Jordan`."""
        span = self.spans[number]
        after = self.next_span(number)
        if after and self.between(number, after) in (" of ", " II of ", " of the "):
            return self._country_of(after)
        before = self.spans[number - 1] if number else None
        if before and _TITLES_ONLY.fullmatch(self.text, before.end, span.start):
            return self._country_of(before)
        return set()

    def seats(self, number: int) -> set[str]:
        """Countries beside a body: `the Interior Ministry in Cairo`, `Al Ahly of Cairo`."""
        found = self.adjacent_countries(number)
        if found:
            return found
        after = self.next_span(number)
        between = self.between(number, after) if after else ""
        if after and (between in _SEATED or _SAID_IN.fullmatch(between)):
            return self._country_of(after)
        return self._scene(number)

    def _scene(self, number: int) -> set[str]:
        """`In Beirut, the Finance Ministry`: the country of the place a sentence opens with."""
        before = self.spans[number - 1] if number else None
        if not before or not _OPENING.fullmatch(self.text, before.end, self.spans[number].start):
            return set()
        return self._country_of(before) if self.text.endswith("In ", 0, before.start) else set()

    def near_countries(self, number: int) -> set[str]:
        """Countries of the demonym or place beside a name, else the article's main one."""
        span = self.spans[number]
        beside = {
            entry.country
            for other in self.spans[max(0, number - _MOST_NEAR) : number + _MOST_NEAR]
            if abs(other.start - span.end) < _TITLE_REACH
            or abs(span.start - other.end) < _TITLE_REACH
            if (entry := self.country_entry(other))
        } - {""}
        return beside or self.first_country()

    def nationalities(self, number: int) -> Iterator[Entry]:
        """The nationalities right before a name, or in apposition right after it."""
        span = self.spans[number]
        for other in self.spans[max(0, number - 1) : number + 2]:
            if other.label is not EntityType.DEMONYM:
                continue
            between = self.text[other.end : span.start] or self.text[span.end : other.start]
            is_said = between == " " if other.end <= span.start else _IS_A.fullmatch(between)
            entry = self.country_entry(other)
            if entry and is_said and self.text[other.end : other.end + 1] == " ":
                yield entry

    def title_before(self, number: int) -> str:
        """Return up to four words before a span, in lower case."""
        return self.title_at(self.spans[number].start)

    def title_at(self, start: int) -> str:
        """Return up to four words before a position, in lower case."""
        before = _BEFORE.match(self.text[max(0, start - _TITLE_REACH) : start][::-1])
        return before.group()[::-1].strip().lower() if before else ""

    def country_entry(self, span: Span) -> Entry | None:
        """Return the listed entity of a place or nationality that belongs to one country."""
        if span.label not in (EntityType.PLACE, EntityType.DEMONYM):
            return None
        surface = self.text[span.start : span.end]
        entries = without_villages(listed_entries(self._gazetteer, span.label, surface))
        countries = {one.country for one in entries}
        return entries[0] if len(countries) == 1 else None

    def _country_of(self, span: Span) -> set[str]:
        entry = self.country_entry(span)
        return {entry.country} - {""} if entry else set()

    def _count_countries(self) -> Counter[str]:
        """Countries by names that belong to one country only; the first name counts three times."""
        counts = Counter[str]()
        for number, span in enumerate(self.spans):
            entry = self.country_entry(span)
            if entry and entry.country:
                counts[entry.country] += 3 if number == 0 else 1
        return counts
