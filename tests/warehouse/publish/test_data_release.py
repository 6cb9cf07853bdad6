import csv
import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
import yaml
from frictionless import Package

from tests.warehouse.example_records import NOON
from tests.warehouse.published_archive import load_months, load_stories, open_archive, story
from warehouse.errors import NothingPublished, NotWritten
from warehouse.publish.data_release import DataRelease, write_release
from warehouse.publish.release import publish
from warehouse.transform.build import build_marts, changed_articles

# Every test builds the marts.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DataRelease, DataRelease]]:
    """Two releases: in the second an article is new, one has another text, one is gone."""
    home = tmp_path_factory.mktemp("home")
    with open_archive(home) as con:
        load_months(con, 6)
        load_stories(con, story("gone", "The Gone Report", "It was here. " * 9))
        publish(con, home, now=NOON)
        first = write_release(home, home / "releases")
        con.execute("delete from raw.captures where url like '%/gone/'")
        con.execute("delete from raw.articles where url like '%/gone/'")
        later = NOON + timedelta(hours=1)
        load_stories(
            con,
            story("page-1", "Report 1", "Another text. " * 9, captured_at=later),
            story("new", "The New Report", "It came later. " * 9),
        )
        build_marts(con, list({*changed_articles(con), *all_ids(con)}))
        publish(con, home, now=NOON + timedelta(days=1))
    yield first, write_release(home, home / "releases")


def all_ids(con: duckdb.DuckDBPyConnection) -> set[int]:
    return {row[0] for row in con.execute("select article_id from marts.articles").fetchall()}


def test_every_file_of_a_release_has_its_digest(
    releases: tuple[DataRelease, DataRelease],
) -> None:
    folder = releases[1].folder

    lines = (folder / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}

    files = {file for file in folder.rglob("*") if file.is_file() and file.name != "SHA256SUMS"}
    assert {folder / name for name in listed} == files
    assert all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        for name, digest in listed.items()
    )
    assert {"README.md", "CITATION.cff", "LICENSE.md", "CODEBOOK.md", "CHANGES.md"} <= set(listed)


def test_the_data_package_of_a_release_passes_its_validator(
    releases: tuple[DataRelease, DataRelease],
) -> None:
    described = releases[1].folder / "datapackage.json"
    # As a command: frictionless leaves compressed files open, and a warning is an error here.
    frictionless = Path(sys.executable).with_name("frictionless")

    done = subprocess.run(
        [frictionless, "validate", described.name],
        cwd=described.parent,
        capture_output=True,
        text=True,
    )

    assert {"articles", "entities"} <= set(Package(str(described)).resource_names)
    assert done.returncode == 0, done.stdout


def test_json_lines_hold_the_rows_of_the_parquet_files_with_ids_as_text(
    releases: tuple[DataRelease, DataRelease],
) -> None:
    folder = releases[1].folder
    parquet, lines = f"{folder}/articles/*/*.parquet", f"{folder}/jsonl/articles.jsonl.gz"

    with gzip.open(lines, "rt") as file:
        rows = [json.loads(line) for line in file]

    found = duckdb.execute(f"select article_id::varchar, title from '{parquet}'").fetchall()
    assert sorted((row["article_id"], row["title"]) for row in rows) == sorted(found)


def test_the_citation_file_has_what_its_format_requires(
    releases: tuple[DataRelease, DataRelease],
) -> None:
    citation = yaml.safe_load((releases[1].folder / "CITATION.cff").read_text())
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == releases[1].stamp
    assert citation["authors"] and citation["title"] and citation["message"]


def test_a_release_lists_what_changed_since_the_one_before(
    releases: tuple[DataRelease, DataRelease],
) -> None:
    first, second = releases

    with (second.folder / "changes" / "articles.csv").open(newline="") as file:
        rows = {row["title"]: row["change"] for row in csv.DictReader(file)}

    assert first.previous is None and first.changes == {}
    assert second.previous == first.stamp
    assert rows == {
        "Report 1": "changed",
        "The New Report": "added",
        "The Gone Report": "removed",
    }
    assert second.changes["articles"] == {"added": 1, "changed": 1, "removed": 1}
    changes = (second.folder / "CHANGES.md").read_text()
    assert "1 added, 1 changed, 1 removed" in changes
    assert re.search(r"\| `captures` \| \d+ \| \d+ \| the same \|", changes)


def test_ids_are_the_same_in_two_releases(releases: tuple[DataRelease, DataRelease]) -> None:
    ids = [
        dict(
            duckdb.execute(
                f"select url, article_id from read_parquet('{release.folder}/articles/*/*.parquet')"
            ).fetchall()
        )
        for release in releases
    ]

    both = ids[0].keys() & ids[1].keys()
    assert len(both) == 6
    assert all(ids[0][url] == ids[1][url] for url in both)


def test_an_article_that_became_part_of_another_names_it(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 3)
        publish(con, tmp_path, now=NOON)
        write_release(tmp_path, tmp_path / "out")
        one, other = sorted(all_ids(con))[:2]
        con.execute("delete from marts.articles where article_id = ?", [one])
        con.execute(
            "update marts.article_addresses set article_id = ? where article_id = ?", [other, one]
        )
        publish(con, tmp_path, now=NOON + timedelta(days=1))

    release = write_release(tmp_path, tmp_path / "out")

    with (release.folder / "changes" / "articles.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["change"], int(row["article_id"]), int(row["replaced_by"])) for row in rows] == [
        ("merged", one, other)
    ]


def test_a_release_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 2)
        publish(con, tmp_path, now=NOON)
    first = write_release(tmp_path, tmp_path / "out")
    written_at = (first.folder / "SHA256SUMS").stat().st_mtime_ns

    assert write_release(tmp_path, tmp_path / "out") == first
    assert (first.folder / "SHA256SUMS").stat().st_mtime_ns == written_at


def test_nothing_published_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        write_release(tmp_path, tmp_path / "out")


def test_a_folder_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 2)
        publish(con, tmp_path, now=NOON)
    (tmp_path / "file").write_text("")

    with pytest.raises(NotWritten, match="cannot be written"):
        write_release(tmp_path, tmp_path / "file")
