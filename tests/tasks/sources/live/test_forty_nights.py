"""What forty nights with nothing new cost in requests and in bytes of the store."""

from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from tasks.models import Capture
from tasks.sources.live.site import LiveSite
from tasks.sources.source import Known, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.tasks.sources.live.fake_site import (
    EVER,
    FAST,
    HTML,
    ROOT,
    FakeSite,
    Rest,
    article,
    listing,
    urlset,
)
from tests.tasks.sources.live.test_discovery_faults import SINCE

NIGHTS = 40
MOST_BYTES_A_NIGHT = 10_000
POSTS = 60


def has_all_routes(fake: FakeSite, *, with_rest: bool) -> None:
    """Offer every route, with pages that say when they were generated."""
    generated = iter(range(1_000_000))

    def front(_: httpx.Request) -> httpx.Response:
        links = "".join(f'<a href="/category/c{number}/">c</a>' for number in range(10))
        noise = f"<!-- generated in 0.{next(generated)} seconds -->"
        return httpx.Response(200, headers=HTML, text=f"<html><body>{links}{noise}</body></html>")

    def archive(_: httpx.Request) -> httpx.Response:
        text = listing(range(10), f"{ROOT}/page/2/").replace("Mar 1, 2014", "")
        padding = " ".join(str(number * 7919) for number in range(2_000))
        noise = f"<!-- {next(generated)} --><script>nonce='{next(generated)}'</script>"
        return httpx.Response(200, headers=HTML, text=f"{text}<p>{padding}</p>{noise}")

    fake.answers["/"] = front
    for path in (*(f"/category/c{number}/" for number in range(10)), "/2014/"):
        fake.answers[path] = archive
    fake.has("/wp-sitemap.xml", urlset(*(article(number) for number in range(POSTS))))
    if with_rest:
        rest = fake.answers["/wp-json/wp/v2/posts"] = Rest(POSTS)
        rest.most_requests = 1_000


def bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*"))


@pytest.mark.slow
@pytest.mark.parametrize("with_rest", [True, False])
def test_nights_with_nothing_new_add_little_to_the_store(
    fake: FakeSite, tmp_path: Path, *, with_rest: bool
) -> None:
    has_all_routes(fake, with_rest=with_rest)
    urls = frozenset(article(number) for number in range(POSTS))
    answers: dict[str, Capture] = {}
    sizes = []
    for night in range(NIGHTS):
        since = SINCE + timedelta(days=20 + night) if night else None
        window = Window(
            EVER.since, EVER.until, (), since, Known(urls if night else frozenset(), answers)
        )
        fake.asked.clear()
        with (
            CaptureStore(tmp_path, f"night-{night:02}", "live") as store,
            closing(LiveSite(Site(ROOT), FAST, store, transport=httpx.MockTransport(fake))) as live,
        ):
            list(live.discover(window))
            answers |= {capture.url: capture for capture in store.take()}
        sizes.append(bytes_in(tmp_path))

    growth = [after - before for before, after in pairwise(sizes)]
    assert max(growth) < MOST_BYTES_A_NIGHT
    assert not [asked for asked in fake.asked if "/page/" in asked]
