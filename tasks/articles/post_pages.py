"""Posts that WordPress splits over several pages with <!--nextpage-->."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborNode

from tasks.articles.dom import select

_PAGE_LINKS = ".page-links,.post-page-numbers,.page-link,.link-pages,.wp-link-pages"
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?![\w.])")
_PAGE_OF_PATH = re.compile(r"/[^/]+/(\d{1,2})/?$")


def read_page_numbers(contents: Iterable[LexborNode], url: str) -> tuple[int, int]:
    """Return the number of the page within its post, and the number of pages of the post."""
    links = [node for content in contents for node in select(_PAGE_LINKS, content)]
    numbers = [int(found) for node in links for found in _NUMBER.findall(node.text())]
    count = max(numbers, default=1)
    return (_number_of(url), count) if count > 1 else (1, 1)


def _number_of(url: str) -> int:
    try:
        parts = urlsplit(url)
    except ValueError:
        return 1
    stated = parse_qs(parts.query).get("page", [""])[0]
    found = _PAGE_OF_PATH.search(parts.path)
    number = stated if stated.isdecimal() else found[1] if found else "1"
    return max(1, int(number[:3]))
