"""Turn a saved HTML file into a response, with its URL and date.

Supports the file and folder names of wget, HTTrack, wayback-machine-downloader, waybackpack and
ArchiveBox, and MHTML files; `page_address` reads what is stated in the page.
"""

import json
import re
from ast import literal_eval
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from tasks.http.response import Response
from tasks.sources.files.find_parts import CACHED_PAGE, Part
from tasks.sources.files.formats.mhtml import SavedMessage, is_mhtml, read_mhtml
from tasks.sources.files.formats.page_address import links_of_author, page_title, stated_by_tool
from tasks.sources.files.formats.page_values import page_with
from tasks.urls import Site, canonical_url
from tasks.warc.compression import first_bytes
from tasks.warc.plain_scanner import MAX_RECORD_BYTES
from tasks.warc.warc_date import parse_warc_date, possible_capture_time, time_of_file

ARCHIVEBOX_INDEX = "index.json"
# Index pages and extracts that ArchiveBox writes beside a page.
ARCHIVEBOX_PAGES = frozenset({"index.html", "content.html"})

# ArchiveBox names the folder of a snapshot for its time.
_SNAPSHOT_FOLDER = re.compile(r"\d{9,10}(?:\.\d+)?")
MOST_FACTS_BYTES = 4 << 20

SAVED_HEAD_BYTES = 16 << 10
_SAVED_HEAD = re.compile(rb"HTTP/\d[^\n]*\n(?:[^\r\n]+\r?\n)*?date:[ \t]*([^\r\n]+)", re.I)
# The folders of copies of a replay may keep its mark: `20160504030201id_`.
_STAMP = re.compile(r"(\d{14})(?:[a-z]{2}_)?")
_INDEX_FILE = re.compile(r"index\.(?:[sx]?html?|php|aspx?|jsp)$", re.IGNORECASE)
_PAGE_ENDING = re.compile(r"\.[sx]?html?$", re.IGNORECASE)
_PACKED_ENDING = re.compile(r"\.(?:gz|br|zst|bz2|xz)$", re.IGNORECASE)
# wget keeps pages it changes as `.orig`, and numbers pages of one name.
_COPY_ENDING = re.compile(r"(?<=html|.htm|.php)\.(?:orig|bak|\d{1,3})$", re.IGNORECASE)
# wayback-machine-downloader escapes the `?` of a URL for Windows.
_ESCAPED_QUERY = re.compile(r"%3f", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# wget keeps the `?` of a URL in the file name, or writes `@` for Windows.
_QUERY_IN_NAME = re.compile(r"(\.(?:[sx]?html?|php|aspx?))[?@](.+?)(?:\.html)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page, with its URL as stated by the tool, by its own links and by its path.

    `is_below_host`: the path begins at the folder of a host of the site, so it is not a guess.
    """

    body: bytes
    captured_at: datetime
    title: str
    stated_url: str | None
    links: tuple[str, ...]
    path_url: str | None
    is_below_host: bool = False

    def is_guess(self, url: str) -> bool:
        """Return whether only the file's name says that the page is at this URL."""
        return url == self.path_url and not (self.is_below_host or url in self.links)

    def url(self, is_own: Callable[[str], bool] = bool) -> str | None:
        """Return the URL: stated by the tool, else the first trusted link, else from the path."""
        link = next(filter(is_own, self.links), None)
        return self.stated_url or link or self.path_url


def saved_page(part: Part, site: Site) -> SavedPage:
    """Read a saved page. Its date comes from the tool or the folder, else from the file.

    Raises:
        OSError: the file cannot be read.
    """
    content = first_bytes(part.path, MAX_RECORD_BYTES)
    message = read_mhtml(content) if is_mhtml(content) else SavedMessage(content, None, None)
    body = message.body
    snapshot = _archivebox_snapshot(part.path)
    text = body.decode("utf-16", "replace").encode() if body.startswith(_UTF_16) else body
    stated, stated_at = stated_by_tool(text, site)
    path_url, path_at = _address_of_path(PurePosixPath(part.name), site)
    links, replayed_at = links_of_author(text, site)
    dates = (stated_at, _date_of_head(body), snapshot.saved_at, replayed_at, path_at)
    possible = map(possible_capture_time, (message.saved_at, *dates))
    return SavedPage(
        body=body,
        captured_at=next(filter(None, possible), None) or time_of_file(part.path),
        title=page_title(text),
        stated_url=message.url or stated or snapshot.url,
        links=tuple(link for link in links if not is_front_page(link) or link == path_url),
        path_url=path_url if part.is_at_name and not snapshot.is_damaged else None,
        is_below_host=_host_folder(PurePosixPath(part.name).parts[:-1], site) >= 0,
    )


def saved_response(page: SavedPage, url: str) -> Response:
    """Return a saved page as a 200 response."""
    headers = (("Content-Type", "text/html"),)
    status = HTTPStatus.OK
    return Response(url, status, status.phrase, headers, page.body, page.captured_at)


def _date_of_head(body: bytes) -> datetime | None:
    """Return the date in an HTTP head before the page, as `wget --save-headers` writes it."""
    found = _SAVED_HEAD.match(body[:SAVED_HEAD_BYTES])
    return parse_warc_date(found[1].decode("latin-1")) if found else None


def is_front_page(url: str) -> bool:
    """Return whether a URL is that of a site's front page."""
    parts = urlsplit(url)
    return parts.path == "/" and not parts.query


def is_page_of_archivebox(path: Path) -> bool:
    """Return whether a file is an index page of a snapshot instead of the snapshot itself."""
    folder = path.parent if path.name == "index.html" else path.parent.parent
    found = _snapshot_in(folder)
    return path.name in ARCHIVEBOX_PAGES and (found.url is not None or found.is_damaged)


def is_frame(path: Path) -> bool:
    """Return whether a file is a frame that a browser saved beside a page, in `NAME_files`."""
    folder = path.parent
    page = folder.name.removesuffix("_files")
    return page != folder.name and any(
        folder.with_name(f"{page}{ending}").exists() for ending in (".html", ".htm")
    )


def _address_of_path(path: PurePosixPath, site: Site) -> tuple[str | None, datetime | None]:
    """Return the URL a file's path represents, and the date of its folder.

    The URL starts at the folder of a host: `20160504030201/eng-archive.aawsat.com/a/b.html`.
    Without such a folder the path is relative to the site's origin.
    """
    *folders, name = path.parts
    host_at = _host_folder(folders, site)
    before, below = folders[: host_at + 1], folders[host_at + 1 :]
    stamps = [found[1] for part in before if (found := _STAMP.fullmatch(part))]
    if below and (found := _STAMP.fullmatch(below[0])):
        stamps.append(found[1])
        below.pop(0)
    name, query = _name_and_query(name)
    url = "/".join([site.origin.rstrip("/"), *below, *([name] if name else [])])
    # A path is not percent-encoded: `%` and `#` in names are literal.
    url = url.replace("#", "%23")
    url += f"?{query}" if query else ("" if "." in name else "/")
    if not query and (escaped := _ESCAPED_QUERY.search(url)):
        url = f"{url[: escaped.start()]}?{url[escaped.end() :].rstrip('/')}"
    return canonical_url(url, site), parse_warc_date(stamps[-1]) if stamps else None


def _host_folder(folders: Sequence[str], site: Site) -> int:
    """Return the position of the last folder that is named like a host of the site, or -1."""
    named = [
        position
        for position, folder in enumerate(folders)
        if canonical_url(f"http://{folder.replace('+', ':')}/", site)
    ]
    return named[-1] if named else -1


def _name_and_query(name: str) -> tuple[str, str]:
    name = _COPY_ENDING.sub("", _PACKED_ENDING.sub("", name))
    query = _QUERY_IN_NAME.search(name)
    if query:
        name = name[: query.end(1)]
    if _INDEX_FILE.match(name):
        name = ""
    elif not query:
        name = _PAGE_ENDING.sub("", name)
    return name, query[2] if query else ""


def is_of_damaged_snapshot(path: Path) -> bool:
    """Return whether a file is in a snapshot of ArchiveBox whose index cannot be read."""
    return _archivebox_snapshot(path).is_damaged


@dataclass(frozen=True, slots=True)
class _Snapshot:
    url: str | None = None
    saved_at: datetime | None = None
    is_damaged: bool = False


def _archivebox_snapshot(path: Path) -> _Snapshot:
    """Return the facts of a page in the JSON beside it, or of its snapshot of ArchiveBox."""
    beside = _facts_beside(path)
    for found in (beside, _snapshot_in(path.parent), _snapshot_in(path.parent.parent)):
        if found.url or found.is_damaged:
            return found
    return _Snapshot()


def _facts_beside(path: Path) -> _Snapshot:
    """Return URL and time in `NAME.html.json` or `NAME.json`, as scrapers write them.

    Scrapy's HTTP cache has them in `meta`, as a dictionary of Python.
    """
    readers: list[tuple[Path, Callable[[bytes], Any]]] = [
        (path.with_name(f"{path.name}.json"), json.loads),
        (path.with_suffix(".json"), json.loads),
    ]
    if path.name == CACHED_PAGE:
        readers = [(path.with_name("meta"), lambda text: literal_eval(text.decode()))]
    for beside, read in readers:
        with suppress(OSError, ValueError, RecursionError, SyntaxError):
            facts = read(first_bytes(beside, MOST_FACTS_BYTES))
            if isinstance(facts, dict) and (page := page_with(facts)):
                return _Snapshot(page.url, page.captured_at)
    return _Snapshot()


@lru_cache(maxsize=4_096)
def _snapshot_in(folder: Path) -> _Snapshot:
    try:
        content = (folder / ARCHIVEBOX_INDEX).read_bytes()
    except OSError:
        return _Snapshot()
    with suppress(ValueError, TypeError, KeyError, OverflowError, OSError):
        index = json.loads(content)
        saved_at = datetime.fromtimestamp(float(index["timestamp"]), UTC)
        return _Snapshot(str(index["url"]), saved_at)
    return _Snapshot(is_damaged=_SNAPSHOT_FOLDER.fullmatch(folder.name) is not None)
