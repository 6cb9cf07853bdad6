"""Status of the warehouse: what is loaded, what is due, and unaccounted captures."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.reporting.coverage import Coverage, Loss, read_coverage
from warehouse.reporting.runs import Run, last_runs


class YearCount(NamedTuple):
    """Number of articles of one year (None: date unknown)."""

    year: int | None
    articles: int


class RejectionCount(NamedTuple):
    """Rejected captures by reason; `is_expected`: the reason is normal, such as a listing."""

    reason: str
    is_expected: bool
    pages: int


class FrontierCounts(NamedTuple):
    """Numbers of pages by state of the frontier, in the order of the query's columns."""

    pages_known: int
    due: int
    due_elsewhere: int
    waiting: int
    next_attempt_at: datetime | None
    gone: int
    excluded: int


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of the warehouse.

    `page_captures` counts responses to page requests without unchanged ones; each is an article, a
    rejection or not parsed yet, so `unaccounted` other than 0 is a defect. `articles` counts pages
    with an article, each once; `articles_built` those in the marts. `due`, `waiting`, `gone` and
    `excluded` count pages of the frontier; `due` are new and changed pages, and failed pages whose
    waiting time is over. `due_elsewhere` of them are error responses in files or web archives, and
    pages of split articles that these lack: only another source can have them. `coverage` is the
    coverage report of the last build.
    """

    articles: int
    articles_built: int
    by_year: tuple[YearCount, ...]
    rejections: tuple[RejectionCount, ...]
    page_captures: int
    article_captures: int
    rejected_captures: int
    unparsed: int
    unaccounted: int
    pages_known: int
    due: int
    due_elsewhere: int
    waiting: int
    next_attempt_at: datetime | None
    gone: int
    excluded: int
    runs: tuple[Run, ...]
    losses: tuple[Loss, ...]
    coverage: Coverage

    @property
    def lost_rejections(self) -> int:
        """Rejected captures that may hide an article."""
        return sum(row.pages for row in self.rejections if not row.is_expected)


def read_status(
    con: DuckDBPyConnection, now: datetime | None = None, captures_folder: Path | None = None
) -> Status:
    """Count everything; works on read-only and writing connections.

    Files that are missing from `captures_folder`, or cut, are losses, if it is given.
    """
    pages = con.execute(read_query("reporting/status_captures")).fetchall()[0]
    frontier = count_frontier(con, now or datetime.now(UTC))
    years = con.execute(read_query("reporting/status_years")).fetchall()
    rejections = con.execute(read_query("reporting/status_rejections")).fetchall()
    coverage = read_coverage(con, captures_folder=captures_folder)
    articles, captured, as_article, as_rejection, unparsed = pages
    return Status(
        articles=articles,
        articles_built=_built(con),
        by_year=tuple(starmap(YearCount, years)),
        rejections=tuple(starmap(RejectionCount, rejections)),
        page_captures=captured,
        article_captures=as_article,
        rejected_captures=as_rejection,
        unparsed=unparsed,
        unaccounted=captured - as_article - as_rejection - unparsed,
        pages_known=frontier.pages_known,
        due=frontier.due,
        due_elsewhere=frontier.due_elsewhere,
        waiting=frontier.waiting,
        next_attempt_at=frontier.next_attempt_at,
        gone=frontier.gone,
        excluded=frontier.excluded,
        runs=tuple(last_runs(con)),
        losses=coverage.losses,
        coverage=coverage,
    )


def with_crashed_runs(found: Status, home: Path) -> Status:
    """Call a run crashed that is marked as running, if no process holds the home's writer lock.

    A killed run cannot change its own row; the next run marks it.
    """
    if all(run.status != "running" for run in found.runs):
        return found
    # Few homes have such a run, and the lock takes 0.1 s to import.
    from warehouse.db.writer_lock import is_writer_held

    if is_writer_held(home):
        return found
    runs = (
        replace(run, status="crashed") if run.status == "running" else run for run in found.runs
    )
    return replace(found, runs=tuple(runs))


def count_frontier(con: DuckDBPyConnection, now: datetime) -> FrontierCounts:
    """Count the pages of the frontier by state."""
    [row] = con.execute(read_query("reporting/status_frontier"), {"now": now}).fetchall()
    return FrontierCounts(*row)


def _built(con: DuckDBPyConnection) -> int:
    """Return the number of rows of marts.articles; 0 before the first build."""
    there = con.execute(
        "select 1 from duckdb_tables() where schema_name = 'marts' and table_name = 'articles'"
    ).fetchall()
    if not there:
        return 0
    return int(con.execute("select count(*) from marts.articles").fetchall()[0][0])
