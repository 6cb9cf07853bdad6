"""Resolve the mentions of one article: `resolve_mentions(text, spans, context)`.

Full names are resolved first, then single names to the person last mentioned by that name, and
acronyms to the name before the brackets. The lists decide the rest: exact names, offices by date,
places by the countries of the article. Ids are `person/`, `org/`, `place/` or `people/` and a slug,
`geo/` and a GeoNames id, `country/` and an ISO code, or `name/` for a single name that no article
introduces. A namesake of a listed person has an id of its own.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tasks.entities.gazetteer.lookup import is_acronym
from tasks.entities.linking.article.bodies import BodiesAndPlaces
from tasks.entities.linking.article.entities import ArticleEntities, ArticleEntity
from tasks.entities.linking.article.listed import Context, ListedNames, read_key
from tasks.entities.linking.article.people import People
from tasks.entities.linking.article.surroundings import Surroundings
from tasks.entities.models import EntityType, Mention, Span
from tasks.entities.names.normalize import slug
from tasks.entities.names.person_ids import BYNAMES, unlisted_person_id

_PREFIX = {
    EntityType.ORGANISATION: "org",
    EntityType.PLACE: "place",
    EntityType.DEMONYM: "people",
}
_WORD = re.compile(r"[^\s,;:!?]+")


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
    in_order = sorted(spans, key=lambda span: span.start)
    article = _Article(text, in_order, context, published_on)
    return article.resolve(sections or Sections(len(text), len(text)))


class _Article:
    """The order in which the names of one article are resolved."""

    def __init__(
        self, text: str, spans: list[Span], context: Context, published_on: date | None
    ) -> None:
        self._around = Surroundings(text, spans, context.gazetteer)
        self._entities = ArticleEntities()
        listed = ListedNames(context, published_on, self._around.countries)
        self._people = People(published_on, self._around, self._entities, listed)
        self._others = BodiesAndPlaces(context, self._around, self._entities, listed)

    def resolve(self, sections: Sections) -> list[Mention]:
        """Resolve body, captions and title, in this order."""
        spans = self._around.spans
        starts = [span.start for span in spans]
        body = bisect_left(starts, sections.body_end)
        captions = bisect_left(starts, sections.title_start)
        title = spans[captions:]
        del spans[captions:]
        self._resolve_range(range(body))
        self._entities.freeze()
        self._resolve_range(range(body, captions))
        for span in title:
            self._resolve_title_span(span, sections)
        return [self._mention(number) for number in range(len(spans))]

    def _resolve_range(self, numbers: range) -> None:
        """Full names first, in order; then the short names that refer to them."""
        for number in numbers:
            if self._is_full(number):
                self._entities.bind(number, self._full_name(number))
        for number in numbers:
            if not self._entities.of(number):
                self._entities.bind(number, self._short_name(number))

    def _is_full(self, number: int) -> bool:
        label, surface = self._around.spans[number].label, self._around.surface(number)
        if label is EntityType.PERSON:
            return len(read_key(surface).tokens) > 1 or surface.startswith(BYNAMES)
        # A place in capitals is a dateline: `CAIRO`, `PARIS`.
        return label is EntityType.PLACE or not is_acronym(surface)

    def _full_name(self, number: int) -> ArticleEntity:
        is_person = self._around.spans[number].label is EntityType.PERSON
        return self._people.full_name(number) if is_person else self._others.full_name(number)

    def _short_name(self, number: int) -> ArticleEntity:
        is_person = self._around.spans[number].label is EntityType.PERSON
        return self._people.single_name(number) if is_person else self._others.acronym(number)

    def _resolve_title_span(self, span: Span, sections: Sections) -> None:
        """Append a span of the title, or the parts of it that are names of known people."""
        is_known = span.label is not EntityType.PERSON or span == sections.introduced
        for piece in [span] if is_known else self._known_people_in(span):
            number = len(self._around.spans)
            self._around.spans.append(piece)
            self._resolve_range(range(number, number + 1))

    def _known_people_in(self, span: Span) -> list[Span]:
        """The longest parts of a tagged name that are names of people of the body or the lists."""
        words = list(_WORD.finditer(self._around.text, span.start, span.end))
        is_known = self._people.is_known
        found: list[Span] = []
        first = 0
        while first < len(words):
            ends = range(len(words), first, -1)
            start = words[first].start()
            last = next((one for one in ends if is_known(start, words[one - 1].end())), 0)
            if last:
                found.append(replace(span, start=start, end=words[last - 1].end()))
            first = max(last, first + 1)
        return found

    def _mention(self, number: int) -> Mention:
        span, entity = self._around.spans[number], self._entities.resolved(number)
        entry = entity.entry
        return Mention(
            span.start,
            span.end,
            span.label,
            self._around.surface(number),
            entry.entity_id if entry else entity.own_id or _unlisted_id(span.label, entity.name),
            entry.name if entry else entity.name,
            latitude=entry.latitude if entry else None,
            longitude=entry.longitude if entry else None,
        )


def _unlisted_id(label: EntityType, name: str) -> str:
    if label is EntityType.PERSON:
        return unlisted_person_id(name)
    return f"{_PREFIX[label]}/{slug(name) or 'unnamed'}"
