"""Health of a home on one page: what an operator or a monitor needs to know."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.db.publications import fault_of_latest, list_publications
from warehouse.db.sql_files import read_query
from warehouse.reporting.coverage import read_coverage
from warehouse.reporting.status import count_frontier

# A night runs every 24 hours and takes less than two, see docs/operations.md.
LONGEST_PAUSE = timedelta(hours=26)
# Every night verifies a thirtieth; half a month more allows for nights that did not run.
VERIFIED_WITHIN_DAYS = 45
LEAST_FREE_SHARE = 0.05
ENDED_WELL = ("succeeded", "partial")


class Level(IntEnum):
    """How bad a finding is, as the exit code of a Nagios plugin.

    https://nagios-plugins.org/doc/guidelines.html#AEN78
    """

    OK = 0
    WARNING = 1
    CRITICAL = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, as a sentence that says what to do."""

    level: Level
    sentence: str


@dataclass(frozen=True, slots=True)
class Night:
    """The last nightly run that ended."""

    status: str
    started_at: datetime
    finished_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the home on disk, and free bytes on its file system."""

    warehouse_bytes: int
    publication_bytes: int
    free_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Health:
    """Figures of one moment, `now`. Sizes are bytes; `published_articles` are of the latest.

    `new_capture_bytes` were captured in the last 30 days; `verified_captures` were stored or
    verified in the last 45. `damaged_captures` are damaged or lost; `unreplaced_captures` of them
    are the last of their page, which is due. `unstored_captures` are those that a missing or cut
    file lacks and that no run has noticed, `returned_captures` damaged or lost ones whose file was
    restored or changed since, `unmounted_captures` all if their folder is missing or an empty mount
    point. `missing_pages`, `incomplete_articles` and
    `open_places` are those of `coverage`.
    `publication_fault` says why the latest publication cannot be read; empty if it can.
    """

    now: datetime
    last_night: Night | None
    due_pages: int
    gone_pages: int
    missing_pages: int
    incomplete_articles: int
    open_places: int
    captures: int
    capture_files: int
    capture_bytes: int
    new_capture_bytes: int
    verified_captures: int
    damaged_captures: int
    unreplaced_captures: int
    unstored_captures: int
    returned_captures: int
    unmounted_captures: int
    published_at: datetime | None
    published_articles: int
    publication_fault: str
    disk: Disk

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the problems, worst first."""
        return tuple(sorted(_findings(self), key=lambda finding: -finding.level))

    @property
    def level(self) -> Level:
        """Return the level of the worst finding."""
        return max((finding.level for finding in self.findings), default=Level.OK)


def read_health(con: DuckDBPyConnection, home: Path, now: datetime | None = None) -> Health:
    """Read the health of a home from its warehouse and its folder."""
    moment = now or datetime.now(UTC)
    [row] = con.execute(read_query("reporting/health"), {"now": moment}).fetchall()
    night, captures, files, size, grown, verified, damaged, published_at, articles = row
    frontier = count_frontier(con, moment)
    coverage = read_coverage(con, captures_folder=home / "captures")
    return Health(
        now=moment,
        last_night=_night(night),
        due_pages=frontier.due,
        gone_pages=frontier.gone,
        missing_pages=coverage.missing,
        incomplete_articles=coverage.incomplete,
        open_places=coverage.open_places,
        captures=captures,
        capture_files=files,
        capture_bytes=size,
        new_capture_bytes=grown,
        verified_captures=verified,
        damaged_captures=damaged,
        unreplaced_captures=coverage.recorded_damage,
        unstored_captures=coverage.seen_damage,
        returned_captures=coverage.returned,
        unmounted_captures=coverage.unmounted,
        published_at=published_at,
        published_articles=articles,
        publication_fault=fault_of_latest(home) if published_at else "",
        disk=read_disk(home),
    )


def read_disk(home: Path) -> Disk:
    """Measure the warehouse file, the publications, and the free space."""
    usage = shutil.disk_usage(home)
    files = [home / "warehouse.duckdb", home / "warehouse.duckdb.wal"]
    return Disk(
        warehouse_bytes=_size(files),
        publication_bytes=_size(list_publications(home)),
        free_bytes=usage.free,
        total_bytes=usage.total,
    )


def _size(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.exists())


def _night(found: dict[str, Any] | None) -> Night | None:
    return Night(**found) if found else None


def _findings(health: Health) -> Iterator[Finding]:
    yield from _findings_of_the_night(health)
    yield from _findings_of_the_publication(health)
    yield from _findings_of_the_captures(health)
    if health.disk.free_bytes < LEAST_FREE_SHARE * health.disk.total_bytes:
        yield Finding(Level.CRITICAL, "Less than 5 % of the disk is free: make room.")


def _findings_of_the_night(health: Health) -> Iterator[Finding]:
    night = health.last_night
    if night is None:
        yield Finding(Level.WARNING, "No nightly run has ended yet: start aawsat serve.")
    elif night.status not in ENDED_WELL:
        yield Finding(Level.CRITICAL, _end_of(night))
    elif health.now - night.started_at > LONGEST_PAUSE:
        started = f"{night.started_at:%Y-%m-%d %H:%M}"
        yield Finding(
            Level.CRITICAL,
            f"The last nightly run started at {started}: start aawsat serve, or see its logs.",
        )
    # Failed pages need no action: they are fetched again.
    elif night.status == "partial" and night.error:
        yield Finding(Level.WARNING, _end_of(night))


def _end_of(night: Night) -> str:
    was = "was " if night.status in ("partial", "cancelled") else ""
    return f"The last nightly run {was}{night.status}" + (
        f": {night.error}" if night.error else "."
    )


def _findings_of_the_publication(health: Health) -> Iterator[Finding]:
    if health.published_at is None:
        yield Finding(Level.CRITICAL, "Nothing is published: run a backfill, or aawsat publish.")
    elif health.publication_fault:
        yield Finding(
            Level.CRITICAL, f"The publication cannot be read: {health.publication_fault}."
        )
    elif health.last_night and health.published_at < health.last_night.started_at:
        yield Finding(
            Level.CRITICAL,
            "The last nightly run did not publish: aawsat checks shows what stopped it.",
        )


def _findings_of_the_captures(health: Health) -> Iterator[Finding]:
    if health.unmounted_captures:
        yield Finding(
            Level.CRITICAL,
            f"captures/ is missing or empty, and {health.unmounted_captures} captures with it:"
            " mount its disk, or restore it from a backup.",
        )
    if lacking := health.unstored_captures:
        yield Finding(
            Level.CRITICAL,
            f"Files in captures/ are missing or cut, and {lacking} captures with them: restore the"
            " files from a backup, or run aawsat verify and then a backfill of their source.",
        )
    if health.unreplaced_captures:
        yield Finding(
            Level.CRITICAL,
            f"{health.unreplaced_captures} stored captures are damaged or lost, and their pages are"
            " due: run aawsat backfill with their source, or restore the files from a backup and"
            " run aawsat verify.",
        )
    if health.returned_captures:
        yield Finding(
            Level.WARNING,
            f"{health.returned_captures} captures that were damaged or lost are in files that were"
            " restored or changed since: run aawsat verify, or let the next run read them.",
        )
    if unverified := health.captures - health.verified_captures:
        yield Finding(
            Level.WARNING,
            f"{unverified} captures were not verified for {VERIFIED_WITHIN_DAYS} days:"
            " run aawsat verify.",
        )
