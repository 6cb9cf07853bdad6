"""What the articles of a search have in common: months, sections, authors, people and places."""

from dataclasses import dataclass

from warehouse.explorer.filters import Filters
from warehouse.explorer.links import search_link
from warehouse.explorer.published_file import Row, Snapshot, read_query

MOST_VALUES = 8
# Facet as the query names it -> (heading, filter that a click sets).
FACETS = {
    "section": ("Section", "section"),
    "author": ("Author", "author"),
    "PER": ("Person", "entity"),
    "LOC": ("Place", "entity"),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, its articles among those found, and the search narrowed to it."""

    label: str
    article_count: int
    link: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of each facet by heading, most frequent first, and the articles by month."""

    values: dict[str, list[FacetValue]]
    months: dict[str, int]


def read_sections(snapshot: Snapshot) -> list[Row]:
    """Return the sections that forms offer."""
    return snapshot.once("sections", lambda: snapshot.rows("section_names"))


def read_facets(snapshot: Snapshot, filters: Filters) -> Facets:
    """Return the facets of all articles of a search, which are held as the table `found`."""
    needs, _ = read_query("facets")
    if not snapshot.has(*needs):
        return Facets({}, {})
    if filters.is_narrow:
        months, rows = _read_rows(snapshot)
    else:
        months, rows = snapshot.once("facets", lambda: _read_rows(snapshot))
    values: dict[str, list[FacetValue]] = {heading: [] for heading, _ in FACETS.values()}
    for row in rows:
        heading, parameter = FACETS[row["facet"]]
        # A search has two names at most; a third one would replace one and not narrow the search.
        if parameter != "entity" or _can_be_added(row["facet_value"], filters):
            values[heading].append(_value(row, filters))
    return Facets(values, {row["month"]: row["article_count"] for row in months})


def _read_rows(snapshot: Snapshot) -> tuple[list[Row], list[Row]]:
    return snapshot.rows("found_months"), snapshot.rows("facets", max_values=MOST_VALUES)


def _can_be_added(entity_id: str, filters: Filters) -> bool:
    return not filters.beside_id and entity_id != filters.entity_id


def _value(row: Row, filters: Filters) -> FacetValue:
    name = FACETS[row["facet"]][1]
    if name == "entity" and filters.entity_id:
        name = "beside"
    value = row["facet_value"]
    is_chosen = value in (filters.section, filters.author, filters.entity_id)
    link = search_link(filters, **{name: "" if is_chosen else value})
    return FacetValue(row["label"], row["article_count"], link, is_chosen)
