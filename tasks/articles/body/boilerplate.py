"""Recognise elements in the content that are not text: hidden, or named for another purpose.

A class name alone is not proof: builders call a text module `widget`, and themes put a whole post
into `social-content`. An element that is named so is removed only if it holds less than half of the
text, or is a list of links.
"""

import re
from functools import lru_cache
from itertools import pairwise

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import attribute

# Words of a class or id, split at `-`, `_` and capital letters, that name a kind of module.
_SHARING = (
    "share shares sharing sharer shareaholic sharedaddy sharethis addtoany addthis a2a ssba essb"
    " swp heateor sfsi social socials monarch follow"
)
_OTHER_ARTICLES = (
    "related relatedposts yarpp crp recommended recommendations similar outbrain taboola teaser"
    " teasers popular trending swiper carousel"
)
_OFFERS = (
    "newsletter newsletters subscribe subscription signup optin mailchimp mailmunch mc4wp bloom"
    " advert adverts advertisement advertising ad ads adsense adsbygoogle sponsor sponsored promo"
    " enews donate donation popup modal cookie cta mpu dfp paywall regwall"
)
_READERS = "comment comments commentlist respond disqus wpulike ratings fivestar"
_ABOUT_THE_POST = (
    "breadcrumb breadcrumbs byline postmeta tagcloud pagination pager pagelinks toc"
    " sidebar navigation menu postmetadata saboxplugin authorbox abh powerpress"
    " bio credit credits copyright"
)
_MODULE_WORDS = frozenset(
    " ".join((_SHARING, _OTHER_ARTICLES, _OFFERS, _READERS, _ABOUT_THE_POST)).split()
)
# Pairs of adjacent words.
_PAIRS = (
    "post-meta entry-meta article-meta wp-meta post-info page-links post-views post-tags"
    " entry-tags tag-links tags-links cat-links post-nav nav-links author-box author-bio"
    " author-info about-author author-description post-author read-more read-next code-block"
    " robots-nocontent screen-reader sr-only visually-hidden pb-posts pb-blog pb-sidebar"
    " pb-widget pb-signup pb-newsletter wm-ipp post-footer entry-footer entry-utility"
    " author-detail author-card author-section next-article next-articles autor-bio most-read"
    " most-popular recent-entries recent-posts latest-posts latest-news more-posts more-on"
    " post-slider pb-login pb-title pb-team pb-countdown pb-number pb-circle pb-counters pb-audio"
    " pb-portfolio pb-shop pb-search pb-menu fullwidth-header a-rec author-photo author-image"
    " author-img author-pic the-author the-writer post-grid"
    " author-boxes a-box ts-fab gallery-title contact-form"
    " widget-posts loop-grid wp-polls"
    " video-player video-thumb twitter-tweet instagram-media tiktok-embed fb-post"
    " embedded-content post-flair pb-button"
)
_MODULE_PAIRS = frozenset(_PAIRS.split())
_WALL = re.compile(r"paywall|regwall|premium|subscriber", re.IGNORECASE)
_CAPTION = re.compile(r"(?:^cap|captions?)$")
# First words that cancel the name: `no-sidebar`, `has-ads`.
_NOT_A_NAME = frozenset(["no", "has", "with", "without", "hide", "is", "enabled", "disabled"])
_HIDING_CLASSES = frozenset(
    # The last one is that of pages saved by SingleFile.
    ["screen-reader-text", "sr-only", "visually-hidden", "assistive-text", "sf-hidden"]
)
_HIDING_STYLE = re.compile(r"display:none|visibility:hidden")
# No button shows what is hidden in these ways: it is spam, or for screen readers.
_OUT_OF_SIGHT_STYLE = re.compile(r"(?:left|top|text-indent):-\d{3,}|font-size:0(?![.\d])")
# A box without size, which is clipped.
_CLIPPED = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px)?(?:!important)?(?:;|$)")
_WORD = re.compile(r"[a-z0-9]+|[A-Z][a-z0-9]*")


def is_hidden(node: LexborNode) -> bool:
    """Return whether an element is invisible on the page."""
    attributes = node.attrs
    if "hidden" in attributes:
        return True
    style = _style_of(node)
    if style and (_hides(style) or _OUT_OF_SIGHT_STYLE.search(style)):
        return True
    classes = attributes.get("class")
    return bool(classes) and not _HIDING_CLASSES.isdisjoint((classes or "").split())


def is_out_of_sight(node: LexborNode) -> bool:
    """Return whether an element is hidden by its position or size, which no button changes."""
    return _OUT_OF_SIGHT_STYLE.search(_style_of(node)) is not None


def _style_of(node: LexborNode) -> str:
    return (node.attrs.get("style") or "").replace(" ", "").lower()


def _hides(style: str) -> bool:
    if _HIDING_STYLE.search(style):
        return True
    return "overflow:hidden" in style and _CLIPPED.search(style) is not None


def names_a_module(node: LexborNode) -> bool:
    """Return whether class or id name a module such as sharing, adverts or comments."""
    tokens = (node.attrs.get("class") or "").split()
    if identity := attribute(node, "id"):
        tokens.append(identity)
    return any(map(_token_names_a_module, tokens))


def names_a_wall(node: LexborNode) -> bool:
    """Return whether a class names a wall before the rest of a text, which it may also hold."""
    classes = node.attrs.get("class")
    return bool(classes) and _WALL.search(classes or "") is not None


def names_a_caption(node: LexborNode) -> bool:
    """Return whether a class names the caption of a picture (`slide-caption`)."""
    return any(map(_token_names_a_caption, (node.attrs.get("class") or "").split()))


# The pages of one site share their classes.
@lru_cache(maxsize=8_192)
def _token_names_a_module(token: str) -> bool:
    # A number at the end counts the modules of a kind: `cta3`, `advert2`.
    words = [word.rstrip("0123456789") or word for word in _words_of(token)]
    if not _MODULE_WORDS.isdisjoint(words):
        return True
    pairs = {f"{left}-{right}" for left, right in pairwise(words)}
    return not _MODULE_PAIRS.isdisjoint(pairs)


@lru_cache(maxsize=8_192)
def _token_names_a_caption(token: str) -> bool:
    words = _words_of(token)
    return any(map(_CAPTION.search, words)) or "image-description" in "-".join(words)


def _words_of(token: str) -> list[str]:
    """Return the words of a class or id, none if the first one cancels them."""
    words = [word.lower() for word in _WORD.findall(token)]
    return [] if words and words[0] in _NOT_A_NAME else words
