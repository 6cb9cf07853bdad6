import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.warehouse.explorer.conftest import Reader, reader_of_changed
from tests.warehouse.explorer.published_example import PLAIN_ID

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("/author/made-up", "A Made-up Reporter"),
        ("/section/opinion", "opinion"),
        ("/tag/made-up-opinion", "Made up: opinion"),
    ],
)
def test_a_list_shows_its_articles_over_time_and_what_they_name(
    reader: Reader, page: str, heading: str
) -> None:
    answer = reader.get(page)

    assert answer.status_code == 200
    assert f"<h1>{heading}</h1>" in answer.text
    assert "Articles, month by month" in answer.text
    assert 'href="/entity/' in answer.text
    assert 'href="/article/' in answer.text


def test_the_file_of_a_list_has_as_many_articles_as_its_page_states(reader: Reader) -> None:
    page = reader.get("/section/opinion").text
    rows = list(csv.DictReader(io.StringIO(reader.get("/section/opinion.csv").text)))

    assert f"{len(rows)} articles, newest first" in page
    assert {row["section_path"] for row in rows} == {"opinion"}
    assert [row["published_on"] for row in rows] == sorted(
        (row["published_on"] for row in rows), reverse=True
    )


def test_a_list_has_a_feed(reader: Reader) -> None:
    feed = ET.fromstring(reader.get("/tag/made-up-opinion.atom").text)

    assert feed.findtext("a:title", "", ATOM) == "Made up: opinion"
    assert feed.findall("a:entry", ATOM)


def test_a_day_leads_to_the_days_beside_it(reader: Reader) -> None:
    rows = list(csv.DictReader(io.StringIO(reader.get("/section/opinion.csv").text)))
    day = rows[1]["published_on"]

    page = reader.get(f"/day/{day}").text

    assert rows[1]["title"] in page
    assert page.count('rel="prev"') == page.count('rel="next"') == 1
    assert "No article in this publication" in reader.get("/day/1999-01-01").text


@pytest.mark.parametrize("page", ["/author/nobody", "/tag/", "/section/a/b", "/day/yesterday"])
def test_a_list_that_does_not_exist_is_not_found(reader: Reader, page: str) -> None:
    assert reader.get(page).status_code == 404
    assert reader.get(f"{page}.csv").status_code == 404


@pytest.mark.parametrize("plural", ["authors", "sections", "tags"])
def test_all_lists_of_a_kind_are_found_by_a_part_of_their_name(reader: Reader, plural: str) -> None:
    page, found = reader.get(f"/{plural}").text, reader.get(f"/{plural}?q=zzz").text

    assert f'href="/{plural[:-1]}/' in page
    assert "Nothing has that name" in found
    assert reader.get(f"/{plural}.csv").status_code == 200


def test_an_article_leads_to_its_lists_and_to_similar_articles(reader: Reader) -> None:
    page = reader.get(f"/article/{PLAIN_ID}").text

    for kind in ("author", "section", "tag", "day"):
        assert f'href="/{kind}/' in page
    assert "Similar articles" in page


@pytest.mark.slow
def test_a_section_has_one_number_of_articles_on_all_pages(
    example_file: Path, tmp_path: Path
) -> None:
    changes = (
        "insert into article_sections select article_id, 1, 'profiles/people', 'People'"
        " from articles where section_path = 'opinion' order by article_id limit 3",
        "insert into article_sections select article_id, 2, 'profiles', 'Profiles'"
        " from article_sections where section_path = 'profiles/people' limit 1",
        "insert into sections by name select 'profiles' as section_path,"
        " 'Profiles' as section_name, 1 as article_count",
    )
    with reader_of_changed(example_file, tmp_path, *changes) as reader:
        listed = reader.get("/sections.json").json()["rows"]
        shown = reader.get("/section/profiles.json").json()
        search = reader.get("/search").text
        found = reader.get("/search.json?section=profiles").json()
        typical = reader.get("/keyness.json?section=profiles")
    offered = re.search(r'<option value="profiles">Profiles \((\d+)\)', search)

    assert [row["article_count"] for row in listed if row["list_id"] == "profiles"] == [3]
    assert shown["total"] == found["total"] == 3
    assert offered is not None
    assert offered[1] == "3"
    assert typical.status_code == 200
