"""Read the URLs of pages in an index: CDX, CDXJ, the list of pages of a WACZ, or a sitemap.

Other texts name pages too: lists of URLs, tables without the pages, mails, notes.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import unescape
from itertools import islice
from pathlib import Path

from tasks.sources.files.formats.crawl_log import crawled_pages
from tasks.warc.compression import first_bytes, unpacked_lines

INDEX_NAME = re.compile(
    r"\.cdxj?(?:\.(?:gz|bz2|xz|zst))?$"
    r"|(?:^|/)pages/[\w-]+\.jsonl$|(?:^|[/_-])sitemap[\w-]*\.xml(?:\.gz)?$",
    re.IGNORECASE,
)
_SITEMAP_LINK = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.IGNORECASE)
# The names of the fields in the first line of a CDX file, and the usual ones.
_HEADER = "CDX"
_FIELDS = ["N", "b", "a", "m", "s"]
_URL, _MEDIA_TYPE, _STATUS = "a", "m", "s"
# Files of text that name pages that someone wanted or had; of logs only forms that are known tell
# which pages exist.
_TEXT_NAME = re.compile(
    r"\.(?:txt|md|csv|tsv|jsonl?|jl|ndjson|xml|rss)(?:\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE
)
_LOG_NAME = re.compile(r"(?:^|/)(?:hts-|[^/]*\blog\b)", re.IGNORECASE)
_NEVER_READ = re.compile(r"(?:^|/)robots\.txt$", re.IGNORECASE)
# A URL by itself. Those in attributes are links of a page, and not the page.
_STATED = re.compile(
    r"(?:^|[\s(<>,;\[]|(?<![=\\])[\"'])(https?://[^\s\"'<>()\\]*[^\s\"'<>()\\.,;:])"
)
# The answer of a capture index in JSON is one table; its first row has the names.
_TABLE = re.compile(r"\s*\[\s*\[\s*\"")
_TABLE_FIELDS = {"original": "a", "mimetype": "m", "statuscode": "s"}
MOST_TEXT = 64 << 20
# An index of a whole archive has more lines than are worth reading for a count.
MOST_LINES = 2_000_000


def indexed_pages(path: Path) -> Iterator[str]:
    """Yield the URL of each capture of an HTML page with status 200; unreadable lines are left out.

    Compression is known by the content: the copy of an index from a WACZ has another name.
    """
    fields: Sequence[str] = _FIELDS
    with suppress(OSError):
        for content in islice(unpacked_lines(path), MOST_LINES):
            line = content.decode("utf-8", "replace")
            words = line.split()
            if words[:1] == [_HEADER]:
                fields = words[1:]
            elif url := _page(line, words, fields):
                yield url
            elif "<loc" in line:
                yield from map(unescape, _SITEMAP_LINK.findall(line))


def names_pages(name: str, *, is_text: bool = False) -> bool:
    """Return whether a file of this name, or a text of any name, may name pages worth having."""
    is_named_so = _TEXT_NAME.search(name) is not None or _LOG_NAME.search(name) is not None
    return (is_text or is_named_so) and _NEVER_READ.search(name) is None


def stated_pages(path: Path, name: str) -> Iterator[str]:
    """Yield the URLs that a text of this name states; of a table or a log those of pages.

    `path` may be a copy of another name.
    """
    with suppress(OSError, EOFError):
        text = first_bytes(path, MOST_TEXT).decode("utf-8", "replace").replace("\\/", "/")
        if (rows := _table(text)) is not None:
            yield from rows
            return
        crawled = crawled_pages(text)
        if crawled is not None or _LOG_NAME.search(name):
            yield from crawled or ()
            return
        yield from (found[1] for found in _STATED.finditer(text))


def _table(text: str) -> list[str] | None:
    """Return the URLs of pages in the table of a capture index; None for another text."""
    with suppress(ValueError, TypeError, RecursionError):
        names, *rows = json.loads(text) if _TABLE.match(text) else [[]]
        fields = [_TABLE_FIELDS.get(name, name) for name in names]
        if _URL in fields:
            found = (_page("", row, fields) for row in rows)
            return [url for url in found if url]
    return None


def _page(line: str, words: Sequence[str], fields: Sequence[str]) -> str | None:
    row = _json_facts(line)
    if row and line.startswith("{") and not row[_MEDIA_TYPE]:
        # A line of `pages.jsonl` lists a page, with a status if the crawler noted it.
        return row[_URL] if row[_STATUS] in {"", "200"} else None
    facts = row or dict(zip(fields, words, strict=False))
    is_page = facts.get(_STATUS) == "200" and "html" in facts.get(_MEDIA_TYPE, "")
    return facts.get(_URL) if is_page else None


def _json_facts(line: str) -> dict[str, str] | None:
    """Return the fields of a line of CDXJ: a key, an instant and an object."""
    with suppress(ValueError):
        row = json.loads(line[line.find("{") :]) if "{" in line else None
        if isinstance(row, dict):
            names = {_URL: "url", _MEDIA_TYPE: "mime", _STATUS: "status"}
            return {field: str(row.get(name, "")) for field, name in names.items()}
    return None
