import re
from urllib.parse import quote_plus

import pytest

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import HERO, PLAIN_ID, REPOST_ID
from warehouse.explorer.results.coverage import Cell, Coverage
from warehouse.explorer.results.trends import Series, find_peaks


def test_the_page_of_near_copies_leads_to_both_articles(reader: Reader) -> None:
    page = reader.get("/copies").text

    assert f'href="/article/{REPOST_ID}"' in page
    assert "repost" in page
    assert reader.get("/copies.json").json()["rows"][0]["article_id"] == REPOST_ID


def test_the_page_of_changed_articles_leads_to_the_versions_side_by_side(reader: Reader) -> None:
    page = reader.get("/changes").text

    assert f'href="/article/{PLAIN_ID}/versions"' in page
    assert "body, title" in page
    assert reader.get("/changes.csv").text.splitlines()[1].startswith(str(PLAIN_ID))


def test_a_story_leads_to_its_articles_in_the_order_of_publication(reader: Reader) -> None:
    [story] = reader.get("/stories.json").json()["rows"]
    page = reader.get(f"/story/{PLAIN_ID}").text

    assert (story["story_id"], story["article_count"]) == (PLAIN_ID, 3)
    assert f'href="/story/{PLAIN_ID}"' in reader.get("/stories").text
    assert "3 articles, oldest first" in page
    assert reader.get("/story/1").status_code == 404
    assert reader.get(f"/story/{PLAIN_ID}.atom").status_code == 200


def test_words_typical_of_a_section_lead_to_their_articles(reader: Reader) -> None:
    page = reader.get("/keyness?section=opinion").text
    rows = reader.get("/keyness.json?section=opinion").json()["rows"]

    assert rows[0]["z_score"] > rows[-1]["z_score"]
    assert f'href="/search?q={rows[0]["term"]}&amp;section=opinion"' in page
    assert 'href="/keyness?section=opinion"' in reader.get("/section/opinion").text


def test_words_are_typical_of_a_name_in_any_spelling(reader: Reader) -> None:
    named = reader.get("/keyness.json?entity=Samir al-Karmi").json()["rows"]

    assert named == reader.get(f"/keyness.json?entity={HERO}").json()["rows"] != []


def test_words_typical_of_an_author_are_linked_on_the_page_of_the_author(reader: Reader) -> None:
    [first, *_] = reader.get("/authors.json").json()["rows"]
    link = f"/keyness?author={quote_plus(first['list_id'])}"

    assert f'href="{link}"' in reader.get(f"/author/{first['list_id']}").text
    assert reader.get(link.replace("?", ".json?")).json()["rows"] != []
    assert "there are none" in reader.get("/keyness?author=Nobody").text


def test_the_page_of_typical_words_asks_for_a_choice(reader: Reader) -> None:
    assert "Choose days, a section, a name or an author" in reader.get("/keyness").text
    assert reader.get("/keyness.json").json()["rows"] == []


def test_an_article_shows_the_others_of_its_story(reader: Reader) -> None:
    rows = reader.get(f"/story/{PLAIN_ID}.json").json()["rows"]
    own, other = (row["article_id"] for row in rows if row["article_id"] != PLAIN_ID)
    page = reader.get(f"/article/{own}").text

    assert "of 3 on the same matter" in page
    assert f'href="/article/{other}"' in page
    assert f'href="/story/{PLAIN_ID}"' in page


@pytest.mark.parametrize("address", ["/copies", "/changes", "/stories"])
def test_the_foot_of_every_page_leads_to_the_reports(reader: Reader, address: str) -> None:
    assert f'<a href="{address}">' in reader.get("/search").text


def test_the_first_articles_that_name_somebody_are_one_click_away(reader: Reader) -> None:
    page = reader.get(f"/entity/{HERO}").text

    [link] = re.findall(r'href="([^"]+order=oldest[^"]*)"', page)
    entity = reader.get(f"/entity/{HERO}.json").json()["entity"]
    rows = reader.get(link.replace("&amp;", "&").replace("/search", "/search.json", 1)).json()
    assert rows["rows"][0]["published_on"] == entity["first_published_on"]


def test_what_others_say_of_somebody_is_on_the_page(reader: Reader) -> None:
    said = [
        row
        for entity in reader.get("/entities.json").json()["rows"][:12]
        for row in reader.get(f"/entity/{entity['entity_id']}.json").json()["said_about"]
    ]

    assert said
    assert "What others say" in reader.get("/entity/geo/98182").text


def test_a_filter_by_entity_takes_a_name_in_any_spelling(reader: Reader) -> None:
    named = reader.get("/search.json?entity=Samir al-Karmi").json()["total"]

    assert named == reader.get(f"/search.json?entity={HERO}").json()["total"] > 0


def test_an_entity_that_no_article_names_is_called_so(reader: Reader) -> None:
    page = reader.get("/search?entity=person/nobody").text

    assert "No article of this publication names “person/nobody”" in page


def test_a_month_with_far_more_articles_than_usual_stands_out() -> None:
    months = [f"2010-{number:02}" for number in range(1, 13)]
    coverage = Coverage(
        months=tuple(months), totals={month: Cell(month, "", 50, 50, 0) for month in months}
    )
    steady = {month: 2 for month in months}
    series = [
        Series("a", "words", "a", "", steady),
        Series("b", "words", "b", "", {**steady, "2010-07": 20}),
    ]

    [peak] = find_peaks(series, coverage)

    assert (peak.name, peak.month, peak.article_count) == ("b", "2010-07", 20)
    assert peak.times > 5
    assert "2010-07" in peak.link
