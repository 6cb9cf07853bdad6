"""Geography that the tagger misses: `find_geography(text, spans, gazetteer)`, grades of oil.

Two words of which one is in lower case (`Arabian peninsula`), Arabic words for kinds of places
(`al-Masjid al-Nabawi`, `Kafr Darwa`), sites labelled as bodies, and the stations of the pilgrimage.
Grades of oil are named after places, but are not places.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.entities.gazetteer.lookup import Gazetteer, ListKind
from tasks.entities.gazetteer.places import NEAR_COUNTRIES, bare_place, open_places
from tasks.entities.models import EntityType, Span

_AT = r"(?:[Aa]l-|[Ee]l-|as-|an-|ash-|ar-|az-)"
_LOWER_HEAD = re.compile(
    r"\b(?:(?:Arabian|Sinai|Korean|Iberian|Crimean|Balkan|Horn|Malay|Musandam)"
    r"\s+peninsula|Indian\s+subcontinent|Suez\s+canal|Panama\s+canal|Nile\s+delta|"
    r"(?:Red|Black|Dead|Caspian|Mediterranean|Arabian|Aegean|Adriatic|Baltic|North|Marmara|"
    r"South China)\s+sea|(?:Indian|Atlantic|Pacific|Arctic)\s+ocean|"
    r"(?:Persian|Arabian|Arab)\s+gulf|"
    r"(?:Syrian|Libyan|Arabian|Negev|Sahara|Sinai|Nubian|Gobi|Western)\s+desert|"
    r"(?:Hormuz|Gibraltar|Tiran|Taiwan|Malacca|Bosphorus)\s+straits?|"
    r"(?:straits?\s+of\s+(?:Hormuz|Gibraltar|Tiran|Malacca)))\b"
)
_ARABIC_HEAD = re.compile(
    rf"\b(?:{_AT}(?:Masjid|Haram)|Masjid|Maqam|Jebel|Jabal|Kafr|Kafar|Tell|Wadi|Deir|Dayr|Beit|"
    rf"Khirbet|Khirbat|Qalaat|Nahr|Marj|Shatt|Souk|Souq|Bab|Birket)"
    rf"\s+(?:{_AT}[A-Z][\w’']+|[A-Z][\w’']*[a-z](?:-[A-Z][\w’']+)?)"
)
# Bodies and people whose names begin like those of places.
_NO_PLACE = re.compile(
    r"Wadi(?:e|h)?\s+Haddad|Beit\s+(?:al-)?(?:Hikma|Mal)|Deir\s+Yassin\s+Brigades?"
)
_SITE = re.compile(
    r"(?:Airbase|Air Base|Governorate|Province|Airport|Airfield|Crossing|Dam|Strait|Square|Valley|"
    r"Peninsula|Desert|Island|Oilfield|Oil Field|Refugee Camp|Sea|Lake|River|Mountains?|Village)$"
)
_SPEAKING_OF = re.compile(
    r"\b(?:in|between|from|near|at|outside|around|towards?|reached|entered|city of|town of|"
    r"village of|province of|capital of)\s+$"
)
_PILGRIMAGE = re.compile(
    r"\b(?:[Hh]ajj|[Pp]ilgrim(?:s|age)?|Muzdalifah?|Day of Arafah?|Jamarat|"
    r"Mount Arafat|[Ww]orship+ers to (?:Arafat|Mina))\b"
)
_STATIONS = re.compile(
    r"\b(?:(?:Mount|Mt\.?|Jabal|Plains? of)\s+)?(?:Arafah?t?|Mina|Muzdalifah?)\b"
)
_PERSON_OF_THE_NAME = re.compile(r"\b(?:Yass?[ei]r|Mrs?\.?|Fathi|Suha|President|Chairman)\s+Arafat")
_GRADES = re.compile(
    r"\b(?:West Texas Intermediate|WTI|Bonny Light|Basra[h]? (?:Light|Heavy|Medium)|Murban|Urals|"
    r"Arab (?:Extra |Super )?(?:Light|Heavy|Medium)|Saharan Blend|Es Sider)\b"
)
_BRENT = re.compile(r"\b(?:ICE |North Sea )?Brent\b")
_OIL = re.compile(r"\b(?:crude|barrels?|oil|futures|WTI|OPEC|benchmark)\b")
_OIL_REACH = 250
_LARGE = 50_000
_CAPITAL = 300_000
# A title before the word, or another word of the same name.
_CAPITAL_BEFORE = re.compile(r"\b[A-Z][\w.]*\s+$")


def find_geography(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Return places to add; each replaces the spans it overlaps. Spans are in order."""
    found = [*_by_words(text, spans), *_stations(text, spans)]
    taken = {(one.start, one.end) for one in found}
    relabelled = (
        replace(one, label=EntityType.PLACE)
        for before, one in zip([None, *spans], spans, strict=False)
        if (one.start, one.end) not in taken
        and (
            _is_town_alone(text, one, spans, gazetteer)
            if one.label is EntityType.PERSON and not _has_article(text, one)
            else one.label in (EntityType.ORGANISATION, EntityType.PERSON)
            and _is_site(text, one, before, gazetteer)
        )
    )
    return sorted([*found, *relabelled], key=lambda one: one.start)


def find_oil_grades(text: str) -> list[tuple[int, int]]:
    """Return the ranges of grades of oil: `Brent`, where oil is spoken of nearby."""
    grades = [match.span() for match in _GRADES.finditer(text)]
    for match in _BRENT.finditer(text):
        start, end = match.span()
        if _OIL.search(text, max(0, start - _OIL_REACH), end + _OIL_REACH):
            grades.append((start, end))
    return sorted(grades)


def _by_words(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    for pattern in (_LOWER_HEAD, _ARABIC_HEAD):
        for match in pattern.finditer(text):
            start, end = match.span()
            over = [one for one in spans if one.start < end and start < one.end]
            is_inside = any(one.start < start or one.end > end for one in over)
            if not (is_inside or _NO_PLACE.match(text, start)):
                yield Span(start, end, EntityType.PLACE)


def _stations(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Mina, Arafat and Muzdalifah, where the pilgrimage is spoken of."""
    if not is_pilgrimage(text):
        return
    is_person = bool(_PERSON_OF_THE_NAME.search(text))
    for match in _STATIONS.finditer(text):
        start, end = match.span()
        over = [one for one in spans if one.start < end and start < one.end]
        is_name_of_another = any(one.start < start or one.end > end for one in over)
        if not is_name_of_another and not (is_person and match.group() == "Arafat"):
            yield Span(start, end, EntityType.PLACE)


def is_pilgrimage(text: str) -> bool:
    """Return whether a text speaks of the pilgrimage to Mecca."""
    return _PILGRIMAGE.search(text) is not None


def _is_site(text: str, span: Span, before: Span | None, gazetteer: Gazetteer) -> bool:
    """`Wadi Hamra Airbase`; a listed town after `in`, or in a row with another place."""
    surface = text[span.start : span.end]
    # `Al-Qaeda in the Arabian Peninsula` is not a peninsula.
    is_body = " in " in surface or any(
        one.kind is ListKind.ORGANISATION for one in gazetteer.named(surface)
    )
    if _SITE.search(surface) and len(surface.split()) > 1 and not is_body:
        return True
    if not _is_town(surface, gazetteer):
        return False
    is_in_row = (
        before is not None
        and before.label is EntityType.PLACE
        and text[before.end : span.start] in (", ", " and ", ", and ")
    )
    return is_in_row or _SPEAKING_OF.search(text, max(0, span.start - 16), span.start) is not None


def _has_article(text: str, span: Span) -> bool:
    """`Al-Sulaymaniyah`: one word with an article looks like a surname."""
    word = text[span.start : span.end]
    return span.label is EntityType.PERSON and " " not in word and bare_place(word) != word


def _is_town_alone(text: str, span: Span, spans: Sequence[Span], gazetteer: Gazetteer) -> bool:
    """`Doha’s interference`: a large town, unless a person of the text has this name."""
    word = text[span.start : span.end]
    listed = gazetteer.named(word)
    is_town = bool(listed) and all(one.kind is ListKind.CITY for one in listed)
    if not is_town or max(one.population for one in listed) < _CAPITAL:
        return False
    is_titled = _CAPITAL_BEFORE.search(text, max(0, span.start - 30), span.start) is not None
    return not is_titled and not any(
        one.label is EntityType.PERSON and word in text[one.start : one.end].split()[-2:]
        for one in spans
        if one.end - one.start > len(word)
    )


def _is_town(surface: str, gazetteer: Gazetteer) -> bool:
    """Whether the name is that of a large town or a region, and of nothing else listed."""
    listed = gazetteer.named(surface)
    if listed:
        kinds = (ListKind.REGION, ListKind.CITY)
        is_large = any(one.population >= _LARGE or one.kind is ListKind.REGION for one in listed)
        return is_large and all(one.kind in kinds for one in listed)
    named = (*open_places().named(surface), *open_places().spelt(surface))
    return any(one.population >= _LARGE and one.country in NEAR_COUNTRIES for one in named)
