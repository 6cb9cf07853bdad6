"""Publications of earlier versions, whose columns have their former names."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import HERO
from warehouse.db.connect import open_reader
from warehouse.db.old_names import RENAMED
from warehouse.explorer.app import make_app


@pytest.fixture(scope="module")
def older_file(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with the former names, as an earlier version wrote it."""
    file = tmp_path_factory.mktemp("older") / "aawsat-0.duckdb"
    shutil.copyfile(example_file, file)
    with duckdb.connect(str(file)) as con:
        tables = {
            name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()
        }
        for table in RENAMED.keys() & tables:
            for old, present in RENAMED[table].items():
                con.execute(f"alter table {table} rename column {present} to {old}")
    return file


@pytest.fixture(scope="module")
def older_reader(older_file: Path) -> Iterator[Reader]:
    app = make_app(older_file, memory_limit="1GB")
    yield Reader(app)
    app.state.context.published.close()


@pytest.mark.parametrize("path", ["/", "/entities", f"/entity/{HERO}", f"/entity/{HERO}.gexf"])
def test_the_explorer_shows_a_publication_of_an_earlier_version(
    older_reader: Reader, reader: Reader, path: str
) -> None:
    page = older_reader.get(path)

    assert page.status_code == 200
    assert "Samir al-Karmi" in page.text
    assert page.text.count("<tr>") == reader.get(path).text.count("<tr>")


def test_present_names_can_be_asked_of_a_publication_of_an_earlier_version(
    older_file: Path,
) -> None:
    with open_reader(older_file, schema="main") as con:
        row = con.execute(
            "select first_published_on, entity_id from entities where entity_id = ?", [HERO]
        ).fetchall()

    assert row[0][0] is not None
