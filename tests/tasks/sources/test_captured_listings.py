from pathlib import Path

import pytest

from tasks.models import Candidate, Purpose
from tasks.sources.captured_listings import read_archived_listings
from tasks.urls import Site
from tests.warehouse.example_records import capture, page_url

SITE = Site("https://archive.test")
STORY = page_url("story")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (page_url("renamed"), [page_url("renamed")]),
        ("http://www.archive.test/staff/news/renamed", [page_url("renamed")]),
        (STORY, []),
        ("https://archive.test/", []),
        ("https://archive.test/category/news/", []),
        ("https://elsewhere.test/staff/news/renamed/", []),
    ],
)
def test_the_article_that_a_redirect_leads_to_is_a_candidate(
    tmp_path: Path, target: str, expected: list[str]
) -> None:
    led_away = capture("story", status=301, source="warc", redirects_to=target)

    found = list(read_archived_listings(tmp_path, [led_away], SITE))

    assert found == [Candidate(url, "redirect", STORY, source="warc") for url in expected]


@pytest.mark.parametrize("source", ["live", "wayback"])
def test_a_redirect_of_discovery_or_of_the_live_site_names_no_page(
    tmp_path: Path, source: str
) -> None:
    purpose = Purpose.PAGE if source == "live" else Purpose.DISCOVERY
    asked = capture(
        "x", status=301, source=source, purpose=purpose, redirects_to=page_url("renamed")
    )

    assert list(read_archived_listings(tmp_path, [asked], SITE)) == []
