"""The explorer in a real browser (Debian's chromium), clicked through as an analyst would."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.take_screenshots import running_browser, running_explorer
from tests.warehouse.explorer.published_example import (
    HERO,
    HOSTILE_ID,
    PLAIN_ID,
    QUIET,
    write_published,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_published(tmp_path_factory.mktemp("published") / "aawsat-1.duckdb", articles=160)


@pytest.fixture(scope="module")
def address(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_explorer(example_file, tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A window whose every complaint, and every request to elsewhere, fails the test."""
    window = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    window.on(
        "request",
        lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url),
    )
    window.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    yield window
    window.close()
    assert complaints == []


def test_from_the_overview_to_a_person_to_an_article(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Samir al-Karmi").first.click()
    expect(page).to_have_url(re.compile(f"/entity/{HERO}$"))

    page.get_by_role("link", name="Share of all").click()
    expect(page).to_have_url(re.compile("as=share"))
    page.locator(".stories a").first.click()

    expect(page).to_have_url(re.compile(r"/article/\d+$"))
    assert page.locator(".text .name.person").count() > 0


def test_a_cell_of_the_heat_map_tells_its_month_and_leads_to_it(page: Page) -> None:
    page.goto("/")
    cell = page.locator(f'.heatmap a[href*="{QUIET}"], .heatmap a[href*="2011-06"]').first

    cell.hover()
    expect(page.locator(".tip")).to_contain_text(re.compile("loaded"))
    cell.click()

    expect(page).to_have_url(re.compile(r"/search\?month="))


def test_the_keyboard_is_enough_to_search(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("tariffs")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?q=tariffs$"))
    expect(page.locator("mark").first).to_have_text(re.compile("tariffs", re.IGNORECASE))
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("page=2"))
    page.go_back()
    expect(page.locator(".pager .at")).to_contain_text("Page 1")


def test_marks_of_an_article_can_be_turned_off(page: Page) -> None:
    page.goto(f"/article/{PLAIN_ID}")
    name = page.locator(".text .name.person").first
    before = name.evaluate("node => getComputedStyle(node).borderBottomColor")

    page.get_by_label("people", exact=True).uncheck()

    expect(name).not_to_have_css("border-bottom-color", before)


def test_sql_is_run_with_the_keyboard(page: Page) -> None:
    page.goto("/sql")
    page.get_by_role("textbox", name=re.compile("One SELECT")).fill("select 20 + 22 as meaning")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("cell", name="42")).to_be_visible()


def test_a_place_on_the_map_leads_to_its_page(page: Page) -> None:
    page.goto("/map")
    page.locator(".world circle").first.click()

    expect(page).to_have_url(re.compile("/entity/geo/"))


def test_hostile_text_stays_text(page: Page) -> None:
    page.goto(f"/article/{HOSTILE_ID}")
    page.goto('/search?q="><img src=x onerror=alert(1)>')
    page.goto("/entities?q=nobody")

    expect(page.locator("td").first).to_contain_text("<b onclick")


@pytest.mark.parametrize("width", [390, 820, 1280])
@pytest.mark.parametrize("path", ["/", f"/entity/{HERO}", f"/article/{PLAIN_ID}", "/map", "/sql"])
def test_no_page_is_wider_than_its_window(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)

    needed = page.evaluate("document.documentElement.scrollWidth")

    assert needed <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", f"/entity/{HERO}", f"/article/{PLAIN_ID}", "/sql", "/search"]
)
def test_text_stands_out_from_its_ground(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(path)

    weak = page.evaluate(WEAK_TEXT)

    assert weak == []


@pytest.mark.parametrize(
    "path",
    ["/section/opinion", f"/article/{PLAIN_ID}/versions", "/data", "/method", "/map?all=yes"],
)
def test_lists_versions_and_reference_pages_fit_a_phone_and_stand_out(
    page: Page, path: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(WEAK_TEXT) == []


# Text of less contrast than WCAG AA asks for (4.5, large text 3) against the ground below it.
WEAK_TEXT = r"""
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const node of document.querySelectorAll("body *:not(svg *):not(script)")) {
    const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
    if (!own || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const [one, two] = [light(rgba(style.color)), light(ground(node))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) weak.push(`${ratio.toFixed(2)} ${node.tagName} ${node.className} ${node.textContent.trim().slice(0, 30)}`);
  }
  return [...new Set(weak)];
}
"""
