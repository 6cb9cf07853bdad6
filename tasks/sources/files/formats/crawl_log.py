"""Read which pages a crawl asked for, and which of them failed, in the log of its crawler."""

import re
from collections.abc import Iterator
from http import HTTPStatus

# A line starts a request (with a URL), states its outcome (a status), or both. Forms of wget with
# and without `-nv`, Heritrix, wpull, HTTrack and Scrapy. HTTrack leaves out `http://`.
_LINES = tuple(
    map(
        re.compile,
        (
            r"^--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--\s+(?:\(try: *\d+\)\s+)?(?P<url>\S+)$",
            r"^HTTP request sent, awaiting response\.\.\. (?P<status>\d{3})\b",
            r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d URL:(?P<url>\S+) \[",
            r"^(?P<url>https?://\S+):$",
            r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ERROR (?P<status>\d{3}):",
            r"^\d{4}-\d\d-\d\dT[\d:.]+Z\s+(?P<status>-?\d{1,4})\s+\S+\s+(?P<url>https?://\S+)\s",
            r"\bFetched [‘'\"](?P<url>[^’'\"]+)[’'\"]: (?P<status>\d{3})\b",
            r"\bFetching [‘'\"](?P<url>[^’'\"]+)[’'\"]",
            r"\bError:\s.*?\((?P<status>-?\d{1,3})\).* at link (?P<url>\S+)",
            r"\bCrawled \((?P<status>\d{3})\) <GET (?P<url>[^>\s]+)>",
            r"\b(?:Gave up retrying|Error downloading) <GET (?P<url>[^>\s]+)>",
        ),
    )
)
# A page that is gone, or leads elsewhere, is not missing from the files.
_IS_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_FIRST_REDIRECT, _FIRST_ERROR = 300, 400


def crawled_pages(text: str) -> list[str] | None:
    """Return the URLs that should have become a file, those that failed included; None if no log.

    A page has the outcome of its last request. Left out are pages with status 404 or 410, and
    redirects.
    """
    outcomes: dict[str, int] = {}
    for url, status in _outcomes(text):
        outcomes[url] = status
    if not outcomes:
        return None
    return [url for url, status in outcomes.items() if not _is_settled(status)]


def _outcomes(text: str) -> Iterator[tuple[str, int]]:
    """Yield each URL with its status; 0 for a request without an answer so far."""
    url = ""
    for line in text.splitlines():
        match = next((found for form in _LINES if (found := form.search(line))), None)
        if match:
            parts = match.groupdict()
            url = _with_scheme(parts["url"]) if "url" in parts else url
            if url:
                yield url, int(parts.get("status", 0))


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def _is_settled(status: int) -> bool:
    return status in _IS_GONE or _FIRST_REDIRECT <= status < _FIRST_ERROR
