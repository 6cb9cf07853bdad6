"""Find the pages among decoded values: those of JSON, tables, databases and property lists.

A page is an HTML text beside its address.
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from tasks.http.media_type import looks_like_html
from tasks.warc.warc_date import parse_warc_date

# `<!DOCTYPE`, `<!doctype`, `<html` and `<HTML` in Base64.
STARTS_IN_BASE64 = ("PCFET0NUWVBF", "PCFkb2N0eXBl", "PGh0bW", "PEhUTU")
DEEPEST = 12
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# Names of fields that hold the address of a page, the best first; any other address comes last.
_ADDRESS_FIELDS = (
    *("url", "uri", "pageurl", "targeturi", "warctargeturi", "address", "originalurl"),
    *("sourceurl", "link", "href", "permalink", "webresourceurl", "canonicalurl"),
)
# Names of the time of a capture. A bare `date` may be the day of publication.
_TIME_FIELD = re.compile(
    r"timestamp|.*(?:crawl|fetch|scrap|captur|retriev|download|saved|access|started|archiv|harvest"
    r"|warcdate|visit).*"
)
_STATUS_FIELDS = frozenset({"status", "statuscode", "httpstatus", "httpstatuscode"})
_NOT_LETTERS = re.compile(r"[^a-z]+")
_MILLISECONDS_SINCE = 10**11


@dataclass(frozen=True, slots=True)
class DataPage:
    """A page in a file of data. `captured_at` is None if the file does not state it."""

    url: str
    body: bytes
    captured_at: datetime | None
    status: int
    media_type: str = "text/html; charset=utf-8"


def pages_in(value: Any, depth: int = 0) -> Iterator[DataPage]:
    """Yield the pages in a decoded document, at any depth.

    A page is a mapping with an address and an HTML page among its values, or an HTML page under
    its address.
    """
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping):
        page = _page_of(list(_flat(value)))
        keyed = [_page(str(key), body) for key, body in value.items() if _is_keyed(key, body)]
        if page is not None and not keyed:
            yield page
            return
        yield from keyed or _lost_page(value)
    children = value.values() if isinstance(value, Mapping) else value
    for child in children if isinstance(value, Mapping | list) else ():
        if isinstance(child, Mapping | list):
            yield from pages_in(child, depth + 1)


def page_with(facts: Mapping[Any, Any]) -> DataPage | None:
    """Return the page that the facts beside a saved file are about, without its body."""
    own = {name: value for name, value in facts.items() if not isinstance(value, Mapping)}
    page = _page_of([*_flat(own), ("", b"<!doctype html>")])
    return replace(page, body=b"") if page else None


def is_address(value: Any) -> bool:
    """Return whether a value is the address of a page."""
    return isinstance(value, str) and _ADDRESS.fullmatch(value.strip()) is not None


def _flat(value: Mapping[Any, Any], depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a mapping and of the mappings in it, the outer ones first."""
    inner: list[Mapping[Any, Any]] = []
    for key, child in value.items():
        if isinstance(child, Mapping):
            inner.append(child)
        else:
            yield _NOT_LETTERS.sub("", str(key).lower()), _decoded(value, child)
    for child in inner if depth < DEEPEST else ():
        yield from _flat(child, depth + 1)


def _decoded(mapping: Mapping[Any, Any], value: Any) -> Any:
    """Return a value without Base64, which its mapping states (HAR) or its first letters show."""
    if not isinstance(value, str):
        return value
    is_packed = mapping.get("encoding") == "base64" and value is mapping.get("text")
    if not is_packed and not value.startswith(STARTS_IN_BASE64):
        return value
    with suppress(ValueError):
        return base64.b64decode(value)
    return value


def _page_of(fields: Sequence[tuple[str, Any]]) -> DataPage | None:
    bodies = [body for _, value in fields if (body := _html(value))]
    urls = [(name, value) for name, value in fields if is_address(value)]
    if not bodies or not urls:
        return None
    url = min(urls, key=lambda each: _rank(each[0]))[1]
    times = (_instant(value) for name, value in fields if _TIME_FIELD.fullmatch(name))
    stated = (value for name, value in fields if name in _STATUS_FIELDS)
    status = next(filter(None, map(_status, stated)), HTTPStatus.OK)
    return DataPage(url, max(bodies, key=len), next(filter(None, times), None), status)


def _lost_page(value: Mapping[Any, Any]) -> Iterator[DataPage]:
    """Yield a page whose body a browser did not save, of an entry of a HAR file, without its body.

    Browsers drop the bodies of large files, and of pages left before the export.
    """
    request, response = value.get("request"), value.get("response")
    if not isinstance(request, Mapping) or not isinstance(response, Mapping):
        return
    content, url = response.get("content"), request.get("url")
    is_page = isinstance(content, Mapping) and "html" in str(content.get("mimeType"))
    had_page = response.get("status") in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
    if is_page and had_page and is_address(url):
        yield DataPage(str(url), b"", _instant(value.get("startedDateTime")), HTTPStatus.OK)


def _page(url: str, value: Any) -> DataPage:
    return DataPage(url, _html(value) or b"", None, HTTPStatus.OK)


def _is_keyed(key: Any, value: Any) -> bool:
    return is_address(key) and _html(value) is not None


def _rank(name: str) -> int:
    return _ADDRESS_FIELDS.index(name) if name in _ADDRESS_FIELDS else len(_ADDRESS_FIELDS)


def _html(value: Any) -> bytes | None:
    """Return a value as bytes if it is a whole HTML page."""
    if isinstance(value, str):
        value = value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) and looks_like_html(value) else None


def _instant(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    with suppress(ValueError, TypeError, OverflowError, OSError):
        if isinstance(value, str) and not re.fullmatch(r"\d{9,11}(?:\.\d+)?|\d{13}", value.strip()):
            return parse_warc_date(value)
        seconds = float(value)
        is_milliseconds = seconds > _MILLISECONDS_SINCE
        return datetime.fromtimestamp(seconds / 1000 if is_milliseconds else seconds, UTC)
    return None


def _status(value: Any) -> int | None:
    is_number = isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
    return int(value) if is_number and 100 <= int(value) <= 599 else None
