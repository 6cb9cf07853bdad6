"""The archive as Python users open it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from warehouse import Archive, open_archive
from warehouse.errors import BadQuery, NotBuilt, PackageMissing


@pytest.fixture(scope="module")
def archive(stories_home: Path) -> Iterator[Archive]:
    with open_archive(stories_home / "published" / "latest") as found:
        yield found


@pytest.mark.slow
def test_a_search_is_filtered_and_limited(archive: Archive) -> None:
    assert [row["title"] for row in archive.search("oil prices", limit=1)] == ["Oil prices rise"]
    assert len(list(archive.search("oil", section="sport"))) == 1
    assert len(list(archive.search("talks", until=date(2006, 12, 31)))) == 1
    assert len(list(archive.search("talks", since="2007-01-01"))) == 0
    assert len(list(archive.search("talks", entity="Party of God"))) == 1


def test_rows_become_arrow_tables_and_data_frames(archive: Archive) -> None:
    rows = archive.search("oil")

    assert rows.to_arrow().num_rows == 4
    assert "article_id" in rows.columns


@pytest.mark.slow
def test_an_article_is_read_and_cited_by_id_or_url(archive: Archive) -> None:
    [hit] = archive.search("ferry")

    assert archive.article(hit["article_id"])["title"] == "Ferry strike looms"
    assert archive.article(hit["url"])["article_id"] == hit["article_id"]
    assert "Ferry strike looms" in archive.cite(str(hit["article_id"]), "bibtex")
    assert list(archive.similar(hit["article_id"]))


@pytest.mark.slow
def test_trends_entities_and_concordances_are_rows(archive: Archive) -> None:
    assert sum(row["article_count"] for row in archive.trend("oil")) == 4
    assert [row["entity_id"] for row in archive.entity("hizballah")] == ["person/hezbollah"]
    assert len(list(archive.articles_about("Party of God"))) == 1
    assert [row["found"] for row in archive.concordance("lamps")] == ["lamps"]
    assert list(archive.quotes("Party of God")) == []


@pytest.mark.slow
def test_without_words_the_articles_that_pass_the_filters_are_listed(archive: Archive) -> None:
    about = archive.search(entity="Party of God")
    newest = [row["title"] for row in archive.search(until="2017-12-31", limit=1, order="newest")]

    assert len(about) == 1
    assert (
        newest != [row["title"] for row in archive.search(until="2017-12-31", order="oldest")][:1]
    )
    assert [row["title"] for row in archive.search("match", section="Sport")] == ["Port wins match"]


@pytest.mark.slow
def test_an_unknown_section_author_or_order_is_refused_with_those_known(archive: Archive) -> None:
    with pytest.raises(BadQuery, match="there is no section 'sports'; the largest are"):
        archive.search("oil", section="sports")
    with pytest.raises(BadQuery, match="no author is called 'nobody at all'"):
        archive.search("oil", author="nobody at all")
    with pytest.raises(BadQuery, match="'first' is not one of best, newest, oldest"):
        archive.search("oil", order="first")


@pytest.mark.slow
def test_an_archive_is_open_until_it_is_closed(stories_home: Path) -> None:
    found = open_archive(stories_home / "published" / "latest")
    rows = found.search("oil")

    assert len(rows) == 4
    assert len(list(rows.first(2))) == 2
    assert "4 rows" in repr(rows)
    found.close()
    with pytest.raises(BadQuery, match="the archive is closed"):
        found.search("oil")


def test_rows_keep_the_file_open_that_they_are_read_from(stories_home: Path) -> None:
    rows = open_archive(stories_home / "published" / "latest").entity("hizballah")

    assert [row["entity_id"] for row in rows] == ["person/hezbollah"]


def test_a_data_frame_without_its_package_says_what_to_install(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.archive.find_spec", lambda name: None)

    with pytest.raises(PackageMissing, match="pip install polars"):
        archive.search("oil").to_polars()


def test_a_day_that_is_none_is_refused(archive: Archive) -> None:
    with pytest.raises(BadQuery, match="'2010-02-30' is not a date"):
        archive.search("oil", since="2010-02-30")


def test_mistakes_are_one_line(archive: Archive) -> None:
    with pytest.raises(BadQuery, match="no_such_table"):
        archive.sql("from no_such_table")
    with pytest.raises(BadQuery, match="2 results: run one SELECT at a time"):
        archive.sql("select 1; select 2")
    with pytest.raises(BadQuery, match="no page nowhere is known"):
        archive.article("nowhere")
    with pytest.raises(BadQuery, match="is not one of text"):
        archive.cite("nowhere", "word")
    with pytest.raises(BadQuery, match="no page nowhere is known"):
        archive.similar("nowhere")


def test_a_file_without_functions_is_refused(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "old.duckdb")) as con:
        con.execute("create table articles as select 1 as article_id")

    with pytest.raises(NotBuilt, match=r"old\.duckdb has no search functions"):
        open_archive(tmp_path / "old.duckdb")
