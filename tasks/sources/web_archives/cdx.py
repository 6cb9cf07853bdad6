"""Rows of the indexes of web archives (CDX), read in three dialects.

The Internet Archive pages by `resumeKey`, pywb with a ZipNum index (Common Crawl) by page number; a
plain pywb returns everything in one response.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from sys import intern
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from tasks.errors import HostUnavailable, IntegrityError, PolicyRefusal
from tasks.urls import Site

# Without the field `urlkey`, the server's resume keys skip rows (wayback issue 121).
IA_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
ROWS_AT_ONCE = 5_000
REVISIT = "warc/revisit"
# Exception text of the Internet Archive for an excluded site.
EXCLUDED = "AccessControlException"
# A status or a length; `-` if the index has none.
_FIGURE = re.compile(r"\d+|-")


@dataclass(frozen=True, slots=True)
class CdxRow:
    """One capture in an archive's index.

    `timestamp` is UTC, 14 digits as a rule. `status` is None where the archive keeps none (a
    revisit, old crawls of Common Crawl). `length` is in bytes of the compressed record. `filename`
    and `offset` are set for archives whose records can be read by range. `is_truncated`: the index
    states that the crawler truncated the page.
    """

    urlkey: str
    timestamp: str
    url: str
    mime: str
    status: int | None
    digest: str
    length: int | None
    filename: str | None = None
    offset: int | None = None
    is_truncated: bool = False

    @property
    def is_revisit(self) -> bool:
        """Whether the page was unchanged since an earlier capture, so its body was not stored."""
        return self.mime == REVISIT

    @property
    def captured_at(self) -> datetime | None:
        """The instant of capture; None if the timestamp is not a date (a day `00` occurs)."""
        try:
            return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class CdxPage:
    """One page of an index: its rows, and the number of unreadable lines."""

    rows: tuple[CdxRow, ...]
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class CdxAnswer:
    """An index's answer: HTTP status and text."""

    status: int
    text: str


Ask = Callable[[str], CdxAnswer]


def walk_resume_keys(
    ask: Ask, api: str, host: str, rows_at_once: int = ROWS_AT_ONCE
) -> Iterator[CdxPage]:
    """Yield all rows of a host from an index with the Internet Archive's dialect.

    A response without a resume key may not be the last one: the server ends a query that scans too
    much without an error. So rows after the last one are requested until there are none.

    Raises:
        IntegrityError: the response is not an index, or a resume key is repeated.
        PolicyRefusal: the archive does not show this site.
    """
    query = [*_match(host), ("fl", ",".join(IA_FIELDS))]
    query += [("limit", str(rows_at_once)), ("showResumeKey", "true")]
    used: set[str] = set()
    last: tuple[CdxRow, ...] = ()
    key: str | None = None
    while True:
        text = _text(ask(_address(api, query + ([("resumeKey", key)] if key else []))), api)
        page, key = _read_ia_page(text, api)
        yield page
        if key is None and page.rows[-1:] in ((), last):
            return
        last = page.rows[-1:]
        key = key or _key_after(page.rows)
        if key in used:
            raise IntegrityError(f"{api} repeats a resume key: not all of {host} was read")
        used.add(key)


def walk_pages(ask: Ask, api: str, host: str) -> Iterator[CdxPage]:
    """Yield all rows of a host from a pywb with a ZipNum index (or a plain one).

    Without `page` such an index returns only its first page. 404 means no captures (in a block
    shared with other hosts), 400 that the page does not exist.

    Raises:
        IntegrityError: the response is not an index, or a page it has counted is refused.
        HostUnavailable: the index returns another status.
    """
    query = _pywb_query(host)
    answer = ask(_address(api, [*query, ("showNumPages", "true")]))
    if _holds_nothing(answer):
        return
    pages = _page_count(_text(answer, api))
    if pages is None:
        yield ask_plain(ask, api, host)
        return
    for number in range(pages):
        answer = ask(_address(api, [*query, ("page", str(number))]))
        if answer.status == HTTPStatus.BAD_REQUEST:
            raise IntegrityError(f"{api} has {pages} pages and refuses page {number}")
        if not _holds_nothing(answer):
            yield _read_pywb_page(_text(answer, api), api)


def ask_plain(ask: Ask, api: str, host: str) -> CdxPage:
    """Return all rows of a host from a pywb without a ZipNum index, in one page."""
    answer = ask(_address(api, _pywb_query(host)))
    return CdxPage(()) if _holds_nothing(answer) else _read_pywb_page(_text(answer, api), api)


def site_hosts(site: Site) -> tuple[str, ...]:
    """Return the hosts to query an archive for: the origin's, and the aliases.

    An alias with a path (`aawsat.com/english`) is queried by `matchType=prefix`.
    """
    origin = urlsplit(site.origin).netloc
    return tuple(dict.fromkeys(name.lower().rstrip("/") for name in (origin, *site.alias_hosts)))


def _match(host: str) -> list[tuple[str, str]]:
    if "/" in host:
        # With the slash, so that `/english/` does not match `/englishman/`.
        return [("url", f"{host}/"), ("matchType", "prefix")]
    return [("url", host), ("matchType", "host")]


def _pywb_query(host: str) -> list[tuple[str, str]]:
    # Fuzzy matching would return other pages if there is no match.
    return [*_match(host), ("output", "json"), ("allowFuzzy", "false")]


def _address(api: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{api}?{urlencode(query)}"


def _text(answer: CdxAnswer, api: str) -> str:
    if EXCLUDED in answer.text[:10_000] and len(answer.text.splitlines()) < len(IA_FIELDS) * 10:
        raise PolicyRefusal(f"{api} does not show this site ({EXCLUDED})")
    if answer.status == HTTPStatus.FORBIDDEN:
        raise PolicyRefusal(f"{api} answers 403")
    if answer.status != HTTPStatus.OK:
        raise HostUnavailable(f"{api} answers {answer.status}")
    return answer.text


def _read_ia_page(text: str, api: str) -> tuple[CdxPage, str | None]:
    lines = iter(text.splitlines())
    rows: list[CdxRow] = []
    unreadable = 0
    for line in lines:
        if not line.strip():
            # The resume key follows an empty line, percent-encoded; it must be encoded again.
            return _checked(rows, unreadable, text, api), next(lines, "").strip() or None
        row = _ia_row(line)
        unreadable += row is None
        rows += [row] if row else []
    return _checked(rows, unreadable, text, api), None


def _checked(rows: list[CdxRow], unreadable: int, text: str, api: str) -> CdxPage:
    """Return the page; raise if it is an error page with status 200."""
    if unreadable and not rows:
        raise IntegrityError(f"{api} does not return an index: {' '.join(text.split())[:100]!r}")
    return CdxPage(tuple(rows), unreadable)


def _ia_row(line: str) -> CdxRow | None:
    # Content types may contain spaces: `text/html charset=utf-8`.
    fields = line.split(" ")
    if len(fields) < len(IA_FIELDS) or not fields[1].isdecimal():
        return None
    urlkey, timestamp, url, *mime, status, digest, length = fields
    if not _FIGURE.fullmatch(status) or not _FIGURE.fullmatch(length):
        return None
    kind = intern(" ".join(mime))
    return CdxRow(urlkey, timestamp, url, kind, _number(status), digest, _number(length))


def _key_after(rows: Sequence[CdxRow]) -> str:
    """Return the key with which the server continues after the last row."""
    return quote_plus(f"{rows[-1].urlkey} {rows[-1].timestamp}!")


def _holds_nothing(answer: CdxAnswer) -> bool:
    if answer.status != HTTPStatus.NOT_FOUND:
        return False
    if "No Captures found" not in answer.text:
        raise IntegrityError("this address does not have an index (404)")
    return True


def _page_count(text: str) -> int | None:
    """Return the number of pages; None if the index has no pages and returned its rows."""
    try:
        said = json.loads(text)
    except ValueError:
        return None
    pages = said.get("pages") if isinstance(said, dict) else said
    return pages if isinstance(pages, int) else None


def _read_pywb_page(text: str, api: str) -> CdxPage:
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [row for row in map(_pywb_row, lines) if row]
    return _checked(rows, len(lines) - len(rows), text, api)


def _pywb_row(line: str) -> CdxRow | None:
    try:
        fields: dict[str, Any] = json.loads(line)
        return CdxRow(
            fields["urlkey"],
            fields["timestamp"],
            fields["url"],
            intern(str(fields.get("mime", "-"))),
            _number(fields.get("status")),
            fields.get("digest", "-"),
            _number(fields.get("length")),
            fields.get("filename"),
            _number(fields.get("offset")),
            bool(fields.get("truncated")),
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _number(text: object) -> int | None:
    return int(str(text)) if str(text).isdecimal() else None
