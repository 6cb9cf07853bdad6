"""Which captures are one article: the rules, each on captures in memory."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from warehouse.ingest.addresses import url_id
from warehouse.ingest.identities import ContestedCapture, identities_of

ROOT = "https://archive.test"
START = datetime(2012, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_ids = count(1)


def seen(
    path: str,
    after: timedelta = timedelta(0),
    *,
    post_id: int | None = 7,
    title: str | None = None,
    text: str | None = None,
    published_at: datetime | None = None,
    is_stated: bool = False,
    redirects_to: str | None = None,
    root: str = ROOT,
) -> ContestedCapture:
    """A capture some time after the first; title and text are its own unless given."""
    url, capture_id = f"{root}/{path}", next(_ids)
    captured_us = int((START + after).timestamp() * 1_000_000)
    title, text = title or f"Title {capture_id}", text or f"text {capture_id}"
    about = (capture_id, url_id(url), url, post_id, title, text, published_at, captured_us)
    return ContestedCapture(*about, is_stated, redirects_to)


def articles_of(*captures: ContestedCapture) -> list[int]:
    identities = identities_of(list(captures))
    return [identities.get(capture.capture_id, capture.address_id) for capture in captures]


def are_one(*captures: ContestedCapture) -> bool:
    return len(set(articles_of(*captures))) == 1


FERRY, STRIKE = "staff/news/ferry/", "staff/news/strike/"


@pytest.mark.parametrize("page", ["2/", "?page=2"])
@pytest.mark.parametrize("shared", [{"title": "One title"}, {"published_at": START}])
def test_a_further_page_is_not_a_new_address_of_its_post(page: str, shared: dict[str, Any]) -> None:
    assert not are_one(seen(FERRY, **shared), seen(f"{FERRY}{page}", 2 * DAY, **shared))


def test_the_same_text_at_the_address_of_a_further_page_is_one_article() -> None:
    assert are_one(seen(FERRY, text="one"), seen(f"{FERRY}?page=2", DAY, text="one"))


@pytest.mark.parametrize(("after", "is_one"), [(DAY, True), (DAY - HOUR, False)])
@pytest.mark.parametrize(
    "shared", [{"text": "one text"}, {"title": "One title"}, {"published_at": START}]
)
def test_a_slug_is_renamed_if_the_former_was_last_seen_a_day_before(
    shared: dict[str, Any], after: timedelta, is_one: bool
) -> None:
    captures = [
        seen(FERRY, **shared),
        seen(FERRY, HOUR, **shared),
        seen(STRIKE, HOUR + after, **shared),
    ]

    assert are_one(*captures) is is_one


@pytest.mark.parametrize(
    ("stated", "is_one"),
    [((True, True), True), ((True, False), False), ((False, True), False), ((False, False), False)],
)
def test_slugs_seen_within_a_day_are_one_post_if_the_site_states_the_id_of_both(
    stated: tuple[bool, bool], is_one: bool
) -> None:
    first, later = stated

    assert (
        are_one(
            seen(FERRY, text="one text", is_stated=first),
            seen(STRIKE, HOUR, text="one text", is_stated=later),
        )
        is is_one
    )


@pytest.mark.parametrize("page", [f"http://www.archive.test/{STRIKE}", f"/{STRIKE[:-1]}"])
def test_an_address_that_led_to_another_of_its_post_is_one_post_at_once(page: str) -> None:
    assert are_one(seen(FERRY, redirects_to=page, published_at=START), seen(STRIKE, HOUR))


def test_a_redirect_to_another_post_joins_nothing() -> None:
    assert not are_one(seen(FERRY, redirects_to=f"{ROOT}/{STRIKE}"), seen(STRIKE, HOUR, post_id=8))


def test_a_chain_of_redirects_is_one_post_and_no_template() -> None:
    paths = [FERRY, STRIKE, "staff/news/port/"]
    following = [f"{ROOT}/{path}" for path in paths[1:]]
    captures = [
        seen(path, number * HOUR, redirects_to=target)
        for number, (path, target) in enumerate(zip(paths, [*following, None], strict=True))
    ]

    assert are_one(*captures)


def test_an_edited_post_at_its_id_and_at_its_slug_is_one_post_at_once() -> None:
    assert are_one(seen("?p=7", title="One title"), seen(FERRY, HOUR, title="One title"))


@pytest.mark.parametrize("path", ["staff/business/ferry/", "staff/news/ferry/amp/"])
def test_a_slug_in_another_folder_is_the_same_post_at_once(path: str) -> None:
    assert are_one(seen(FERRY), seen(path, HOUR))


def test_nothing_shared_but_the_id_is_two_posts() -> None:
    assert not are_one(seen(FERRY), seen(STRIKE, 9 * DAY))


@pytest.mark.parametrize("post_id", [8, None])
def test_a_text_shared_under_another_id_is_two_posts(post_id: int | None) -> None:
    assert not are_one(
        seen(FERRY, text="one text"), seen(STRIKE, 9 * DAY, text="one text", post_id=post_id)
    )


@pytest.mark.parametrize(
    ("apart", "text", "is_one"),
    [(DAY, None, False), (DAY - HOUR, None, True), (DAY, "one text", True), (None, None, True)],
)
def test_dates_of_publication_a_day_apart_with_other_texts_are_two_posts(
    apart: timedelta | None, text: str | None, is_one: bool
) -> None:
    later = START + apart if apart else None
    captures = [
        seen(FERRY, text=text, title="One title", published_at=START),
        seen(STRIKE, 9 * DAY, text=text, title="One title", published_at=later),
    ]

    assert are_one(*captures) is is_one


def test_an_id_with_three_slugs_and_texts_is_not_believed() -> None:
    paths = [FERRY, STRIKE, "staff/news/port/"]
    captures = [seen(path, day * DAY, title="One title") for day, path in enumerate(paths)]

    assert len(set(articles_of(*captures))) == 3
    assert are_one(*captures[:2])


def test_three_slugs_of_which_two_share_a_text_do_not_show_a_template() -> None:
    captures = [
        seen(FERRY, title="One title", text="one text"),
        seen(STRIKE, DAY, title="One title", text="one text"),
        seen("staff/news/port/", 2 * DAY, title="One title"),
    ]

    assert are_one(*captures)


def test_an_id_with_two_slugs_and_texts_within_a_day_joins_no_later_page() -> None:
    captures = [
        seen(FERRY, title="One title"),
        seen(STRIKE, HOUR),
        seen(STRIKE, 9 * DAY, title="One title"),
    ]

    first, strike, later = articles_of(*captures)

    assert first != strike == later


def test_two_slugs_with_one_text_within_a_day_do_not_show_a_template() -> None:
    captures = [
        seen(FERRY, text="one text"),
        seen(STRIKE, HOUR, text="one text", title="One title"),
        seen("staff/news/port/", 9 * DAY, title="One title"),
    ]

    ferry, strike, port = articles_of(*captures)

    assert ferry != strike == port


def test_an_id_is_judged_on_each_host_and_where_pages_print_it() -> None:
    mirror = "https://mirror.test"
    captures = [
        seen(FERRY, title="One title"),
        seen(STRIKE, DAY, title="One title", is_stated=True),
        seen("staff/news/port/", 2 * DAY, title="One title"),
        seen("staff/news/dock/", 3 * DAY, title="One title", root=mirror),
    ]

    assert are_one(*captures)


@pytest.mark.parametrize("after", [HOUR, -HOUR])
def test_a_query_with_the_text_of_a_post_is_that_post_and_never_its_home(after: timedelta) -> None:
    permalink, query = seen(FERRY, text="one text"), seen("?p=7", after, text="one text")
    in_order = sorted([permalink, query], key=lambda one: one.captured_us)

    assert set(articles_of(*in_order)) == {url_id(permalink.url)}


def test_queries_with_one_text_are_one_post_at_the_first_of_them() -> None:
    first, later = seen("?p=7", text="one text"), seen("?page_id=7", HOUR, text="one text")

    assert articles_of(first, later) == [url_id(first.url)] * 2


def test_a_query_with_another_text_is_another_page() -> None:
    assert not are_one(seen(FERRY), seen("?p=7", HOUR))


def test_of_two_posts_at_one_address_the_lower_id_keeps_it() -> None:
    captures = [seen(FERRY, post_id=9), seen(FERRY, DAY, post_id=7)]

    assert articles_of(*captures) == [
        url_id(f"{ROOT}/{FERRY}#post-9"),
        url_id(f"{ROOT}/{FERRY}"),
    ]


@pytest.mark.parametrize("shared", [{"title": "One title"}, {"text": "one text"}])
def test_two_ids_at_one_address_are_one_post_with_one_title_or_text(shared: dict[str, Any]) -> None:
    assert are_one(seen(FERRY, post_id=9, **shared), seen(FERRY, DAY, post_id=7, **shared))


def test_a_capture_without_an_id_is_of_the_first_post_at_its_address() -> None:
    captures = [
        seen(FERRY, post_id=None),
        seen(FERRY, DAY, post_id=7),
        seen(FERRY, 2 * DAY, post_id=9),
    ]

    unnumbered, first, second = articles_of(*captures)

    assert unnumbered == first != second


def test_a_capture_without_an_id_is_of_the_post_whose_title_it_has() -> None:
    captures = [
        seen(FERRY, post_id=7),
        seen(FERRY, DAY, post_id=9, title="One title"),
        seen(FERRY, 2 * DAY, post_id=None, title="One title"),
    ]

    first, second, unnumbered = articles_of(*captures)

    assert first != second == unnumbered


def test_captures_without_an_id_at_two_addresses_are_two_pages() -> None:
    captures = [seen(FERRY, post_id=None), seen(STRIKE, DAY, post_id=None)]

    assert identities_of(captures) == {}


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        ({}, True),
        ({"title": "Another title"}, False),
        ({"text": "another text"}, False),
        ({"published_at": START + DAY}, False),
    ],
)
def test_a_post_that_a_migration_gave_another_id_and_address_is_one_post(
    other: dict[str, Any], is_one: bool
) -> None:
    post: dict[str, Any] = {"title": "Ferry sails", "text": "one text", "published_at": START}
    moved = seen("staff/world/ferry/", 9 * DAY, post_id=7007, **{**post, **other})

    assert are_one(seen(FERRY, **post), moved) is is_one


def test_the_file_below_a_slug_is_the_same_post() -> None:
    assert are_one(seen(FERRY, text="one text"), seen(f"{FERRY}index.html", text="one text"))
