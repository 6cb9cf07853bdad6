"""The main job, run as a user runs it, on a real Prefect server."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tasks.sources.files.bundled_sample import bundled_folder
from tests.flows.conftest import Command, copy_home
from warehouse.db.connect import open_warehouse

pytestmark = pytest.mark.flow

EVERYTHING = "select * from articles order by url"


@pytest.fixture
def home(tmp_path: Path, sample_home: Path) -> Path:
    """The home that `aawsat` uses, with the sample loaded."""
    copy_home(sample_home, tmp_path / "home")
    return tmp_path / "home"


def truth() -> list[dict[str, object]]:
    with gzip.open(bundled_folder() / "truth.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def answer(aawsat: Command, sql: str) -> list[dict[str, Any]]:
    done = aawsat("query", "--warehouse", "--json", "--max-rows", "100000", sql)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_page_of_the_sample_ends_as_an_article_or_as_a_row_that_says_why_not(
    aawsat: Command,
) -> None:
    done = aawsat("backfill", "--source", "sample")

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    [counts] = answer(
        aawsat,
        "select count(*) as captures, count(a.capture_id) as articles,"
        " count(r.capture_id) as rejections"
        " from aawsat.raw.captures c left join aawsat.raw.articles a using (capture_id)"
        " left join aawsat.raw.rejections r using (capture_id)"
        " where c.purpose = 'page' and not c.is_revisit",
    )
    assert counts["articles"] + counts["rejections"] == counts["captures"]
    assert counts["captures"] == len(truth())


def test_the_articles_are_those_of_the_truth(aawsat: Command, home: Path) -> None:
    rows = answer(aawsat, "select url from articles")

    expected = {record["canonical_url"] for record in truth() if record["outcome"] == "article"}
    assert Counter(row["url"] for row in rows) == Counter(expected)


def test_a_lost_warehouse_is_made_again_from_the_captures(aawsat: Command, home: Path) -> None:
    before = answer(aawsat, EVERYTHING)
    (home / "warehouse.duckdb").unlink()

    again = aawsat("backfill", "--source", "sample")

    assert "0 pages captured" in again.stdout
    assert answer(aawsat, EVERYTHING) == before


def test_a_second_run_changes_nothing(aawsat: Command, home: Path, tmp_path: Path) -> None:
    before = answer(aawsat, "select * from articles")

    again = aawsat("backfill", "--source", "sample")

    assert again.returncode == 0, again.stderr
    assert answer(aawsat, "select * from articles") == before
    [captured] = answer(aawsat, "select count(distinct run_id) as runs from aawsat.raw.captures")
    assert captured["runs"] == 1
    assert {file.name for file in tmp_path.iterdir()} == {"home"}


def test_pages_of_an_older_parser_are_parsed_again_by_the_next_run(
    aawsat: Command, home: Path
) -> None:
    before = answer(aawsat, EVERYTHING)
    with open_warehouse(home / "warehouse.duckdb") as con:
        for table in ("articles", "rejections"):
            con.execute(f"update raw.{table} set parser_version = '0'")

    again = aawsat("backfill", "--source", "sample")

    assert f"0 pages captured, 0 failed, {len(truth())} parsed" in again.stdout
    assert answer(aawsat, EVERYTHING) == before
