"""Posts in captured responses of a REST API and in captured feeds, from any source."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

from tasks.articles.rest_posts import find_items
from tasks.errors import IntegrityError
from tasks.models import Capture, PageKind
from tasks.urls import Site, page_kind
from tasks.warc.store import read_page

POSTS = "/wp/v2/posts"


def read_captured_posts(folder: Path, captures: Iterable[Capture], site: Site) -> Iterator[Capture]:
    """Yield a capture for each post with content in the responses among captures."""
    for capture in captures:
        if not is_answer_with_posts(capture, site):
            continue
        try:
            page = read_page(folder, capture)
        except IntegrityError:
            # The response itself is verified like any capture; its posts are requested again.
            continue
        yield from find_items(capture, page.body, site)


def is_answer_with_posts(capture: Capture, site: Site) -> bool:
    """Return whether a capture is a complete response that may have posts with content."""
    is_whole = capture.status == HTTPStatus.OK and not capture.is_revisit
    return is_whole and capture.item is None and may_have_posts(capture.url, site)


def may_have_posts(url: str, site: Site) -> bool:
    """Return whether a URL is one of the REST API's posts, or a feed."""
    return is_rest_of_posts(url) or page_kind(url, site) is PageKind.FEED


def is_rest_of_posts(url: str) -> bool:
    """Return whether a URL is of posts by the REST API, in either of its two forms."""
    return POSTS in unquote(url)
