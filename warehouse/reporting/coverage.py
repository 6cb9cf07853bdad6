"""Is it complete? What is known of every month, what is loaded, and why the rest is not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import starmap
from typing import NamedTuple

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.db.transactions import registered, transaction


class MonthCoverage(NamedTuple):
    """Pages of a month (its first day; None: unknown), each in exactly one outcome.

    `no_article` are pages a healthy archive holds beside its articles (listings, redirects);
    `missing` are the others that gave none, and `reasons` says why, with counts. `section` is None
    where sections are not told apart, or unknown.
    """

    month: date | None
    section: str | None
    discovered: int
    fetched: int
    loaded: int
    no_article: int
    missing: int
    unexplained: int
    reasons: str


class ShortCount(NamedTuple):
    """A count a source states, such as the posts of a month, that is not reached."""

    denominator: str
    scope: str
    expected_count: int
    known_count: int
    article_count: int
    missing_count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The pages of every month asked for, and the counts of sources that are not reached.

    `open_places` is the number of places that may hold unknown pages: questions of discovery
    without an answer, files and index rows that could not be read, pages outside the archive.
    """

    months: tuple[MonthCoverage, ...]
    short_counts: tuple[ShortCount, ...]
    open_places: int = 0

    @property
    def missing(self) -> int:
        """Pages that may be articles and are not loaded."""
        return sum(month.missing for month in self.months)


@dataclass(frozen=True, slots=True)
class LostCaptures:
    """WARC files that are gone, and pages that are to be fetched again since theirs was in one."""

    files: int
    pages: int


def read_coverage(
    con: DuckDBPyConnection,
    since: date | None = None,
    until: date | None = None,
    section: str | None = None,
    by_section: bool = False,
) -> Coverage:
    """Read the ledger as last built; empty before the first build."""
    if not _is_built(con):
        return Coverage((), ())
    asked = {"since": since, "until": until, "section": section, "by_section": by_section}
    months = con.execute(read_query("reporting/coverage_by_month"), asked).fetchall()
    counts = con.execute(read_query("reporting/short_counts")).fetchall()
    places = con.execute(read_query("reporting/status_losses")).fetchall()
    return Coverage(
        tuple(starmap(MonthCoverage, months)), tuple(starmap(ShortCount, counts)), len(places)
    )


def indexed_files(con: DuckDBPyConnection) -> list[str]:
    """Return the WARC files that have captures in the index."""
    rows = con.execute("select distinct warc_file from raw.captures order by 1").fetchall()
    return [name for (name,) in rows]


def note_lost_files(
    con: DuckDBPyConnection, lost: Collection[str], run_id: str, now: datetime | None = None
) -> LostCaptures:
    """Note which indexed WARC files are gone; pages whose last capture was in one are due again.

    A file that has come back is forgotten, and its pages count as captured again. What was parsed
    from a lost file stays loaded.
    """
    table = pa.table({"warc_file": pa.array(sorted(lost), pa.string())})
    with registered(con, {"batch_lost": table}), transaction(con):
        con.execute("delete from raw.lost_files")
        con.execute(
            "insert into raw.lost_files select warc_file, ?, ? from batch_lost",
            [run_id, now or datetime.now(UTC)],
        )
        pages = _update_lost_pages(con, run_id)
    return LostCaptures(len(lost), pages)


def make_lost_pages_due(con: DuckDBPyConnection, run_id: str) -> int:
    """Make pages due whose last capture is lost or damaged; return how many became so."""
    with transaction(con):
        return _update_lost_pages(con, run_id)


def _update_lost_pages(con: DuckDBPyConnection, run_id: str) -> int:
    stage_query(con, "reporting/lost_pages", {"run_id": run_id})
    con.execute("delete from raw.frontier where url in (select url from lost_pages)")
    con.execute("insert into raw.frontier by name from lost_pages")
    pages = con.execute("select count(*) from lost_pages where status = 'pending'").fetchall()
    return int(pages[0][0])


def _is_built(con: DuckDBPyConnection) -> bool:
    rows = con.execute("select 1 from raw.built_models where name = 'marts.coverage'").fetchall()
    return bool(rows)
