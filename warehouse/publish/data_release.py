"""Write a release: a publication as files that others can read, verify and cite without us.

aawsat-english-archive-<stamp>/
  README.md, CITATION.cff, LICENSE.md     what it is, how to cite it, who owns the texts
  CODEBOOK.md                             every table and column
  CHANGES.md, changes/*.csv               what changed since the release before it in the folder
  articles/year=2009/data_0.parquet ...   the tables; datapackage-parquet.json describes them
  jsonl/articles.jsonl.gz ...             the same as JSON lines; datapackage.json describes them
  SHA256SUMS                              digests of all other files: `sha256sum -c SHA256SUMS`

Ids keep their meaning between releases. The changes list every id that was in the release before
and is not in this one; a merged one names the id that replaced it.
"""

import csv
import hashlib
import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.publications import moment_of, open_published, require_publication, stamp_of
from warehouse.db.sql_files import read_query
from warehouse.errors import NotWritten
from warehouse.publish.json_lines import write_json_lines
from warehouse.publish.parquet_export import write_package
from warehouse.publish.release_documents import Facts, TableShape, changes_document, documents
from warehouse.version import software_version

NAME = "aawsat-english-archive-"
# Comparisons with the release before: name of the query, and columns of its file.
COMPARISONS = {
    "articles": ("change", "article_id", "url", "title", "replaced_by"),
    "entities": ("change", "entity_id", "name", "replaced_by"),
}
SUMS = "SHA256SUMS"
PARQUET_PACKAGE = "datapackage-parquet.json"


@dataclass(frozen=True, slots=True)
class DataRelease:
    """A written release; `changes` counts rows by table and change, empty for the first one."""

    folder: Path
    stamp: str
    files: int
    size_bytes: int
    previous: str | None
    changes: dict[str, dict[str, int]]


def write_release(home: Path, into: Path) -> DataRelease:
    """Write the latest publication as a release below `into`, or return it if it is there.

    The folder gets its name when it is complete. Earlier releases are not touched.

    Raises:
        NothingPublished: nothing is published yet.
        NotWritten: `into` cannot be written to.
    """
    publication = require_publication(home)
    stamp = stamp_of(publication)
    final = into / f"{NAME}{stamp}"
    previous = _previous(into, final.name)
    try:
        if not final.exists():
            _write(home, final, stamp, previous)
    except OSError as error:
        raise NotWritten(f"the release cannot be written to {into}: {error}") from error
    return _describe(final, stamp, previous)


def _write(home: Path, final: Path, stamp: str, previous: Path | None) -> None:
    unfinished = final.with_name(f".{final.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with open_published(home) as con:
        tables = write_package(con, unfinished, stamp, PARQUET_PACKAGE)
        write_json_lines(con, unfinished, tables, stamp)
        facts = _facts(con, stamp)
    for name, text in documents(facts).items():
        (unfinished / name).write_text(text, encoding="utf-8")
    if previous:
        _write_changes(unfinished, previous)
    shapes = [_tables(folder) if folder else {} for folder in (previous, unfinished)]
    changes = changes_document(_stamp(previous), _count_changes(unfinished), *shapes)
    (unfinished / "CHANGES.md").write_text(changes, encoding="utf-8")
    _write_sums(unfinished)
    unfinished.replace(final)


def _facts(con: DuckDBPyConnection, stamp: str) -> Facts:
    articles, first, last = con.execute(read_query("publish/release_facts")).fetchall()[0]
    return Facts(stamp, moment_of(stamp).date(), articles, first, last, software_version())


def _previous(into: Path, name: str) -> Path | None:
    """Return the newest complete release in the folder that is older than `name`."""
    older = [folder for folder in into.glob(f"{NAME}*") if folder.name < name]
    return max((folder for folder in older if (folder / SUMS).exists()), default=None)


def _tables(release: Path) -> dict[str, TableShape]:
    """Return the tables of a release, as the data package of its Parquet files describes them."""
    described = release / PARQUET_PACKAGE
    if not described.exists():  # a release of version 0.3.0 or earlier
        described = release / "datapackage.json"
    package = json.loads(described.read_text(encoding="utf-8"))
    return {
        table["name"]: TableShape(
            table.get("rowCount", 0), tuple(field["name"] for field in table["schema"]["fields"])
        )
        for table in package["resources"]
    }


def _stamp(release: Path | None) -> str | None:
    return release.name.removeprefix(NAME) if release else None


def _write_changes(folder: Path, previous: Path) -> None:
    """Write the rows of each compared table that differ between two releases."""
    (folder / "changes").mkdir()
    folders = {"earlier": str(previous), "later": str(folder)}
    with duckdb.connect() as con:
        for table, columns in COMPARISONS.items():
            rows = con.execute(read_query(f"publish/release_{table}"), folders).fetchall()
            file = folder / "changes" / f"{table}.csv"
            with file.open("w", newline="", encoding="utf-8") as out:
                csv.writer(out, lineterminator="\n").writerows([columns, *rows])


def _write_sums(folder: Path) -> None:
    lines = [f"{_sha256(file)}  {file.relative_to(folder)}\n" for file in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _describe(folder: Path, stamp: str, previous: Path | None) -> DataRelease:
    files = _files(folder)
    size = sum(file.stat().st_size for file in files)
    return DataRelease(folder, stamp, len(files), size, _stamp(previous), _count_changes(folder))


def _count_changes(folder: Path) -> dict[str, dict[str, int]]:
    """Return the number of rows of each change in the files of a release."""
    return {file.stem: _count_rows(file) for file in sorted((folder / "changes").glob("*.csv"))}


def _count_rows(file: Path) -> dict[str, int]:
    with file.open(newline="", encoding="utf-8") as opened:
        return dict(Counter(row["change"] for row in csv.DictReader(opened)))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
