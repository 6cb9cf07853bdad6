from datetime import date

import pytest

from warehouse.ingest.frontier import Selection, sample_size


@pytest.mark.parametrize(
    ("since", "until", "is_whole"),
    [
        (None, None, True),
        (date(2005, 1, 1), date(2017, 12, 31), True),
        (date(2005, 1, 2), None, False),
        (None, date(2017, 12, 30), False),
    ],
)
def test_a_window_is_the_whole_archive_if_it_covers_all_its_years(
    since: date | None, until: date | None, is_whole: bool
) -> None:
    assert Selection(since, until).is_whole_archive is is_whole


@pytest.mark.parametrize(
    ("posts", "checked"), [(0, 200), (20_000, 200), (20_001, 201), (60_000, 600)]
)
def test_one_post_in_a_hundred_is_compared_but_at_least_200(posts: int, checked: int) -> None:
    assert sample_size(Selection(), posts) == checked
