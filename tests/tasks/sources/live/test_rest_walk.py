"""When the walk through the posts of a site ends."""

from datetime import datetime

import pytest

from tasks.articles.rest_posts import Row
from tasks.sources.live.rest_walk import Walk

ROWS: list[Row] = [{"id": number, "date": "2012-03-04T05:06:07"} for number in (3, 4, 5)]


@pytest.mark.parametrize(("left", "is_last"), [(5, True), (6, False), (None, False)])
def test_the_last_page_completes_the_rows_of_its_second(left: int | None, is_last: bool) -> None:
    walk = Walk(
        "/posts",
        {},
        seen={"1", "2", "3", "4", "5"},
        pages=2,
        longest_page=3,
        total=5,
        cursor=datetime(2012, 3, 4, 5, 6, 6),  # noqa: DTZ001 - as in the answers
        tied=2,
    )

    assert walk.ends_here(ROWS, True, left, page_size=10) is is_last


def test_rows_correct_the_stated_count_only_if_the_walk_has_ended() -> None:
    seen = {"1", "2"}

    assert Walk("/posts", {}, seen=seen, total=1).stated_count == 1
    assert Walk("/posts", {}, seen=seen, total=1, is_whole=True).stated_count == 2
    assert Walk("/posts", {}, seen=seen).stated_count is None
    assert Walk("/posts", {}, seen=seen, is_whole=True).stated_count == 2
