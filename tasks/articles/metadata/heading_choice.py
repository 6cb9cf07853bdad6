"""Choose the heading that is the title of the article, by the titles that the head states."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import (
    TEXT_TAG,
    select_first,
)
from tasks.articles.metadata.headings import (
    FEWEST_BLANKS,
    MOST_PARTS,
    Heading,
    has_title_class,
    is_link,
    words_of,
)

_MOST_AROUND = 3
_SITE_NAME = re.compile(
    r"\b(?:site|blog)[-_]?(?:title|name|logo|branding)|\blogo|\bmasthead|\bbranding", re.IGNORECASE
)
# Words up to this length (`the`, `with`) are ignored when titles are compared.
_SHORT_WORD = 3
# The heading of a post may link to the post itself; it then has most words of the stated title.
_SHARE_OF_OWN_LINK = 0.5
# A heading with this share of the long words of a slug, which has so many, is its title.
_SHARE_OF_SLUG = 0.75
_FEWEST_SLUG_WORDS = 3


def choose_heading(
    headings: Iterable[Heading], claims: Sequence[str], segments: Sequence[str]
) -> Heading | None:
    """Return the heading that is the article's title, or None.

    A heading equal to a title in the head is preferred (within the text only an <h1>), then the
    <h1> outside the text that shares most words with one. If the head states no title, the first
    such <h1> is returned.

    Args:
        headings: The headings of the page in order.
        claims: The titles stated in the head.
        segments: The parts of those titles, one of which may be the name of the site.
    """
    known = frozenset(map(words_of, claims))
    parts = known | frozenset(map(words_of, segments))
    free = [
        heading
        for heading in headings
        if not heading.in_content or (heading.is_title and _as_stated(heading, parts))
    ]
    agreeing = [
        stated
        for heading in free
        if (stated := _as_stated(heading, parts)) and not _is_menu(stated)
    ]
    if agreeing:
        return max(agreeing, key=lambda heading: _rank(heading, known))
    if cut := _cut_in_head(free, claims):
        return cut
    titles = [heading for heading in free if heading.is_title and not heading.in_frame]
    titles = [title for title in titles if not (known and _is_teaser(title, known))]
    related = max(titles, key=lambda title: _share(title, known), default=None)
    if related is not None and _share(related, known):
        return related
    own = {title.node.mem_id: title for title in titles if has_title_class(title.node)}
    if len(own) == 1:
        return own.popitem()[1]
    return None if known else related


def choose_by_address(headings: Iterable[Heading], slug: str) -> Heading | None:
    """Return the heading outside the text that has most words of the post's slug, or None.

    A head that is the same on all pages states the site's tagline in place of a title.
    """
    words = _long_words(words_of(slug))
    if len(words) < _FEWEST_SLUG_WORDS:
        return None
    free = [one for one in headings if not one.in_content and not one.in_frame]
    best = max(free, key=lambda heading: _share_of(words, heading.text), default=None)
    return best if best and _share_of(words, best.text) >= _SHARE_OF_SLUG else None


def agrees_with(slug: str, title: str) -> bool:
    """Return whether a title has a word of the slug, or the slug has too few to tell."""
    words = _long_words(words_of(slug))
    return len(words) < _FEWEST_SLUG_WORDS or _share_of(words, title) > 0


def _share_of(words: frozenset[str], text: str) -> float:
    return len(words & _long_words(words_of(text))) / len(words)


def _rank(heading: Heading, known: frozenset[str]) -> tuple[bool, bool, bool, bool, bool, int]:
    words = words_of(heading.text)
    is_own = not _names_the_site(heading.node)
    is_marked = has_title_class(heading.node)
    # A <h1> of one or two words may be the name of the site.
    is_long = words.count(" ") >= FEWEST_BLANKS
    return is_own, is_marked, words in known, is_long, heading.is_title, len(words)


def _names_the_site(node: LexborNode) -> bool:
    """Return whether the class or id of a heading, or of what is around it, is that of a logo."""
    around: LexborNode | None = node
    for _ in range(_MOST_AROUND):
        if around is None:
            return False
        name = f"{around.attrs.get('class') or ''} {around.attrs.get('id') or ''}"
        if _SITE_NAME.search(name):
            return True
        around = around.parent
    return False


def _cut_in_head(headings: Iterable[Heading], claims: Sequence[str]) -> Heading | None:
    """Return the heading that starts with a title which the head cuts (`Governor Finds ...`)."""
    cut = [words_of(claim) for claim in claims if claim.rstrip().endswith(("...", "…"))]
    starts = tuple(words for words in cut if words.count(" ") >= FEWEST_BLANKS)
    longer = (one for one in headings if starts and words_of(one.text).startswith(starts))
    return next(longer, None)


def _is_menu(heading: Heading) -> bool:
    return heading.in_frame and not heading.is_title


def _as_stated(heading: Heading, known: frozenset[str]) -> Heading | None:
    """Return the heading in the reading that equals a title in the head, or None."""
    if words_of(heading.text) in known:
        return heading
    if words_of(heading.spaced) in known:
        return replace(heading, text=heading.spaced)
    fewest = 1 if heading.is_title else FEWEST_BLANKS
    stated = [
        part
        for part in _parts_of(heading.node)
        if (words := words_of(part)).count(" ") >= fewest and words in known
    ]
    return replace(heading, text=max(stated, key=len)) if stated else None


def _parts_of(node: LexborNode) -> Iterator[str]:
    """Yield the texts of a heading's children: the title may stand beside a subtitle or a link."""
    child = node.first_child
    for _ in range(MOST_PARTS):
        if child is None:
            return
        text = child.text_content if child.tag_id == TEXT_TAG else child.text()
        yield " ".join((text or "").split())
        child = child.next


def _is_teaser(heading: Heading, known: frozenset[str]) -> bool:
    """Return whether a heading is a link and has few words of the stated titles: another post."""
    if _share(heading, known) >= _SHARE_OF_OWN_LINK:
        return False
    link = select_first("a[href]", heading.node)
    return is_link(heading.node) or (
        link is not None and words_of(link.text()) == words_of(heading.text)
    )


def _share(heading: Heading, known: frozenset[str]) -> float:
    """Return the largest share of long words that a heading shares with one of the titles."""
    own = _long_words(words_of(heading.text))
    others = [_long_words(title) for title in known]
    shares = [2 * len(own & other) / (len(own) + len(other)) for other in others if other]
    return max(shares, default=0.0)


def _long_words(words: str) -> frozenset[str]:
    return frozenset(word for word in words.split() if len(word) > _SHORT_WORD)
