"""The page with the health of the home."""

from pathlib import Path

from tests.warehouse.explorer.conftest import Reader
from warehouse.explorer.app import make_app
from warehouse.explorer.pages.health import HealthPage


def test_the_operator_sees_problems_and_figures(example_file: Path) -> None:
    found = HealthPage(
        "CRITICAL", ("CRITICAL: Make <room>.",), (("Next night", "2026-12-01 02:15 UTC"),)
    )
    reader = Reader(make_app(example_file, read_health=lambda: found))

    page = reader.get("/health/home")

    assert page.status_code == 200
    for shown in ("CRITICAL: Make &lt;room&gt;.", "Next night", "2026-12-01 02:15 UTC"):
        assert shown in page.text
    # It changes without a new publication, so a browser must ask for it again.
    assert "etag" not in page.headers
    assert 'href="/health/home"' in reader.get("/sql").text


def test_other_readers_see_no_health(reader: Reader) -> None:
    assert reader.get("/health/home").status_code == 404
    assert 'href="/health/home"' not in reader.get("/sql").text
