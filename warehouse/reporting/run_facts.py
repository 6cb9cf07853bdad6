"""Counts of what one run did, for its report."""

from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.reporting.status import YearCount


class FailedPages(NamedTuple):
    """Pages of a run with the same failure.

    `status` is failed (retried from `next_attempt_at` on), gone or excluded.
    """

    failure_class: str
    status: str
    pages: int
    example_url: str
    example_error: str | None
    next_attempt_at: datetime | None


class RejectedPages(NamedTuple):
    """Rejected captures of a run; `is_expected`: the reason is normal, such as a listing."""

    reason: str
    is_expected: bool
    pages: int
    example_url: str


class Work(NamedTuple):
    """Counts of a run: new articles, articles with a changed text, newly discovered pages,
    responses, unchanged ("not modified" or identical) responses, and stored bytes.
    """

    new_articles: int
    changed_articles: int
    pages_discovered: int
    responses: int
    unchanged_pages: int
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What one run added to the warehouse."""

    work: Work
    failures: tuple[FailedPages, ...]
    rejections: tuple[RejectedPages, ...]

    @property
    def failed(self) -> tuple[FailedPages, ...]:
        """Pages that failed and are fetched again."""
        return tuple(row for row in self.failures if row.status == "failed")

    @property
    def given_up(self) -> tuple[FailedPages, ...]:
        """Pages that are gone or excluded."""
        return tuple(row for row in self.failures if row.status != "failed")

    @property
    def lost_rejections(self) -> int:
        """Captures that may hide an article."""
        return sum(row.pages for row in self.rejections if not row.is_expected)


def read_run_facts(con: DuckDBPyConnection, run_id: str) -> RunFacts:
    """Count what a run did. Its captures count even if another run parsed them."""
    wanted = {"run_id": run_id}
    return RunFacts(
        work=Work(*con.execute(read_query("reporting/run_articles"), wanted).fetchall()[0]),
        failures=tuple(
            starmap(
                FailedPages, con.execute(read_query("reporting/run_failures"), wanted).fetchall()
            )
        ),
        rejections=tuple(
            starmap(
                RejectedPages,
                con.execute(read_query("reporting/run_rejections"), wanted).fetchall(),
            )
        ),
    )


def articles_by_year(con: DuckDBPyConnection) -> tuple[YearCount, ...]:
    """Return the articles of each year of publication, those of unknown date last."""
    return tuple(starmap(YearCount, con.execute(read_query("reporting/status_years")).fetchall()))


def published_articles(con: DuckDBPyConnection) -> int:
    """Return the number of articles in the last publication; 0 before the first."""
    return sum(
        count for (count,) in con.execute(read_query("reporting/published_articles")).fetchall()
    )


def page_weight(con: DuckDBPyConnection) -> int | None:
    """Return the mean stored size of a captured page in bytes; None if there is none."""
    found: int | None = con.execute(read_query("reporting/page_weight")).fetchall()[0][0]
    return found


def read_checks(con: DuckDBPyConnection) -> list[tuple[str, str, int]]:
    """Return the checks of the last publication: name, severity, number of failing rows."""
    rows = con.execute(
        "select check_name, severity, failing_count from raw.check_results order by 1"
    ).fetchall()
    return [(str(name), str(severity), int(failing)) for name, severity, failing in rows]


def read_compared_posts(con: DuckDBPyConnection) -> tuple[int, int]:
    """Return the posts read by REST and from their page, and those in which a field differs."""
    compared, differing = con.execute(read_query("reporting/compared_posts")).fetchall()[0]
    return compared, differing


def post_weight(con: DuckDBPyConnection) -> int | None:
    """Return the mean stored size of a post read by REST, or None if there are none."""
    weight = con.execute(read_query("reporting/post_weight")).fetchall()[0][0]
    return None if weight is None else int(weight)
