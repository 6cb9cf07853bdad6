"""Coverage report: known, loaded and missing pages of every month, with reasons."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.db.captures_folder import is_unmounted
from warehouse.db.sql_files import read_query, stage_query
from warehouse.db.transactions import registered, transaction
from warehouse.errors import BadQuery
from warehouse.ingest.records import FIRST_DAY, LAST_DAY
from warehouse.reporting.stored_files import (
    find_returned_files,
    find_unstored,
    size_of,
)

# Kinds of `Loss`: captures that cannot be read, once that is recorded, and before.
RECORDED_DAMAGE = ("lost:warc", "damaged:captures")
SEEN_DAMAGE = ("missing:warc", "cut:warc")
# Recorded damage of files that were restored or changed since; the files of a disk that is away.
RETURNED = "returned:warc"
UNMOUNTED = "unmounted:captures"


class MonthCoverage(NamedTuple):
    """Pages of a month (its first day; None: unknown), each counted under exactly one outcome.

    `no_article` counts pages that are expected not to be articles (listings, redirects); `missing`
    counts the others without an article, and `reasons` gives the causes with counts. `section` is
    None if it is unknown, or if the report does not group by section.
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
    """A count stated by a source, such as the posts of a month, that exceeds what is loaded."""

    denominator: str
    scope: str
    expected_count: int
    known_count: int
    article_count: int
    missing_count: int


class Loss(NamedTuple):
    """A place that may hold unknown pages.

    `kind` is unreadable:warc (damaged parts of the file `scope`), unreadable:wayback and
    unreadable:commoncrawl (rows of an index), passed-over:warc (a file that was not read),
    lost:warc (captures in a missing file), damaged:captures (records of the file `scope` that
    cannot be read), missing:warc and cut:warc (a file that is missing, or too short for its
    captures, and no run or `aawsat verify` has recorded that), returned:warc (recorded damage of
    a file that was restored or changed since), unmounted:captures (the folder of the captures is
    missing, or an empty mount point), unanswered:discovery (the URL
    `scope`), unanswered:archive and unanswered:site (a web archive or the site that did not
    answer), unfinished:run (a run that ended before it had listed all pages; `scope` is its
    source and path), outside:dates (posts before or after the years of the archive) or
    outside:addresses (URLs of other hosts or ports, or too long; `scope` is the route and the
    reason).
    """

    kind: str
    scope: str
    places: int
    detail: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of the requested months, and everything that may make it incomplete.

    `undated_missing` counts missing pages of unknown month or section, which may belong to the
    requested ones. `incomplete` counts articles with a truncated text, `changed` pages whose state
    has changed since the last build. `is_unasked`: no run has asked the sources for all of it.
    """

    months: tuple[MonthCoverage, ...]
    short_counts: tuple[ShortCount, ...]
    losses: tuple[Loss, ...] = ()
    undated_missing: int = 0
    incomplete: int = 0
    changed: int = 0
    is_unasked: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing requested is missing, with no gap in what is known."""
        doubts = (
            self.missing,
            self.undated_missing,
            self.incomplete,
            self.unexplained,
            self.changed,
            self.is_unasked,
        )
        return bool(self.months) and not (any(doubts) or self.losses or self.short_counts)

    @property
    def open_places(self) -> int:
        """Places that may hold unknown pages, such as unanswered discovery requests."""
        return len(self.losses)

    @property
    def recorded_damage(self) -> int:
        """Captures recorded as damaged or lost whose pages were not captured again."""
        return self._places(RECORDED_DAMAGE)

    @property
    def seen_damage(self) -> int:
        """Captures in missing or cut files that no run and no verification has recorded."""
        return self._places(SEEN_DAMAGE)

    @property
    def returned(self) -> int:
        """Captures recorded as damaged or lost in files that were restored or changed since."""
        return self._places((RETURNED,))

    @property
    def unmounted(self) -> int:
        """Captures out of reach, since their folder is missing or an empty mount point."""
        return self._places((UNMOUNTED,))

    def _places(self, kinds: Collection[str]) -> int:
        return sum(loss.places for loss in self.losses if loss.kind in kinds)

    @property
    def unexplained(self) -> int:
        """Pages with no known outcome; anything but 0 is a defect."""
        return sum(month.unexplained for month in self.months)

    @property
    def missing(self) -> int:
        """Pages that may be articles and are not loaded."""
        return sum(month.missing for month in self.months)


@dataclass(frozen=True, slots=True)
class LostCaptures:
    """Deleted WARC files, and pages to fetch again because their capture was in one of them."""

    files: int
    pages: int


def read_coverage(
    con: DuckDBPyConnection,
    since: date | None = None,
    until: date | None = None,
    section: str | None = None,
    by_section: bool = False,
    captures_folder: Path | None = None,
) -> Coverage:
    """Read the coverage ledger of the last build; only its losses before the first build.

    Files that are missing from `captures_folder`, or cut, are losses too, if it is given.

    Raises:
        BadQuery: the range is outside the archive's dates, or the section has no known pages.
    """
    _refuse_range(since, until)
    losses = read_losses(con, captures_folder)
    if not _is_built(con):
        return Coverage((), (), losses)
    _refuse_section(con, section)
    asked = {"since": since, "until": until, "section": section, "by_section": by_section}
    months = con.execute(read_query("reporting/coverage_by_month"), asked).fetchall()
    counts = con.execute(read_query("reporting/short_counts")).fetchall()
    gaps = {name: asked[name] for name in ("since", "until", "section")}
    # A range that is wider than the archive asks for all of it.
    gaps["asked_since"] = max(since or FIRST_DAY, FIRST_DAY).isoformat()
    gaps["asked_until"] = min(until or LAST_DAY, LAST_DAY).isoformat()
    found = con.execute(read_query("reporting/coverage_gaps"), gaps).fetchall()[0]
    return Coverage(
        tuple(starmap(MonthCoverage, months)),
        tuple(starmap(ShortCount, counts)),
        losses,
        *found,
    )


def read_losses(con: DuckDBPyConnection, captures_folder: Path | None = None) -> tuple[Loss, ...]:
    """Return the places that may hold unknown pages; then files that lack captures."""
    recorded = starmap(Loss, con.execute(read_query("reporting/status_losses")).fetchall())
    if captures_folder is None:
        return tuple(recorded)
    if is_unmounted(captures_folder) and (stored := count_captures(con)):
        why = "missing or an empty mount point: mount or restore it"
        return (*recorded, Loss(UNMOUNTED, str(captures_folder), stored, why))
    returned = find_returned_files(con, captures_folder)
    seen = _losses_of_files(con, captures_folder)
    return (*(_as_returned(loss, returned) for loss in recorded), *seen)


def count_captures(con: DuckDBPyConnection) -> int:
    """Return the number of stored captures."""
    [(count,)] = con.execute("select count(*) from raw.captures").fetchall()
    return int(count)


def _as_returned(loss: Loss, returned: Collection[str]) -> Loss:
    if loss.kind not in RECORDED_DAMAGE or loss.scope not in returned:
        return loss
    why = "the file was restored or changed: the next run, or aawsat verify, reads them again"
    return loss._replace(kind=RETURNED, detail=why)


def _losses_of_files(con: DuckDBPyConnection, folder: Path) -> Iterator[Loss]:
    found = find_unstored(con, folder)
    captures = Counter((each.warc_file, each.file_bytes) for each in found)
    for (warc_file, size), count in captures.items():
        kind, why = ("missing:warc", "the file is not in the store")
        if size is not None:
            kind, why = "cut:warc", f"the file has been cut to {size} bytes"
        yield Loss(kind, warc_file, count, f"{why}: run aawsat verify")


def _refuse_range(since: date | None, until: date | None) -> None:
    first, last = since or FIRST_DAY, until or LAST_DAY
    if first > last or last < FIRST_DAY or first > LAST_DAY:
        raise BadQuery(
            f"no day of the archive is from {first} to {last}:"
            f" it reaches from {FIRST_DAY} to {LAST_DAY}"
        )


def _refuse_section(con: DuckDBPyConnection, section: str | None) -> None:
    if section is None:
        return
    rows = con.execute(
        "select distinct section from marts.coverage where section is not null order by 1"
    ).fetchall()
    known = [name for (name,) in rows]
    if section not in known:
        close = get_close_matches(section, known, n=5) or known[:10]
        raise BadQuery(f"no section {section!r} is known; try {', '.join(close) or 'a backfill'}")


def indexed_files(con: DuckDBPyConnection) -> list[str]:
    """Return the WARC files that have captures in the index."""
    rows = con.execute("select distinct warc_file from raw.captures order by 1").fetchall()
    return [name for (name,) in rows]


def note_lost_files(
    con: DuckDBPyConnection, lost: Collection[str], run_id: str, now: datetime | None = None
) -> LostCaptures:
    """Record which indexed WARC files are missing; pages last captured in one become due again.

    If a file has come back, its record is removed and its pages count as captured again. Articles
    parsed from a missing file stay loaded.
    """
    # Reports are read without it, and it takes as long to import as DuckDB.
    import pyarrow as pa

    table = pa.table({"warc_file": pa.array(sorted(lost), pa.string())})
    with registered(con, {"batch_lost": table}), transaction(con):
        con.execute("delete from raw.lost_files")
        con.execute(
            "insert into raw.lost_files select warc_file, ?, ? from batch_lost",
            [run_id, now or datetime.now(UTC)],
        )
        pages = _update_lost_pages(con, run_id)
    return LostCaptures(len(lost), pages)


def forget_returned_files(con: DuckDBPyConnection, folder: Path) -> None:
    """Remove the records of missing files that are in the folder again."""
    rows = con.execute("select warc_file from raw.lost_files").fetchall()
    back = [name for (name,) in rows if size_of(folder / name) is not None]
    con.execute("delete from raw.lost_files where warc_file in (select unnest(?))", [back])


def make_lost_pages_due(con: DuckDBPyConnection, run_id: str) -> int:
    """Make pages due whose last capture is lost or damaged; return their number."""
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
