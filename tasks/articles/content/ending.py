"""How a page ends: the text after its last paragraph tells whether the article goes on elsewhere.

A link of the page to itself (`Continue reading`) says so for certain. Other marks of a cut do not:
sites invite to subscribe below whole articles, too, and texts may end with an ellipsis. They count
only together with a longer text of the same article, in another capture (`raw.cut_texts`).
"""

import re
from collections.abc import Sequence
from enum import Enum
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import attribute, select
from tasks.articles.text.walls import is_wall

_MORE = re.compile(
    r"""
    [\W_]*
    (?: (?:click\ here\ )?(?:to\ )?(?:continue|keep|go\ on)\ reading
      | (?:to\ )?read\ (?:more|on|the\ rest)
      | (?:read|view|see)\ (?:the\ )?(?:full|whole|entire|complete)\ (?:\w+\ )?
            (?:article|story|text|post|report)
      | (?:read|view)\ full | more
    )
    (?:\ (?:of|about)\ this\ \w+)?
    [\W_]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MORE_AT_MOST = 80
# What stands after the text: the last characters of the content, as long as a wall or a link.
_TAIL = 300
_UNFINISHED = re.compile(r"(?:\.\.\.|…|[\w,;–—-])[\]\)\s]*$")


class Ending(Enum):
    """How the text of a page ends."""

    WHOLE = "whole"
    MAY_BE_CUT = "may be cut"
    CUT = "cut"


def read_ending(contents: Sequence[LexborNode], last_text: str, *urls: str | None) -> Ending:
    """Return how the text below `contents` ends; `last_text` is its last paragraph.

    `urls` are those of the page: its own, by which links are resolved, and the canonical one.
    """
    if not contents:
        return Ending.WHOLE
    tail = " ".join(contents[-1].text(separator=" ").split())[-_TAIL:]
    if any(_leads_on(link, urls, tail) for link in select("a[href]", contents[-1])[-5:]):
        return Ending.CUT
    is_unfinished = _UNFINISHED.search(last_text) is not None
    return Ending.MAY_BE_CUT if is_unfinished or _invites(tail) else Ending.WHOLE


def _leads_on(link: LexborNode, urls: Sequence[str | None], tail: str) -> bool:
    """Return whether a link after the text leads from the page to the page itself."""
    text = " ".join(link.text(deep=True).split())
    if len(text) > _MORE_AT_MOST or text not in tail or not _MORE.fullmatch(text):
        return False
    base = urls[0] or ""
    return _place(base, attribute(link, "href")) in {_place(base, url) for url in urls}


def _place(base: str, href: str | None) -> str | None:
    """Return the path and query that a link leads to, without those of AMP pages."""
    try:
        parts = urlsplit(urljoin(base, href or ""))
    except ValueError:
        return None
    path = parts.path.rstrip("/").removesuffix("/amp").lower()
    return f"{path}?{parts.query}" if path else None


def _invites(tail: str) -> bool:
    """Return whether the last words ask to read on, to log in or to subscribe."""
    end = re.split(r"[.!?…](?:\s|$)", tail.rstrip(" .…→»>"))[-1]
    return is_wall(tail) or _MORE.fullmatch(end) is not None
