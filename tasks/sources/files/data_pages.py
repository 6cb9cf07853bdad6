"""Read the pages in files of data: HAR, JSON, CSV, SQLite, Parquet, web archives of Safari.

Posts of WordPress are read as its answers: those of an export, and saved answers of its REST
interface, as answers of REST; feeds with texts as feeds.

The pages are written to a scratch file as WARC records, so that they are found, read and copied as
the records of any archive.
"""

import base64
import csv
import json
import os
import plistlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode, urljoin
from xml.parsers.expat import ExpatError

import pyarrow as pa

from tasks.articles.feed_posts import read_feed_rows
from tasks.http.media_type import looks_like_html
from tasks.sources.files.find_parts import (
    SNIFF_BYTES,
    STARTS_IN_BASE64,
    UNREAD_PAGES,
    Part,
    PartKind,
    PassedOver,
    holds_pages,
    holds_posts,
)
from tasks.sources.files.formats.database_rows import is_database, read_rows
from tasks.sources.files.formats.wordpress_export import (
    LeftOut,
    is_wordpress_export,
    read_wordpress_export,
)
from tasks.warc.compression import Compression, compression_of, first_bytes, unpack_whole
from tasks.warc.plain_scanner import MAX_RECORD_BYTES
from tasks.warc.warc_date import parse_warc_date

# A document that is not written line by line is read whole.
MAX_DOCUMENT_BYTES = 256 << 20
DEEPEST = 12
MOST_TITLES_SHOWN = 5
NO_PAGES = "a database without HTML"
_JSON_NAME = re.compile(r"\.(?:jsonl?|jl|ndjson|har)\b", re.IGNORECASE)
_TABLE_NAME = re.compile(r"\.(?:csv|tsv)\b", re.IGNORECASE)
_PLIST_NAME = re.compile(r"\.webarchive\b", re.IGNORECASE)
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
_UNREADABLE = (
    OSError,
    ValueError,
    RecursionError,
    csv.Error,
    ExpatError,
    plistlib.InvalidFileException,
    sqlite3.Error,
    pa.ArrowException,
)


@dataclass(frozen=True, slots=True)
class DataPage:
    """A page in a file of data. `captured_at` is None if the file does not state it."""

    url: str
    body: bytes
    captured_at: datetime | None
    status: int
    media_type: str = "text/html; charset=utf-8"


def data_parts(part: Part, new_copy: Callable[[], Path]) -> Iterator[Part | PassedOver]:
    """Yield the pages of a file of data as a part with records; a file without any by name.

    A database that holds no HTML is yielded as a file of another kind.
    """
    copy = new_copy()
    count, problem = 0, ""
    left_out: LeftOut = defaultdict(list)
    try:
        with copy.open("wb") as out:
            for page in read_data_pages(unpacked(part, new_copy), part.name, left_out):
                out.write(_record(page))
                count += 1
    except _UNREADABLE as error:
        problem = f"the pages in it cannot be read: {error}"
    yield from _left_out_posts(part.name, left_out)
    if problem:
        yield PassedOver(part.name, problem)
    elif not count and not left_out:
        is_other = _is_other_database(part.path)
        yield PassedOver(part.name, NO_PAGES if is_other else UNREAD_PAGES, is_other)
    if not count:
        return
    changed_at = part.path.stat().st_mtime
    os.utime(copy, (changed_at, changed_at))
    yield Part(copy, 0, copy.stat().st_size, PartKind.RECORDS, part.name)


def _left_out_posts(name: str, left_out: LeftOut) -> Iterator[PassedOver]:
    """Yield the posts of an export that are not published, one line for each status."""
    for status, titles in sorted(left_out.items()):
        shown = ", ".join(f'"{title}"' for title in titles[:MOST_TITLES_SHOWN])
        more = f" and {len(titles) - MOST_TITLES_SHOWN} more" * (len(titles) > MOST_TITLES_SHOWN)
        posts = f"{len(titles)} post{'s' * (len(titles) > 1)}"
        reason = f"{posts} with the status {status}, which {'are' if len(titles) > 1 else 'is'}"
        yield PassedOver(f"{name} ({status})", f"{reason} not read: {shown}{more}")


def read_data_pages(path: Path, name: str, left_out: LeftOut | None = None) -> Iterator[DataPage]:
    """Yield the pages in a file of data; its form follows from its name.

    The titles of posts in an export that are not published are added to `left_out`.

    Raises:
        OSError, ValueError: the file cannot be read.
    """
    start = first_bytes(path, SNIFF_BYTES)
    if is_database(start):
        for row in read_rows(path):
            yield from pages_in(row)
    elif holds_posts(start):
        is_export = is_wordpress_export(start)
        yield from _pages_of_export(path, left_out) if is_export else _feed(path, name)
    elif _TABLE_NAME.search(name):
        yield from _pages_of_table(path)
    elif _PLIST_NAME.search(name):
        yield from pages_in(plistlib.loads(_whole(path)))
    elif _JSON_NAME.search(name):
        for document in _documents(path):
            yield from _posts_in(document) or pages_in(document)


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


def _is_other_database(path: Path) -> bool:
    """Return whether a file is a database in which no value holds HTML."""
    if not is_database(first_bytes(path, SNIFF_BYTES)):
        return False
    return not any(_holds_html(value) for row in read_rows(path) for value in row.values())


def _holds_html(value: Any) -> bool:
    if isinstance(value, str):
        value = value[:SNIFF_BYTES].encode("utf-8", "replace")
    return isinstance(value, bytes) and holds_pages(value[:SNIFF_BYTES])


def unpacked(part: Part, new_copy: Callable[[], Path]) -> Path:
    """Return the file of a part, or a decompressed copy of it."""
    with part.path.open("rb") as file:
        is_plain = compression_of(file.read(8)) is Compression.NONE
    if is_plain:
        return part.path
    copy = new_copy()
    unpack_whole(part.path, part.start, part.end, copy)
    return copy


def _pages_of_export(path: Path, left_out: LeftOut | None) -> Iterator[DataPage]:
    for posts in read_wordpress_export(path, left_out):
        yield DataPage(posts.url, posts.body, posts.exported_at, HTTPStatus.OK, "application/json")


def _posts_in(document: Any) -> list[DataPage]:
    """Return the posts of a saved answer of the REST interface, each as the answer for one post."""
    rows = document if isinstance(document, list) else [document]
    return [
        DataPage(
            urljoin(row["link"], f"/wp-json/wp/v2/posts/{row['id']}"),
            json.dumps(row).encode(),
            None,
            HTTPStatus.OK,
            "application/json",
        )
        for row in rows
        if _is_post(row)
    ]


def _is_post(row: Any) -> bool:
    if not isinstance(row, Mapping) or not isinstance(row.get("id"), int):
        return False
    content = row.get("content")
    return isinstance(content, Mapping) and "rendered" in content and _is_address(row.get("link"))


def _feed(path: Path, name: str) -> Iterator[DataPage]:
    """Yield a feed with the texts of its posts; the address tells the feeds of a folder apart."""
    body = _whole(path)
    rows = read_feed_rows(body)
    if rows:
        url = urljoin(rows[0]["link"], f"/feed/?{urlencode({'file': name})}")
        yield DataPage(url, body, None, HTTPStatus.OK, "application/rss+xml")


def _documents(path: Path) -> Iterator[Any]:
    """Yield the document on each line, or the one document that a file is.

    Raises:
        ValueError: the file is not JSON; for single lines, raised after the others are read.
    """
    with path.open("rb") as file:
        lines = _lines(file)
        try:
            yield json.loads(next(lines, b"null"))
        except ValueError:
            yield json.loads(_whole(path))
            return
        broken = 0
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                broken += 1
    if broken:
        raise ValueError(f"{broken} lines are not JSON")


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(MAX_DOCUMENT_BYTES):
        if text := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield text


def _whole(path: Path) -> bytes:
    if path.stat().st_size > MAX_DOCUMENT_BYTES:
        raise ValueError(f"one document of over {MAX_DOCUMENT_BYTES >> 20} MB")
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf")


def _pages_of_table(path: Path) -> Iterator[DataPage]:
    csv.field_size_limit(MAX_RECORD_BYTES)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = file.readline()
        delimiter = max("\t;,", key=head.count)
        names = next(csv.reader(StringIO(head), delimiter=delimiter), [])
        for row in csv.reader(file, delimiter=delimiter):
            yield from pages_in(dict(zip(names, row, strict=False)))


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
    urls = [(name, value) for name, value in fields if _is_address(value)]
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
    if is_page and had_page and _is_address(url):
        yield DataPage(str(url), b"", _instant(value.get("startedDateTime")), HTTPStatus.OK)


def _page(url: str, value: Any) -> DataPage:
    return DataPage(url, _html(value) or b"", None, HTTPStatus.OK)


def _is_keyed(key: Any, value: Any) -> bool:
    return _is_address(key) and _html(value) is not None


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value.strip()) is not None


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


def _record(page: DataPage) -> bytes:
    http = f"HTTP/1.1 {page.status} \r\nContent-Type: {page.media_type}\r\n\r\n".encode()
    date = f"WARC-Date: {page.captured_at:%Y-%m-%dT%H:%M:%SZ}\r\n" if page.captured_at else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {page.url.strip()}\r\n{date}"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) + len(page.body)}\r\n\r\n"
    )
    return head.encode("utf-8", "replace") + http + page.body + b"\r\n\r\n"
