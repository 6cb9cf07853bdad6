"""What the commands for publications and search answer, without any server."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.main import app
from tests.warehouse.example_records import NOON
from tests.warehouse.published_archive import load_months, open_archive, story
from warehouse.db.captures_folder import mark_folder
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed


@pytest.fixture
def home(stories_home: Path) -> Path:
    return stories_home


def _say(home: Path, *words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"AAWSAT_HOME": str(home), "COLUMNS": "200"})


def test_hits_are_shown_with_where_they_are_from(home: Path) -> None:
    said = _say(home, "search", '"oil prices"')

    assert said.exit_code == 0, said.exception
    assert "1 article found" in said.output
    assert said.output.count("https://archive.test/s/news/oil/") == 1


def test_hits_as_json_are_one_object_a_line(home: Path) -> None:
    said = _say(home, "search", "oil", "--since", "2007-01-01", "--json", "--limit", "3")

    hits = [json.loads(line) for line in said.output.splitlines()]
    assert len(hits) == 3
    assert all(hit["published_on"] >= "2007-01-01" for hit in hits)
    assert {"article_id", "score", "snippet", "url"} <= set(hits[0])


def test_a_query_reads_the_publication_by_default(home: Path) -> None:
    published = _say(home, "query", "select count(*) as n from articles", "--json")
    working = _say(home, "query", "--warehouse", "select count(*) as n from raw.articles", "--json")

    assert json.loads(published.stdout) == json.loads(working.stdout) == {"n": 5}
    assert published.stderr.startswith("from aawsat-")
    assert working.stderr == "from warehouse.duckdb\n"


def test_checks_are_shown(home: Path) -> None:
    assert "checks passed" in _say(home, "checks").output


@pytest.mark.slow
def test_checks_that_are_run_read_the_captures_first(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy, symlinks=True)
    (copy / "captures").mkdir(exist_ok=True)

    away = _say(copy, "checks", "--run")
    mark_folder(copy / "captures")
    lost = _say(copy, "checks", "--run")

    assert "captures were not verified" in away.output
    assert "warn: captures_can_be_read" not in away.output
    assert "their pages are due: restore the files" in lost.output
    assert "warn: captures_can_be_read" in lost.output


def test_the_first_publication_has_no_changes(home: Path) -> None:
    assert "the first publication; there is none to compare it with" in _say(home, "diff").output


@pytest.mark.parametrize("words", [["search", "x"], ["diff"]])
def test_without_a_publication_there_is_an_error(tmp_path: Path, words: list[str]) -> None:
    said = _say(tmp_path, *words)

    assert "nothing is published" in str(said.exception)


@pytest.mark.slow
def test_publishing_builds_checks_and_exports(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con)

    said = _say(tmp_path, "publish", "--parquet")

    assert said.exit_code == 0, said.exception
    assert "Published:" in said.output
    assert (tmp_path / "published/parquet/latest/datapackage.json").exists()


BODY = (
    "The council met on Monday to discuss the water of the old town and the road to the harbour, "
    "and it heard eleven people of the quarter who asked for pipes, lamps and a new bridge. "
)


@pytest.mark.slow
def test_publishing_links_the_near_copies_of_articles_not_built_yet(tmp_path: Path) -> None:
    pages = [story("one", "One", BODY * 2), story("two", "Two", BODY * 2 + "He said no more.")]
    with open_archive(tmp_path) as con:
        load_captures(con, [taken for taken, _ in pages], [], "run-1", NOON)
        load_parsed(con, parsed_tables([made for _, made in pages], []))

    said = _say(tmp_path, "publish")
    copies = _say(tmp_path, "query", "select count(*) as n from duplicates", "--json")

    assert said.exit_code == 0, said.exception
    assert json.loads(copies.stdout) == {"n": 1}


def test_a_place_to_publish_to_is_looked_at_before_anything_is_built(tmp_path: Path) -> None:
    said = _say(tmp_path, "publish", "--to", "s4://x")

    assert "'s4://x' is not a publication target" in str(said.exception)
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_no_value_of_an_answer_is_cut_short(home: Path) -> None:
    words = ("query", f"select repeat('x', 150) as long, {', '.join(['url'] * 3)} from articles")

    said = CliRunner().invoke(app, list(words), env={"AAWSAT_HOME": str(home), "COLUMNS": "80"})

    assert "x" * 150 in said.output
    assert said.output.count("https://archive.test/s/news/ferry/") == 3
    assert "…" not in said.output


@pytest.mark.parametrize("words", [("checks",), ("diff",), ("diff", "--all"), ("status",)])
def test_reading_commands_print_json(home: Path, words: tuple[str, ...]) -> None:
    said = _say(home, *words, "--json")

    assert said.exit_code == 0, said.exception
    assert [json.loads(line) for line in said.output.splitlines()]


def test_the_versions_of_an_article_are_printed_as_json(home: Path) -> None:
    hit = json.loads(_say(home, "search", "oil", "--json", "--limit", "1").output)
    said = _say(home, "versions", hit["article_id"], "--json")

    assert [json.loads(line)["version"] for line in said.output.splitlines()] == [1]
