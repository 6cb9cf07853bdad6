import csv
import io
import re
from html import unescape

import pytest

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import HERO


def _facets(page: str) -> list[tuple[str, int]]:
    """The link and the number of articles of each facet value."""
    side = page.split('aria-label="Narrow the search"')[1]
    found = re.findall(r'<li><a href="([^"]+)"[^>]*>[^<]+</a> <span class="n">([\d,]+)<', side)
    return [(unescape(link), int(count.replace(",", ""))) for link, count in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["/search?q=tariffs", "/search", "/search?since=2007-01-01", f"/search?entity={HERO}"],
)
def test_a_facet_leads_to_as_many_articles_as_it_states(reader: Reader, address: str) -> None:
    facets = _facets(reader.get(address).text)

    totals = [
        reader.get(link.replace("/search", "/search.json", 1)).json()["total"] for link, _ in facets
    ]

    assert len(facets) >= 8
    assert totals == [count for _, count in facets]


@pytest.mark.slow
def test_hits_are_shown_over_time(reader: Reader) -> None:
    page = reader.get("/search?q=tariffs").text

    assert 'aria-label="Articles found a month"' in page
    assert 'aria-label="Articles found a month"' not in reader.get("/search?q=nowhereatall").text


@pytest.mark.slow
@pytest.mark.parametrize("query", ["q=tariffs&", "", f"entity={HERO}&"])
def test_hits_are_ordered_by_day_on_request(reader: Reader, query: str) -> None:
    def days(order: str) -> list[str]:
        rows = csv.DictReader(io.StringIO(reader.get(f"/search.csv?{query}order={order}").text))
        return [row["published_on"] for row in rows if row["published_on"]]

    assert days("newest") == sorted(days("newest"), reverse=True)
    assert days("oldest") == sorted(days("newest"))
    assert len(days("oldest")) > 10


@pytest.mark.slow
def test_the_words_beside_a_word_are_counted_by_year(reader: Reader) -> None:
    page = reader.get("/search?q=tariffs&view=beside").text
    rows = list(csv.DictReader(io.StringIO(reader.get("/search.csv?q=tariffs&view=beside").text)))
    in_opinion = reader.get("/search.json?q=tariffs&view=beside&section=opinion").json()["rows"]

    assert set(rows[0]) == {"year", "word", "uses", "article_count"}
    most = max(rows, key=lambda row: int(row["uses"]))
    assert f">{most['word']}</a></th>" in page
    assert f">{most['year']}</th>" in page
    assert 0 < sum(row["uses"] for row in in_opinion) < sum(int(row["uses"]) for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize("view", ["", "lines", "beside"])
def test_every_file_that_a_search_offers_can_be_saved(reader: Reader, view: str) -> None:
    page = reader.get(f"/search?q=tariffs&view={view}").text
    files = re.findall(r'href="(/search\.[^"]+)"', page)

    assert files
    assert [reader.get(unescape(file)).status_code for file in files] == [200] * len(files)


@pytest.mark.slow
def test_words_beside_need_words(reader: Reader) -> None:
    assert reader.get("/search.csv?view=beside").status_code == 400
    assert reader.get("/search?view=beside").status_code == 200
    assert "by-year" not in reader.get("/search?q=nowhereatall&view=beside").text


@pytest.mark.slow
def test_typical_words_are_compared_with_another_section(reader: Reader) -> None:
    every = reader.get("/keyness.json?section=opinion").json()["rows"]
    address = "section=opinion&against=news-middle-east"
    page = reader.get(f"/keyness?{address}").text
    rows = reader.get(f"/keyness.json?{address}").json()["rows"]

    assert "those of Middle East" in page
    assert "Uses in Middle East" in page
    assert rows != every
    assert reader.get("/keyness.json?section=opinion&against=none").json()["rows"] == every


@pytest.mark.slow
def test_a_concordance_shows_each_use_between_its_neighbours(reader: Reader) -> None:
    lines = list(csv.DictReader(io.StringIO(reader.get("/search.csv?q=tariffs&view=lines").text)))
    page = reader.get("/search?q=tariffs&view=lines").text

    assert {line["word"].lower() for line in lines} == {"tariffs"}
    assert all(len(line["before"]) <= 60 and len(line["after"]) <= 60 for line in lines)
    assert page.count("<mark>tariffs</mark>") > 10


def test_text_in_a_concordance_never_becomes_markup(reader: Reader) -> None:
    assert "<script>alert" not in reader.get("/search?q=alert&view=lines").text


def test_an_author_is_a_filter_that_can_be_left_out(reader: Reader) -> None:
    page = reader.get("/search?author=A Made-up Reporter").text
    named = reader.get("/search.json?q=tariffs&author=A Made-up Reporter").json()["rows"]

    assert named == reader.get("/search.json?q=tariffs&author=made-up").json()["rows"] != []
    assert "by A Made-up Reporter" in page
    assert re.search(r'role="status">\d+ articles', page)


@pytest.mark.parametrize("words", ["", "&q=tariffs"])
def test_two_names_find_the_articles_that_name_both(reader: Reader, words: str) -> None:
    alone = reader.get(f"/search.json?entity={HERO}{words}").json()["rows"]
    other = {
        row["article_id"] for row in reader.get("/search.json?entity=country/IQ").json()["rows"]
    }

    both = reader.get(f"/search.json?entity={HERO}&beside=Iraq{words}").json()["rows"]

    assert both == [row for row in alone if row["article_id"] in other]
    assert 0 < len(both) < len(alone)


def test_the_number_beside_a_neighbour_leads_to_the_articles_with_both(reader: Reader) -> None:
    page = reader.get(f"/entity/{HERO}").text
    link, count = re.findall(r'href="([^"]+beside=[^"]+)" title="Articles with both">(\d+)<', page)[
        0
    ]

    total = reader.get(unescape(link).replace("/search", "/search.json", 1)).json()["total"]

    assert total == int(count)


@pytest.mark.parametrize(
    "page", ["/search?section=opinon", "/keyness?section=opinon", "/map?section=opinon"]
)
def test_a_section_that_the_archive_lacks_is_answered_with_the_nearest(
    reader: Reader, page: str
) -> None:
    assert "no section “opinon”; nearest: opinion" in reader.get(page).text


@pytest.mark.parametrize("section", ["", "opinion", "news-middle-east"])
def test_a_section_with_articles_or_subsections_is_known(reader: Reader, section: str) -> None:
    assert "The archive has no section" not in reader.get(f"/search?section={section}").text
