"""Which pages are fetched where the content of a post was read by REST."""

from datetime import timedelta

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import NOON, candidate, capture, page_url
from warehouse.ingest.frontier import Selection, captures_to_export, select_due
from warehouse.ingest.load import load_captures, load_discoveries
from warehouse.ingest.records import Capture

SLUGS = "abcdefgh"


def item(slug: str, *flags: str, hours: float = 0) -> Capture:
    when = NOON + timedelta(hours=hours)
    return capture(
        slug,
        when,
        capture_id=ord(slug) + int(hours * 1000),
        requested_url="https://archive.test/wp-json/wp/v2/posts",
        warc_file="answers.warc.gz",
        warc_offset=1,
        flags=flags,
        etag=None,
        item=str(ord(slug)),
    )


def due(con: DuckDBPyConnection, *, pages: bool = False, checked: int = 0, hours: float = 1) -> str:
    now = NOON + timedelta(hours=hours)
    selection = Selection(now=now, pages_of_posts=pages, checked_posts=checked)
    return "".join(page.url.rstrip("/")[-1] for page in select_due(con, selection))


@pytest.fixture
def posts(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """A to g are posts with content, h is only named; one in a hundred of seven is one."""
    load_discoveries(con, [candidate(slug) for slug in SLUGS], [], "run-1", NOON)
    load_captures(con, [item(slug) for slug in SLUGS[:-1]], [], "run-1", NOON)
    return con


@pytest.mark.slow
def test_a_page_without_content_by_rest_and_the_sample_are_due(posts: DuckDBPyConnection) -> None:
    found = due(posts)

    assert "h" in found
    assert len(found) == 2


@pytest.mark.slow
def test_all_pages_are_due_where_they_are_wanted(posts: DuckDBPyConnection) -> None:
    assert sorted(due(posts, pages=True)) == list(SLUGS)


@pytest.mark.slow
def test_the_pages_of_posts_that_no_source_lists_are_not_due(con: DuckDBPyConnection) -> None:
    """A file with answers of the REST interface, such as an export, does not have the pages."""
    load_captures(con, [item("a"), item("b", "needs-page:shortcodes")], [], "run-1", NOON)

    assert due(con, pages=True) == ""


@pytest.mark.slow
@pytest.mark.parametrize("checked", [0, 3, 7, 200])
def test_the_sample_has_its_size_and_is_the_same_every_time(
    posts: DuckDBPyConnection, checked: int
) -> None:
    found = due(posts, checked=checked)

    assert len(found) == 1 + min(7, max(checked, 1))
    assert due(posts, checked=checked) == found


@pytest.mark.slow
def test_a_post_that_needs_its_page_is_due_first(posts: DuckDBPyConnection) -> None:
    load_captures(posts, [item("c", "needs-page:shortcodes", hours=0.5)], [], "run-1", NOON)

    assert "c" in due(posts)
    assert "c" in due(posts, pages=True)[:2]


@pytest.mark.slow
def test_a_page_that_was_fetched_is_not_due_again(posts: DuckDBPyConnection) -> None:
    pages = [capture(slug, NOON + timedelta(minutes=5)) for slug in SLUGS]
    load_captures(posts, pages, [], "run-2", NOON + timedelta(minutes=5))

    assert due(posts, pages=True, checked=200) == ""


@pytest.mark.slow
def test_a_page_is_due_again_after_its_post_changed(posts: DuckDBPyConnection) -> None:
    pages = [capture(slug, NOON + timedelta(minutes=5)) for slug in SLUGS]
    load_captures(posts, pages, [], "run-2", NOON + timedelta(minutes=5))
    later = NOON + timedelta(hours=3)
    changed = candidate("b", modified_at=later)

    load_discoveries(posts, [changed], [], "run-3", later)
    load_captures(posts, [item("b", hours=3.1)], [], "run-3", later)

    assert due(posts, pages=True, hours=4) == "b"
    # Its new content is there already.
    assert due(posts, hours=4) in ("", "b")


@pytest.mark.slow
def test_a_page_that_fails_waits_and_the_post_stays(posts: DuckDBPyConnection) -> None:
    failed = capture("a", NOON + timedelta(minutes=5), status=503)
    load_captures(posts, [failed], [], "run-2", NOON + timedelta(minutes=5))

    assert "a" not in due(posts, pages=True, hours=0.5)
    assert "a" in due(posts, pages=True, hours=4)


def test_an_answer_is_exported_once(posts: DuckDBPyConnection) -> None:
    exported = captures_to_export(posts, Selection(mode="reparse"))

    assert [each.warc_file for each in exported] == ["answers.warc.gz"]
    assert exported[0].url in {page_url(slug) for slug in SLUGS}
