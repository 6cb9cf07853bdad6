import re
import shutil
from html import unescape
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.explorer.conftest import Reader, reader_of_changed
from tests.warehouse.explorer.published_example import BROKEN, HERO, PLAIN_ID, REPOST_ID
from warehouse.explorer.app import make_app

PAGES = [
    "/",
    "/search",
    "/search?q=tariffs",
    "/search?month=2011-06&section=opinion",
    f"/search?entity={HERO}&q=harbour",
    "/entities?kind=PER&q=karm",
    f"/entity/{HERO}",
    f"/entity/{HERO}?as=share&by=pmi",
    f"/article/{PLAIN_ID}",
    "/map",
    "/trends",
    "/trends?q=tariffs, harbour&as=articles",
    "/map?layer=named&view=world&since=2010-01-01&section=opinion",
    "/sql",
    "/authors",
    "/author/made-up",
    "/day/2009-03-31",
    f"/article/{PLAIN_ID}/versions",
]


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_every_page_renders_and_requests_nothing_external(reader: Reader, address: str) -> None:
    page = reader.get(address)

    assert page.status_code == 200
    loaded = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"([^\"]+)", page.text)
    assert loaded
    assert [url for url in loaded if not url.startswith("/static/")] == []
    assert " style=" not in page.text


@pytest.mark.slow
def test_a_misspelled_search_links_to_the_one_that_was_meant(reader: Reader) -> None:
    page = reader.get("/search?q=tarifs").text

    assert "No article of this publication contains “tarifs”" in page
    assert 'Did you mean <a href="/search?q=tariffs">tariffs</a>?' in page


@pytest.mark.slow
def test_the_links_of_the_first_page_lead_somewhere(reader: Reader) -> None:
    page = reader.get("/")
    found = [unescape(link) for link in re.findall(r'href="(/[^"]*)"', page.text)]
    one_of_a_kind = {re.split(r"[?&=/0-9]", link[1:])[0]: link for link in found}

    answers = {link: reader.get(link).status_code for link in one_of_a_kind.values()}

    assert {"", "search", "entity", "entities", "article", "map", "sql", "static"} <= set(
        one_of_a_kind
    )
    assert set(answers.values()) == {200}


def test_a_month_with_missing_articles_differs_from_a_quiet_month(reader: Reader) -> None:
    page = reader.get("/").text

    holes = re.findall(
        rf"{BROKEN} · \d+ loaded of \d+: \d+ missing \(not fetched: HTTP 503 \d+\)", page
    )
    assert holes
    assert re.search(r">2009-03 · \d loaded · nothing missing", page)


@pytest.mark.slow
def test_an_entity_page_shows_related_entities_datelines_and_spellings(reader: Reader) -> None:
    page = reader.get(f"/entity/{HERO}").text

    assert "Named together with" in page
    assert "same name, other transliteration" in page
    assert "person/sameer-karmi" in page
    assert re.search(r"<td>al-Karmi</td><td class=\"n\">\d+", page)
    assert "without dateline" in page
    assert "In their own words" in page


def test_a_merged_id_leads_to_the_one_that_was_kept(reader: Reader) -> None:
    answer = reader.get("/entity/person/sameer-karmi")

    assert answer.status_code == 307
    assert answer.headers["location"] == f"/entity/{HERO}"


def test_an_article_has_its_names_linked_where_they_stand(
    reader: Reader, example_file: Path
) -> None:
    with duckdb.connect(str(example_file), read_only=True) as con:
        named = con.execute(
            "select entity_id, text from mentions where article_id = ? and field = 'body'",
            [PLAIN_ID],
        ).fetchall()
    page = reader.get(f"/article/{PLAIN_ID}").text

    body = page.split('<div class="text">')[1].split("</article>")[0]
    linked = re.findall(
        r'<a class="name \w+" href="/entity/([^"]+)" title="[^"]*">([^<]+)</a>', body
    )
    assert named
    assert {(entity_id, unescape(text)) for entity_id, text in linked} >= set(named)


@pytest.mark.slow
def test_an_article_page_shows_citation_versions_and_near_copies(reader: Reader) -> None:
    page = reader.get(f"/article/{PLAIN_ID}").text
    other = reader.get(f"/article/{PLAIN_ID + 1}").text

    assert re.search(r"A Made-up Reporter, “.+,” Asharq Al-Awsat \(English\), \d", page)
    assert "@article{reporter" in page
    assert "changed title, body" in page
    assert f'href="/article/{REPOST_ID}"' in other
    assert "repost, 97% the same" in other
    assert f'href="/article/{PLAIN_ID + 1}"' in reader.get(f"/article/{REPOST_ID}").text


def test_a_citation_can_be_saved(reader: Reader) -> None:
    saved = reader.get(f"/article/{PLAIN_ID}/citation.ris")

    assert saved.text.startswith("TY  - NEWS")
    assert "attachment" in saved.headers["content-disposition"]
    assert reader.get(f"/article/{PLAIN_ID}/citation.doc").status_code == 404


def test_search_marks_the_words_and_keeps_the_filters_in_its_links(reader: Reader) -> None:
    page = reader.get("/search?q=tariffs&since=2006-01-01&section=opinion").text

    assert re.search(r"<mark>[Tt]ariffs</mark>", page)
    assert "best first" in page
    assert 'value="2006-01-01"' in page


@pytest.mark.slow
def test_search_turns_its_pages(reader: Reader) -> None:
    first = reader.get("/search?q=tariffs").text
    second = reader.get("/search?q=tariffs&page=2").text

    hits = [set(re.findall(r'<h2><a href="(/article/\d+)"', page)) for page in (first, second)]
    assert 'href="/search?q=tariffs&amp;page=2"' in first
    assert len(hits[0]) == 20
    assert hits[0].isdisjoint(hits[1])


@pytest.mark.slow
def test_search_works_without_an_index(tmp_path: Path, example_file: Path) -> None:
    bare = tmp_path / "bare.duckdb"
    with duckdb.connect(str(bare)) as con:
        con.execute(f"attach '{example_file}' as full_file (read_only)")
        con.execute("create table articles as from full_file.articles")

    page = Reader(make_app(bare)).get("/search?q=tariffs").text

    assert "<mark>tariffs</mark>" in page
    assert "newest first" in page


def test_a_snapshot_of_an_earlier_version_says_which_tables_it_lacks(
    tmp_path: Path, example_file: Path, reader: Reader
) -> None:
    older = shutil.copyfile(example_file, tmp_path / "older.duckdb")
    with duckdb.connect(str(older)) as con:
        con.execute("drop table entity_articles")

    page = Reader(make_app(older)).get("/map")

    assert page.status_code == 200
    assert "It lacks entity_articles" in page.text
    assert "It lacks" not in reader.get("/map").text


def test_an_invalid_search_shows_a_complaint(reader: Reader) -> None:
    page = reader.get("/search?q=-tariffs&since=yesterday")

    assert page.status_code == 200
    assert "name a word to search for" in page.text
    assert "“yesterday” is not a date" in page.text


def test_the_map_draws_places_and_the_countries_around_them(reader: Reader) -> None:
    page = reader.get("/map?layer=named").text

    assert re.search(r"<title>Baghdad · \d+ articles</title><circle", page)
    assert re.search(r'<title>Iraq · \d+ articles</title><path class="land s\d"', page)


@pytest.mark.parametrize("layer", ["named", "datelines"])
def test_a_country_of_the_map_counts_the_articles_of_its_towns(
    reader: Reader, example_file: Path, layer: str
) -> None:
    fields = "= 'dateline'" if layer == "datelines" else "<> 'caption'"
    with duckdb.connect(str(example_file), read_only=True) as con:
        [(expected,)] = con.execute(
            "select count(distinct article_id) from mentions join entities using (entity_id)"
            f" where entities.entity_type = 'LOC' and country = 'IQ' and field {fields}"
        ).fetchall()

    assert f"<title>Iraq · {expected} articles</title>" in reader.get(f"/map?layer={layer}").text


def test_the_overview_lists_the_latest_captures(reader: Reader, example_file: Path) -> None:
    with duckdb.connect(str(example_file), read_only=True) as con:
        latest = con.execute(
            "select article_id from articles join captures using (url)"
            " order by captures.captured_at desc, article_id limit 8"
        ).fetchall()
    page = reader.get("/").text
    listed = page[page.index("Latest captures") :]

    assert re.findall(r"/article/(\d+)", listed)[:8] == [str(row[0]) for row in latest]


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/article/12",
        "/article/abc",
        "/article/99999999999999999999",
        "/article/-1",
        "/article?url=https://archive.test/none/",
        "/entity/person/nobody",
        "/entity/person/%00",
        "/entity/%F0%9F%92%A9",
        "/sql.csv",
    ],
)
def test_a_browser_gets_an_error_page_for_an_unknown_address(reader: Reader, address: str) -> None:
    page = reader.get(address, accept="text/html")

    assert page.status_code == 404
    assert "Search the articles" in page.text
    assert "Traceback" not in page.text


def test_an_address_of_the_archive_leads_to_its_article(reader: Reader, example_file: Path) -> None:
    with duckdb.connect(str(example_file), read_only=True) as con:
        row = con.execute("select url, article_id from articles order by url limit 1 offset 20")
        url, article_id = row.fetchall()[0]

    answer = reader.get(f"/article?url={url}")

    assert answer.headers["location"] == f"/article/{article_id}"


@pytest.mark.slow
def test_an_empty_warehouse_shows_the_next_steps(tmp_path: Path, example_file: Path) -> None:
    empty = tmp_path / "empty.duckdb"
    with duckdb.connect(str(empty)) as con:
        con.execute(f"attach '{example_file}' as full_file (read_only)")
        con.execute("create table articles as from full_file.articles limit 0")
        con.execute("create table entities as from full_file.entities limit 0")
    reader = Reader(make_app(empty))

    page = reader.get("/")

    assert page.status_code == 200
    assert "aawsat backfill --source sample" in page.text
    others = ("/search", "/search?q=x", "/entities", "/map", "/sql")
    assert {reader.get(address).status_code for address in others} == {200}


def test_without_a_published_file_the_page_shows_how_to_publish(tmp_path: Path) -> None:
    page = Reader(make_app(tmp_path / "published" / "latest")).get("/")

    assert page.status_code == 503
    assert "aawsat publish" in page.text


def test_a_snapshot_of_another_version_shows_incompatible_snapshot(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as con:
        con.execute("create table articles as select 1 as id")

    page = Reader(make_app(other)).get("/")

    assert page.status_code == 503
    assert "Another version of the pipeline" in page.text


@pytest.mark.slow
def test_sections_have_the_names_of_the_site(reader: Reader) -> None:
    overview, search = reader.get("/").text, reader.get("/search?q=tariffs").text

    assert ">Middle East</text>" in overview
    assert ">Middle East</a>" in search
    assert "News Middle East" not in overview + search
    assert ">Opinion</text>" in overview


@pytest.mark.slow
def test_datelines_in_capitals_are_counted_with_the_others(
    example_file: Path, tmp_path: Path
) -> None:
    capitals = "update articles set dateline_places = [upper(dateline_places[1])] where {}"
    with reader_of_changed(
        example_file, tmp_path, capitals.format("article_id % 2 = 0")
    ) as changed:
        rows = changed.get(f"/entity/{HERO}.json").json()["datelines"]

    names = [row["place"] for row in rows]
    assert len({name.upper() for name in names}) == len(names)
    assert len(names) > 1


def test_a_broken_file_shows_an_error_page(tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database" * 1000)

    page = Reader(make_app(broken)).get("/")

    assert page.status_code == 503
    assert "cannot be read" in page.text


@pytest.mark.slow
def test_what_somebody_said_and_what_is_reported_of_them_are_apart(reader: Reader) -> None:
    page = reader.get(f"/entity/{HERO}").text

    said, _, reported = page.partition("Reported, not quoted")
    assert "The port will open, &lt;i&gt;he&lt;/i&gt; said." in reported
    assert "The port will open" not in said
    assert "88%" in reported
    assert "must open" in said
    assert "must open" not in reported.partition("What others say")[0]


@pytest.mark.slow
def test_all_statements_of_an_entity_are_listed_and_saved(reader: Reader) -> None:
    entity = reader.get(f"/entity/{HERO}.json").json()
    total = entity["quotes"][0]["total"]
    link = f"/statements/{HERO}?said=quotes"

    assert total > len(entity["quotes"])
    assert f'href="{link}">All {total} quotations' in reader.get(f"/entity/{HERO}").text
    assert f"{total} statements" in reader.get(link).text
    for said, listed in (("quotes", "quotes"), ("reported", "reported")):
        rows = reader.get(f"/statements/{HERO}.json?said={said}").json()["rows"]
        assert len(rows) == entity[listed][0]["total"]
        assert rows[0].keys() >= {"text", "published_on", "article_id", "url"}
    assert f"/entity/{HERO}" in reader.get(f"/statements/{HERO}?said=said_about").text


@pytest.mark.slow
def test_all_events_of_an_entity_and_of_a_place_are_listed_and_saved(reader: Reader) -> None:
    for entity_id, part in ((HERO, "events"), ("country/IQ", "happenings")):
        shown = reader.get(f"/entity/{entity_id}.json").json()[part]
        total = shown[0]["total"]
        link = f"/events/{entity_id}?part={part}"

        assert total > len(shown)
        assert f'href="{link}">All {total} events' in reader.get(f"/entity/{entity_id}").text
        assert f"{total} events, newest first" in reader.get(link).text
        rows = reader.get(f"/events/{entity_id}.json?part={part}").json()["rows"]
        assert len(rows) == total
        assert rows[0].keys() >= {"verb", "actor_name", "article_id", "url"}
    assert reader.get("/events/person/nobody").status_code == 404
    assert reader.get(f"/events/{HERO}?part=none").status_code == 404


def test_statements_of_nobody_are_not_found(reader: Reader) -> None:
    assert reader.get("/statements/person/nobody").status_code == 404
    assert reader.get(f"/statements/{HERO}.csv?said=sung").status_code == 404


@pytest.mark.slow
def test_a_place_shows_what_happened_there_and_a_country_what_happened_in_its_towns(
    reader: Reader,
) -> None:
    places = reader.get("/map.json?layer=named").json()["rows"]
    town = next(row for row in places if not row["entity_id"].startswith("country/"))

    in_town = reader.get(f"/entity/{town['entity_id']}.json").json()["happenings"]
    in_country = reader.get(f"/entity/country/{town['country']}.json").json()["happenings"]

    assert {row["place_id"] for row in in_town} == {town["entity_id"]}
    assert in_country[0]["total"] >= in_town[0]["total"] > 0
    assert "What happened here" in reader.get(f"/entity/{town['entity_id']}").text


def test_the_legend_of_the_map_covers_the_articles_of_every_country(reader: Reader) -> None:
    rows = reader.get("/map.json").json()["rows"]
    counts = [row["article_count"] for row in rows if row["entity_id"].startswith("country/")]

    page = reader.get("/map").text
    legend = page[page.index("Articles of a country:") : page.index("Articles of a town:")]

    shown = [
        (int(first), int(last or first))
        for first, last in re.findall(r"</i> (\d+)(?:–(\d+))?</span>", legend)
    ]
    assert all(any(first <= count <= last for first, last in shown) for count in counts)
    assert (shown[0][0], shown[-1][1]) == (min(counts), max(counts))


def test_the_map_lists_all_places_and_leads_to_each_year(reader: Reader) -> None:
    page = reader.get("/map?all=yes").text
    total = reader.get("/map.json").json()["total"]

    assert f"All {total} places" in page
    assert page[page.index('id="all"') :].count("<tr>") == total + 1
    assert "since=2010-01-01&amp;until=2010-12-31" in page


@pytest.mark.slow
def test_a_person_has_offices_over_time_and_a_country_those_who_held_them(reader: Reader) -> None:
    person = reader.get(f"/entity/{HERO}").text
    country = reader.get("/entity/country/IQ").text

    assert person.index("harbour minister") < person.index("port director")
    assert re.search(r"4 Mar 2011</td><td class=\"note\">open or not known", person)
    # The day on which a term ended is not a day of it.
    assert "since=2006-01-01&amp;until=2011-03-03" in person
    assert "Who held its offices" in country
    assert f'href="/entity/{HERO}"' in country[country.index("Who held its offices") :]


def test_an_office_of_a_body_that_the_archive_never_names_leads_nowhere(reader: Reader) -> None:
    page = reader.get(f"/entity/{HERO}").text

    assert "<td>Dockers Union <span" in page
    assert 'href="/entity/country/IQ"' in page
    assert "/entity/org/dockers-union" not in page


@pytest.mark.slow
def test_a_person_has_relatives_and_the_articles_that_name_both(reader: Reader) -> None:
    page = reader.get(f"/entity/{HERO}").text

    relatives = page[page.index("<h2>Relatives") :].partition("</table>")[0]
    assert re.search(r"father</td><td>Walid al-Karmi <span class=\"note\">not named", relatives)
    assert re.search(r"sibling</td><td><a href=\"/entity/person/[^\"]+\">[A-Z]", relatives)
    assert {row["relation"] for row in reader.get(f"/entity/{HERO}.json").json()["kin"]} == {
        "father",
        "sibling",
    }


def test_reasons_of_missing_pages_are_counted_over_sections(
    example_file: Path, tmp_path: Path
) -> None:
    change = (
        "insert into coverage by name select null as month, 'opinion' as section, 3 as missing,"
        " 0 as loaded, map {'not_fetched: HTTP 503': 3} as reasons"
    )
    with reader_of_changed(example_file, tmp_path, change) as reader:
        page = reader.get("/")

    assert "5 more pages of unknown month are missing: not fetched: HTTP 503 5." in page.text
