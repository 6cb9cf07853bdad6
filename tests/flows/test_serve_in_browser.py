"""What a person does on the pages of `aawsat serve`, in a real browser.

Screenshots of each step go to the folder in AAWSAT_SCREENSHOTS, if it is set; README shows some.
"""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from flows.run.run_request import AS_SET
from tests.flows.conftest import AAWSAT
from tests.flows.serving import Serving, serving
from tests.wordpress_site import WordPress

pytestmark = [pytest.mark.flow, pytest.mark.wordpress, pytest.mark.slow, pytest.mark.soak]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# The pages come from a server that shares two cores with a running flow.
PATIENCE = 120_000
LOOK_SECONDS = 480
ASKED = ("2008-01-01", "2017-12-31", "news-middle-east", "opinion")
# Of the posts of tests/wordpress/wordpress-seed.php, those of these years and sections.
PUBLISHED = [
    *("2008-05-12", "2009-05-31", "2009-08-30", "2010-09-28", "2011-05-05", "2012-05-15"),
    *("2013-03-15", "2013-07-28", "2014-01-18", "2014-06-27", "2014-08-17", "2015-03-22"),
    *("2016-11-08", "2016-11-21", "2017-04-08", "2017-05-20"),
]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, wordpress: WordPress) -> Iterator[Serving]:
    home = tmp_path_factory.mktemp("person") / "data"
    with serving(
        home,
        AAWSAT_SITE_URL=wordpress.url,
        AAWSAT_REQUESTS_PER_SECOND="2",
        AAWSAT_BATCH_PAGES="4",
    ) as running:
        yield running


@pytest.fixture(scope="module")
def page(stack: Serving) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        opened.goto(stack.url)
        yield opened
        browser.close()


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("AAWSAT_SCREENSHOTS"):
        page.wait_for_timeout(700)
        page.screenshot(path=Path(folder) / f"{name}.png")


def open_form(page: Page) -> None:
    page.get_by_role("link", name="Deployments", exact=True).first.click()
    page.get_by_role("link", name="backfill", exact=True).first.click()
    page.get_by_role("button", name="Run", exact=True).first.click()
    page.get_by_text("Custom run").first.click()
    expect(page.get_by_text("Only plan")).to_be_visible()


def pick_day(page: Page, shown: str, day: str) -> None:
    page.get_by_text(shown, exact=True).click()
    calendar = page.get_by_role("dialog")
    calendar.get_by_role("textbox").fill(day)
    calendar.get_by_role("textbox").press("Enter")
    page.keyboard.press("Escape")
    # It fades; a second one opened meanwhile would be mixed up with it.
    expect(calendar).to_have_count(0)


def fill_in(page: Page, since: str, until: str, *sections: str) -> None:
    pick_day(page, "January 1st, 2005", since)
    pick_day(page, "December 31st, 2017", until)
    for section in sections:
        # The field shows what is chosen so far, or "Select"; its list is searched by typing.
        page.get_by_text("Sections (Optional)", exact=True).locator("..").get_by_text(
            "Select", exact=True
        ).or_(page.get_by_text("Select", exact=True)).first.click()
        page.get_by_placeholder("Search...").fill(section)
        page.get_by_placeholder("Search...").press("Enter")
        page.keyboard.press("Escape")


def submit(page: Page, stack: Serving) -> str:
    """Press Submit; return the id of the run it made, whose page is opened."""
    before = {run["id"] for run in backfills(stack)}
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url(re.compile("tab=Runs"))
    [made] = [run["id"] for run in backfills(stack) if run["id"] not in before]
    page.goto(f"{stack.url}/v2/runs/flow-run/{made}")
    return str(made)


def backfills(stack: Serving) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stack.ask(
        "flow_runs/filter", deployments={"name": {"any_": ["backfill"]}}
    )
    return found


def look_again(page: Page, tab: str, text: str) -> None:
    """Load the page again until its tab shows the text: Prefect's pages do not do so themselves."""
    deadline = time.monotonic() + LOOK_SECONDS
    while True:
        page.reload()
        page.get_by_role("tab", name=tab).click()
        try:
            expect(page.get_by_text(text).first).to_be_visible(timeout=5_000)
            return
        except AssertionError:
            assert time.monotonic() < deadline, f"no {text} under {tab}"


def open_artifact(page: Page, key: str) -> None:
    look_again(page, "Artifacts", key)
    page.get_by_text(key, exact=True).first.click()


def articles(stack: Serving) -> list[str]:
    done = subprocess.run(
        [AAWSAT, "query", "--json", "select published_on from articles order by 1"],
        env=stack.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line)["published_on"] for line in done.stdout.splitlines()]


def test_a_wrong_number_is_refused_by_the_form_before_there_is_a_run(
    page: Page, stack: Serving
) -> None:
    open_form(page)
    shoot(page, "1-run-form")

    most = page.get_by_label("Pages at most")
    most.fill("0")
    page.get_by_role("button", name="Submit").click()

    # The browser shows this text in a bubble of its own, which no screenshot has.
    assert "1" in most.evaluate("field => field.validationMessage")
    assert "/run?" in page.url
    assert backfills(stack) == []


def test_dates_the_wrong_way_round_are_refused_in_words_and_nothing_runs(
    page: Page, stack: Serving
) -> None:
    open_form(page)
    fill_in(page, "2016-12-01", "2016-11-30")

    run_id = submit(page, stack)

    state = stack.wait_for(run_id, "FAILED", "COMPLETED", "CRASHED")
    assert state["name"] == "Refused"
    look_again(page, "Logs", "since (2016-12-01) is after until (2016-11-30)")
    shoot(page, "2-refused")
    assert not (stack.home / "warehouse.duckdb").exists()


def test_a_plan_is_read_carried_out_and_reported(page: Page, stack: Serving) -> None:
    open_form(page)
    fill_in(page, *ASKED)
    shoot(page, "3-dry-run")
    planned = submit(page, stack)
    assert stack.wait_for(planned, "FAILED", "COMPLETED", "CRASHED")["type"] == "COMPLETED"
    open_artifact(page, "plan")
    expect(page.get_by_role("heading", name=f"{len(PUBLISHED)} pages to fetch")).to_be_visible()
    shoot(page, "4-plan")

    open_form(page)
    fill_in(page, *ASKED)
    page.get_by_label("Only plan").click()
    run_id = submit(page, stack)
    stack.wait_for(run_id, "RUNNING")
    open_artifact(page, "fetch-progress")
    # On a fast machine the fetch may have ended before the page is shown.
    expect(page.get_by_text(re.compile(r"fetch: \d+ of 16")).first).to_be_visible()
    shoot(page, "5-progress")
    assert stack.wait_for(run_id, "FAILED", "COMPLETED", "CRASHED")["type"] == "COMPLETED"
    page.goto(f"{stack.url}/v2/runs/flow-run/{run_id}")
    look_again(page, "Logs", "Finished in state Completed")
    shoot(page, "6-log")
    open_artifact(page, "report")
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 1500})
    shoot(page, "7-report")

    # An answer of the REST interface also has posts of other sections; they are kept.
    assert set(PUBLISHED) <= set(articles(stack))


def choose(page: Page, shown: str, wanted: str) -> None:
    """Choose another value in the field that shows this one."""
    page.get_by_text(shown, exact=True).first.click()
    page.get_by_role("option").get_by_text(wanted, exact=True).click()


def test_a_backfill_by_api_is_planned_run_and_its_sample_is_read(
    page: Page, stack: Serving, wordpress: WordPress
) -> None:
    open_form(page)
    choose(page, AS_SET, "api")
    shoot(page, "8-api-form")
    planned = submit(page, stack)
    assert stack.wait_for(planned, "FAILED", "COMPLETED", "CRASHED")["type"] == "COMPLETED"
    open_artifact(page, "plan")
    costs = re.compile(r"\d+ posts by REST in \d+ request")
    expect(page.get_by_role("heading", name=costs)).to_be_visible()
    expect(page.get_by_role("heading", name="The posts by each way")).to_be_visible()
    shoot(page, "9-api-plan")

    open_form(page)
    choose(page, AS_SET, "api")
    page.get_by_label("Only plan").click()
    run_id = submit(page, stack)
    assert stack.wait_for(run_id, "FAILED", "COMPLETED", "CRASHED")["type"] == "COMPLETED"
    open_artifact(page, "report")
    compared = page.get_by_role("row").filter(has_text="posts compared with their pages")
    differing = page.get_by_role("row").filter(has_text="compared posts that differ")
    expect(compared).to_be_visible()
    assert int(compared.get_by_role("cell").last.inner_text()) >= len(PUBLISHED)
    assert differing.get_by_role("cell").last.inner_text() == "0"
    shoot(page, "10-api-report")
    assert len(articles(stack)) == wordpress.post_count()
