"""Every page of the sample against its truth, field by field."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from tasks.articles.listing import is_listing, next_listing_page, read_listing
from tasks.articles.parse_page import parse_page
from tasks.models import Article, Page, Rejection
from tasks.urls import Site
from tests.tasks.articles.sample_pages import read_sample

SITE = Site("https://eng-archive.aawsat.com")


@pytest.fixture(scope="module")
def sample() -> list[tuple[Page, dict[str, Any]]]:
    return read_sample()


@pytest.mark.slow
def test_every_page_ends_as_the_truth_says(sample: list[tuple[Page, dict[str, Any]]]) -> None:
    wrong = []
    for page, truth in sample:
        outcome = parse_page(page, SITE)
        reason = outcome.reason.value if isinstance(outcome, Rejection) else None
        if reason != truth["reason"]:
            detail = outcome.detail if isinstance(outcome, Rejection) else outcome.layout
            wrong.append(f"{page.url}: {truth['kind']} {truth['reason']} != {reason} ({detail})")

    assert not wrong, _report(wrong)


@pytest.mark.slow
def test_every_article_field_equals_the_truth(sample: list[tuple[Page, dict[str, Any]]]) -> None:
    differences = []
    articles = 0
    for page, truth in sample:
        outcome = parse_page(page, SITE)
        if truth["article"] and isinstance(outcome, Article):
            articles += 1
            differences.extend(_compare(outcome, truth))

    assert articles > 100
    assert not differences, _report(differences)


def test_every_listing_gives_the_entries_of_the_truth(
    sample: list[tuple[Page, dict[str, Any]]],
) -> None:
    differences = []
    listings = 0
    for page, truth in sample:
        if truth["entries"] is not None:
            listings += 1
            differences.extend(_compare_listing(page, truth))

    assert listings > 3
    assert not differences, _report(differences)


def _compare(article: Article, truth: dict[str, Any]) -> list[str]:
    fields = json.loads(json.dumps(asdict(article), default=lambda value: value.isoformat()))
    return [
        f"{article.url} [{' '.join(map(str, truth['varieties'].values()))}]\n"
        f"    {name}: truth {_shown(expected, fields.get(name))}\n"
        f"    {name}: found {_shown(fields.get(name), expected)}"
        for name, expected in truth["article"].items()
        if fields.get(name, "no such field") != expected
    ]


def _shown(value: Any, other: Any) -> str:
    """Return a value as text; of lists only the parts the other side does not have."""
    if isinstance(value, list) and isinstance(other, list):
        value = [part for part in value if part not in other] or f"{len(value)} items"
    return json.dumps(value, ensure_ascii=False)


def _compare_listing(page: Page, truth: dict[str, Any]) -> list[str]:
    found = [
        {
            "url": candidate.url,
            "title": candidate.title,
            "author": candidate.author,
            "published_on": candidate.published_on and candidate.published_on.isoformat(),
            "section": candidate.section,
        }
        for candidate in read_listing(page, SITE, "listing")
    ]
    following = next_listing_page(page, SITE)
    differences = []
    if found != truth["entries"]:
        expected = _shown(truth["entries"], found)
        differences.append(
            f"{page.url}\n  truth {expected}\n  found {_shown(found, truth['entries'])}"
        )
    if following != truth["next_url"]:
        differences.append(f"{page.url}: next {truth['next_url']} != {following}")
    if not is_listing(page, SITE):
        differences.append(f"{page.url}: not taken for a listing")
    return differences


def _report(lines: list[str]) -> str:
    return f"{len(lines)} differences\n" + "\n".join(lines[:40])
