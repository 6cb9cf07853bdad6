"""Step plan: show what a run would fetch, what exists already, and what is skipped and why."""

from collections import Counter

from duckdb import DuckDBPyConnection
from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from tasks.articles.parse_page import PARSER_VERSION
from tasks.reports.plan_report import (
    FEED_ITEMS,
    Place,
    PlanReport,
    Posts,
    plan_by_month,
    plan_markdown,
    plan_sentence,
)
from tasks.run.context import Run
from tasks.run.links import links_of
from tasks.run.steps import step
from tasks.sources.auto import NOWHERE, place_of, request_rates
from tasks.sources.live.spec import ROUTES, named_routes
from tasks.sources.source import Content
from warehouse.db.connect import open_warehouse
from warehouse.ingest import frontier
from warehouse.ingest.frontier import Plan
from warehouse.reporting.run_facts import page_weight, post_weight


@step("plan")
def plan(run: Run) -> str:
    """Show the plan on the run's page; return its summary in one line."""
    report = _read_plan(run)
    sentence = plan_sentence(report)
    create_markdown_artifact(plan_markdown(report, links_of(run)), key="plan", description=sentence)
    create_table_artifact(
        plan_by_month(report.plan.rows), key="plan-by-month", description="The plan by month"
    )
    get_run_logger().info(sentence)
    return sentence


def _read_plan(run: Run) -> PlanReport:
    source = run.source
    with open_warehouse(run.warehouse) as con:
        planned, posts = frontier.plan(con, run.selection), _posts(con, run)
        return PlanReport(
            planned,
            None if source.is_on_disk else source.crawl_policy.requests_per_second,
            page_weight(con),
            run.record.counts["unanswered"],
            run.record.seconds.get("discover"),
            _left_to_parse(con, run),
            posts,
            _places(con, run),
            tuple(run.record.notes),
            None if source.is_on_disk else run.record.discovery_requests,
            0 if frontier.listed_posts(con) else _feed_requests(planned, run),
        )


def _places(con: DuckDBPyConnection, run: Run) -> tuple[Place, ...]:
    """Return where the due pages would come from; empty if all come from one place."""
    rates = request_rates(run.source)
    if len(rates) < 2:
        return ()
    is_away = run.record.counts["site_away"] > 0
    due = frontier.select_due(con, run.selection)
    pages = Counter(place_of(page.sources, is_away) for page in due)
    return tuple(Place(name, pages[name], rates.get(name)) for name in [*rates, *NOWHERE])


def _posts(con: DuckDBPyConnection, run: Run) -> Posts:
    """Return the due pages that the REST API lists, if the run may read the site's posts by it."""
    if not run.source.is_live or run.record.counts["site_away"]:
        return Posts()
    count = frontier.count_listed_posts(con, run.selection)
    checked = min(count, frontier.sample_size(run.selection, count))
    content = run.content
    by_rest = content is not Content.PAGES and count > 0
    return Posts(count, checked, post_weight(con), by_rest, content is Content.API_FIRST)


def _feed_requests(planned: Plan, run: Run) -> int:
    """Return the requests to a feed at most, which is read for its texts if REST is refused."""
    if not run.source.is_live or run.record.counts["site_away"] or run.content is Content.PAGES:
        return 0
    routes = named_routes(run.source.settings.get("routes", "")) or ROUTES
    return -(-planned.to_fetch // FEED_ITEMS) if "feed" in routes else 0


def _left_to_parse(con: DuckDBPyConnection, run: Run) -> int:
    """Count the captures due for parsing that are not part of the selection."""
    if run.selection.mode == "reparse":
        return 0
    return len(frontier.captures_to_parse(con, run.selection, PARSER_VERSION))
