"""Load batches of records into the raw tables: set-based, idempotent, one transaction each.

The tables have no key constraints, since each would cost more than the load itself. Existing rows
are deleted by key and inserted again, and duplicates inside a batch are dropped.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.db.transactions import registered, transaction
from warehouse.ingest.addresses import url_id, url_kind
from warehouse.ingest.arrow_schemas import (
    CANDIDATES,
    CAPTURES,
    EXPECTATIONS,
    FAILURES,
    PARSED_TABLES,
    PARTS,
    records_table,
)
from warehouse.ingest.source_names import LIVE


@dataclass(frozen=True, slots=True)
class DiscoveryCounts:
    """Numbers of pages in a discovery: named, new, known and changed."""

    named: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0

    def __add__(self, other: "DiscoveryCounts") -> "DiscoveryCounts":
        """Return the sums, for a discovery loaded in several batches."""
        return DiscoveryCounts(
            self.named + other.named,
            self.new + other.new,
            self.known + other.known,
            self.changed + other.changed,
        )


@dataclass(frozen=True, slots=True)
class FetchCounts:
    """Numbers of pages of a batch, by their new state in the frontier."""

    captured: int = 0
    failed: int = 0
    gone: int = 0
    excluded: int = 0


def load_discoveries(
    con: DuckDBPyConnection,
    candidates: Sequence[Any],
    expectations: Sequence[Any],
    run_id: str,
    now: datetime | None = None,
    newly_captured: Sequence[str] = (),
) -> DiscoveryCounts:
    """Add candidates to the frontier, and store the hints of each route and the expectations.

    A new URL becomes pending. A captured page becomes pending again when a route states a later
    change than before (or, if none was stated, later than its last capture). The known pages among
    `newly_captured`, of which a file has a new capture, are due whatever they have. Takes
    `tasks.models.Candidate` and `Expectation` by field name.
    """
    when = {"run_id": run_id, "now": now or datetime.now(UTC)}
    tables = {
        "batch_candidates": _with_order(_with_address(records_table(candidates, CANDIDATES))),
        "batch_expectations": _with_order(records_table(expectations, EXPECTATIONS)),
        "batch_newly_captured": pa.table({"url": pa.array(list(newly_captured), pa.string())}),
    }
    with _batch(con, tables):
        stage_query(con, "ingest/frontier_after_discovery", when)
        stage_query(con, "ingest/redated_articles", {})
        stage_query(con, "ingest/latest_candidates", when)
        stage_query(con, "ingest/latest_expectations", when)
        stage_query(con, "ingest/newly_offered", {"run_id": run_id})
        counts = con.execute(read_query("ingest/discovery_counts")).fetchall()[0]
        con.execute("delete from raw.offered_pages where run_id <> ?", [run_id])
        con.execute("insert into raw.offered_pages from newly_offered")
        _replace(con, "raw.frontier", "frontier_after_discovery", "url")
        stage_query(con, "ingest/parts_of_changed_articles", {})
        _replace(con, "raw.frontier", "parts_of_changed_articles", "url")
        con.execute("insert into raw.changed_articles from redated_articles")
        _replace(con, "raw.candidates", "latest_candidates", "url, discovered_via")
        _replace(con, "raw.expectations", "latest_expectations", "denominator, scope, stated_by")
    return DiscoveryCounts(*counts)


def make_unlisted_due(con: DuckDBPyConnection, routes: Sequence[str], run_id: str) -> int:
    """Make captured pages due that `routes` listed before and that no route lists in this run.

    `routes` are those that listed all their pages. A page is due until it was requested once since
    it was last listed: it may be deleted, private or moved. Returns the number of pages.
    """
    with transaction(con):
        stage_query(con, "ingest/unlisted_pages", {"routes": list(routes), "run_id": run_id})
        _replace(con, "raw.frontier", "unlisted_pages", "url")
        return int(con.execute("select count(*) from unlisted_pages").fetchall()[0][0])


def load_captures(
    con: DuckDBPyConnection,
    captures: Sequence[Any],
    failures: Sequence[Any],
    run_id: str,
    now: datetime | None = None,
) -> FetchCounts:
    """Index captures, and update the frontier with captures and failures.

    Of a page's captures the latest counts: 404 and 410 make it gone, 5xx and refusals failed with
    a next attempt, anything else captured. A page that the live site lists and answers with 404 is
    failed as well, and tried again on six nights before it is gone. A failure outweighs a capture
    of the same batch: with a time to try again the page is failed, without one it is excluded
    (policy) or gone. Waiting doubles with every attempt. Captures indexed before change nothing,
    nor does a failure already counted for this run, so a batch can be loaded again; URLs the
    frontier has not seen (a recovered file) are added. Takes `tasks.models.Capture` and
    `FetchFailure` by field name.
    """
    when = {"run_id": run_id, "now": now or datetime.now(UTC)}
    tables = {
        "batch_captures": _with_order(_with_address(records_table(captures, CAPTURES))),
        "batch_failures": _with_order(_with_address(records_table(failures, FAILURES))),
    }
    with _batch(con, tables):
        stage_query(con, "ingest/new_captures", {})
        stage_query(con, "ingest/frontier_after_fetch", when)
        counts = con.execute(read_query("ingest/fetch_counts")).fetchall()[0]
        _replace(con, "raw.frontier", "frontier_after_fetch", "url")
        con.execute(
            "delete from raw.offered_pages where url in (select url from frontier_after_fetch)"
        )
        for table in ("captures", "damaged_captures"):
            con.execute(
                f"delete from raw.{table} where capture_id in (select capture_id from new_captures)"
            )
        con.execute("insert into raw.captures by name from new_captures")
    return FetchCounts(*counts)


def load_parsed(
    con: DuckDBPyConnection, tables: Mapping[str, pa.Table], now: datetime | None = None
) -> int:
    """Replace what is stored for the captures of a parsed batch.

    `tables` is the result of `parsed_tables`. Changed articles are recorded for the next build. A
    capture whose bytes can no longer be read is recorded as damaged, so that its page becomes due;
    an article parsed from it before is kept. Parts of a split article that the batch links to
    become due if they are not known yet.
    Returns the number of pages that the live site lists and answered with something that is not
    an article (an empty page, a challenge, an error): they are due again, with back-off.
    """
    batch = {f"batch_{name}": tables[name] for name in (*PARSED_TABLES, "linked_parts")}
    batch["batch_outcomes"] = batch.pop("batch_rejections")
    now = now or datetime.now(UTC)
    with _batch(con, batch):
        stage_query(con, "ingest/unreadable_captures", {"now": now})
        stage_query(con, "ingest/batch_rejections", {})
        con.execute(
            "delete from raw.damaged_captures using unreadable_captures as new"
            " where damaged_captures.capture_id = new.capture_id"
        )
        con.execute("insert into raw.damaged_captures by name from unreadable_captures")
        stage_query(con, "ingest/parsed_captures", {})
        stage_query(con, "ingest/reparsed_articles", {})
        con.execute("insert into raw.changed_articles from reparsed_articles")
        for name in PARSED_TABLES:
            _replace_parsed(con, name)
        _add_missing_parts(con)
        stage_query(con, "ingest/frontier_after_parse", {})
        _replace(con, "raw.frontier", "frontier_after_parse", "url")
        again = con.execute(
            "select count(*) from frontier_after_parse where status = 'failed'"
        ).fetchall()[0][0]
    return int(again)


def _add_missing_parts(con: DuckDBPyConnection) -> None:
    """Name the parts of split articles that are linked to; the frontier gets those it lacks."""
    stage_query(con, "ingest/missing_parts", {"live": LIVE})
    con.execute(
        "delete from raw.candidates where discovered_via = 'article:pages'"
        " and url in (select url from missing_parts)"
    )
    for table in ("frontier", "candidates"):
        rows = read_query(f"ingest/{table}_of_missing_parts")
        con.execute(f"insert into raw.{table} by name {rows}")


def _replace_parsed(con: DuckDBPyConnection, name: str) -> None:
    key = "capture_id, seq" if name in PARTS else "capture_id"
    con.execute(
        f"delete from raw.{name} where capture_id in"
        " (select capture_id from parsed_captures where is_known)"
    )
    con.execute(
        f"insert into raw.{name} by name from batch_{name}"
        f" qualify row_number() over (partition by {key}) = 1"
    )


def _replace(con: DuckDBPyConnection, table: str, rows: str, key: str) -> None:
    con.execute(f"delete from {table} where ({key}) in (select {key} from {rows})")
    con.execute(f"insert into {table} by name from {rows}")


@contextmanager
def _batch(con: DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    with registered(con, tables), transaction(con):
        yield


def _with_order(table: pa.Table) -> pa.Table:
    """Number the rows: of two rows with the same key the later one wins."""
    return table.append_column("batch_row", pa.array(range(len(table)), pa.int64()))


def _with_address(table: pa.Table) -> pa.Table:
    urls = [str(url) for url in table["url"].to_pylist()]
    ids = pa.array([url_id(url) for url in urls], pa.int64())
    kinds = pa.array([url_kind(url) for url in urls], pa.string())
    return table.append_column("article_id", ids).append_column("kind", kinds)
