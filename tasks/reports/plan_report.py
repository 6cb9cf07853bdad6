"""The plan of a run: pages, requests, bytes, time, and what is excluded and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tasks.reports.markdown import Links, counted, duration, number, size, table
from warehouse.ingest.frontier import Plan, PlanRow

# Compressed size of a typical page of the archive, used until there are captures.
USUAL_PAGE_BYTES = 15_000
# A post in a compressed response of the REST API, used until some are captured.
USUAL_POST_BYTES = 2_500
# Posts in one response; each response repeats the last post of the one before.
POSTS_A_REQUEST = 99
# Posts on a page of a feed, unless the site is set up otherwise.
FEED_ITEMS = 10


@dataclass(frozen=True, slots=True)
class Posts:
    """Pages to fetch that the REST API lists as posts, and how the run reads them.

    `checked` is the size of the sample whose pages are fetched and compared at once; `post_bytes`
    the mean stored size of a post (None: unknown yet). `by_rest`: the run reads their content by
    REST; with `pages_follow`, later runs fetch their pages.
    """

    count: int = 0
    checked: int = 0
    post_bytes: int | None = None
    by_rest: bool = False
    pages_follow: bool = False

    @property
    def requests(self) -> int:
        """Requests for the content of all posts."""
        return -(-self.count // POSTS_A_REQUEST)

    @property
    def stored_bytes(self) -> int:
        """Stored size of the content of all posts."""
        return self.count * (self.post_bytes or USUAL_POST_BYTES)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that pages come from, and the rate of requests to it; None: nothing is asked."""

    name: str
    pages: int
    requests_per_second: float | None


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan and its cost.

    `requests_per_second` is the rate limit (None: pages are read from files). `page_bytes` is the
    mean size of a page in the store (None: unknown yet). `unanswered` counts discovery requests
    without a usable response: the plan may be incomplete. `looking_seconds` is the time discovery
    took; the run itself repeats it.
    `left_to_parse` counts stored captures that any run would parse: those of an interrupted run,
    and those parsed by another parser version. `places` has the pages by place, if they come from
    several; `notes` are sentences about the discovery. `looking_requests` are those of discovery
    (None: files); `feed_requests` those to a feed at most, which is read if REST is refused.
    """

    plan: Plan
    requests_per_second: float | None
    page_bytes: int | None
    unanswered: int = 0
    looking_seconds: float | None = None
    left_to_parse: int = 0
    posts: Posts = Posts()
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()
    looking_requests: int | None = None
    feed_requests: int = 0

    @property
    def elsewhere(self) -> tuple[Place, ...]:
        """The places other than the site, with pages of this run."""
        return tuple(place for place in self.places[1:] if place.pages)

    @property
    def to_parse(self) -> int:
        """Stored captures the run parses."""
        return self.plan.to_parse + self.left_to_parse

    @property
    def pages(self) -> int:
        """Pages the run fetches: without REST all, with REST the others and the sample."""
        if not self.posts.by_rest:
            return self.plan.to_fetch
        due = self.plan.to_fetch + self.plan.over_budget
        return min(self.plan.to_fetch, due - self.posts.count + self.posts.checked)

    @property
    def requests(self) -> int:
        """Requests of the run after discovery."""
        later = sum(place.pages for place in self.places if place.requests_per_second is None)
        posts = self.posts.requests if self.posts.by_rest else self.feed_requests
        return self.pages - later + posts

    @property
    def all_requests(self) -> int:
        """Requests of the run; with REST, posts come in place of their names during discovery."""
        replaced = self.posts.requests if self.posts.by_rest else 0
        return self.requests + max(0, (self.looking_requests or 0) - replaced)

    @property
    def time(self) -> str:
        """The time the requests take, as text."""
        if self.requests_per_second is None:
            return "read from files"
        apart = [
            (place.pages, place.requests_per_second)
            for place in self.elsewhere
            if place.requests_per_second
        ]
        of_site = self.requests - sum(pages for pages, _ in apart)
        seconds = of_site / self.requests_per_second + sum(pages / rate for pages, rate in apart)
        return f"{duration(seconds)} at {self.requests_per_second:g} requests a second"


def plan_sentence(report: PlanReport) -> str:
    """Return one line: the work to do, and what is excluded."""
    plan = report.plan
    parts = [
        f"dry run: {counted(report.pages, 'page')} to fetch{_posts(report)}{_apart(report)}, "
        f"{report.time}",
        *([f"{report.to_parse} to parse"] if report.to_parse else []),
        *(f"{count} {why} excluded" for why, count in _left_out(plan).items() if count),
    ]
    return ", ".join(parts)


def _apart(report: PlanReport) -> str:
    return "".join(f", {number(place.pages)} of {place.name}" for place in report.elsewhere)


def _posts(report: PlanReport) -> str:
    posts = report.posts
    if not posts.by_rest or not posts.count:
        return ""
    return f", {counted(posts.count, 'post')} by REST in {counted(posts.requests, 'request')}"


def plan_markdown(report: PlanReport, links: Links = Links()) -> str:  # noqa: B008 - frozen
    """Return the plan as markdown: its cost, by year and section, and what is skipped."""
    plan = report.plan
    if not plan.rows and not report.left_to_parse:
        return (
            "## Nothing to do\n\nThe source lists no pages of these days and sections. "
            "Is the section spelled as in its URL?\n"
        )
    parts = [
        f"## {counted(report.pages, 'page')} to fetch{_posts(report)}",
        *report.notes,
        _costs(report),
        *_places(report),
        *_choices(report),
        *_doubts(report),
        "To run it: on Prefect's pages, start the same run with *Only plan* off; on the command "
        "line, repeat the command without `--dry-run`.",
        "### Skipped, and why",
        _skipped(plan),
        "### Pages to fetch or parse, by year and section",
        _by_year(plan.rows),
        "By month: see the artifact **plan-by-month** of this run.",
        links.line("report"),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def plan_by_month(rows: Sequence[PlanRow]) -> list[dict[str, str]]:
    """Return a row for each month and section that has pages, for a table artifact."""
    return [
        {
            "month": f"{row.month:%Y-%m}" if row.month else "unknown",
            "section": row.section or "unknown",
            "to fetch": number(row.to_fetch),
            "to parse": number(row.to_parse),
            "already captured": number(row.already_there),
            "waiting": number(row.waiting),
            "gone or excluded": number(row.gone + row.excluded),
        }
        for row in rows
    ]


def _costs(report: PlanReport) -> str:
    weight = report.page_bytes or USUAL_PAGE_BYTES
    guess = "" if report.page_bytes else " (an estimate: nothing is captured yet)"
    rows = [
        ("requests", number(report.all_requests)),
        *_kinds_of_requests(report),
        ("time", report.time),
        *_looking(report),
        ("in the store", f"{size(_stored_bytes(report, weight))}{guess}"),
        ("stored captures to parse", number(report.to_parse)),
    ]
    return table(("this run would need", ""), rows)


def _stored_bytes(report: PlanReport, page_bytes: int) -> int:
    return report.pages * page_bytes + (report.posts.stored_bytes if report.posts.by_rest else 0)


def _choices(report: PlanReport) -> Iterator[str]:
    """Yield requests, size and time of each way to read the posts, where REST lists any."""
    if not report.posts.count or report.requests_per_second is None:
        return
    weight = report.page_bytes or USUAL_PAGE_BYTES
    rows = []
    for name, posts in _ways(report.posts):
        way = replace(report, posts=posts)
        later = report.posts.count - report.posts.checked if posts.pages_follow else 0
        after = f"; later nights: {number(later)} pages" if later else ""
        stored = size(_stored_bytes(way, weight))
        rows.append((name, f"{number(way.requests)}{after}", stored, way.time))
    yield "### The posts by each way (AAWSAT_CONTENT, *Articles by*)"
    yield table(("way", "requests", "in the store", "time"), rows)


def _places(report: PlanReport) -> Iterator[str]:
    """Yield pages and time of each place, where pages come from several."""
    if not report.places:
        return
    first, *others = report.places
    site = max(0, report.pages - sum(place.pages for place in others))
    rows = [
        (place.name, number(place.pages), _time_of(place))
        for place in (replace(first, pages=site), *others)
        if place.pages
    ]
    yield "### Where the pages come from"
    yield table(("place", "pages", "time"), rows)
    if report.elsewhere:
        yield "A web archive gives up to three captures of a page, each by a request of its own."


def _time_of(place: Place) -> str:
    if place.requests_per_second is None:
        return "later: no place has them now"
    seconds = place.pages / place.requests_per_second
    return f"{duration(seconds)} at {place.requests_per_second:g} requests a second"


def _ways(posts: Posts) -> tuple[tuple[str, Posts], ...]:
    return (
        ("api-first", replace(posts, by_rest=True, pages_follow=True)),
        ("api", replace(posts, by_rest=True, pages_follow=False)),
        ("pages", replace(posts, by_rest=False, pages_follow=False)),
    )


def _looking(report: PlanReport) -> Iterator[tuple[str, str]]:
    if report.looking_seconds is not None:
        yield "discovery, before that", f"{duration(report.looking_seconds)}, as now"


def _kinds_of_requests(report: PlanReport) -> Iterator[tuple[str, str]]:
    """Yield what the requests are for, if there is more than one purpose."""
    by_rest = report.posts.requests if report.posts.by_rest else 0
    feed = 0 if report.posts.by_rest else report.feed_requests
    kinds = (
        ("- pages", "", report.requests - by_rest - feed),
        ("- posts by REST", "", by_rest),
        ("- the feed, since REST offers no posts", "at most ", feed),
        ("- lists of pages, as now", "", report.all_requests - report.requests),
    )
    named = [(kind, f"{most}{number(count)}") for kind, most, count in kinds if count]
    if len(named) > 1:
        yield from named


def _by_year(rows: Sequence[PlanRow]) -> str:
    """Return a table of the pages to fetch or parse: a row per year, a column per section."""
    pages: Counter[tuple[str, str]] = Counter()
    for row in rows:
        pages[_year(row), row.section or "unknown"] += row.to_fetch + row.to_parse
    years = sorted({year for year, _ in pages})
    sections = sorted({section for _, section in pages})
    lines = [(year, [pages[year, section] for section in sections]) for year in years]
    totals = [sum(pages[year, section] for year in years) for section in sections]
    shown = [[year, *counts, sum(counts)] for year, counts in [*lines, ("total", totals)]]
    return table(("year", *sections, "total"), shown)


def _year(row: PlanRow) -> str:
    return str(row.month.year) if row.month else "unknown"


def _skipped(plan: Plan) -> str:
    reasons: Counter[str] = Counter()
    for row in plan.rows:
        reasons.update(row.reasons)
    rows = [
        ("already captured", sum(row.already_there for row in plan.rows)),
        *sorted(reasons.items()),
        ("never captured, so nothing to parse", sum(row.not_there for row in plan.rows)),
        *_left_out(plan).items(),
    ]
    shown = [row for row in rows if row[1]]
    if not shown:
        return "Nothing."
    return table(("why", "pages"), [*shown, ("total", sum(pages for _, pages in shown))])


def _left_out(plan: Plan) -> dict[str, int]:
    return {
        "over the budget": plan.over_budget,
        "of unknown date": plan.undated,
        "of unknown section": plan.unsectioned,
    }


def _doubts(report: PlanReport) -> Iterator[str]:
    if report.unanswered:
        yield (
            f"**{number(report.unanswered)} discovery requests got no usable response**: there may "
            "be more pages than shown here."
        )
