"""Print tables on the terminal."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path
from shutil import which
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from warehouse.reporting.coverage import Coverage
from warehouse.reporting.example_queries import Example
from warehouse.reporting.query import QueryResult
from warehouse.reporting.runs import Run
from warehouse.reporting.status import Status

MOST_MONTHS = 8
# Wider cells, such as bodies, are folded.
PIPE_COLUMNS = 400
# Width at which a folded column of text can still be read.
READABLE = 30
A_QUERY = "select published_on, section_path, title from articles order by published_on limit 5"


def show_rows(answer: QueryResult, out: TextIO) -> None:
    """Print a query result as a table, without truncating values.

    On a terminal, columns that do not fit are omitted and listed below the table.
    """
    console = Console(file=out)
    cells = [["" if value is None else str(value) for value in row] for row in answer.rows]
    shown = len(answer.columns)
    if console.is_terminal:
        shown = _fitting(_widths(answer.columns, cells), console.width)
    table = Table()
    for column in answer.columns[:shown]:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*map(escape, row[:shown]))
    if not console.is_terminal:
        # Do not wrap to the terminal width when output is piped.
        wide = console.options.update(max_width=PIPE_COLUMNS)
        console = Console(file=out, width=Measurement.get(console, wide, table).maximum)
    console.print(table)
    if left_out := answer.columns[shown:]:
        names = escape(", ".join(left_out))
        console.print(f"Not shown: {names}; see --line, --csv or --json.", soft_wrap=True)
    _say_if_more(console, answer)


def show_lines(answer: QueryResult, out: TextIO) -> None:
    """Print a query result with one value a line, and a blank line between rows."""
    console = Console(file=out, soft_wrap=True, highlight=False)
    width = max(map(len, answer.columns), default=0)
    for number, row in enumerate(answer.rows):
        if number:
            console.print()
        for column, value in zip(answer.columns, row, strict=True):
            text = "" if value is None else str(value)
            console.print(f"{column:>{width}} = {text}", markup=False)
    _say_if_more(console, answer)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width each column needs to be readable; long text is folded."""
    return [
        max(min(max((len(row[at]) for row in rows), default=0), READABLE), len(column))
        for at, column in enumerate(columns)
    ]


def _fitting(widths: Sequence[int], width: int) -> int:
    """Return how many columns, from the first on, fit the terminal; at least one."""
    # One border on the left; per column two blanks and a border.
    used = list(accumulate((each + 3 for each in widths), initial=1))
    return max(1, sum(end <= width for end in used[1:]))


def _say_if_more(console: Console, answer: QueryResult) -> None:
    if answer.has_more:
        console.print("There are more rows: see --max-rows.")


def show_examples(examples: Iterable[Example]) -> None:
    """Print the example queries."""
    table = Table("name", "question")
    for example in examples:
        table.add_row(example.name, example.question)
    console = Console()
    console.print(table)
    console.print(
        "Run one: aawsat query --example NAME. SQL files: warehouse/reporting/examples/NAME.sql"
    )


def show_status(status: Status, path: Path) -> None:
    """Print the state of the warehouse, the pages that are due, and the last runs."""
    console = Console()
    console.print(_pages(status))
    if status.rejections:
        console.print(_rejections(status))
    if status.losses:
        console.print(_losses(status))
    console.print(_runs(status))
    show_missing(status.coverage)
    console.print(f"Warehouse: {path}", soft_wrap=True)
    console.print(f'Try:       {_typed_as()} query "{A_QUERY}"', soft_wrap=True)


def _typed_as() -> str:
    """Return the command name to show: a path when it is not on PATH, as under `make run`."""
    name = Path(sys.argv[0]).name
    return name if which(name) else sys.argv[0]


def show_missing(coverage: Coverage) -> None:
    """Print missing pages and the reasons, months with the most missing pages first."""
    console = Console()
    _show_verdict(console, coverage)
    months = sorted((row for row in coverage.months if row.missing), key=lambda row: -row.missing)
    if months:
        console.print(f"Missing: {coverage.missing} pages that may be articles.")
    for row in months[:MOST_MONTHS]:
        console.print(f"  {_month(row.month)}: {row.missing} ({row.reasons})", soft_wrap=True)
    if len(months) > MOST_MONTHS:
        console.print(f"  and {len(months) - MOST_MONTHS} more months: {_typed_as()} coverage")
    for sentence in _doubts(coverage):
        console.print(f"  {sentence}", soft_wrap=True)
    for count in coverage.short_counts[:MOST_MONTHS]:
        console.print(
            f"  {count.denominator} of {count.scope}: {count.expected_count} stated,"
            f" {count.article_count} loaded",
            soft_wrap=True,
        )


def _show_verdict(console: Console, coverage: Coverage) -> None:
    """Print whether pages may be missing. "Nothing is missing" is printed only if it is known."""
    if coverage.open_places:
        console.print(
            f"There may be more pages: {coverage.open_places} places could not be read or were"
            f" excluded; {_typed_as()} status lists them.",
            soft_wrap=True,
        )
    elif coverage.is_complete:
        console.print(
            "Nothing known is missing: every known page is an article or has a reason why not."
        )
    elif not coverage.months:
        console.print("No pages are known for this range: run a backfill.")


def _doubts(coverage: Coverage) -> Iterator[str]:
    """Return reasons other than missing months why the articles may be incomplete."""
    if coverage.undated_missing:
        count = coverage.undated_missing
        yield f"{count} missing pages of unknown month or section may belong to these"
    if coverage.incomplete:
        yield f"{coverage.incomplete} articles are incomplete: a part of their text is missing"
    if coverage.changed:
        yield (
            "pages were found or parsed after the tables were built: run"
            f" {_typed_as()} backfill to build them again"
        )
    if coverage.is_unasked:
        yield "no run has asked for all of these days and sections, so there may be more pages"


def show_coverage(coverage: Coverage) -> None:
    """Print every month, then the missing pages."""
    table = Table(
        "month", "section", "known", "fetched", "articles", "no article", "missing", "why"
    )
    for row in coverage.months:
        counts = (row.discovered, row.fetched, row.loaded, row.no_article, row.missing)
        table.add_row(_month(row.month), row.section or "", *map(str, counts), row.reasons)
    Console().print(table)
    show_missing(coverage)


def _month(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else "month unknown"


def _pages(status: Status) -> Table:
    table = Table("pages", "count", title="Pages and captures")
    table.add_row("articles", str(status.articles))
    table.add_row("  in the published tables", str(status.articles_built))
    table.add_row("page captures", str(status.page_captures))
    table.add_row("  parsed as articles", str(status.article_captures))
    table.add_row("  rejected (see below)", str(status.rejected_captures))
    table.add_row("  not parsed yet", str(status.unparsed))
    table.add_row("  unaccounted for", str(status.unaccounted))
    table.add_row("due now", str(status.due))
    if status.due_elsewhere:
        table.add_row(
            "  not in their own files: another source may have them", str(status.due_elsewhere)
        )
    table.add_row("waiting for their next attempt", str(status.waiting))
    table.add_row("gone", str(status.gone))
    table.add_row("excluded", str(status.excluded))
    return table


def _rejections(status: Status) -> Table:
    table = Table("reason", "captures", "", title="Rejected captures by reason")
    for row in status.rejections:
        table.add_row(row.reason, str(row.pages), "" if row.is_expected else "possible loss")
    return table


def _losses(status: Status) -> Table:
    table = Table("what", "where", "places", "why", title="Places that may hold unknown pages")
    for loss in status.losses:
        table.add_row(loss.kind, loss.scope, str(loss.places), loss.detail)
    return table


def _work_of(run: Run) -> list[tuple[str, int]]:
    """Return the results of a run, without the values stored for the next run."""
    return [(name, count) for name, count in run.counts.items() if name != "whole_discoveries"]


def _runs(status: Status) -> Table:
    table = Table("started (UTC)", "flow", "source", "ended", "results", title="Last runs")
    for run in status.runs:
        counts = ", ".join(f"{count} {name}" for name, count in _work_of(run) if count)
        started = f"{run.started_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(started, run.flow, run.source or "", run.status, run.error or counts)
    return table
