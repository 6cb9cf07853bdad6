"""Views of a published file."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.published_archive import load_stories, open_archive, story
from warehouse.db.publications import latest_publication
from warehouse.publish.ready_views import read_views
from warehouse.publish.release import publish

BODY = "Mr. Amer of the U.S. left. Crews met Gen. Bilal on Monday at the port! Nobody spoke."


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with open_archive(home) as con:
        load_stories(con, story("a", "Amer Bilal", BODY), story("b", "Amer Bilal again", "Text."))
        publish(con, home)
    latest = latest_publication(home)
    assert latest
    return latest


def test_every_column_of_a_view_has_its_own_name_and_a_comment(stories_home: Path) -> None:
    latest = latest_publication(stories_home)
    with duckdb.connect(str(latest), read_only=True) as con:
        columns = con.execute(
            "select table_name, column_name, comment from duckdb_columns()"
            f" where schema_name = 'main' and table_name in {tuple(read_views())}"
        ).fetchall()

    # DuckDB renames the second column of a name: `title_1`.
    names = {(view, name) for view, name, _ in columns}
    assert {one for one in names if (one[0], one[1].removesuffix("_1")) in names - {one}} == set()
    assert [(view, name) for view, name, comment in columns if not comment] == []


@pytest.mark.slow
def test_every_view_can_be_read_where_the_file_is_attached(published: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{published}' as a (read_only)")

        for name in read_views():
            columns = [row[0] for row in con.execute(f"describe a.{name}").fetchall()]
            con.execute(f"from a.{name}").fetchall()
            assert {"article_id", "entity_id"} & set(columns), name

        [row] = con.execute(
            "select name, entity_kind, sentence from a.mentions_in_context"
            " where text = 'Bilal' and title = 'Amer Bilal'"
        ).fetchall()
        assert row == ("Bilal", "person", "Amer Bilal")
        together = (
            "select other.text from a.mentions_in_context as one inner join a.mentions_in_context"
            " as other using (article_id, field, sentence_seq) where one.text = 'Bilal'"
        )
        assert ("Amer",) in con.execute(together).fetchall()
        neighbours = "select neighbour_name from a.entity_neighbours where name = ?"
        assert con.execute(neighbours, ["Amer"]).fetchall() == [("Bilal",)]
        assert con.execute(neighbours, ["Bilal"]).fetchall() == [("Amer",)]
        assert con.execute("select people from a.articles_wide limit 1").fetchall() == [
            (["Amer", "Bilal"],)
        ]


@pytest.mark.slow
@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_a_sentence_is_not_cut_at_an_abbreviation(
    published: Path, tmp_path: Path, gap: str
) -> None:
    start = BODY.index("Bilal")
    copy = shutil.copyfile(published, tmp_path / "copy.duckdb")
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as con:
        con.execute("update articles set body = replace(body, '! ', concat('!', ?))", [gap])
        con.execute(
            "update mentions set field = 'body', start_char = ?, end_char = ? where text = 'Bilal'",
            [start, start + len("Bilal")],
        )
        sentences = con.execute(
            "select sentence from mentions_in_context where text = 'Bilal' and title = 'Amer Bilal'"
        ).fetchall()

    assert sentences == [("Crews met Gen. Bilal on Monday at the port!",)]
