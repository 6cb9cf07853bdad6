"""Read an image: its address, also with lazy loading, and its number in WordPress."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from tasks.articles.body.blocks import Figure
from tasks.articles.body.boilerplate import names_a_caption
from tasks.articles.body.elements import text_of
from tasks.articles.markup.dom import attribute, class_tokens, select, select_first
from tasks.urls import original_url

CAPTIONS = ".wp-caption-text,figcaption"
# Elements around a featured picture that may have its caption.
_MOST_AROUND_PICTURE = 4
# Maximum length of a caption; a longer text is not a caption even if its class says so.
CAPTION_AT_MOST = 600
_LAZY_ADDRESSES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-large-file",
)
_PLACEHOLDER = re.compile(
    r"data:|about:|.*(?:blank|placeholder|spacer|1x1|lazy|loading)\W"
    r"|.*/wp-(?:includes|content/(?:themes|plugins))/",
    re.I,
)
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)[wx]")
_NO_PICTURE_CLASSES = frozenset({"wp-smiley", "emoji"})
_NO_PICTURE_ADDRESS = re.compile(
    r"/smilies/|/emoji/|//pixel\.|/pixel\.gif|printfriendly|/wp-content/(?:themes|plugins)/", re.I
)


def read_image(node: LexborNode) -> Figure | None:
    """Return an <img> as a figure without caption, or None for smileys and counters.

    The alt text is never taken as a caption.
    """
    classes = class_tokens(node)
    src = _image_address(node)
    src = original_url(src) if src else src
    if not _NO_PICTURE_CLASSES.isdisjoint(classes) or (src and _NO_PICTURE_ADDRESS.search(src)):
        return None
    if attribute(node, "width") in ("0", "1") and attribute(node, "height") in ("0", "1"):
        return None
    media_id = None
    for token in classes:
        media_id = media_id or number_after("wp-image-", token)
    return Figure(src, media_id, None)


def read_picture(node: LexborNode) -> Figure | None:
    """Return an <img> as a figure, with the caption of the figure around it."""
    shown = read_image(node)
    figure = node.parent
    for _ in range(_MOST_AROUND_PICTURE):
        if shown is None or figure is None or len(figure.text()) > CAPTION_AT_MOST:
            break
        if (caption := _caption_in(figure)) is not None:
            return replace(shown, caption=text_of(caption))
        figure = figure.parent
    return shown


def _caption_in(figure: LexborNode) -> LexborNode | None:
    caption = select_first(CAPTIONS, figure)
    if caption is not None:
        return caption
    return next(filter(names_a_caption, select("[class*=cap]", figure)), None)


def _image_address(node: LexborNode) -> str | None:
    """Return the URL of an image; with lazy loading it is in another attribute than src."""
    src = attribute(node, "src")
    if src and not _PLACEHOLDER.match(src):
        return src
    for name in _LAZY_ADDRESSES:
        if address := attribute(node, name):
            return address
    for name in ("data-srcset", "data-lazy-srcset", "srcset"):
        if widest := _widest(attribute(node, name)):
            return widest
    return None if src.startswith("data:") else src or None


def _widest(srcset: str) -> str | None:
    """Return the address with the largest width or density in a `srcset`."""
    shown = [one.split() for one in srcset.split(", ") if one.strip(" ,")]
    return max(shown, key=_width_of)[0].rstrip(",") if shown else None


def _width_of(shown: list[str]) -> float:
    found = _DESCRIPTOR.fullmatch(shown[-1].rstrip(",")) if len(shown) > 1 else None
    return float(found[1]) if found else 1.0


def number_after(prefix: str, text: str) -> int | None:
    """Return the number of an identifier such as `attachment_12`, None if it has another form."""
    digits = text.removeprefix(prefix)
    if digits == text or not digits.isdecimal() or len(digits) > 12:
        return None
    return int(digits)
