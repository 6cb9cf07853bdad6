"""Choose among places of one name: `PlaceChooser(text, spans, countries, gazetteer).choose(...)`.

Population, the countries and regions an article names, places near others of the article, and the
word beside the name (`province`, `district`, `city of`) are weighed. A village needs its country,
its region or a neighbour in the article: without them its name means something larger or nothing.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind
from tasks.entities.gazetteer.places import Place, PlaceKind, bare_place, open_places, place_key
from tasks.entities.models import EntityType, Span
from tasks.entities.names.normalize import match_key
from tasks.entities.ner.geography import is_pilgrimage

# Weights of the evidence, in powers of ten of the population.
_COUNTRY_NAMED, _COUNTRY_SHARE = 0.5, 2.0
_REGION_NAMED = 2.0
_NEIGHBOUR = 1.0
_LISTED = 1.5
_KIND_SAID = 1.5
# A region counts as this share of its people, so that a city outweighs the region named after it.
_UNIT_SHARE = 0.4
_NEAR_KM = 150
# A place is the obvious one of its name if it is this many times as large as the next.
_OBVIOUS = 20
_LARGE = 100_000
# Smaller places are villages; they also are if a place of the name is fifty times as large.
_VILLAGE, _VILLAGE_SHARE = 15_000, 0.02
_MOST_POINTS = 12
# A region typed by hand has no population; its name means it and not a town of the name.
_REGION_PEOPLE = 10_000_000
# Stations of the pilgrimage, by GeoNames id; elsewhere these names are of people and villages.
_STATIONS = {
    "mina": 103915,
    "arafat": 411337,
    "arafah": 411337,
    "mount arafat": 411337,
    "muzdalifah": 410077,
    "muzdalifa": 410077,
}
_KIND_AFTER = re.compile(
    r"\s+(?:(?P<REGION>province|governorate|state|region|prefecture|oblast)|"
    r"(?P<COUNTY>county|district|area)|(?P<TOWN>city|town|village))\b",
    re.IGNORECASE,
)
_KIND_BEFORE = re.compile(
    r"(?:(?P<REGION>province|governorate|state)|(?P<COUNTY>county|district)|"
    r"(?P<TOWN>city|town|village|port)) of\s*$",
    re.IGNORECASE,
)
# Abbreviated states and provinces after a town, as the agencies write them.
_REGION_AFTER = re.compile(r",\s+(?P<code>[A-Z][A-Za-z]{0,4}\.?(?:[A-Z]\.){0,2})(?=[\s,;)]|$)")
_US = (
    "Ala.=AL Ariz.=AZ Ark.=AR Calif.=CA Colo.=CO Conn.=CT Del.=DE Fla.=FL Ga.=GA Ill.=IL Ind.=IN "
    "Kan.=KS Ky.=KY La.=LA Md.=MD Mass.=MA Mich.=MI Minn.=MN Miss.=MS Mo.=MO Mont.=MT Neb.=NE "
    "Nev.=NV N.H.=NH N.J.=NJ N.M.=NM N.Y.=NY N.C.=NC N.D.=ND Okla.=OK Ore.=OR Pa.=PA R.I.=RI "
    "S.C.=SC S.D.=SD Tenn.=TN Tex.=TX Vt.=VT Va.=VA Wash.=WA W.Va.=WV Wis.=WI Wyo.=WY D.C.=DC"
)
_CANADA = (
    "Alta.=01 B.C.=02 Man.=03 N.B.=04 N.L.=05 N.S.=07 Ont.=08 P.E.I.=09 Que.=10 Sask.=11 N.W.T.=13"
)
_ABBREVIATED = {
    short: f"{country}.{code}"
    for country, pairs in (("US", _US), ("CA", _CANADA))
    for short, code in (pair.split("=") for pair in pairs.split())
}


@dataclass(frozen=True, slots=True)
class _Candidate:
    entry: Entry
    kind: PlaceKind
    region: str
    is_listed: bool

    @property
    def size(self) -> float:
        """Its people; a unit counts for less than a town."""
        share = 1.0 if self.kind is PlaceKind.TOWN else _UNIT_SHARE
        return share * self.entry.population


class PlaceChooser:
    """The evidence of one article about its places."""

    def __init__(
        self,
        text: str,
        spans: Sequence[Span],
        countries: Mapping[str, int],
        gazetteer: Gazetteer,
    ) -> None:
        self._text = text
        self._spans = [one for one in spans if one.label is EntityType.PLACE]
        self._countries = countries
        self._total = sum(countries.values())
        self._gazetteer = gazetteer

    def choose(self, span: Span, surface: str) -> Entry | None:
        """Return the place a name means, or None if the article does not say enough."""
        code = _ABBREVIATED.get(surface) or _ABBREVIATED.get(f"{surface}.")
        if code:
            return open_places().region(code)
        station = _STATIONS.get(match_key(surface))
        if station and self._is_pilgrimage:
            return open_places().with_id(station)
        candidates = _candidates(self._gazetteer, surface)
        if self._text[max(0, span.start - 4) : span.start] in ("The ", "the "):
            # The article is a part of some names: `The Hague`.
            candidates = (*candidates, *_candidates(self._gazetteer, f"The {surface}"))
        listed = (one for one in candidates if one.is_listed and not one.entry.country)
        above_countries = next(listed, None)
        if above_countries:
            return above_countries.entry
        if not candidates:
            return self._spelt(surface)
        said = self._region_after(span) or self._region_said.get(match_key(surface), "")
        inside = [one for one in candidates if said and one.region == said]
        if inside:
            return max(inside, key=lambda one: one.size).entry
        kind = self._kind_beside(span)
        largest = max(one.size for one in candidates)
        able = [one for one in candidates if self._may_be(one, largest, surface)]
        best = max(able, key=lambda one: self._score(one, kind, surface), default=None)
        return best.entry if best else None

    def inside_region(self, span: Span, surface: str) -> Entry | None:
        """Return the largest place of this name in the region after its comma, if there is one."""
        region = self._region_after(span)
        named = open_places().named(surface) if region else ()
        inside = [one for one in named if one.region == region]
        return max(inside, key=lambda one: one.population).entry if inside else None

    @cached_property
    def _is_pilgrimage(self) -> bool:
        return is_pilgrimage(self._text)

    @cached_property
    def _region_said(self) -> dict[str, str]:
        """The region stated after any mention of a name: `LONDON, Ky. - London police`."""
        said = ((one, self._region_after(one)) for one in self._spans)
        return {
            match_key(self._text[one.start : one.end]): region for one, region in said if region
        }

    def _spelt(self, surface: str) -> Entry | None:
        """The largest place of a country of the article with another spelling of the name."""
        index = open_places()
        named = [one for one in index.spelt(surface) if self._countries.get(one.country)]
        best = max(named, key=lambda one: (one.population, -one.geonames_id), default=None)
        if not best:
            near = [one for one in index.sounding(surface) if self._is_supported(one, surface)]
            best = min(near, key=lambda one: self._kilometres(one.entry, surface), default=None)
        return best.entry if best else None

    def _is_supported(self, one: Place, surface: str) -> bool:
        """Whether its country and a place near it are named."""
        return bool(self._countries.get(one.country)) and self._is_near(one.entry, surface)

    def _may_be(self, one: _Candidate, largest: float, surface: str) -> bool:
        """Whether a place is large enough, or supported by the article."""
        size = one.entry.population
        # `Wahda` is Unity State only where South Sudan is spoken of.
        is_alias = place_key(one.entry.name) != place_key(surface)
        if not one.is_listed and is_alias and one.kind is not PlaceKind.TOWN:
            return self._is_said(one, surface)
        if one.is_listed or (size >= _VILLAGE and one.size >= _VILLAGE_SHARE * largest):
            return True
        return self._is_said(one, surface)

    def _is_said(self, one: _Candidate, surface: str) -> bool:
        """Whether the article names its country, its region or a place near it."""
        return (
            bool(self._countries.get(one.entry.country))
            or one.region in self._regions
            or self._is_near(one.entry, surface)
        )

    def _score(self, one: _Candidate, kind: PlaceKind | None, surface: str) -> float:
        named = self._countries.get(one.entry.country, 0)
        share = named / self._total if self._total else 0.0
        return (
            math.log10(one.size + 10)
            + (_COUNTRY_NAMED + _COUNTRY_SHARE * share if named else 0.0)
            + (_REGION_NAMED if one.region in self._regions else 0.0)
            + (_NEIGHBOUR if self._is_near(one.entry, surface) else 0.0)
            + (_LISTED if one.is_listed else 0.0)
            + (_KIND_SAID if one.kind is kind else 0.0)
        )

    def _kind_beside(self, span: Span) -> PlaceKind | None:
        after = _KIND_AFTER.match(self._text, span.end)
        before = _KIND_BEFORE.search(self._text[max(0, span.start - 20) : span.start])
        match = after or before
        return PlaceKind[str(match.lastgroup)] if match else None

    def _region_after(self, span: Span) -> str:
        """The code of the region after a comma: `Paris, Texas`, `Paris, Tex.`, `Paris, Tex`."""
        match = _REGION_AFTER.match(self._text, span.end)
        if match:
            code = _ABBREVIATED.get(match["code"]) or _ABBREVIATED.get(f"{match['code']}.")
            if code:
                return code
        after = self._by_start.get(span.end + 2)
        if not after or self._text[span.end : after.start] != ", ":
            return ""
        one = _obvious(self._gazetteer, self._text[after.start : after.end])
        return one.region if one and one.kind is PlaceKind.REGION else ""

    @cached_property
    def _by_start(self) -> dict[int, Span]:
        return {one.start: one for one in reversed(self._spans)}

    @cached_property
    def _regions(self) -> Counter[str]:
        """Codes of the first-order regions the article names, in full or abbreviated."""
        found = Counter[str]()
        for span in self._spans:
            said = self._region_after(span)
            if said:
                found[said] += 1
            one = _obvious(self._gazetteer, self._text[span.start : span.end])
            if one and one.kind is PlaceKind.REGION and one.region:
                found[one.region] += 1
        return found

    @cached_property
    def _points(self) -> list[tuple[str, float, float]]:
        """Names and coordinates of the obvious places of the article."""
        found: dict[str, tuple[str, float, float]] = {}
        for span in self._spans:
            surface = self._text[span.start : span.end]
            one = _obvious(self._gazetteer, surface)
            entry = one.entry if one and one.kind is PlaceKind.TOWN else None
            if entry and entry.latitude is not None and entry.longitude is not None:
                found[entry.entity_id] = (surface, entry.latitude, entry.longitude)
            if len(found) == _MOST_POINTS:
                break
        return list(found.values())

    def _is_near(self, entry: Entry, surface: str) -> bool:
        """Return whether a place of another name in the article is near."""
        return self._kilometres(entry, surface) < _NEAR_KM

    def _kilometres(self, entry: Entry, surface: str) -> float:
        """The distance to the nearest obvious place of another name in the article."""
        if entry.latitude is None or entry.longitude is None:
            return math.inf
        here = entry.latitude, entry.longitude
        others = (_distance(here, (lat, lon)) for name, lat, lon in self._points if name != surface)
        return min(others, default=math.inf)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres, by plane geometry, which is exact enough for neighbours."""
    north = 111.0 * (one[0] - other[0])
    east = 111.0 * (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def _obvious(gazetteer: Gazetteer, surface: str) -> _Candidate | None:
    """The one place that a name nearly always means."""
    ranked = sorted(_candidates(gazetteer, surface), key=lambda one: -one.size)
    if not ranked or ranked[0].size < _LARGE:
        return None
    others = [one.size for one in ranked[1:] if one.region != ranked[0].region]
    return ranked[0] if ranked[0].size >= _OBVIOUS * max(others, default=0.0) else None


_CACHE: dict[tuple[int, str], tuple[_Candidate, ...]] = {}
_CACHE_LIMIT = 50_000


def _candidates(gazetteer: Gazetteer, surface: str) -> tuple[_Candidate, ...]:
    """Listed places of this name, then those of the index; each place once."""
    found = _CACHE.get((id(gazetteer), surface))
    if found is None:
        if len(_CACHE) > _CACHE_LIMIT:
            _CACHE.clear()
        found = tuple(_find_candidates(gazetteer, surface))
        _CACHE[id(gazetteer), surface] = found
    return found


def _find_candidates(gazetteer: Gazetteer, surface: str) -> list[_Candidate]:
    plain = " ".join(surface.split())
    name = plain[4:] if plain.lower().startswith("the ") else plain
    # The index has some countries as towns, under the names of their capitals too.
    indexed = [one for one in open_places().named(name) if not _is_country(one, gazetteer)]
    listed = _listed_places(gazetteer, plain) or _listed_places(gazetteer, name)
    regions = [one for one in listed if one.kind is ListKind.REGION]
    chosen = [_candidate_of(one, indexed, bool(regions)) for one in regions or listed]
    known = {one.entry.entity_id for one in chosen}
    return chosen + [
        _Candidate(place.entry, place.kind, place.region, False)
        for place in indexed
        if f"geo/{place.geonames_id}" not in known
    ]


def located(entry: Entry) -> Entry:
    """Return a listed place, or, if it has no coordinates, the place of the index it names."""
    if entry.latitude is not None or entry.kind is not ListKind.REGION:
        return entry
    return _candidate_of(entry, open_places().named(entry.name), is_listed=True).entry


def _listed_places(gazetteer: Gazetteer, name: str) -> list[Entry]:
    """Listed places of this name; if there are none, of the name without its Arabic article."""
    for spelling in (name, bare_place(name)):
        named = gazetteer.named(spelling)
        found = [one for one in named if one.kind in (ListKind.REGION, ListKind.CITY)]
        if found:
            return found
    return []


def _is_country(place: Place, gazetteer: Gazetteer) -> bool:
    country = gazetteer.by_id.get(f"country/{place.country}")
    return country is not None and country.geonames_id == place.geonames_id


def _candidate_of(entry: Entry, indexed: Sequence[Place], is_listed: bool) -> _Candidate:
    """A listed place; one without coordinates is the largest place of its name and country."""
    same = [one for one in indexed if one.geonames_id == entry.geonames_id]
    if entry.kind is ListKind.REGION and entry.latitude is not None and not entry.population:
        is_unit = bool(same) and same[0].population > 0
        entry = entry if is_unit else replace(entry, population=_REGION_PEOPLE)
    if entry.latitude is None and entry.country:
        named = indexed or open_places().spelt(entry.name)
        here = [one for one in named if one.country == entry.country]
        same = sorted(here, key=lambda one: (-one.kind, -one.population))
        if same:
            return _Candidate(same[0].entry, same[0].kind, same[0].region, is_listed)
    kind, region = (same[0].kind, same[0].region) if same else (PlaceKind.TOWN, "")
    return _Candidate(entry, kind, region, is_listed)
