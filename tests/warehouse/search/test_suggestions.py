"""A query that finds nothing is answered with the words it may have meant."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.db.publications import open_published
from warehouse.search.find import SearchFilters
from warehouse.search.suggestions import Suggestion, suggest_query


@pytest.fixture(scope="module")
def published(stories_home: Path) -> Iterator[DuckDBPyConnection]:
    with open_published(stories_home) as reader:
        yield reader


@pytest.mark.parametrize(
    ("asked", "unknown", "query"),
    [
        ("pricse", ("pricse",), "prices"),
        ("oil Pricess", ("Pricess",), "oil prices"),
        ("title:pricse oil", ("pricse",), "title:prices oil"),
        ('"oil pricse" -nothing zzz*', ("pricse",), ""),
        ('"oil pricse" -unheardof', ("pricse",), '"oil prices" -unheardof'),
        ("fishremen crewss", ("fishremen", "crewss"), ""),
        ("pricse workrs", ("pricse", "workrs"), ""),
        ("hezbolah tlaks", ("hezbolah", "tlaks"), "hezbollah talks"),
        ("x" * 9_999, ("x" * 60 + "…",), ""),
        ("autor:pricse", ("autor", "pricse"), ""),
    ],
)
def test_a_misspelled_word_is_replaced_by_the_most_similar_one(
    published: DuckDBPyConnection, asked: str, unknown: tuple[str, ...], query: str
) -> None:
    assert suggest_query(published, asked, SearchFilters()) == Suggestion(unknown, query)


@pytest.mark.parametrize("asked", ["oil", "hezbollah ferry", "fish*", "fisx*"])
def test_without_an_unknown_word_nothing_is_suggested(
    published: DuckDBPyConnection, asked: str
) -> None:
    assert suggest_query(published, asked, SearchFilters()) == Suggestion()


@pytest.mark.parametrize("asked", ["unheardof", "oli", "pricexyz"])
def test_a_word_without_a_similar_one_is_named(published: DuckDBPyConnection, asked: str) -> None:
    assert suggest_query(published, asked, SearchFilters()) == Suggestion((asked,), "")


def test_a_suggestion_passes_the_filters_of_the_search(published: DuckDBPyConnection) -> None:
    before = SearchFilters(until=date(2006, 12, 31))

    assert suggest_query(published, "tlaks", before).query == "talks"
    assert suggest_query(published, "pricse", before).query == ""
