"""A few nights on a real WordPress; `python -m tests.flows.wordpress_nights` runs forty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.wordpress_nights import run_nights
from tests.wordpress_site import WordPress, new_wordpress

pytestmark = [pytest.mark.flow, pytest.mark.wordpress, pytest.mark.slow]

NIGHTS = 4
# A night with three new and four changed posts, each of them captured as post and as page.
MOST_BYTES_A_NIGHT = 250_000


@pytest.fixture
def site() -> Iterator[WordPress]:
    """A site for this test alone: it deletes, hides and renames the posts that others read."""
    with new_wordpress("127.0.0.2", 8090) as site:
        yield site


def test_every_post_agrees_with_the_database_of_wordpress_night_after_night(
    site: WordPress, prefect_api: str, tmp_path: Path
) -> None:
    settings = {
        "AAWSAT_SITE_URL": site.url,
        "AAWSAT_REQUESTS_PER_SECOND": "50",
        "PREFECT_API_URL": prefect_api,
    }

    nights = list(run_nights(site, tmp_path, NIGHTS, settings, seed=1))

    assert [night.disagreements for night in nights] == [()] * NIGHTS
    assert nights[-1].withdrawn > 0
    grown = nights[-1].capture_bytes - nights[0].capture_bytes
    assert grown < MOST_BYTES_A_NIGHT * (NIGHTS - 1)
