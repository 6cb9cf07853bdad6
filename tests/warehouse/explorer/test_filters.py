from datetime import date

import pytest

from warehouse.explorer.filters import read_filters
from warehouse.explorer.links import entity_link, safe_link, search_link


def test_a_month_sets_its_first_and_last_day() -> None:
    filters = read_filters({"month": "2008-02"})

    assert (filters.since, filters.until) == (date(2008, 2, 1), date(2008, 2, 29))


def test_since_after_until_is_swapped_with_a_complaint() -> None:
    filters = read_filters({"since": "2009-01-02", "until": "2009-01-01"})

    assert (filters.since, filters.until) == (date(2009, 1, 1), date(2009, 1, 2))
    assert len(filters.complaints) == 1


@pytest.mark.parametrize("text", ["2009-13-01", "x", "0000-00-00", "2009-02-30"])
def test_an_invalid_date_is_ignored_with_a_complaint(text: str) -> None:
    filters = read_filters({"since": text})

    assert filters.since is None
    assert text in filters.complaints[0]


@pytest.mark.parametrize(
    ("text", "page"),
    [("", 1), ("0", 1), ("-3", 1), ("x", 1), ("7", 7), ("999999", 1000), ("٣", 1), ("9" * 40, 1)],
)
def test_an_invalid_page_number_becomes_one(text: str, page: int) -> None:
    assert read_filters({"page": text}).page == page


def test_a_changed_filter_keeps_the_others_in_the_address() -> None:
    filters = read_filters({"q": "oil & gas", "since": "2009-01-01", "page": "4"})

    assert search_link(filters, section="opinion") == (
        "/search?q=oil+%26+gas&since=2009-01-01&section=opinion"
    )


def test_an_id_with_special_characters_is_escaped_in_its_url() -> None:
    assert entity_link('person/"a?b#c') == "/entity/person/%22a%3Fb%23c"


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:text/html,x", "http://[", "/x"]
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert safe_link(url) == ""
