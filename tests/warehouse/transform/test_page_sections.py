"""The section of a page, as far as its URL tells."""

from itertools import product

from duckdb import DuckDBPyConnection

from tasks.urls import section_path
from tests.warehouse.example_records import NOON, candidate
from warehouse.ingest.load import load_discoveries

ROOT = "https://archive.test"


def sections(con: DuckDBPyConnection, *paths: str) -> list[str | None]:
    named = [candidate("", url=f"{ROOT}{path}") for path in paths]
    load_discoveries(con, named, [], "run-1", NOON)
    found: dict[str, str | None] = dict(
        con.execute("select url, section from staging.pages").fetchall()
    )
    return [found[f"{ROOT}{path}"] for path in paths]


def test_a_page_below_an_article_has_the_section_of_the_article(con: DuckDBPyConnection) -> None:
    story = "/a-writer/news/harbour/36-barrels/"

    assert sections(con, story, f"{story}a-picture/", f"{story}2/") == ["news/harbour"] * 3


def test_the_title_of_an_article_is_not_a_section(con: DuckDBPyConnection) -> None:
    named = {
        "/a-writer/news-middle-east/36-barrels-found-in-the-old-port/a-picture/": (
            "news-middle-east"
        ),
        "/a-writer/news-middle-east/saudi-arabia/a-title/": "news-middle-east/saudi-arabia",
        "/asharq-al-awsat-english/majalla-blogs/a-title-of-many-more-words-than-that/": (
            "majalla-blogs"
        ),
        "/a-writer/a-title/": None,
        "/2014/06/article55334232/": None,
        "/city/ports/article241847490/a-title/": "ports",
        "/a-writer/features/2016/04/05/a-title/": "features",
    }

    assert sections(con, *named) == list(named.values())


def test_the_view_and_the_parser_read_the_same_section_from_a_url(con: DuckDBPyConnection) -> None:
    words = ["news", "saudi-arabia", "b2b", "60s", "a_b", "v1234", "top10"]
    others = [
        "2016",
        "04",
        "4_5",
        "2016-04-05",
        "1.2",
        "article55334232",
        "p12345",
        "ninewords12345",
    ]
    pairs = product([*words, *others], repeat=2)
    paths = [f"/a-writer/{one}/{two}/title-{n}/" for n, (one, two) in enumerate(pairs)]

    assert sections(con, *paths) == [section_path(f"{ROOT}{path}") for path in paths]
