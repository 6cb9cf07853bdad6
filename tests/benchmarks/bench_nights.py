"""Nights on a large archive made of copies of a small one: what each step costs.

    python -m tests.benchmarks.bench_nights HOME COPIES

Each copy of the articles in HOME has other ids, addresses and new invented people, so
that names are as many as in an archive of this size. The raw rows are copied, not extracted again.
A night adds one more copy of 230 articles, as many as 300 pages have. Prints CPU seconds (user and
system, all threads) by step and checks that the night's resolution equals a whole one.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import pyarrow as pa
from duckdb import DuckDBPyConnection

from tasks.entities.linking.across_articles.update_warehouse import resolve_archive
from tasks.entities.names.person_ids import unlisted_person_id
from tests.archive_twin.people import invent_person
from tests.benchmarks.table import Table
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.publish.build_check_publish import build_tables, check_tables, publish_tables

NEW_ARTICLES = 230
# Copies made by one statement: 8,000 articles.
COPIES_AT_ONCE = 40
STEPS = ("link", "build", "check", "publish")
# How a column differs in a copy; a post id would make two copies one article.
_CHANGED = {
    "capture_id": "xor(capture_id, $number * 1000003)",
    "article_id": "xor(article_id, $number * 1000003)",
    "last_capture_id": "xor(last_capture_id, $number * 1000003)",
    "url": "url || 'copy-' || $number || '/'",
    "requested_url": "requested_url || 'copy-' || $number || '/'",
    "canonical_url": "canonical_url || 'copy-' || $number || '/'",
    "first_url": "first_url || 'copy-' || $number || '/'",
    "post_id": "null",
    "body_sha256": "sha256(body_sha256 || $number)",
    # Copies are not compared: hundreds of copies of one text are in no archive.
    "band_keys": "[]::uinteger []",
}
_WITH_ARTICLE = (
    " and capture_id in (select capture_id from raw.articles)"
    " and capture_id in (select last_capture_id from raw.frontier)"
)
_PEOPLE = ("local_id", "actor_local_id", "target_local_id", "name")
_COPIED = (
    *("captures", "frontier", "candidates", "rejections", "articles", "article_authors"),
    *("article_sections", "article_tags", "paragraphs", "images", "links", "provenance"),
    *(
        "article_parts",
        "conflicts",
        "extractions",
        "mentions",
        "statements",
        "events",
        "text_dates",
    ),
    "text_signatures",
)


def measure(home: Path, copies: int) -> Table:
    """Return a table of the CPU seconds of each step."""
    table = Table(
        f"Nights beside {copies} copies of an archive",
        ("step of a run", *STEPS),
        note="CPU seconds. Pages are neither parsed nor extracted here.",
    )
    with tempfile.TemporaryDirectory(prefix="nights-") as folder:
        path = shutil.copyfile(home / "warehouse.duckdb", Path(folder) / "warehouse.duckdb")
        address = WarehouseAddress(path, memory_limit="500MB")
        with open_warehouse(address) as con:
            for first in range(1, copies, COPIES_AT_ONCE):
                _copy(con, range(first, min(first + COPIES_AT_ONCE, copies)))
            sys.stderr.write(f"{_count(con, 'articles')} articles, {_count(con, 'mentions')} m.\n")
        table.add("all", *_spent_by_steps(address, Path(folder)))
        with open_warehouse(address) as con:
            _copy(con, [copies], NEW_ARTICLES)
        table.add(f"{NEW_ARTICLES} new", *_spent_by_steps(address, Path(folder)))
        table.add("nothing new", *_spent_by_steps(address, Path(folder)))
        with open_warehouse(address) as con:
            _check_equal(con)
    return table


def _spent_by_steps(address: WarehouseAddress, home: Path) -> Iterator[str]:
    def link() -> None:
        with open_warehouse(address.with_half_memory()) as con:
            resolve_archive(con)

    yield _spent("link", link)
    yield _spent("build", lambda: build_tables(address))
    yield _spent("check", lambda: check_tables(address, home))
    yield _spent("publish", lambda: publish_tables(address, home, None, 2))


def _spent(name: str, step: Callable[[], object]) -> str:
    started, since = time.process_time(), time.monotonic()
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak of the former step
    step()
    spent = time.process_time() - started
    wall = time.monotonic() - since
    sys.stderr.write(
        f"{name}: {spent:.1f} s of CPU, {wall:.1f} s, at most {_peak_megabytes()} MB\n"
    )
    return f"{spent:.1f}"


def _peak_megabytes() -> int:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))


def _copy(con: DuckDBPyConnection, numbers: Sequence[int], most: int = sys.maxsize) -> None:
    """Add copies of the articles, which are those without a number in their address."""
    con.execute(
        "create or replace temp table copied as select capture_id from raw.captures"
        rf" where not regexp_matches(url, 'copy-\d+/$'){_WITH_ARTICLE if most < sys.maxsize else ''}"
        f" order by hash(capture_id) limit {most}"
    )
    con.execute(
        "create or replace temp table numbers as select unnest(?::bigint []) as number",
        [list(numbers)],
    )
    _stage_people(con, numbers)
    for table in _COPIED:
        columns = [row[0] for row in con.execute(f"describe raw.{table}").fetchall()]
        con.execute(f"insert into raw.{table} by name {_copies_of(table, columns)}")
    con.execute(
        "insert into raw.changed_articles select article_id from raw.articles"
        " semi join numbers on articles.url like '%copy-' || numbers.number || '/'"
    )


def _copies_of(table: str, columns: list[str]) -> str:
    people = [column for column in _PEOPLE if column in columns and "local_id" in " ".join(columns)]
    changed = [
        f"{_CHANGED[one].replace('$number', 'numbers.number')} as {one}"
        for one in columns
        if one in _CHANGED
    ]
    joins = " cross join numbers"
    for at, column in enumerate(people):
        kind = "name" if column == "name" else "local_id"
        joins += (
            f" left join invented as people_{at} on source.{column} = people_{at}.old_{kind}"
            f" and people_{at}.number = numbers.number"
        )
        changed.append(f"coalesce(people_{at}.{kind}, source.{column}) as {column}")
    which = {
        "frontier": "last_capture_id in (from copied)",
        "candidates": "url in (select url from raw.captures semi join copied using (capture_id))",
        "text_signatures": "body_sha256 in (select body_sha256 from raw.articles"
        " semi join copied using (capture_id))",
    }.get(table, "capture_id in (from copied)")
    return (
        f"select source.* replace ({', '.join(changed)})"
        f" from (from raw.{table} where {which}) as source{joins} order by numbers.number"
    )


def _stage_people(con: DuckDBPyConnection, numbers: Sequence[int]) -> None:
    """Stage new invented people of each copy for those that the copied articles name."""
    rows = con.execute(
        "select local_id, name from (select distinct local_id, name from raw.mentions"
        " semi join copied using (capture_id)"
        " where entity_type = 'PER' and local_id like 'person/%'"
        " and local_id not in (select entity_id from raw.listed_entities)"
        " qualify row_number() over (partition by local_id order by name) = 1)"
        " qualify row_number() over (partition by name order by local_id) = 1 order by 1"
    ).fetchall()
    invented = [
        (number, local_id, name, invent_person(Random(f"{number} {local_id}")).name)
        for number in numbers
        for local_id, name in rows
    ]
    table = pa.table(
        {
            "number": [row[0] for row in invented],
            "old_local_id": [row[1] for row in invented],
            "old_name": [row[2] for row in invented],
            "local_id": [unlisted_person_id(row[3]) for row in invented],
            "name": [row[3] for row in invented],
        }
    )
    con.register("invented_people", table)
    con.execute("create or replace temp table invented as from invented_people")
    con.unregister("invented_people")


def _check_equal(con: DuckDBPyConnection) -> None:
    found = _resolution(con)
    con.execute("delete from raw.extraction_state where name like 'resol%'")
    _spent("link, all names again", lambda: resolve_archive(con))
    if found != _resolution(con):
        raise AssertionError("the nights' resolution differs from a whole one")


def _resolution(con: DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    tables = ("resolved_ids", "entity_merges", "resolved_names", "name_merges")
    return [con.execute(f"from raw.{table} order by all").fetchall() for table in tables]


def _count(con: DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"select count(*) from raw.{table}").fetchall()[0][0])


if __name__ == "__main__":
    sys.stdout.write(measure(Path(sys.argv[1]), int(sys.argv[2])).as_markdown() + "\n")
