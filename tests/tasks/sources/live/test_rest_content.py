"""Posts with their content by REST: walks that miss nothing, repeat nothing, and can go on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tasks.models import Capture
from tasks.sources.captured_posts import read_captured_posts
from tasks.sources.source import Finding, Known, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.tasks.sources.live.fake_site import (
    MARCH,
    ROOT,
    FakeSite,
    Open,
    Rest,
    article,
    counts,
    listing,
    post,
    urls,
)

POSTS = "/wp-json/wp/v2/posts"
WITH_CONTENT = replace(MARCH, with_content=True)


def items(captures: Iterable[Capture]) -> Counter[str]:
    return Counter(capture.item for capture in captures if capture.item is not None)


def unanswered(findings: list[Finding]) -> dict[str, int]:
    return counts(findings, "unanswered:discovery")


@pytest.fixture
def rest(fake: FakeSite) -> Rest:
    made = Rest(250)
    made.with_content = True
    fake.answers[POSTS] = made
    return made


def numbers(count: int) -> set[str]:
    return {str(number) for number in range(count)}


def test_every_post_is_an_item_of_a_captured_answer(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    findings = list(live("rest").discover(WITH_CONTENT))

    captures = store.take()
    assert set(items(captures)) == numbers(250)
    assert {capture.url for capture in captures if capture.item == "7"} == {article(7)}
    assert urls(findings) == {article(number) for number in range(250)}
    assert counts(findings, "rest:posts") == {"2014-03": 250}
    # The probe, two for the bounds, three pages, what changed meanwhile.
    assert rest.asked == 7


@pytest.mark.slow
@pytest.mark.parametrize("cap", [100, 40])
@pytest.mark.parametrize("total", ["right", None, "12, 12", "1,250", "0", "100"])
def test_wrong_totals_and_silent_limits_hide_no_post(
    live: Open, rest: Rest, store: CaptureStore, total: object, cap: int
) -> None:
    rest.total, rest.silent_cap = total, cap

    findings = list(live("rest").discover(WITH_CONTENT))

    assert set(items(store.take())) == numbers(250)
    assert not unanswered(findings)


@pytest.mark.parametrize("ignored", ["after", "before", "offset", "orderby", "order", "_embed"])
def test_a_server_that_ignores_a_parameter_gives_every_post(
    live: Open, rest: Rest, store: CaptureStore, ignored: str
) -> None:
    rest.ignored = {ignored}

    list(live("rest").discover(WITH_CONTENT))

    assert set(items(store.take())) == numbers(250)


@pytest.mark.parametrize("limit", [50, 7, 1])
def test_a_lower_limit_of_rows_is_kept(
    live: Open, rest: Rest, store: CaptureStore, limit: int
) -> None:
    rest.most_a_page, rest.most_requests = limit, 1_000
    rest.posts = rest.posts[:30]

    list(live("rest").discover(WITH_CONTENT))

    assert len(items(store.take())) == 30


@pytest.mark.parametrize("size", [99, 100, 101, 250])
def test_posts_of_one_second_are_all_found(
    live: Open, rest: Rest, store: CaptureStore, size: int
) -> None:
    rest.posts = [post(number) | {"date": "2014-03-05T00:00:00"} for number in range(size)]

    list(live("rest").discover(WITH_CONTENT))

    assert set(items(store.take())) == numbers(size)


def test_a_post_deleted_between_two_answers_hides_no_other(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    kept = {str(row["id"]) for row in rest.posts[3:]}

    def delete(asked: int) -> None:
        if asked == 5:
            del rest.posts[:3]

    rest.before = delete
    list(live("rest").discover(WITH_CONTENT))

    assert kept <= set(items(store.take()))


def test_a_post_changed_behind_the_walk_is_read_again(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    def change(asked: int) -> None:
        if asked == 6:
            rest.posts[0]["modified_gmt"] = datetime.now(UTC).isoformat()[:19]

    rest.before = change
    list(live("rest").discover(WITH_CONTENT))

    found = items(store.take())
    assert found[str(rest.posts[0]["id"])] == 2


@pytest.mark.slow
def test_a_post_on_which_the_site_fails_is_left_out_and_named(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    rest.failing = {int(str(rest.posts[120]["id"]))}

    findings = list(live("rest").discover(WITH_CONTENT))

    assert len(items(store.take())) == 249
    assert unanswered(findings)
    # Smaller answers around it, larger ones again afterwards.
    assert rest.asked < 60


@pytest.mark.slow
def test_an_interrupted_walk_asks_only_for_the_rest(
    live: Open, rest: Rest, fake: FakeSite, store: CaptureStore
) -> None:
    rest.refuse_after = 5
    findings = list(live("rest").discover(WITH_CONTENT))
    first = store.take()
    assert 0 < len(items(first)) < 250
    assert unanswered(findings)
    rest.refuse_after = None
    fake.asked.clear()

    since = datetime.now(UTC) - timedelta(hours=1)
    known = Known(
        answers={capture.url: capture for capture in first if capture.item is None},
        unfinished_since=since,
    )
    list(live("rest").discover(replace(WITH_CONTENT, known=known)))

    second = store.take()
    assert set(items(first)) | set(items(second)) == numbers(250)
    asked_with_content = [target for target in fake.asked if "_embed" in target]
    stored = {
        capture.requested_url.removeprefix(ROOT) for capture in first if capture.status == 200
    }
    assert not stored.intersection(asked_with_content)
    assert not set(items(first)) & set(items(second))


def test_changes_since_a_night_that_failed_are_asked_for_again(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    changes = replace(WITH_CONTENT, modified_since=datetime(2014, 3, 28, tzinfo=UTC))
    before = urls(list(live("rest").discover(changes)))
    known = Known(
        answers={each.url: each for each in store.take() if each.item is None},
        unfinished_since=datetime.now(UTC) - timedelta(hours=1),
    )
    changed = next(row for row in rest.posts if row["link"] not in before)
    changed["modified_gmt"] = "2014-03-29T12:00:00"

    after = urls(list(live("rest").discover(replace(changes, known=known))))

    assert after == before | {changed["link"]}


@pytest.mark.parametrize(
    "unusable",
    [b'[{"id": 1, "li', b"[]", b'[{"id": 1}, 7]', b"<html><title>Just a moment...</title></html>"],
    ids=["cut", "empty", "rows lost", "challenge"],
)
def test_an_answer_that_was_of_no_use_is_not_used_on_the_next_night(
    live: Open, fake: FakeSite, store: CaptureStore, unusable: bytes
) -> None:
    rest = fake.answers[POSTS] = Rest(3)
    rest.with_content = True
    whole = rest.__call__

    def useless(request: httpx.Request) -> httpx.Response:
        has_content = b"_embed" in request.url.query
        return httpx.Response(200, content=unusable) if has_content else whole(request)

    fake.answers[POSTS] = useless
    list(live("rest").discover(WITH_CONTENT))
    known = Known(
        answers={each.url: each for each in store.take()},
        unfinished_since=datetime.now(UTC) - timedelta(hours=1),
    )
    fake.answers[POSTS] = whole

    found = list(live("rest").discover(replace(WITH_CONTENT, known=known)))

    assert set(items(store.take())) == numbers(3)
    assert unanswered(found) == {}


@pytest.mark.slow
def test_answers_of_a_discovery_that_ended_are_asked_for_again(
    live: Open, rest: Rest, fake: FakeSite, store: CaptureStore
) -> None:
    list(live("rest").discover(WITH_CONTENT))
    first = store.take()
    asked = rest.asked
    known = Known(
        answers={capture.url: capture for capture in first if capture.item is None},
        unfinished_since=datetime.now(UTC) + timedelta(seconds=1),
    )

    list(live("rest").discover(replace(WITH_CONTENT, known=known)))

    assert rest.asked == 2 * asked
    # The same answers again: neither bytes nor posts are stored a second time.
    assert not items(store.take())


def test_posts_of_recovered_answers_are_found_again(
    live: Open, rest: Rest, store: CaptureStore, tmp_path: Path
) -> None:
    list(live("rest").discover(WITH_CONTENT))
    captures = store.take()
    answers = [capture for capture in captures if capture.item is None]

    found = list(read_captured_posts(tmp_path, answers, Site(ROOT)))

    indexed = {each.capture_id for each in captures if each.item is not None}
    assert indexed <= {each.capture_id for each in found}
    assert set(items(found)) == numbers(250)


def test_listings_are_left_out_only_where_rest_gave_everything(
    live: Open, rest: Rest, fake: FakeSite, store: CaptureStore
) -> None:
    fake.has("/", listing(range(3)))
    list(live("rest", "listing").discover(WITH_CONTENT))
    assert "/" not in fake.asked

    rest.refuse_after = rest.asked + 4
    list(live("rest", "listing").discover(WITH_CONTENT))
    assert "/" in fake.asked


def test_what_changed_comes_with_its_content_in_one_request(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    window = replace(WITH_CONTENT, modified_since=datetime(2014, 3, 28, tzinfo=UTC))

    findings = list(live("rest").discover(window))

    changed = {str(row["id"]) for row in rest.posts if str(row["date"]) >= "2014-03-28"}
    assert changed
    assert set(items(store.take())) == changed
    assert len(urls(findings)) == len(changed)
    # The probe and the posts.
    assert rest.asked <= 3


def test_a_site_without_content_in_its_answers_names_its_posts(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    rest.with_content = False

    findings = list(live("rest").discover(WITH_CONTENT))

    assert len(urls(findings)) == 250
    assert not items(store.take())


def test_a_refusal_half_way_is_an_open_question(live: Open, rest: Rest) -> None:
    rest.refuse_after = 5
    rest.refusal = httpx.Response(403, text="<html>Forbidden</html>")

    findings = list(live("rest").discover(Window(MARCH.since, MARCH.until, with_content=True)))

    assert unanswered(findings)
    assert counts(findings, "rest:posts") == {"2014-03": 250}


def test_a_site_that_cannot_answer_for_many_posts_is_asked_for_fewer(
    live: Open, rest: Rest, store: CaptureStore
) -> None:
    rest.largest_in_time = 30

    findings = list(live("rest").discover(WITH_CONTENT))

    assert set(items(store.take())) == numbers(250)
    assert not unanswered(findings)
