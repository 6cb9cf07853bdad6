"""Read the pages in files of data: HAR, JSON, CSV, SQLite, Parquet, SQL, web archives of Safari.

Posts of WordPress are read as its answers: those of an export or a database dump, and saved
answers of its REST interface, as answers of REST; feeds with texts as feeds.

The pages are written to a scratch file as WARC records, so that they are found, read and copied as
the records of any archive.
"""

import csv
import json
import os
import plistlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode, urljoin
from xml.parsers.expat import ExpatError

import pyarrow as pa

from tasks.articles.feed_posts import read_feed_rows
from tasks.sources.files.find_parts import (
    SNIFF_BYTES,
    UNREAD_PAGES,
    Part,
    PartKind,
    PassedOver,
    holds_pages,
    holds_posts,
)
from tasks.sources.files.formats.database_rows import is_database, read_rows
from tasks.sources.files.formats.page_values import DataPage, is_address, pages_in
from tasks.sources.files.formats.sql_rows import is_sql_dump
from tasks.sources.files.formats.wordpress_dump import holds_wordpress_posts, read_wordpress_dump
from tasks.sources.files.formats.wordpress_export import (
    ExportedPosts,
    LeftOut,
    is_wordpress_export,
    read_wordpress_export,
)
from tasks.warc.compression import Compression, compression_of, first_bytes, unpack
from tasks.warc.plain_scanner import MAX_RECORD_BYTES

# A document that is not written line by line is read whole.
MAX_DOCUMENT_BYTES = 256 << 20
MOST_TITLES_SHOWN = 5
MOST_OFFSETS_SHOWN = 5
NO_PAGES = "a database without HTML"
_JSON_NAME = re.compile(r"\.(?:jsonl?|jl|ndjson|har)\b", re.IGNORECASE)
_TABLE_NAME = re.compile(r"\.(?:csv|tsv)\b", re.IGNORECASE)
_PLIST_NAME = re.compile(r"\.webarchive\b", re.IGNORECASE)
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


def data_parts(part: Part, new_copy: Callable[[], Path]) -> Iterator[Part | PassedOver]:
    """Yield the pages of a file of data as a part with records; a file without any by name.

    A database that holds no HTML is yielded as a file of another kind.
    """
    copy = new_copy()
    count, problem = 0, ""
    left_out: LeftOut = defaultdict(list)
    try:
        path, problem = unpacked(part, new_copy)
        with copy.open("wb") as out:
            for page in read_data_pages(path, part.name, left_out):
                out.write(_record(page))
                count += 1
    except _UNREADABLE as error:
        told = "some of the pages in it" if count else "the pages in it"
        problem = f"{told} cannot be read: {error}"
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


def read_data_pages(path: Path, name: str, left_out: LeftOut) -> Iterator[DataPage]:
    """Yield the pages in a file of data; its form follows from its name.

    The titles of posts in an export that are not published are added to `left_out`.

    Raises:
        OSError, ValueError: the file cannot be read.
    """
    start = first_bytes(path, SNIFF_BYTES)
    if posts := _exported_posts(path, start, left_out):
        yield from map(_answer, posts)
    elif is_database(start):
        for row in read_rows(path):
            yield from pages_in(row)
    elif holds_posts(start):
        yield from _feed(path, name)
    elif _TABLE_NAME.search(name):
        yield from _pages_of_table(path)
    elif _PLIST_NAME.search(name):
        yield from pages_in(plistlib.loads(_whole(path)))
    elif _JSON_NAME.search(name):
        yield from _pages_of_documents(path)


def _exported_posts(path: Path, start: bytes, left_out: LeftOut) -> Iterator[ExportedPosts] | None:
    """Return the posts of WordPress in an export or a database dump; None for another file."""
    if is_sql_dump(start) and holds_wordpress_posts(path):
        return read_wordpress_dump(path, left_out)
    return read_wordpress_export(path, left_out) if is_wordpress_export(start) else None


def _is_other_database(path: Path) -> bool:
    """Return whether a file is a database in which no value holds HTML."""
    if not is_database(first_bytes(path, SNIFF_BYTES)):
        return False
    return not any(_holds_html(value) for row in read_rows(path) for value in row.values())


def _holds_html(value: Any) -> bool:
    if isinstance(value, str):
        value = value[:SNIFF_BYTES].encode("utf-8", "replace")
    return isinstance(value, bytes) and holds_pages(value[:SNIFF_BYTES])


def unpacked(part: Part, new_copy: Callable[[], Path]) -> tuple[Path, str]:
    """Return the file of a part, or a decompressed copy of it, and what is damaged in it.

    What comes before and after the damage is in the copy.
    """
    with part.path.open("rb") as file:
        is_plain = compression_of(file.read(8)) is Compression.NONE
    if is_plain:
        return part.path, ""
    copy = new_copy()
    damaged = [str(found.offset) for found in unpack(part.path, part.start, part.end, copy)]
    shown = ", ".join(damaged[:MOST_OFFSETS_SHOWN])
    return copy, f"it is damaged at {shown}, and pages may be missing" if damaged else ""


def _answer(posts: ExportedPosts) -> DataPage:
    return DataPage(posts.url, posts.body, posts.exported_at, HTTPStatus.OK, "application/json")


def _pages_of_documents(path: Path) -> Iterator[DataPage]:
    for document in _documents(path):
        yield from _posts_in(document) or pages_in(document)


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
    return isinstance(content, Mapping) and "rendered" in content and is_address(row.get("link"))


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
    """Yield the pages in the rows of a table.

    Raises:
        ValueError: rows are damaged; raised after the others are read.
    """
    csv.field_size_limit(MAX_RECORD_BYTES)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = file.readline()
        delimiter = max("\t;,", key=head.count)
        names = next(csv.reader(StringIO(head), delimiter=delimiter), [])
        found = broken = 0
        for row in csv.reader(file, delimiter=delimiter):
            pages = list(pages_in(dict(zip(names, row, strict=False))))
            yield from pages
            found += len(pages)
            broken += _is_broken(row, names, bool(pages))
    if found and broken:
        raise ValueError(f"{broken} rows are damaged")


def _is_broken(row: list[str], names: list[str], has_page: bool) -> bool:
    """Return whether a row of a table was damaged: it holds zeros, or lacks a page and columns."""
    return any("\0" in value for value in row) or (
        not has_page and bool(row) and len(row) != len(names)
    )


def _record(page: DataPage) -> bytes:
    http = f"HTTP/1.1 {page.status} \r\nContent-Type: {page.media_type}\r\n\r\n".encode()
    date = f"WARC-Date: {page.captured_at:%Y-%m-%dT%H:%M:%SZ}\r\n" if page.captured_at else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {page.url.strip()}\r\n{date}"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) + len(page.body)}\r\n\r\n"
    )
    return head.encode("utf-8", "replace") + http + page.body + b"\r\n\r\n"
