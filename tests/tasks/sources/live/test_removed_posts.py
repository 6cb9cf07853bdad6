"""Posts that are not listed any more: when a walk proves it, and when all posts are listed again."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tasks.sources.source import Finding, Known, WholeListing, Window
from tests.tasks.sources.live.fake_site import (
    EVER,
    MARCH,
    ROOT,
    FakeSite,
    Open,
    article,
    urls,
    urlset,
)

LAST_NIGHT = datetime(2026, 11, 1, tzinfo=UTC)
POSTS = "/wp-json/wp/v2/posts"


def whole(findings: list[Finding]) -> list[str]:
    return [finding.route for finding in findings if isinstance(finding, WholeListing)]


def night(listed: int, stated: int | None) -> Window:
    """A window over what has changed, after a night that listed and stated so many posts."""
    posts = frozenset(article(number) for number in range(listed))
    known = Known(urls=posts, posts=posts, stated_posts=stated)
    return Window(EVER.since, EVER.until, (), LAST_NIGHT, known)


def has_unchanged_posts(fake: FakeSite, count: int, **faults: Any) -> None:
    """Offer posts by REST, of which none has changed lately; faults: total, refuses_ids."""
    fake.has_posts(count)
    plain = fake.answers[POSTS]

    def answer(request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        if "modified_after" in query:
            return httpx.Response(200, json=[], headers={"X-WP-Total": "0"})
        if faults.get("refuses_ids") and query.get("orderby") == "id":
            return httpx.Response(403, text="<html>Forbidden</html>")
        made = plain(request)
        if "total" in faults and "X-WP-Total" in made.headers:
            del made.headers["X-WP-Total"]
            made.headers.update({"X-WP-Total": faults["total"]} if faults["total"] else {})
        return made

    fake.answers[POSTS] = answer


def lists_again(fake: FakeSite) -> bool:
    return any("orderby=id" in asked for asked in fake.asked)


def test_fewer_posts_than_last_night_are_listed_again(live: Open, fake: FakeSite) -> None:
    has_unchanged_posts(fake, 19)

    findings = list(live("rest").discover(night(20, 20)))

    assert whole(findings) == ["rest"]
    assert urls(findings) == {article(number) for number in range(19)}


def test_as_many_posts_as_last_night_cost_no_walk(live: Open, fake: FakeSite) -> None:
    has_unchanged_posts(fake, 20)

    findings = list(live("rest").discover(night(20, 20)))

    assert not lists_again(fake)
    assert whole(findings) == []


def test_posts_the_site_counts_and_never_lists_are_not_missed(live: Open, fake: FakeSite) -> None:
    """A count that is wrong in the same way every night."""
    has_unchanged_posts(fake, 20)

    list(live("rest").discover(night(25, 20)))

    assert not lists_again(fake)


@pytest.mark.parametrize(("known", "is_listed"), [(24, True), (2_400, False)])
def test_a_count_that_a_cache_has_kept_is_not_believed(
    live: Open, fake: FakeSite, known: int, is_listed: bool
) -> None:
    """A small archive is listed again, if it has a post after as many as are counted."""
    has_unchanged_posts(fake, 26, total="20")

    findings = list(live("rest").discover(night(known, 20)))

    assert (article(25) in urls(findings)) is is_listed


def test_a_site_without_counts_is_listed_again(live: Open, fake: FakeSite) -> None:
    has_unchanged_posts(fake, 19, total=False)

    assert whole(list(live("rest").discover(night(20, None)))) == ["rest"]


def test_a_refused_walk_proves_nothing(live: Open, fake: FakeSite) -> None:
    has_unchanged_posts(fake, 19, refuses_ids=True)

    assert whole(list(live("rest").discover(night(20, 20)))) == []


def test_a_walk_over_one_month_proves_nothing(live: Open, fake: FakeSite) -> None:
    fake.has_posts(20)

    assert whole(list(live("rest").discover(MARCH))) == []


def test_a_walk_over_all_months_does(live: Open, fake: FakeSite) -> None:
    fake.has_posts(20)

    assert whole(list(live("rest").discover(EVER))) == ["rest"]
    assert not lists_again(fake)


INDEX = f"<sitemapindex><sitemap><loc>{ROOT}/a.xml</loc></sitemap></sitemapindex>"


@pytest.mark.parametrize(
    ("status", "robots", "proves"),
    [
        (200, "", ["sitemap"]),
        (403, "", []),
        (404, "", []),
        (503, "", []),
        (200, "User-agent: *\nDisallow: /b.xml", []),
    ],
    ids=["whole", "403", "404", "503", "robots.txt"],
)
def test_sitemaps_prove_what_is_not_listed_only_without_a_gap(
    live: Open, fake: FakeSite, status: int, robots: str, proves: list[str]
) -> None:
    more = "<sitemap><loc>https://eng-archive.aawsat.com/b.xml</loc></sitemap></sitemapindex>"
    fake.has("/robots.txt", robots)
    fake.has("/wp-sitemap.xml", INDEX.replace("</sitemapindex>", more))
    fake.has("/a.xml", urlset(article(1)))
    fake.has("/b.xml", urlset(article(2)), status)

    assert whole(list(live("sitemap").discover(EVER))) == proves


def test_an_empty_sitemap_proves_nothing(live: Open, fake: FakeSite) -> None:
    fake.has("/wp-sitemap.xml", "<urlset></urlset>")
    fake.has_posts(3)

    assert "sitemap" not in whole(list(live().discover(EVER)))
