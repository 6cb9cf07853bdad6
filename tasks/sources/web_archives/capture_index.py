"""What web archives hold of a site: rows of their capture indexes, asked in three dialects.

The Internet Archive pages by `resumeKey`; pywb over a ZipNum index (Common Crawl) by page number;
a plain pywb answers with everything at once. Their traps are in the research on web archives,
sections 1.1, 1.2 and 5.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from sys import intern
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from tasks.errors import (
    HostUnavailable,
    IntegrityError,
    PipelineError,
    PolicyRefusal,
    TerminalError,
)
from tasks.http.response import REDIRECTS
from tasks.urls import Site, canonical_url

HTTP_OK = 200
BAD_REQUEST = 400
FORBIDDEN = 403
NOT_FOUND = 404
# Without `urlkey` among the fields the server makes resume keys that jump (wayback issue 121).
IA_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
ROWS_AT_ONCE = 5_000
REVISIT = "warc/revisit"
# Text of the exceptions by which the Internet Archive says that a site is excluded.
EXCLUDED = "AccessControlException"
# Pictures, sound, films, fonts, styles and scripts: nothing of an article's text.
_NO_PAGE = re.compile(r"(?:image|audio|video|font)/|text/css|.*javascript|application/.*font")
MOST_VERSIONS = 3


class NotArchived(PipelineError, TerminalError):
    """The archive has no such capture to give, whatever its index says."""


@dataclass(frozen=True, slots=True)
class CdxRow:
    """One capture in an archive's index.

    `timestamp` is UTC, 14 digits as a rule. `status` is None where the archive keeps none (a
    revisit). `length` is in bytes of the compressed record. `filename` and `offset` are given by
    archives whose records can be read by range.
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

    @property
    def is_revisit(self) -> bool:
        """Whether the page was the same as at an earlier capture, so that no body was kept."""
        return self.mime == REVISIT

    @property
    def captured_at(self) -> datetime | None:
        """The instant of capture; None if the timestamp is none (a day `00` occurs)."""
        try:
            return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class CdxPage:
    """One answer of an index: its rows, and how many of its lines were no rows."""

    rows: tuple[CdxRow, ...]
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class CdxAnswer:
    """What an index said: HTTP status and text."""

    status: int
    text: str


Ask = Callable[[str], CdxAnswer]


def walk_resume_keys(
    ask: Ask, api: str, host: str, rows_at_once: int = ROWS_AT_ONCE
) -> Iterator[CdxPage]:
    """Yield everything an index of the Internet Archive's dialect holds of a host.

    An answer without a resume key is not believed to be the last one: the server gives up a query
    that scans too much, and says nothing. It is asked for what follows the last row until there
    is nothing.

    Raises:
        IntegrityError: the answer is no index, or a resume key came twice.
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
    """Yield everything a pywb with a ZipNum index (or a plain one) holds of a host.

    Without `page` such an index gives its first page only and does not say so. 404 is how it says
    that it has nothing (in a block it shares with other hosts), 400 that there is no such page.

    Raises:
        IntegrityError: the answer is no index, or a page it has counted is refused.
        HostUnavailable: the index answers none of these.
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
        if answer.status == BAD_REQUEST:
            raise IntegrityError(f"{api} has {pages} pages and refuses page {number}")
        if not _holds_nothing(answer):
            yield _read_pywb_page(_text(answer, api), api)


def ask_plain(ask: Ask, api: str, host: str) -> CdxPage:
    """Return everything a pywb without a ZipNum index holds of a host: it knows no pages."""
    answer = ask(_address(api, _pywb_query(host)))
    return CdxPage(()) if _holds_nothing(answer) else _read_pywb_page(_text(answer, api), api)


class CaptureIndex:
    """Which captures an archive has of every page of the site: the best few of each.

    The rule: a good capture answered 200 (or is a revisit, which repeats one) not after the
    site's end. The last good one is the best; of good ones of the same day the longest. Captures
    of the same content count as one. A page without a good capture has its best other one: a 200
    after the end, else the last redirect, else the last answer of any kind.
    """

    def __init__(
        self, site: Site, site_end: date | None = None, versions: int = MOST_VERSIONS
    ) -> None:
        self._site = site
        self._end = f"{site_end:%Y%m%d}" if site_end else "9"
        self._versions = versions
        self._rows: dict[str, list[CdxRow]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()

    def note(self, row: CdxRow) -> str | None:
        """Note a capture; return its page's canonical address, None if it is no page's."""
        url = None if _NO_PAGE.match(row.mime) else canonical_url(row.url, self._site)
        if url is None:
            return None
        rows = self._rows.setdefault(url, [])
        rows.append(row)
        # A front page has thousands of captures.
        if len(rows) > 4 * self._versions:
            self._rows[url] = list(self._best(rows))
        return url

    def versions(self, url: str) -> tuple[CdxRow, ...]:
        """Return the captures of a page that are worth having, the best one first."""
        return self._best(self._rows.get(url, []))

    def _best(self, rows: Sequence[CdxRow]) -> tuple[CdxRow, ...]:
        if not rows:
            return ()
        best_class = min(self._class(row) for row in rows)
        alike = [row for row in rows if self._class(row) == best_class]
        ordered = sorted(alike, key=_day_and_length, reverse=True)
        distinct = {row.digest: row for row in reversed(ordered)}
        best = sorted(distinct.values(), key=_day_and_length, reverse=True)
        return tuple(best[: self._versions if best_class == 0 else 1])

    def _class(self, row: CdxRow) -> int:
        if row.status == HTTP_OK or row.is_revisit:
            return 0 if row.timestamp[:8] <= self._end else 1
        return 2 if row.status in REDIRECTS else 3


def site_hosts(site: Site) -> tuple[str, ...]:
    """Return what an archive is to be asked for: the origin's host, and the aliases.

    An alias with a path (`aawsat.com/english`) is asked for by `matchType=prefix`.
    """
    origin = urlsplit(site.origin).netloc
    return tuple(dict.fromkeys(name.lower().rstrip("/") for name in (origin, *site.alias_hosts)))


def _match(host: str) -> list[tuple[str, str]]:
    if "/" in host:
        # With its slash: `/english/`, and not `/englishman/` too.
        return [("url", f"{host}/"), ("matchType", "prefix")]
    return [("url", host), ("matchType", "host")]


def _day_and_length(row: CdxRow) -> tuple[str, int, str]:
    return row.timestamp[:8], row.length or 0, row.timestamp


def _pywb_query(host: str) -> list[tuple[str, str]]:
    # Fuzzy matching answers with other pages where there is nothing.
    return [*_match(host), ("output", "json"), ("allowFuzzy", "false")]


def _address(api: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{api}?{urlencode(query)}"


def _text(answer: CdxAnswer, api: str) -> str:
    if EXCLUDED in answer.text[:10_000] and len(answer.text.splitlines()) < len(IA_FIELDS) * 10:
        raise PolicyRefusal(f"{api} does not show this site ({EXCLUDED})")
    if answer.status == FORBIDDEN:
        raise PolicyRefusal(f"{api} answers 403")
    if answer.status != HTTP_OK:
        raise HostUnavailable(f"{api} answers {answer.status}")
    return answer.text


def _read_ia_page(text: str, api: str) -> tuple[CdxPage, str | None]:
    lines = iter(text.splitlines())
    rows: list[CdxRow] = []
    unreadable = 0
    for line in lines:
        if not line.strip():
            # The resume key follows an empty line. It is encoded, and to be encoded once more.
            return _checked(rows, unreadable, text, api), next(lines, "").strip() or None
        row = _ia_row(line)
        unreadable += row is None
        rows += [row] if row else []
    return _checked(rows, unreadable, text, api), None


def _checked(rows: list[CdxRow], unreadable: int, text: str, api: str) -> CdxPage:
    """Return the page; error pages come with status 200 too."""
    if unreadable and not rows:
        raise IntegrityError(f"{api} answers no index but {' '.join(text.split())[:100]!r}")
    return CdxPage(tuple(rows), unreadable)


def _ia_row(line: str) -> CdxRow | None:
    fields = line.split(" ")
    if len(fields) != len(IA_FIELDS) or not fields[1].isdecimal():
        return None
    urlkey, timestamp, url, mime, status, digest, length = fields
    return CdxRow(urlkey, timestamp, url, intern(mime), _number(status), digest, _number(length))


def _key_after(rows: Sequence[CdxRow]) -> str:
    """Return the key by which the server goes on after the last row."""
    return quote_plus(f"{rows[-1].urlkey} {rows[-1].timestamp}!")


def _holds_nothing(answer: CdxAnswer) -> bool:
    if answer.status != NOT_FOUND:
        return False
    if "No Captures found" not in answer.text:
        raise IntegrityError("there is no index at this address (404)")
    return True


def _page_count(text: str) -> int | None:
    """Return how many pages there are; None if the index knows no pages and sent its rows."""
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
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _number(text: object) -> int | None:
    return int(str(text)) if str(text).isdecimal() else None
