"""Pages of one quirk each, with the fields a careful reader sees. To add one: two files."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tasks.articles.parse_page import parse_page
from tasks.models import Article, Page, Rejection
from tasks.urls import Site

PAGES = Path(__file__).parents[2] / "data" / "pages"
SITE = Site("https://eng-archive.aawsat.com")
GOLDEN = sorted(PAGES.glob("*/*.html"))


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_golden_page_gives_the_fields_beside_it(file: Path) -> None:
    expected = json.loads(file.with_suffix(".json").read_text())
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    page = Page(7, expected["url"], moment, 200, "text/html", file.read_bytes())

    outcome = parse_page(page, SITE)

    assert _fields_named_in(expected, outcome) == expected


def test_every_layout_has_a_golden_page() -> None:
    folders = {file.parent.name for file in GOLDEN}

    assert folders == {"divi_builder", "divi_classic", "generic", "rejections"}


def _fields_named_in(expected: dict[str, Any], outcome: Article | Rejection) -> dict[str, Any]:
    if isinstance(outcome, Rejection):
        return {"url": outcome.url, "rejected": outcome.reason}
    fields = json.loads(json.dumps(asdict(outcome), default=lambda value: value.isoformat()))
    fields["paragraphs"] = [
        {key: paragraph[key] for key in ("kind", "text", "speaker")}
        for paragraph in fields["paragraphs"]
    ]
    return {name: fields.get(name) for name in expected}
