"""Count the pages in files whose URL is not a URL of the site."""

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from tasks.http.media_type import media_type
from tasks.http.response import Response
from tasks.models import Expectation
from tasks.sources.source import OUTSIDE_ADDRESSES
from tasks.urls import AddressIssue, Site, address_issue

MOST_HOSTS_SHOWN = 5
LONGEST_SHOWN = 120


class OutsidePages:
    """Counts of HTML pages whose URL is not of the site, by what is wrong with the URL.

    Crawls contain pages of many hosts. Only possible hosts of the site are counted: hosts of the
    same domain, and the host with another port.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._domain = _domain(site.origin)
        self._hosts = Counter[str]()
        self._issues = Counter[AddressIssue]()
        self._examples: dict[AddressIssue, str] = {}

    def clear(self) -> None:
        """Reset all counts."""
        self._hosts.clear()
        self._issues.clear()
        self._examples.clear()

    def add(self, response: Response) -> None:
        """Count a response if it is a page."""
        url = response.requested_url
        issue = address_issue(url, self._site)
        is_page = media_type(response.header("content-type") or "", response.raw_body)
        if issue is None or is_page != "text/html" or response.status != HTTPStatus.OK:
            return
        if issue in (AddressIssue.OTHER_HOST, AddressIssue.OTHER_PORT):
            self._hosts[urlsplit(url).netloc.lower()] += 1
        if issue is AddressIssue.OTHER_HOST and _domain(url) != self._domain:
            return
        self._issues[issue] += 1
        self._examples.setdefault(issue, url[:LONGEST_SHOWN])

    def counts(self, source: str) -> Iterator[Expectation]:
        """Yield the counts as expectations."""
        for issue, count in sorted(self._issues.items()):
            yield Expectation(OUTSIDE_ADDRESSES, f"{source} {issue}", count, self._examples[issue])

    def describe_hosts(self) -> str:
        """Return the hosts with the most pages as the end of an error message."""
        if not self._hosts:
            return ""
        shown = [f"{host} ({count})" for host, count in self._hosts.most_common(MOST_HOSTS_SHOWN)]
        return (
            f"; it has pages of {', '.join(shown)}: if these are the site, name them in"
            " AAWSAT_ALIAS_HOSTS or set AAWSAT_SITE_URL"
        )


def _domain(url: str) -> str:
    """Return the last two labels of the host of a URL; an address of numbers is one label."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    return host if labels[-1].isdecimal() else ".".join(labels[-2:])
