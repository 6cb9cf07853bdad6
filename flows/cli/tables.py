"""Print tables on the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path
from textwrap import fill
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from flows.cli.console import open_console
from flows.cli.hints import command
from tasks.reports.markdown import counted, number
from warehouse.reporting.coverage import Coverage, MonthCoverage
from warehouse.reporting.example_queries import Example
from warehouse.reporting.query import QueryResult
from warehouse.reporting.runs import Run, state_of
from warehouse.reporting.status import Status

MOST_MONTHS = 8
# Results of a run, in the words of its last line: `gone` is a state of pages in `status`.
RESULTS = {
    "given_up": "gone or excluded",
    "gone": "without an article",
    "searched": "searched for entities",
}
# Wider cells, such as bodies, are folded.
PIPE_COLUMNS = 400
# Width at which a folded column of text can still be read.
READABLE = 30
A_QUERY = "select published_on, section_path, title from articles order by published_on limit 5"


def show_rows(answer: QueryResult, out: TextIO) -> None:
    """Print a query result as a table, without truncating values.

    On a terminal, columns that do not fit are omitted and listed below the table.
    """
    console = open_console(file=out)
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
        console = open_console(file=out, width=Measurement.get(console, wide, table).maximum)
    console.print(table)
    if left_out := answer.columns[shown:]:
        names = escape(", ".join(left_out))
        console.print(f"Not shown: {names}; see --line, --csv or --json.", soft_wrap=True)
    _print_if_more(console, answer)


def show_lines(answer: QueryResult, out: TextIO) -> None:
    """Print a query result with one value a line, and a blank line between rows."""
    console = open_console(file=out, soft_wrap=True, highlight=False)
    width = max(map(len, answer.columns), default=0)
    for at, row in enumerate(answer.rows):
        if at:
            console.print()
        for column, value in zip(answer.columns, row, strict=True):
            text = "" if value is None else str(value)
            console.print(f"{column:>{width}} = {text}", markup=False)
    _print_if_more(console, answer)


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


def _print_if_more(console: Console, answer: QueryResult) -> None:
    if answer.has_more:
        console.print("There are more rows: see --max-rows.", soft_wrap=True)


def show_examples(examples: Iterable[Example]) -> None:
    """Print the example queries."""
    table = Table("name", "question")
    for example in examples:
        table.add_row(example.name, example.question)
    console = open_console()
    console.print(table)
    console.print(
        "Run one: aawsat query --example NAME. SQL files: warehouse/reporting/examples/NAME.sql"
    )


def show_status(status: Status, path: Path) -> None:
    """Print the state of the warehouse, the pages that are due, and the last runs."""
    console = open_console()
    console.print(_pages(status))
    if status.rejections:
        console.print(_rejections(status))
    if status.losses:
        console.print(_losses(status))
    console.print(_runs(status))
    show_missing(status.coverage)
    console.print(f"Warehouse: {path}", soft_wrap=True)
    console.print(f'Try:       {command()} query "{A_QUERY}"', soft_wrap=True)


def show_missing(coverage: Coverage, most_months: int = MOST_MONTHS) -> None:
    """Print missing pages and the reasons, months with the most missing pages first."""
    console = open_console()
    for sentence in _damage(coverage):
        console.print(sentence, soft_wrap=not console.is_terminal)
    _show_verdict(console, coverage)
    months = sorted((row for row in coverage.months if row.missing), key=lambda row: -row.missing)
    if months:
        be = "be an article" if coverage.missing == 1 else "be articles"
        console.print(f"Missing: {counted(coverage.missing, 'page')} that may {be}.")
    for row in months[:most_months]:
        _print_indented(console, f"{_place(row)}: {_reasons(row)}")
    if len(months) > most_months:
        console.print(
            f"  and {counted(len(months) - most_months, 'more month')}: {command()} coverage",
            soft_wrap=True,
        )
    for sentence in _doubts(coverage):
        _print_indented(console, sentence)
    for count in coverage.short_counts[:MOST_MONTHS]:
        console.print(
            f"  {count.denominator} of {count.scope}: {count.expected_count} stated,"
            f" {count.article_count} loaded",
            soft_wrap=True,
        )


def _print_indented(console: Console, text: str) -> None:
    """Print a line of a list. On a terminal it is wrapped between words, indented further."""
    if console.is_terminal:
        text = fill(text, console.width - 4).replace("\n", "\n    ")
    console.print(f"  {text}", soft_wrap=True, markup=False)


def _show_verdict(console: Console, coverage: Coverage) -> None:
    """Print whether pages may be missing. "Nothing is missing" is printed only if it is known."""
    if places := coverage.open_places:
        was = "was" if places == 1 else "were"
        console.print(
            f"There may be more pages: {counted(places, 'place')} could not be read or {was}"
            f" excluded; {command()} status lists them.",
            soft_wrap=True,
        )
    if coverage.is_complete:
        console.print(
            "Nothing known is missing: every known page is an article or has a reason why not.",
            soft_wrap=not console.is_terminal,
        )
    elif not coverage.months:
        console.print(
            "No month to show: no page is known, or the tables are not built yet. Run a backfill."
        )


def _doubts(coverage: Coverage) -> Iterator[str]:
    """Return reasons other than missing months why the articles may be incomplete."""
    if coverage.undated_missing:
        pages = counted(coverage.undated_missing, "missing page")
        yield f"{pages} of unknown month or section may belong to these"
    if coverage.incomplete:
        its = "its" if coverage.incomplete == 1 else "their"
        yield f"{counted(coverage.incomplete, 'article')} without a part of {its} text"
    if coverage.changed:
        yield (
            "pages were found or parsed after the tables were built: run"
            f" {command()} backfill to build them again"
        )
    if coverage.is_unasked:
        yield "no run has asked for all of these days and sections, so there may be more pages"


def _damage(coverage: Coverage) -> Iterator[str]:
    """Return what to do about captures that cannot be read."""
    if away := coverage.unmounted:
        yield (
            f"{counted(away, 'stored capture')} cannot be read: captures/ is missing or empty;"
            " mount its disk, or restore it from a backup."
        )
    if lacking := coverage.seen_damage:
        yield (
            f"{counted(lacking, 'stored capture')} cannot be read, since files in captures/ are"
            f" missing or cut: restore them, or run {command()} verify and a backfill of their"
            " source."
        )
    if damaged := coverage.recorded_damage:
        yield (
            f"{counted(damaged, 'stored capture')} damaged or lost; their pages are due: run a"
            " backfill of their source."
        )
    if back := coverage.returned:
        yield (
            f"{counted(back, 'capture')} recorded as damaged or lost in files that were restored or"
            f" changed since: the next run, or {command()} verify, reads them again."
        )


def show_coverage(coverage: Coverage, by_section: bool = False) -> None:
    """Print every month, then the missing pages with the reasons of every month."""
    table = Table()
    places = ("month", "section") if by_section else ("month",)
    for name in places:
        # On a narrow terminal the heading of numbers is wrapped, not a section.
        table.add_column(name, no_wrap=True)
    for name in ("known", "fetched", "articles", "no article", "missing"):
        table.add_column(name, justify="right")
    for row in coverage.months:
        counts = (row.discovered, row.fetched, row.loaded, row.no_article, row.missing)
        place = (_month(row.month), row.section or "unknown")[: len(places)]
        table.add_row(*place, *map(number, counts))
    open_console().print(table)
    show_missing(coverage, most_months=len(coverage.months))


def _month(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else "unknown"


def _place(row: MonthCoverage) -> str:
    """Return a month for a line of text, with the section if the report has sections."""
    month = _month(row.month) if row.month else "month unknown"
    return f"{month} {row.section}" if row.section else month


def _reasons(row: MonthCoverage) -> str:
    """Return the causes in words, such as `3 rejected: no body`."""
    return row.reasons.replace("_", " ")


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
        table.add_row(
            row.reason.replace("_", " "), str(row.pages), "" if row.is_expected else "possible loss"
        )
    return table


def _losses(status: Status) -> Table:
    table = Table(title="Places that may hold unknown pages")
    for name in ("what", "where", "places", "why"):
        table.add_column(name, overflow="fold")
    for loss in status.losses:
        table.add_row(loss.kind, loss.scope, str(loss.places), loss.detail)
    return table


def results_of(run: Run) -> str:
    """Return what a run did, without the values stored for the next run, or why it failed."""
    done = ", ".join(
        _result(name, count)
        for name, count in run.counts.items()
        if count and name != "whole_discoveries"
    )
    if run.status == "cancelled" and done:
        return f"{run.error}: {done}"
    if run.status == "partial":
        return "; ".join(filter(None, (done, run.error)))
    return run.error or done


def _result(name: str, count: int) -> str:
    """Return a count in words: `1 mention added` for `mentions_added`."""
    words = RESULTS.get(name, name.replace("_", " "))
    noun, _, rest = words.partition(" ")
    if noun.endswith("s"):
        return f"{counted(count, noun.removesuffix('s'))} {rest}".strip()
    return f"{number(count)} {words}"


def _runs(status: Status) -> Table:
    table = Table("started (UTC)", "flow", "source", "ended", "results", title="Last runs")
    for run in status.runs:
        started = f"{run.started_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(started, run.flow, run.source or "", state_of(run.status), results_of(run))
    return table
