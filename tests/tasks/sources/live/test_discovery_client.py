"""What a discovery remembers of a host that does not answer."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tasks.errors import HostResting, HostUnavailable
from tasks.http.client import PoliteClient
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Candidate
from tasks.sources.live.discovery_client import DiscoveryClient, shows_challenge
from tasks.sources.source import Known
from tasks.urls import Site
from tasks.warc.store import CaptureStore

SITE = Site("https://archive.test")
POLICY = CrawlPolicy("tests", requests_per_second=10_000, slowest_seconds=0.001, trip_after=2)


def refuse(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("connection refused")


async def ask_twice(store: CaptureStore) -> list[DiscoveryClient]:
    """Let two discoveries, one after the other, ask a host that refuses connections."""
    transport = httpx.MockTransport(refuse)
    async with PoliteClient(POLICY, frozenset({"archive.test"}), transport=transport) as client:
        discoveries = [DiscoveryClient(client, store, SITE) for _ in range(2)]
        for discovery in discoveries:
            await discovery.ask(f"{SITE.origin}/robots.txt")
        return discoveries


def test_the_reason_is_kept_when_the_host_rests(tmp_path: Path) -> None:
    with CaptureStore(tmp_path, "run-1", "live") as store:
        first, second = asyncio.run(ask_twice(store))

    assert isinstance(first.last_error, HostUnavailable)
    assert "connection refused" in str(first.last_error)
    # It rests already, so no other reason is known.
    assert isinstance(second.last_error, HostResting)


def post(number: int) -> str:
    return f"{SITE.origin}/staff/news/story-{number}/"


def that_listed(folder: Path, posts: int, stated: int | None, known: Known) -> DiscoveryClient:
    """A discovery in which REST listed posts, numbered from 0, and stated a count."""
    transport = httpx.MockTransport(lambda _: httpx.Response(404))
    client = PoliteClient(POLICY, frozenset({"archive.test"}), transport=transport)
    discovery = DiscoveryClient(client, CaptureStore(folder, "run-1", "live"), SITE, known)
    for number in range(posts):
        assert discovery.admit(Candidate(post(number), "rest", SITE.origin))
    discovery.stated_posts = stated
    return discovery


@pytest.mark.parametrize(
    ("listed", "stated", "stated_before", "differs"),
    [
        (3, 3, 3, False),
        (3, 2, 3, True),
        # Two new ones, so two more than before are expected.
        (5, 5, 3, False),
        (5, 4, 3, True),
        # The site counted one that it never listed.
        (3, 4, 4, False),
        (3, 3, 4, True),
        # One with an old date is new, and not among those listed as changed.
        (3, 4, 3, True),
        (5, 6, 3, True),
        # Without an earlier count, the listed posts are counted.
        (3, 3, None, False),
        (3, 2, None, True),
        (3, 4, None, False),
    ],
)
def test_posts_differ_if_the_site_has_not_as_many_as_before_and_the_new_ones(
    tmp_path: Path, listed: int, stated: int, stated_before: int | None, differs: bool
) -> None:
    known = Known(posts=frozenset(map(post, range(3))), stated_posts=stated_before)

    assert that_listed(tmp_path, listed, stated, known).differs_in_posts(100) is differs


@pytest.mark.parametrize(("known", "differs"), [(0, False), (1, True), (3, True), (4, False)])
def test_without_a_count_a_few_posts_are_asked_for_again(
    tmp_path: Path, known: int, differs: bool
) -> None:
    discovery = that_listed(tmp_path, 0, None, Known(posts=frozenset(map(post, range(known)))))

    assert discovery.differs_in_posts(3) is differs


@pytest.mark.parametrize(
    ("posts", "stated", "is_part", "may_hide"),
    [
        (2, 5, False, True),
        (2, 4, False, False),
        (5, None, False, True),
        (4, 7, True, True),
        # A part of the posts cannot be all of them.
        (7, 10, True, True),
        (7, 7, True, False),
    ],
)
def test_a_site_hides_no_more_posts_than_it_has_beside_the_listed_ones(
    tmp_path: Path, posts: int, stated: int | None, is_part: bool, may_hide: bool
) -> None:
    discovery = that_listed(tmp_path, 3, stated, Known())

    assert discovery.may_hide(posts, is_part=is_part) is may_hide


def test_a_number_that_equals_all_posts_is_not_that_of_a_part(tmp_path: Path) -> None:
    discovery = that_listed(tmp_path, 0, 5, Known())

    assert discovery.may_hide(5, is_part=False)
    assert not discovery.may_hide(5, is_part=True)
    assert discovery.may_hide(4, is_part=True)


@pytest.mark.parametrize(
    ("body", "is_challenge"),
    [
        (b"<HTML><title>Just a moment...</title>", True),
        (b"<html><p>Just a moment, says the mayor.</p>", False),
        (b"<title>Just a moment...</title>", False),
        (b"<html>" + b" " * (16 << 10) + b"<title>Just a moment...</title>", False),
    ],
)
def test_the_page_of_a_bot_protection_is_known_by_its_title(
    body: bytes, is_challenge: bool
) -> None:
    assert shows_challenge(body) is is_challenge
