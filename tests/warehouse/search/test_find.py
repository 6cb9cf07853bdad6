from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.published_archive import load_stories, open_archive, story
from tests.warehouse.stories import STORIES
from warehouse.db.publications import open_published
from warehouse.errors import BadQuery, NotBuilt
from warehouse.publish.release import publish
from warehouse.search.find import SearchFilters, find_entity_ids, search


@pytest.fixture(scope="module")
def published(stories_home: Path) -> Iterator[DuckDBPyConnection]:
    with open_published(stories_home) as reader:
        yield reader


def _found(con: DuckDBPyConnection, text: str, **filters: Any) -> list[str]:
    result = search(con, text, SearchFilters(**filters))
    return [hit.url.split("/")[-2] for hit in result.hits]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("oil prices", {"oil", "ferry", "fish"}),
        ('"oil prices"', {"oil"}),
        ('"prices oil"', set()),
        ('"prices of fuel"', {"ferry"}),
        ('"rise the price"', set()),
        ("title:oil", {"oil"}),
        ("body:oil -title:oil", {"ferry", "fish", "match"}),
        ('title:"oil prices"', {"oil"}),
        ('body:"oil prices"', {"oil"}),
        ('body:"oil prices rise"', set()),
        ("fish*", {"fish"}),
        ("fisherm*", {"fish"}),
        ('oil -"oil prices"', {"ferry", "fish", "match"}),
        ("sanaa", {"ferry"}),
        ("SANA'A", {"ferry"}),
        ("oil unheardof", set()),
        ("oil -unheardof", {"oil", "ferry", "fish", "match"}),
        ("unheardof*", set()),
    ],
)
def test_a_query_finds_the_matching_articles(
    published: DuckDBPyConnection, text: str, slugs: set[str]
) -> None:
    assert set(_found(published, text)) == slugs


def test_more_uses_and_the_title_rank_first(published: DuckDBPyConnection) -> None:
    assert _found(published, "oil")[0] == "oil"
    assert _found(published, "match")[0] == "match"


def test_filters_narrow_what_is_found(published: DuckDBPyConnection) -> None:
    assert _found(published, "oil", section="sport") == ["match"]
    assert _found(published, "oil", section="Sport") == ["match"]
    assert _found(published, "talks", since=date(2006, 1, 2), until=date(2006, 1, 2)) == ["old"]
    assert _found(published, "talks", since=date(2006, 1, 3)) == []
    assert _found(published, "prices", entity="ferry") == ["ferry"]
    assert _found(published, "talks", entity="person/hezbollah") == ["old"]


def test_a_section_includes_its_subsections(published: DuckDBPyConnection) -> None:
    assert "ferry" in _found(published, "oil", section="news")


def test_an_unknown_entity_or_section_is_refused_with_similar_ones(
    published: DuckDBPyConnection,
) -> None:
    with pytest.raises(BadQuery, match="no entity is called 'Hezbolla'; similar names: hezbollah"):
        search(published, "oil", SearchFilters(entity="Hezbolla"))
    with pytest.raises(BadQuery, match="there is no section 'weather'"):
        search(published, "oil", SearchFilters(section="weather"))


def test_a_hit_shows_where_it_was_found(published: DuckDBPyConnection) -> None:
    result = search(published, '"oil prices"')

    hit = result.hits[0]
    assert result.total == 1
    assert [hit.title.text[a:b] for a, b in hit.title.marks] == ["Oil prices"]
    assert {hit.snippet.text[a:b].lower() for a, b in hit.snippet.marks} == {"oil prices"}
    assert (hit.published_on, hit.section_path) == (date(2011, 3, 4), "news/harbour")


def test_pages_of_hits_follow_each_other(published: DuckDBPyConnection) -> None:
    first, second = (search(published, "oil", limit=2, offset=offset) for offset in (0, 2))

    assert first.total == second.total == 4
    assert len({hit.article_id for hit in (*first.hits, *second.hits)}) == 4


def test_a_file_without_index_raises_not_built(tmp_path: Path) -> None:
    with (
        open_archive(tmp_path) as con,
        pytest.raises(NotBuilt, match="no search index"),
    ):
        search(con, "oil")


@pytest.mark.slow
def test_an_index_brought_up_to_date_finds_what_a_new_one_does(tmp_path: Path) -> None:
    fillers = [story(f"filler-{n}", f"Filler {n}", "The oil lamps of the port.") for n in range(9)]
    with open_archive(tmp_path) as con:
        load_stories(con, *STORIES[:4], *fillers)
        publish(con, tmp_path)
        load_stories(con, STORIES[4], story("fish", "Fish leaves", "No oil, no lamps."))
        con.execute("delete from marts.articles where url like '%/match/'")
        updated = publish(con, tmp_path)
        texts = ["oil", "prices", '"no lamps"', "talks", "match", "fish*", "title:fish"]
        after = _all_found(tmp_path, texts)
        for file in (tmp_path / "published").iterdir():
            file.unlink()
        second = publish(con, tmp_path)

    assert (updated.index.docs, updated.index.indexed) == (13, 2)
    assert second.index.indexed == 13
    assert after == _all_found(tmp_path, texts)


def _all_found(home: Path, texts: list[str]) -> list[list[tuple[int, float]]]:
    with open_published(home) as con:
        return [
            [(hit.article_id, round(hit.score, 9)) for hit in search(con, text).hits]
            for text in texts
        ]


@pytest.mark.parametrize("spelling", ["Hizb'allah", "hizballah", "Party of God", "party-of-god"])
def test_an_entity_is_known_by_every_spelling_of_the_lists(
    published: DuckDBPyConnection, spelling: str
) -> None:
    assert _found(published, "talks", entity=spelling) == ["old"]


def test_a_listed_entity_that_no_article_names_is_known(published: DuckDBPyConnection) -> None:
    assert _found(published, "oil", entity="KSA") == []
    assert find_entity_ids(published, "al saudiya") == ["country/SA"]


def test_an_unknown_entity_is_answered_with_the_nearest(published: DuckDBPyConnection) -> None:
    with pytest.raises(BadQuery, match="similar names: hezbollah"):
        search(published, "talks", SearchFilters(entity="Hezbolah"))


def test_an_article_id_finds_its_article(published: DuckDBPyConnection) -> None:
    [(article_id,)] = published.execute(
        "select article_id from articles where url like '%/ferry/'"
    ).fetchall()

    assert _found(published, str(article_id)) == ["ferry"]
    assert _found(published, f"'{article_id}") == ["ferry"]
    assert _found(published, "123456789012345") == []


@pytest.fixture(scope="module")
def names() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("create schema search")
        con.execute("create table search.entity_names as from (values"
            " ('samar al barazi', 'person/samar-al-barazi', 3),"
            " ('muhammad salih', 'person/muhammad-salih', 2),"
            " ('abd al rahman yusuf', 'person/abd-al-rahman-yusuf', 1),"
            " ('husayn', 'person/husayn', 1), ('nobody al listed', 'person/unnamed', 0)"
            ") as names (spelling, entity_id, article_count)")  # fmt: skip
        yield con


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *[(name, "samar-al-barazi") for name in ("Samar Barazi", "Samar el-Barazi")],
        *[(name, "muhammad-salih") for name in ("Mohamed Saleh", "Mohammed bin Salih")],
        *[(name, "abd-al-rahman-yusuf") for name in ("Abdulrahman Youssef", "Abdel Rahman Yousef")],
        *[(name, None) for name in ("Samir Barazi", "Hussein", "Nobody Listed", "al", "", "[x")],
    ],
)
def test_a_name_without_particles_or_in_another_transcription_is_found(
    names: DuckDBPyConnection, name: str, found: str | None
) -> None:
    assert find_entity_ids(names, name) == ([f"person/{found}"] if found else [])
