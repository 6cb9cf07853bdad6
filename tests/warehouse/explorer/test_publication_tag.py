import shutil
from pathlib import Path

import pytest

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import HERO
from warehouse.explorer.app import make_app


@pytest.mark.parametrize("page", ["/", "/search?q=tariffs", f"/entity/{HERO}.csv", "/openapi.json"])
def test_a_page_that_the_reader_has_is_not_sent_again(reader: Reader, page: str) -> None:
    first = reader.get(page)

    again = reader.get(page, if_none_match=first.headers["etag"])

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.text == ""
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.slow
def test_a_new_publication_is_sent(example_file: Path, tmp_path: Path) -> None:
    published = tmp_path / "latest.duckdb"
    shutil.copy(example_file, published)
    app = make_app(published)
    tag = Reader(app).get("/authors").headers["etag"]

    shutil.copy(example_file, tmp_path / "newer.duckdb")
    (tmp_path / "newer.duckdb").replace(published)

    assert Reader(app).get("/authors", if_none_match=tag).status_code == 200
    app.state.context.published.close()


@pytest.mark.slow
@pytest.mark.parametrize("page", ["/nothing", "/sql?q=select now()"])
def test_errors_and_answers_of_the_sql_box_have_no_tag(reader: Reader, page: str) -> None:
    assert "etag" not in reader.get(page).headers


def test_an_app_without_a_publication_answers_as_before(tmp_path: Path) -> None:
    reader = Reader(make_app(tmp_path / "latest"))

    assert reader.get("/", if_none_match='W/"x"').status_code == 503
