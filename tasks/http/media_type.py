"""Media type of a response, from its header or, if that is missing or wrong, from its content."""

import re

HTML = "text/html"
_NAME = re.compile(r"[\"'\s]*([\w.+-]+/[\w.+-]+)")
# Types that servers send for unknown files and for pages that a program makes. Others (images,
# scripts, styles) are not replaced: servers answer a missing file with an HTML page.
_UNSPECIFIC = re.compile(
    r"|(?:application|binary|text|unknown|multipart)/(?!(?:x-)?(?:java|ecma)script|css).*"
)
_HTML_NAMES = frozenset({HTML, "application/xhtml+xml", "html", "text/htm"})
# Number of bytes inspected at the start of a file.
_START_BYTES = 2_000
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|base|link\s+rel)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<!--", re.IGNORECASE)
_HTML_TAG = re.compile(rb"<(?:html|head|body|title)[\s>]", re.IGNORECASE)


def media_type(content_type: str, body: bytes) -> str:
    """Return the media type in lower case, `text/html` for every kind of HTML page.

    A type that is missing, malformed or of no certain content (`text/plain`, `application/json`) is
    replaced by `text/html` if the body begins as HTML pages do.
    """
    found = _NAME.match(content_type)
    name = found[1].lower() if found else content_type.partition(";")[0].strip("\"' ").lower()
    if name in _HTML_NAMES:
        return HTML
    if (_UNSPECIFIC.fullmatch(name) or not found) and looks_like_html(body):
        return HTML
    return name


def looks_like_html(body: bytes) -> bool:
    """Return whether a body begins like an HTML page, ignoring comments and declarations."""
    start = body[:_START_BYTES]
    if _HTML_START.match(start):
        return True
    # The first tag may be inside a conditional comment, and a saved page begins with a comment.
    return bool(_COMMENT_START.match(start)) and bool(_HTML_TAG.search(body[: 32 * _START_BYTES]))
