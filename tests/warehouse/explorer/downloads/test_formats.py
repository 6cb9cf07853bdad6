import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import HERO, HOSTILE_ID, PLAIN_ID
from warehouse.explorer.app_context import read_templates
from warehouse.explorer.downloads import formats
from warehouse.explorer.links import file_link

ATOM = {"a": "http://www.w3.org/2005/Atom"}
PAGES = (
    *(
        "/trends?q=tariffs",
        "/overview",
        "/search",
        "/search?q=tariffs",
        f"/search?entity={HERO}",
        "/entities?kind=PER",
    ),
    *(f"/entity/{HERO}", f"/article/{PLAIN_ID}", "/map", "/map?layer=named&since=2010-01-01"),
)


def test_a_page_of_a_long_list_links_the_parts_of_its_files() -> None:
    figures: Any = read_templates().get_template("figures.html").module

    short = figures.files("/entities?q=a", ["csv", "atom"], 10_000)
    long = figures.files("/entities?q=a", ["csv", "atom"], 10_001)

    assert re.findall(r'href="(.*?)"', short) == ["/entities.csv?q=a", "/entities.atom?q=a"]
    assert re.findall(r'href="(.*?)"', long) == [
        *("/entities.csv?q=a&amp;page=1", "/entities.csv?q=a&amp;page=2", "/entities.atom?q=a"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_its_rows_as_json_and_as_csv(reader: Reader, page: str) -> None:
    in_json = reader.get(file_link(page, "json"))
    in_csv = reader.get(file_link(page, "csv"))

    content = json.loads(in_json.text)
    lines = list(csv.DictReader(io.StringIO(in_csv.text)))
    assert in_json.headers["content-type"] == "application/json"
    assert in_csv.headers["content-disposition"].startswith("attachment")
    assert content["total"] == len(content["rows"]) == len(lines) > 0
    assert set(content["rows"][0]) == set(lines[0])


def test_ids_are_text_wherever_numbers_lose_digits(reader: Reader) -> None:
    article = json.loads(reader.get(f"/article/{PLAIN_ID}.json").text)["article"]

    assert str(article["article_id"]) == str(PLAIN_ID)
    assert article["published_on"][:2] == "20"


def test_a_feed_lists_articles_that_name_an_entity_newest_first(reader: Reader) -> None:
    answer = reader.get(f"/entity/{HERO}.atom")

    feed = ET.fromstring(answer.text)
    days = [entry.findtext("a:updated", "", ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert days == sorted(days, reverse=True)
    assert len(days) > 10
    assert all(
        entry.findtext("a:author/a:name", "", ATOM) for entry in feed.findall("a:entry", ATOM)
    )


def test_text_of_an_article_never_becomes_markup_of_a_feed(reader: Reader) -> None:
    feed = reader.get("/search.atom?q=alert").text

    assert "<script>" not in feed
    assert ET.fromstring(feed).findall("a:entry", ATOM)
    assert str(HOSTILE_ID) in reader.get("/search.json?q=alert").text


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "begin"), [("bib", "@article{"), ("ris", "TY  - NEWS")])
def test_hits_are_saved_as_citations(reader: Reader, ending: str, begin: str) -> None:
    total = json.loads(reader.get("/search.json?q=tariffs").text)["total"]

    saved = reader.get(f"/search.{ending}?q=tariffs")

    assert saved.text.count(begin) == total > 1


@pytest.mark.parametrize(
    "page", ["/entities?kind=PER", "/search", "/search?q=tariffs", "/section/opinion", "/authors"]
)
def test_a_long_list_is_refused_as_a_whole_and_saved_in_parts(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    total = reader.get(file_link(page, "json")).json()["total"]
    monkeypatch.setattr(formats, "ROWS_SAVED", 1 + total // 3)

    whole = reader.get(file_link(page, "csv"))
    parts = list(_parts(reader, file_link(page, "json")))

    rows = {json.dumps(row, sort_keys=True) for part in parts for row in part["rows"]}
    assert whole.status_code == 413
    assert file_link(page, "csv").partition("?")[0] in whole.text
    assert f"page={len(parts)}" in whole.text
    assert len(rows) == total == parts[0]["total"] > 1
    assert [part["page"] for part in parts] == [1, 2, 3][: len(parts)]


def test_the_parts_of_all_formats_name_the_next_one(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "ROWS_SAVED", 10)

    for ending in ("csv", "json", "bib", "ris"):
        answer = reader.get(f"/search.{ending}?q=tariffs&page=1")
        assert answer.headers["link"] == f'</search.{ending}?q=tariffs&page=2>; rel="next"'

    assert reader.get("/search.csv?q=tariffs&page=99").status_code == 404


def _parts(reader: Reader, address: str) -> Iterator[dict[str, Any]]:
    link: str | None = address + ("&" if "?" in address else "?") + "page=1"
    while link:
        part: dict[str, Any] = reader.get(link).json()
        yield part
        link = part["next"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search.xlsx", 404),
        ("/entity/person/nobody.json", 404),
        ("/article/12.json", 404),
        ("/article/x.json", 404),
        ("/search.csv?q=%22", 400),
    ],
)
def test_what_cannot_be_saved_is_answered_with_a_sentence(
    reader: Reader, address: str, status: int
) -> None:
    assert reader.get(address).status_code == status


def test_a_merged_id_leads_to_the_file_of_the_one_that_was_kept(reader: Reader) -> None:
    answer = reader.get("/entity/person/sameer-karmi.json")

    assert answer.headers["location"] == f"/entity/{HERO}.json"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/search.json?since=yesterday", "“yesterday” is not a date; write it as 2009-03-31."),
        ("/search.csv?q=tariffs&order=up", "“up” is not an order; write best, newest or oldest."),
        ("/map.csv?until=x", "“x” is not a date; write it as 2009-03-31."),
        ("/keyness.json?since=x", "“x” is not a date; write it as 2009-03-31."),
        ("/search.json?section=opinon", "The archive has no section “opinon”; nearest: opinion."),
        ("/keyness.json?section=opinon", "The archive has no section “opinon”; nearest: opinion."),
        ("/map.csv?section=opinon", "The archive has no section “opinon”; nearest: opinion."),
        ("/entities.json?kind=XX", "A kind is one of PER, ORG, LOC, NORP."),
    ],
)
def test_a_file_is_refused_rather_than_written_without_an_invalid_filter(
    reader: Reader, address: str, says: str
) -> None:
    refused = reader.get(address)

    assert (refused.status_code, refused.json()["detail"]) == (400, says)


def test_an_error_of_a_file_is_json_for_a_program_and_a_page_for_a_browser(reader: Reader) -> None:
    assert reader.get("/entity/person/none.json").json()["error"] == "Not found"
    assert "<h1>" in reader.get("/entity/person/none.json", accept="text/html,*/*").text


def test_a_search_without_hits_is_a_file_with_its_columns(reader: Reader) -> None:
    header = reader.get("/search.csv?q=zzzz").text

    assert header.startswith("article_id,title,url,published_on")


def test_a_feed_leads_to_its_page(reader: Reader) -> None:
    feed = reader.get("/search.atom?q=tariffs").text

    assert 'rel="alternate" type="text/html" href="/search?q=tariffs"' in feed
