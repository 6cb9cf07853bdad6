"""Find countries called by their form: `the Kingdom` is the monarchy that the article is about."""

import re
from collections.abc import Iterator, Sequence

from tasks.entities.gazetteer.lookup import Gazetteer
from tasks.entities.models import EntityType, Mention

# The countries each word may mean.
_FORMS = {
    "Kingdom": ("SA", "JO", "BH", "MA"),
    "Sultanate": ("OM",),
    "Emirates": ("AE",),
    "Islamic Republic": ("IR", "PK", "MR"),
}
_FORM = re.compile(
    r"\b[Tt]he\s+(?P<form>Kingdom|Sultanate|Emirates|Islamic Republic)\b(?!\s+of\b|\s+[A-Z]|[-–])"
)


def find_kingdoms(
    text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Yield `the Kingdom` where the text names a country of that form."""
    for match in _FORM.finditer(text):
        start, end = match.span("form")
        if any(one.start < end and start < one.end for one in mentions):
            continue
        country = gazetteer.by_id.get(
            f"country/{_meant(match['form'], start, mentions, gazetteer)}"
        )
        if country:
            place = country.latitude, country.longitude
            own = text[start:end], country.entity_id, country.name
            yield Mention(start, end, EntityType.PLACE, *own, latitude=place[0], longitude=place[1])


def _meant(form: str, start: int, mentions: Sequence[Mention], gazetteer: Gazetteer) -> str:
    """The country of this form mentioned last before it, or the only one after it."""
    named = []
    for one in mentions:
        entry = gazetteer.by_id.get(one.entity_id)
        is_area = one.type in (EntityType.PLACE, EntityType.DEMONYM)
        if entry and is_area and entry.country in _FORMS[form]:
            named.append((one.start, entry.country))
    before = [country for at, country in named if at < start]
    after = {country for _, country in named}
    return before[-1] if before else after.pop() if len(after) == 1 else ""
