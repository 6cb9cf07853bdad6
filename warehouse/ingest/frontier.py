"""Query the frontier: what is missing, what is due, and what is to be parsed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from itertools import starmap
from typing import Any, NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.ingest.records import FIRST_DAY, LAST_DAY, Capture, Purpose


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of the archive, and the mode of the run over it.

    `since` and `until` are inclusive days, None for open. `sections` are section paths (a parent
    includes its children) or names as in listings. `mode` is missing (pages never captured),
    refetch (all pages again) or reparse (fetch nothing). `max_pages` limits the pages to fetch.
    With `source`, only pages that a run of that source discovered. `now` decides what is due.

    Without `pages_of_posts`, a post whose content was read by REST is fetched as a page only if it
    needs it, or is in the sample that is compared: `checked_posts`, or 1 % if that is more.

    A window over the whole archive includes every page; a narrower one excludes pages of unknown
    date, which `plan` counts. The same holds for sections.
    """

    since: date | None = None
    until: date | None = None
    sections: tuple[str, ...] = ()
    mode: str = "missing"
    max_pages: int | None = None
    now: datetime | None = None
    source: str | None = None
    pages_of_posts: bool = True
    checked_posts: int = 200

    @property
    def is_whole_archive(self) -> bool:
        """Whether the window covers the whole archive."""
        starts_early = self.since is None or self.since <= FIRST_DAY
        ends_late = self.until is None or self.until >= LAST_DAY
        return starts_early and ends_late


class DuePage(NamedTuple):
    """A page to fetch, with the validators of its last good capture.

    `sources` are those that list it. `is_held`: its article is in the warehouse.
    """

    url: str
    etag: str | None
    last_modified: str | None
    sources: tuple[str, ...] = ()
    is_held: bool = False


class PlanRow(NamedTuple):
    """Pages of one month (its first day; None: date unknown) and section, by planned action.

    `to_fetch` and `to_parse` are work; `already_there`, `waiting` (for their next attempt),
    `gone` and `excluded` are not, `not_there` cannot be parsed. `reasons` counts waiting, gone and
    excluded pages by state and failure class (`waiting: http_503`).
    """

    month: date | None
    section: str | None
    to_fetch: int
    to_parse: int
    already_there: int
    waiting: int
    gone: int
    excluded: int
    not_there: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run over a selection would do.

    `to_fetch` is limited to the selection's `max_pages`; `over_budget` counts the rest. `undated`
    and `unsectioned` are pages excluded because their date or section is unknown.
    """

    rows: tuple[PlanRow, ...]
    to_fetch: int
    over_budget: int
    to_parse: int
    undated: int
    unsectioned: int


def select_due(con: DuckDBPyConnection, selection: Selection) -> list[DuePage]:
    """Return the pages to fetch now: never-captured ones first, then by age of capture and date."""
    _stage_selection(con, selection)
    rows = con.execute(
        read_query("ingest/select_due"), {"max_pages": selection.max_pages}
    ).fetchall()
    return [
        DuePage(url, etag, last_modified, tuple(sources), is_held)
        for url, etag, last_modified, sources, is_held in rows
    ]


def captures_to_parse(
    con: DuckDBPyConnection, selection: Selection, parser_version: str
) -> list[int]:
    """Return the ids of the page captures to parse, in stored order.

    In the modes missing and refetch: every capture not parsed by `parser_version`, in any window
    (the date of an unparsed page is unknown). In mode reparse: all captures of the selection, those
    of other versions first.
    """
    query = "ingest/captures_to_parse"
    if selection.mode == "reparse":
        _stage_selection(con, selection)
        query = "ingest/captures_to_reparse"
    rows = con.execute(read_query(query), {"parser_version": parser_version}).fetchall()
    return [capture_id for (capture_id,) in rows]


def read_captures(con: DuckDBPyConnection, capture_ids: Sequence[int]) -> list[Capture]:
    """Return captures by their ids, in stored order."""
    query = read_query("ingest/captures_by_id")
    return _captures(con.execute(query, {"capture_ids": list(capture_ids)}))


def captures_to_export(con: DuckDBPyConnection, selection: Selection) -> list[Capture]:
    """Return the page captures of a selection whose bytes are in the store, oldest first."""
    _stage_selection(con, selection)
    return _captures(con.execute(read_query("ingest/captures_to_export")))


def count_unreadable_pages(con: DuckDBPyConnection, selection: Selection) -> int:
    """Return the number of pages of a selection whose captures are all damaged or lost."""
    _stage_selection(con, selection)
    [(pages,)] = con.execute(read_query("ingest/unreadable_pages")).fetchall()
    return int(pages)


def plan(con: DuckDBPyConnection, selection: Selection) -> Plan:
    """Return what a run over the selection would do, by month and section."""
    _stage_selection(con, selection)
    rows = tuple(starmap(PlanRow, con.execute(read_query("ingest/plan")).fetchall()))
    undated, unsectioned = con.execute(
        read_query("ingest/left_out_pages"), _window(selection)
    ).fetchall()[0]
    due = sum(row.to_fetch for row in rows)
    fetched = due if selection.max_pages is None else min(due, selection.max_pages)
    to_parse = sum(row.to_parse for row in rows)
    return Plan(rows, fetched, due - fetched, to_parse, undated, unsectioned)


def count_listed_posts(con: DuckDBPyConnection, selection: Selection) -> int:
    """Return the number of pages to fetch that the REST API of the site lists as posts."""
    _stage_selection(con, selection)
    return int(con.execute(read_query("ingest/listed_posts")).fetchall()[0][0])


def sample_size(selection: Selection, posts: int) -> int:
    """Return how many posts read by REST are compared with their pages."""
    return max(selection.checked_posts, -(-posts // 100))


def _stage_selection(con: DuckDBPyConnection, selection: Selection) -> None:
    now = selection.now or datetime.now(UTC)
    parameters = _window(selection) | {
        "mode": selection.mode,
        "now": now,
        "pages_of_posts": selection.pages_of_posts,
        "checked_posts": selection.checked_posts,
    }
    stage_query(con, "ingest/selected_pages", parameters)


def _window(selection: Selection) -> dict[str, object]:
    return {
        "since": selection.since or date.min,
        "until": selection.until or date.max,
        "is_whole_archive": selection.is_whole_archive,
        "sections": [section.strip("/").lower() for section in selection.sections],
        "source": selection.source,
    }


def _captures(found: DuckDBPyConnection) -> list[Capture]:
    names = [column[0] for column in found.description or ()]
    return [_capture(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _capture(row: Mapping[str, Any]) -> Capture:
    values = {field.name: row[field.name] for field in fields(Capture)}
    typed = {"purpose": Purpose(row["purpose"]), "flags": tuple(row["flags"])}
    return Capture(**{**values, **typed})


def indexed_ends(con: DuckDBPyConnection) -> dict[str, int]:
    """Return, for every WARC file in the index, the offset at which its last record ends."""
    return dict(con.execute(read_query("ingest/indexed_ends")).fetchall())


def known_captures(con: DuckDBPyConnection) -> frozenset[int]:
    """Return the ids of all captures whose bytes are in the store."""
    rows = con.execute("select capture_id from staging.kept_captures").fetchall()
    return frozenset(capture_id for (capture_id,) in rows)


def known_urls(con: DuckDBPyConnection) -> frozenset[str]:
    """Return the URLs of all pages in the frontier."""
    return frozenset(url for (url,) in con.execute("select url from raw.frontier").fetchall())


def held_urls(con: DuckDBPyConnection) -> frozenset[str]:
    """Return the URLs of all pages with a capture."""
    rows = con.execute("select url from raw.frontier where status = 'captured'").fetchall()
    return frozenset(url for (url,) in rows)


def listed_posts(con: DuckDBPyConnection) -> frozenset[str]:
    """Return the URLs of all posts that the REST API of the site has listed."""
    rows = con.execute("select url from raw.candidates where discovered_via = 'rest'").fetchall()
    return frozenset(url for (url,) in rows)


def stated_posts(con: DuckDBPyConnection) -> int | None:
    """Return the number of posts that the REST API stated last; None if it stated none."""
    rows = con.execute(
        "select arg_max(expected_count, seen_at) from raw.expectations"
        " where denominator = 'stated:posts'"
    ).fetchall()
    count: int | None = rows[0][0]
    return count


def listed_entries(con: DuckDBPyConnection) -> dict[str, int]:
    """Return the number of entries of every listing by its address, as counted last."""
    rows = con.execute(
        "select stated_by, arg_max(expected_count, seen_at) from raw.expectations"
        " where starts_with(denominator, 'listing:') group by stated_by"
    ).fetchall()
    return dict(rows)


def discovery_answers(con: DuckDBPyConnection) -> list[Capture]:
    """Return the capture of the last response to every discovery request."""
    return _captures(con.execute(read_query("ingest/discovery_answers")))
