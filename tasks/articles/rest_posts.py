"""Posts in responses of WordPress's REST API and in feeds: each is a capture of its page.

A response is stored once, as received. Its items are addressed by post id, those of a feed without
ids by their guid: `find_items` returns a capture for every post with content, which shares the
response's record, and `item_page` reads one post back.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

import orjson

from tasks.articles.body.shortcodes import drop_shortcodes
from tasks.articles.feed_posts import FEED, read_feed_rows
from tasks.errors import IntegrityError
from tasks.models import Capture, Page, Purpose
from tasks.urls import Site, canonical_url, stable_id

Row = dict[str, Any]
# Flags of items whose page must also be fetched, by reason.
NEEDS_PAGE = "needs-page:"
# PHP warnings may be printed before the JSON, and may contain brackets.
_ROWS_START = re.compile(rb"\[\s*(?:null\s*,\s*)*(?:\{|null\s*\]|\]\s*(?:$|<!--))")
_KEYED_ROWS_START = re.compile(rb"\{\s*\"\d+\"\s*:\s*\{")
_MOST_STARTS = 5
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"<(?:img|video|audio|iframe)\b", re.I)
_THOUSANDS = re.compile(r"(\d{1,3})((?:[,. ]\d{3})+)")


def read_rows(body: bytes) -> list[Row] | None:
    """Return the JSON rows of a response; None if it is not a list from the REST API."""
    values = _values(body)
    return None if values is None else [row for row in values if isinstance(row, dict)]


def count_lost_rows(body: bytes) -> int:
    """Return how many elements of a response are not posts: plugins put `null` instead of some."""
    return sum(not isinstance(value, dict) for value in _values(body) or [])


def read_total(headers: Iterable[tuple[str, str]]) -> int | None:
    """Return the number of rows in `X-WP-Total`: `1,250` is 1250, a doubled `12, 12` is 12."""
    values = [value for name, value in headers if name.lower() == "x-wp-total"]
    for value in values:
        if _THOUSANDS.fullmatch(value.strip()):
            return int(re.sub(r"\D", "", value))
        parts = {part.strip() for part in value.split(",")}
        if len(parts) == 1 and (number := parts.pop()).isdecimal() and len(number) < 10:
            return int(number)
    return None


def _values(body: bytes) -> list[Any] | None:
    # Caches append a comment to whatever they serve.
    end = body.rfind(b"]") + 1
    for start in islice(_ROWS_START.finditer(body), _MOST_STARTS):
        with suppress(orjson.JSONDecodeError):
            values: list[Any] = orjson.loads(body[start.start() : end])
            return values
    return _rows_by_key(body)


def _rows_by_key(body: bytes) -> list[Row] | None:
    """Return the rows of an object, as PHP writes a list from which a plugin removed an element."""
    start = _KEYED_ROWS_START.search(body)
    with suppress(orjson.JSONDecodeError):
        rows = orjson.loads(body[start.start() :]) if start else {}
        values = list(rows.values())
        return values if values and all(_is_row(value) for value in values) else None
    return None


def _is_row(value: object) -> bool:
    return isinstance(value, dict) and "id" in value


def read_posts(body: bytes) -> list[Row]:
    """Return the rows of a response of the REST API (a list or one post), or of a feed."""
    return read_rows(body) or _one_row(body) or read_feed_rows(body)


def _one_row(body: bytes) -> list[Row]:
    """Return the post of `/wp-json/wp/v2/posts/ID`, which web archives hold."""
    with suppress(orjson.JSONDecodeError):
        row = orjson.loads(body) if body.lstrip()[:1] == b"{" else None
        return [row] if isinstance(row, dict) else []
    return []


def find_items(answer: Capture, body: bytes, site: Site) -> list[Capture]:
    """Return a capture for each post with content in a response, under the URL of its page."""
    return list(_items(answer, read_posts(body), site))


def _items(answer: Capture, rows: list[Row], site: Site) -> Iterator[Capture]:
    for row in rows:
        link, item = row.get("link"), item_of(row)
        url = canonical_url(link, site) if isinstance(link, str) else None
        if url is None or item is None or content_of(row) is None:
            continue
        reason = why_page_is_needed(row)
        yield replace(
            answer,
            capture_id=stable_id(f"{answer.capture_id}|{item}"),
            url=url,
            purpose=Purpose.PAGE,
            # The validators of the response must not be used for requests of the page.
            etag=None,
            last_modified=None,
            flags=(*answer.flags, NEEDS_PAGE + reason) if reason else answer.flags,
            item=item,
        )


def item_of(row: Row) -> str | None:
    """Return what addresses a post within its response: its id, or its guid in a feed."""
    number = row.get("id")
    return str(number) if isinstance(number, int) else row.get(FEED)


def content_of(row: Row) -> str | None:
    """Return the rendered content of a post, None if the row has none."""
    content = row.get("content")
    rendered = content.get("rendered") if isinstance(content, dict) else None
    return rendered if isinstance(rendered, str) else None


def why_page_is_needed(row: Row) -> str | None:
    """Return why the page of a post must be fetched too: protected, empty or with shortcodes."""
    if row["content"].get("protected"):
        return "protected"
    text = content_of(row) or ""
    if not _TAG.sub("", text).strip() and not _PICTURE.search(text):
        return "empty"
    return "shortcodes" if drop_shortcodes(text) != text else None


def rows_by_item(page: Page) -> dict[str, Row]:
    """Return the rows of a captured response by post id."""
    return {item: row for row in read_posts(page.body) if (item := item_of(row)) is not None}


def item_page(answer: Page, rows: dict[str, Row], capture: Capture) -> Page:
    """Return one post of a captured response as a page whose body is the JSON of the post.

    Raises:
        IntegrityError: the response does not contain the post.
    """
    row = rows.get(capture.item or "")
    if row is None:
        raise IntegrityError(
            f"{capture.warc_file} at {capture.warc_offset}: no post {capture.item}"
        )
    return replace(
        answer,
        capture_id=capture.capture_id,
        url=capture.url,
        body=orjson.dumps(row),
        flags=capture.flags,
        item=capture.item,
    )
