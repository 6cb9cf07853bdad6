"""Parse the bytes of a page into an article, or into a rejection with its reason.

`parse_html` is the public entry point. It is imported on first use, so that a module of this
package can be imported without the whole parser.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasks.articles.parse_page import parse_html

__all__ = ["parse_html"]


def __getattr__(name: str) -> Any:
    if name != "parse_html":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tasks.articles.parse_page import parse_html

    return parse_html
