"""The report of a run: what it did, what failed, what changed, what to do next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.reports.markdown import Links, counted, duration, link, number, size, table
from tasks.reports.picture import Bar, bar_chart
from warehouse.reporting.run_facts import FailedPages, RunFacts
from warehouse.reporting.status import YearCount

LOSSES_SQL = "select reason, url from rejections where not is_expected"


class CheckLine(NamedTuple):
    """The result of a check. Severity is warn, or stop: it prevents publication."""

    name: str
    severity: str
    failing: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """The contents of a report. `verdict` is one line; `seconds` are by stage, in order.

    `command` runs `aawsat` with the home in use. `years_before` and `years_after` are numbers
    of articles by year of publication. `notes` are sentences about the run. `is_whole`: it was
    neither cancelled nor ended by an error.
    """

    verdict: str
    counts: Mapping[str, int]
    seconds: Mapping[str, float]
    facts: RunFacts
    years_before: Sequence[YearCount]
    years_after: Sequence[YearCount]
    left_due: int
    checks: Sequence[CheckLine] = ()
    command: str = "aawsat"
    notes: Sequence[str] = ()
    is_whole: bool = True


def report_markdown(report: RunReport, links: Links = Links()) -> str:  # noqa: B008 - frozen
    """Return the report as markdown."""
    parts = [
        f"## {report.verdict}",
        *report.notes,
        "### What to do next",
        "\n".join(f"- {step}" for step in next_steps(report)),
        "### What was done",
        _work(report),
        _years(report),
        *_failures("Pages to be fetched again, by kind", report.facts.failed),
        *_failures("Pages that are gone or excluded, by kind", report.facts.given_up),
        *_rejections(report.facts),
        *_checks(report.checks),
        _stages(report.seconds),
        links.line("plan"),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def next_steps(report: RunReport) -> list[str]:
    """Return what to do next, at least one line."""
    steps = list(_steps(report))
    if report.is_whole:
        return steps or ["Nothing: all requested pages are loaded."]
    ended = (
        "The run ended before its last step, for the reason in the first line. Then start the same"
        " run again: it continues with what is stored."
    )
    return [ended, *steps]


def _steps(report: RunReport) -> Iterator[str]:
    for check in report.checks:
        if check.failing and check.severity == "stop":
            yield f"Look at the check **{check.name}**: {number(check.failing)} failing rows."
    waiting = _pages(report.facts.failed)
    if waiting:
        yield (
            f"{_to_fetch_again(report)}. The nightly run retries "
            f"them when they are due{_first_due(report.facts.failed)}; no action is needed."
        )
    # Failed pages are due again as well; they have their own line.
    if (left := report.left_due - waiting) > 0:
        yield f"Still due: {counted(left, 'page')}. Start the same backfill again."
    if report.facts.lost_rejections:
        yield (
            f"{counted(report.facts.lost_rejections, 'capture')} may hide an article: "
            f'`{report.command} query "{LOSSES_SQL}"`'
        )
    if damaged := report.counts.get("damaged", 0):
        yield (
            f"{counted(damaged, 'stored capture')} could not be read, and their pages became due:"
            f" `{report.command} health` says whether all were captured again."
        )
    if unanswered := report.counts.get("unanswered", 0):
        yield (
            f"{counted(unanswered, 'request')} of the discovery got no usable response, so pages "
            "may be missing: run again when the site responds "
            f"(`{report.command} status` lists the requests)."
        )


def _failed(report: RunReport) -> int:
    """Return the pages without a usable response; the verdict has the same number."""
    return min(report.counts.get("failed", 0), _pages(report.facts.failed))


def _to_fetch_again(report: RunReport) -> str:
    failed = _failed(report)
    empty = _pages(report.facts.failed) - failed
    if not failed:
        return f"{counted(empty, 'page')} gave no article"
    others = f", {number(empty)} gave no article" if empty else ""
    return f"{counted(failed, 'page')} failed{others}"


def _first_due(failures: Sequence[FailedPages]) -> str:
    times = [row.next_attempt_at for row in failures if row.next_attempt_at]
    return f", the first at {min(times):%Y-%m-%d %H:%M} UTC" if times else ""


def _work(report: RunReport) -> str:
    work = report.facts.work
    counts = report.counts
    rows = [
        ("pages discovered for the first time", work.pages_discovered),
        *_posts(counts),
        ("pages captured", counts.get("captured", 0)),
        ("pages unchanged", work.unchanged_pages),
        ("pages that failed, to be fetched again", _failed(report)),
        (
            "pages that gave no article, to be fetched again",
            _pages(report.facts.failed) - _failed(report),
        ),
        ("pages gone or excluded", _pages(report.facts.given_up)),
        ("captures parsed", counts.get("parsed", 0)),
        ("articles new to the warehouse", work.new_articles),
        ("articles whose text has changed", work.changed_articles),
        ("captures that are not articles", sum(row.pages for row in report.facts.rejections)),
        ("articles processed for entities", counts.get("searched", 0)),
        ("articles in the warehouse", sum(row.articles for row in report.years_after)),
    ]
    shown = table(("what", "count"), rows)
    return f"{shown}\n\n{number(work.responses)} responses stored, {size(work.stored_bytes)}."


def _posts(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the posts read in responses with many, and how many of the sample differ."""
    if posts := counts.get("posts", 0):
        yield "posts read by REST or from the feed", posts
    if compared := counts.get("compared", 0):
        yield "posts compared with their pages", compared
        yield "compared posts that differ from their page", counts.get("differing", 0)


def _years(report: RunReport) -> str:
    before = {year: articles for year, articles in report.years_before if year}
    after = {year: articles for year, articles in report.years_after if year}
    if not after:
        return "The warehouse has no dated articles yet."
    years = range(min(after), max(after) + 1)
    bars = [
        Bar(
            str(year),
            min(before.get(year, 0), after.get(year, 0)),
            max(0, after.get(year, 0) - before.get(year, 0)),
        )
        for year in years
    ]
    title = "Articles by year of publication; dark: added by this run"
    return f"{bar_chart(bars, title)}\n\n*{title}.*"


def _pages(rows: Sequence[FailedPages]) -> int:
    return sum(row.pages for row in rows)


def _failures(heading: str, failures: Sequence[FailedPages]) -> Iterator[str]:
    if not failures:
        return
    yield f"### {heading}"
    yield table(
        ("why", "pages", "next attempt", "example", "error"),
        [
            (
                row.failure_class,
                row.pages,
                _fate(row),
                link(row.example_url),
                row.example_error,
            )
            for row in failures
        ],
    )


def _fate(row: FailedPages) -> str:
    if row.next_attempt_at is None:
        return row.status
    return f"from {row.next_attempt_at:%Y-%m-%d %H:%M} UTC"


def _rejections(facts: RunFacts) -> Iterator[str]:
    if not facts.rejections:
        return
    yield "### Captures that are not articles"
    yield table(
        ("reason", "captures", "", "example"),
        [
            (
                row.reason,
                row.pages,
                "" if row.is_expected else "possible loss",
                link(row.example_url),
            )
            for row in facts.rejections
        ],
    )


def _checks(checks: Sequence[CheckLine]) -> Iterator[str]:
    if not checks:
        return
    failing = [check for check in checks if check.failing]
    yield "### Checks"
    yield f"{len(checks) - len(failing)} of {len(checks)} passed."
    if failing:
        yield table(("check", "severity", "failing rows"), failing)


def _stages(seconds: Mapping[str, float]) -> str:
    total = sum(seconds.values())
    if not total:
        return "### Time\n\nNo stage was run."
    slowest = max(seconds, key=lambda stage: seconds[stage])
    rows = [
        (stage, duration(spent), f"{spent / total:.0%}", "slowest" if stage == slowest else "")
        for stage, spent in seconds.items()
    ]
    return "### Time\n\n" + table(("stage", "time", "share", ""), rows)
