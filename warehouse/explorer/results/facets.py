"""What the articles of a search have in common: months, sections, authors, people and places."""

from dataclasses import dataclass

from warehouse.errors import BadQuery
from warehouse.explorer.filters import Filters
from warehouse.explorer.links import search_link
from warehouse.explorer.published_file import Row, Snapshot, read_query
from warehouse.explorer.results.find_articles import INDEX
from warehouse.search.find import select_matches

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


def read_facets(snapshot: Snapshot, filters: Filters) -> Facets:
    """Return the facets of all articles of a search; none if the query is not understood."""
    needs, _ = read_query("facets")
    if not snapshot.has(*needs, *INDEX):
        return Facets({}, {})
    try:
        found, given = _found(snapshot, filters)
    except BadQuery:
        return Facets({}, {})
    snapshot.hold(found, **given)
    months = snapshot.rows("found_months")
    values: dict[str, list[FacetValue]] = {heading: [] for heading, _ in FACETS.values()}
    for row in snapshot.rows("facets", max_values=MOST_VALUES):
        heading, parameter = FACETS[row["facet"]]
        # A search has one entity; a second one would replace it and not narrow the search.
        if parameter != "entity" or not filters.entity_id:
            values[heading].append(_value(row, filters))
    return Facets(values, {row["month"]: row["article_count"] for row in months})


def _found(snapshot: Snapshot, filters: Filters) -> tuple[str, dict[str, object]]:
    """Return the SELECT of the articles found, and its parameters."""
    if filters.words:
        return select_matches(
            snapshot.con,
            filters.words,
            since=filters.since,
            until=filters.until,
            section=filters.section or None,
            entity=filters.entity_id or None,
            author=filters.author or None,
        )
    return read_query("filtered_articles")[1], {
        "since": filters.since,
        "until": filters.until,
        "section": filters.section,
        "author": filters.author,
        "entity_id": filters.entity_id,
    }


def _value(row: Row, filters: Filters) -> FacetValue:
    name = FACETS[row["facet"]][1]
    value = row["facet_value"]
    is_chosen = value in (filters.section, filters.author, filters.entity_id)
    link = search_link(filters, **{name: "" if is_chosen else value})
    return FacetValue(row["label"], row["article_count"], link, is_chosen)
