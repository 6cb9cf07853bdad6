"""Every kind of page under axe, and the walks of docs/analysts.md, in a real browser."""

import re
from functools import partial
from importlib.resources import files
from typing import Literal
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from tests.flows.test_explore_in_a_browser import address, browser, example_file, page
from tests.warehouse.explorer.published_example import HERO, HOSTILE_ID, PLAIN_ID
from tests.warehouse.explorer.test_walks import PLACEHOLDER, TYPED, WALKS

__all__ = ["address", "browser", "example_file", "page"]
pytestmark = pytest.mark.slow

PAGES = (
    "/", "/search?q=tariffs", "/search?q=tariffs&view=lines", "/search?q=tariffs&view=beside", "/search?q=nothing-of-it",
    "/trends?q=tariffs, port, Baghdad", "/keyness?section=opinion", "/changes", "/copies", "/stories",
    "/map?all=yes", "/entities", f"/entity/{HERO}", f"/statements/{HERO}?said=reported", f"/events/{HERO}", "/entity/country/IQ", f"/article/{PLAIN_ID}",
    f"/article/{HOSTILE_ID}", f"/article/{PLAIN_ID}/versions", "/authors", "/section/opinion",
    "/day/2009-05-01", "/data", "/method", "/sql?sql=select 1 as a",
)  # fmt: skip
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
VIOLATIONS = """
axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations.map(
  (one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`))
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    pytest.importorskip("axe_playwright_python")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violations_in_light_or_dark(page: Page, axe: str, path: str) -> None:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        page.evaluate(axe)
        assert page.evaluate(VIOLATIONS) == [], scheme


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_figure_and_field_has_a_name_for_screen_readers(page: Page) -> None:
    page.goto(f"/entity/{HERO}")

    network = page.get_by_role("group", name=re.compile("Names in the same articles"))
    expect(network.get_by_role("link").first).to_have_accessible_name(re.compile(r"\w+"))
    page.goto("/search")
    expect(page.get_by_role("search", name="Search with filters")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_the_word_of_a_concordance_is_in_view_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/search?q=tariffs&view=lines")

    word = page.locator(".concordance mark").first.bounding_box()

    assert word
    assert word["x"] + word["width"] < 390


@pytest.mark.parametrize("question", WALKS)
def test_each_question_is_answered_by_clicking(page: Page, question: str) -> None:
    first, *steps = WALKS[question]
    page.goto(first)
    for step in steps:
        if step.endswith(".gexf"):
            with page.expect_download() as download:
                _follow(page, step)
            assert download.value.suggested_filename.endswith(".gexf")
            continue
        _follow(page, step)
        page.wait_for_url(partial(_fits, _pattern(step)))
        expect(page.locator("main")).not_to_contain_text("Incompatible publication")


def _follow(page: Page, step: str) -> None:
    """Click the first link that fits a step; if there is none, fill in the form that leads there."""
    links = page.locator("a[href]").evaluate_all(
        "found => found.map(link => [link.getAttribute('href'), !link.closest('svg')])"
    )
    fits = [
        (not is_text, number)
        for number, (link, is_text) in enumerate(links)
        if _pattern(step).search(unquote_plus(link)) and link.startswith("/")
    ]
    if fits:
        page.locator("a[href]").nth(min(fits)[1]).click()
        return
    path, _, query = step.partition("?")
    name, _, value = query.partition("=")
    field = page.locator(f'form[action="{path}"] [name="{name}"]').last
    field.fill(PLACEHOLDER.sub(lambda part: TYPED[part[0]], value))
    field.press("Enter")


def _fits(pattern: re.Pattern[str], url: str) -> bool:
    return bool(pattern.search(unquote_plus(url)))


def _pattern(step: str) -> re.Pattern[str]:
    """Return what an address that fits a step ends with; capitals stand for anything."""
    parts = (re.escape(part) for part in PLACEHOLDER.split(step))
    return re.compile("[^&]+".join(parts) + "(&.*)?$")
