"""Posts in captured responses of a REST API, from any source."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path

from tasks.articles.rest_posts import find_items
from tasks.errors import IntegrityError
from tasks.models import Capture
from tasks.urls import Site
from tasks.warc.store import read_page

POSTS = "/wp/v2/posts"


def read_captured_posts(folder: Path, captures: Iterable[Capture], site: Site) -> Iterator[Capture]:
    """Yield a capture for each post with content in the responses among captures."""
    for capture in captures:
        if not is_answer_with_posts(capture):
            continue
        try:
            page = read_page(folder, capture)
        except IntegrityError:
            # The response itself is verified like any capture; its posts are requested again.
            continue
        yield from find_items(capture, page.body, site)


def is_answer_with_posts(capture: Capture) -> bool:
    """Return whether a capture is a complete response with posts."""
    is_whole = capture.status == HTTPStatus.OK and not capture.is_revisit
    return is_whole and capture.item is None and POSTS in capture.requested_url
