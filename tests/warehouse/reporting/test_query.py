import shutil
from pathlib import Path

import pytest

from tests.warehouse.example_records import article, capture
from warehouse.db.connect import open_warehouse
from warehouse.errors import BadQuery, NothingLoaded
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_parsed
from warehouse.reporting.query import run_query
from warehouse.transform.build import build_marts


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path) -> Path:
    path = tmp_path_factory.mktemp("loaded") / "warehouse.duckdb"
    shutil.copyfile(empty_warehouse, path)
    with open_warehouse(path) as con:
        sources = [capture(slug) for slug in ("a", "b", "c")]
        load_parsed(con, parsed_tables([article(source) for source in sources], []))
        build_marts(con)
    return path


@pytest.mark.slow
def test_a_query_answers_with_names_and_rows(loaded: Path) -> None:
    result = run_query(loaded, "select title, count(*) as n from articles group by all")

    assert result.columns == ("title", "n")
    assert result.rows == (("Ferry strike looms", 3),)
    assert not result.has_more


def test_rows_beyond_the_limit_are_truncated_and_marked(loaded: Path) -> None:
    result = run_query(loaded, "select title from articles", 2)

    assert (len(result.rows), result.has_more) == (2, True)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "is empty"),
        ("-- nothing", "is empty"),
        ("selec 1", "syntax error"),
        ("select * from artcles", 'Did you mean "articles"'),
        ("select titel from articles", 'Candidate bindings: "title"'),
        ("delete from articles", "read-only"),
        ("select 'x'::integer", "Could not convert"),
        ("select * from 'https://archive.test/x.parquet'", "."),
    ],
)
def test_a_bad_query_is_explained_in_one_line(loaded: Path, sql: str, said: str) -> None:
    with pytest.raises(BadQuery, match=said) as caught:
        run_query(loaded, sql)

    assert "\n" not in str(caught.value)


def test_a_query_without_a_warehouse_raises_nothing_loaded(path: Path) -> None:
    with pytest.raises(NothingLoaded, match="there is no warehouse"):
        run_query(path, "select 1")
