import csv
import io
import re
from html import unescape

import pytest

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import BROKEN, HERO
from warehouse.explorer.results.trends import MOST_TERMS, split_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("opec", ["opec"]),
        ('opec, "oil, gas" ,, opec', ["opec", '"oil, gas"']),
        ('"never closed, opec', ['"never closed, opec']),
        ("", []),
        (", ".join("abcdefgh"), list("abcdefgh")[:MOST_TERMS]),
    ],
)
def test_terms_are_split_at_commas_outside_quotation_marks(text: str, terms: list[str]) -> None:
    assert split_terms(text) == terms


@pytest.mark.slow
def test_words_and_names_are_compared_month_by_month(reader: Reader) -> None:
    page = reader.get(f"/trends?q=tariffs, {HERO}&per=month").text

    assert "words in title or text" in page
    assert "in every spelling" in page
    assert "count the words" in page
    assert re.findall(r"<g class=\"t(\d)\">\s*<polyline points=\"[\d., ]+\"", page) == ["1", "2"]
    assert re.search(rf"{BROKEN} · \d+ loaded of \d+: \d+ missing", page)


def test_a_trend_by_year_adds_up_its_months(reader: Reader) -> None:
    page = reader.get("/trends?q=tariffs&as=articles&per=year").text
    rows = list(csv.DictReader(io.StringIO(reader.get("/trends.csv?q=tariffs").text)))
    found = re.findall(r'<a href="([^"]+)"><title>tariffs · (\d{4}) · ([\d,]+) of', page)

    link, year, count = next(one for one in found if one[2] != "0")
    hits = reader.get(unescape(link)).text

    months = [int(row["article_count"]) for row in rows if row["month"].startswith(year)]
    assert int(count) == sum(months)
    assert re.search(rf'role="status">{count} articles?', hits)
    assert len(found) == len({row["month"][:4] for row in rows})


def test_each_month_of_a_trend_is_in_a_table_whose_links_the_keyboard_reaches(
    reader: Reader,
) -> None:
    page = reader.get(f"/trends?q=tariffs, {HERO}&per=month").text
    rows = reader.get(f"/trends.json?q=tariffs, {HERO}").json()["rows"]
    table = page.partition("Each month as a table")[2].partition("</table>")[0]
    cells = re.findall(r'<a href="([^"]+)">([\d,]+)</a>', table)

    assert [int(count) for _, count in cells] == [
        row["article_count"]
        for row in sorted(rows, key=lambda row: (row["month"], row["term"] != "tariffs"))
        if row["article_count"]
    ]
    assert f'role="status">{cells[0][1]} article' in reader.get(unescape(cells[0][0])).text


def test_sections_are_compared_over_time(reader: Reader) -> None:
    page = reader.get("/trends?q=section:opinion, section:Middle East&as=articles&per=month").text
    rows = reader.get("/trends.json?q=section:opinion").json()["rows"]
    total = reader.get("/search.json?section=opinion&since=2000-01-01").json()["total"]
    found = re.findall(
        r'<a href="([^"]+)" tabindex="-1"><title>Middle East · [^<]* ([1-9]\d*) of', page
    )

    hits = reader.get(unescape(found[0][0])).text

    assert sum(row["article_count"] for row in rows) == total
    assert re.search(rf'role="status">{found[0][1]} articles?', hits)
    assert "section=news-middle-east" in found[0][0]


def test_an_unknown_section_is_answered_with_the_nearest(reader: Reader) -> None:
    page = reader.get("/trends?q=section:opinions").text

    assert "no section “opinions”; nearest: opinion" in page


def test_an_archive_with_few_articles_a_month_is_drawn_by_year(reader: Reader) -> None:
    assert "Share of the year" in reader.get("/trends?q=tariffs").text
    assert "Share of the month" in reader.get("/trends?q=tariffs&per=month").text


def test_a_name_is_found_by_any_spelling_and_words_in_quotes_stay_words(reader: Reader) -> None:
    assert f"/entity/{HERO}" in reader.get("/trends?q=al-Karmi").text
    assert f"/entity/{HERO}" not in reader.get('/trends?q="al-Karmi"').text


def test_the_points_of_a_trend_lead_to_as_many_articles_as_they_show(reader: Reader) -> None:
    page = reader.get("/trends?q=tariffs&as=articles&per=month").text
    found = re.findall(r'<a href="([^"]+)" tabindex="-1"><title>[^<]* · ([\d,]+) of', page)
    link, count = next((link, count) for link, count in found if count != "0")

    hits = reader.get(unescape(link)).text

    assert re.search(rf'role="status">{count} articles?', hits)


@pytest.mark.slow
def test_the_rows_of_a_trend_add_up_to_the_hits_of_a_search(reader: Reader) -> None:
    rows = list(csv.DictReader(io.StringIO(reader.get("/trends.csv?q=tariffs").text)))
    total = reader.get("/search.json?q=tariffs&since=2000-01-01").json()["total"]

    assert sum(int(row["article_count"]) for row in rows) == total
    assert {row["kind"] for row in rows} == {"words"}
    assert all(0 <= float(row["share"] or 0) <= 1 for row in rows)


def test_a_term_that_cannot_be_read_is_named_and_the_others_are_shown(reader: Reader) -> None:
    page = reader.get('/trends?q=tariffs, ""').text

    assert 'class="complaint"' in page
    assert "words in title or text" in page


def test_without_terms_the_page_explains_itself(reader: Reader) -> None:
    assert "For example" in reader.get("/trends").text
