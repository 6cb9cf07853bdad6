from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.db.publications import open_published
from warehouse.search.similar import find_similar


@pytest.fixture(scope="module")
def published(stories_home: Path) -> Iterator[DuckDBPyConnection]:
    with open_published(stories_home) as reader:
        yield reader


def test_articles_are_as_similar_as_in_the_function_of_the_file(
    published: DuckDBPyConnection,
) -> None:
    [*article_ids] = published.execute("select article_id from articles limit 5").fetchall()

    for (article_id,) in article_ids:
        in_sql = published.execute(
            "select article_id, score from similar(?, max_hits := 100)", [article_id]
        ).fetchall()
        assert in_sql
        assert dict(find_similar(published, article_id, 100)) == pytest.approx(dict(in_sql))


def test_the_most_similar_article_is_first(published: DuckDBPyConnection) -> None:
    [(article_id,)] = published.execute("select min(article_id) from articles").fetchall()

    scores = [score for _, score in find_similar(published, article_id, 3)]

    assert scores == sorted(scores, reverse=True)
    assert scores


def test_an_unknown_article_has_no_similar_ones(published: DuckDBPyConnection) -> None:
    assert find_similar(published, 12, 5) == []
