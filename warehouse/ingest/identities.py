"""Decide which captures show the same article: `identities_of(captures)`.

An `article_id` is made from the address, with two exceptions. One WordPress post may have several
addresses (a renamed slug, another category, `?p=ID`): its captures are one article. One address may
show two posts, one after the other: they are two articles.

A post id alone proves nothing: another installation counts from 1 again, and some templates print
one id on every page. Two addresses are one post only if they also share a text or, as long as the
id is believed, a slug, a title or the instant of publication. A post that got another id, in a
migration, is one post if slug, title, text and instant of publication are the same. Two slugs have
to be captured a day or more apart, as a renamed slug is, even if they share the text; unless the
site itself states the id of both, by the REST interface or a feed. Where the site redirected one
address to the other, the id is enough; a canonical link is not, since archives store equal pages of
two addresses once. An AMP page or print version without an id belongs to the page at the address
above it. An id that pages print is not believed on a host where it answered at two slugs with two
texts within a day, or at three slugs with three texts. In doubt addresses stay two articles: near
copies are linked in `duplicates`, while an article merged by mistake would be missing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from warehouse.ingest.addresses import article_page, url_id

# WordPress redirects a former slug at once: two slugs that answered on one day are two posts.
RENAMED_AFTER_US = 24 * 3600 * 1_000_000

# A post id with this many slugs and texts on one host is printed by the template on every page.
FEWEST_SLUGS_OF_A_TEMPLATE = 3

# Segments below the slug: other forms of a post, and the file name that a crawler adds.
_NO_SLUG = re.compile(r"amp|print|index\.(?:html?|php)")
_OTHER_FORM = re.compile(r"/(?:amp|print)/?$")

_Node = tuple[str, int | None]


class ContestedCapture(NamedTuple):
    """A capture whose post has several addresses, or whose address shows several posts."""

    capture_id: int
    address_id: int
    url: str
    post_id: int | None
    title: str
    body_sha256: str
    published_at: datetime | None
    captured_us: int
    # Whether the site states this id for the URL, and not only the page.
    is_stated: bool
    # The address to which the site redirected this one.
    redirects_to: str | None = None


def identities_of(captures: list[ContestedCapture]) -> dict[int, int]:
    """Map captures to their articles, where these are not the articles of their addresses.

    The captures come in the order they were taken. An article that has several addresses
    has the id of the one captured first; of two posts at one address the lower post id keeps the
    address's id.
    """
    groups = _group(captures)
    owner = _owners(groups)
    found: dict[int, int] = {}
    for number, group in enumerate(groups):
        home = _home(group)
        article_id = url_id(home)
        if owner[home] != number:
            article_id = url_id(f"{home}#post-{_post_of(group)}")
        found |= {
            capture.capture_id: article_id for capture in group if capture.address_id != article_id
        }
    return found


def _group(captures: list[ContestedCapture]) -> list[list[ContestedCapture]]:
    """Return the captures of each article, both in the order of capture."""
    parent: dict[_Node, _Node] = {}
    first_with: dict[tuple[object, ...], _Node] = {}
    for capture in captures:
        node = _node(capture)
        parent.setdefault(node, node)
        for key in _keys(capture):
            _join(parent, first_with.setdefault(key, node), node)
    _join_same_text(parent, captures)
    _join_migrated(parent, captures)
    _join_other_forms(parent, captures)
    believed = _believed(captures)
    _join_renamed(parent, believed)
    _join_redirected(parent, believed)
    _place_unnumbered(parent)
    groups: dict[_Node, list[ContestedCapture]] = defaultdict(list)
    for capture in captures:
        groups[_root(parent, _node(capture))].append(capture)
    return list(groups.values())


def _node(capture: ContestedCapture) -> _Node:
    return capture.url, capture.post_id


def _keys(capture: ContestedCapture) -> Iterator[tuple[object, ...]]:
    """Yield keys: captures that share a key belong to one article."""
    yield "url", capture.url, "title", capture.title
    yield "url", capture.url, "body", capture.body_sha256


def _join_same_text(parent: dict[_Node, _Node], captures: list[ContestedCapture]) -> None:
    """Join the addresses of a post with one text: `?p=ID`, one slug, or a slug that came later."""
    sharing: dict[tuple[int, str], list[ContestedCapture]] = defaultdict(list)
    for capture in captures:
        if capture.post_id is not None:
            sharing[capture.post_id, capture.body_sha256].append(capture)
    for group in sharing.values():
        periods = _periods([one for one in group if "?" not in one.url], _slug)
        by_query = [one for one in group if "?" in one.url]
        for period in [*periods, [*(periods[0][:1] if periods else []), *by_query]]:
            for capture in period:
                _join(parent, _node(period[0]), _node(capture))
        for earlier, later in pairwise(periods):
            if _is_later(earlier, later):
                _join(parent, _node(earlier[0]), _node(later[0]))


def _join_migrated(parent: dict[_Node, _Node], captures: list[ContestedCapture]) -> None:
    """Join posts that differ only in id and address: the site was imported again.

    Slug, title, text and instant of publication are the same. WordPress gives no two posts of a
    site one slug.
    """
    first_with: dict[tuple[object, ...], _Node] = {}
    for capture in captures:
        if capture.post_id is not None and capture.published_at and "?" not in capture.url:
            key = (_slug(capture), capture.title, capture.body_sha256, capture.published_at)
            _join(parent, first_with.setdefault(key, _node(capture)), _node(capture))


def _join_other_forms(parent: dict[_Node, _Node], captures: list[ContestedCapture]) -> None:
    """Join AMP pages and print versions without a post id with the page at the address above."""
    page_at: dict[str, _Node] = {}
    for capture in captures:
        if not _OTHER_FORM.search(capture.url):
            page_at.setdefault(capture.url.rstrip("/"), _node(capture))
    for capture in captures:
        page = page_at.get(_OTHER_FORM.sub("", capture.url))
        if page and capture.post_id is None:
            _join(parent, page, _node(capture))


def _join_renamed(parent: dict[_Node, _Node], believed: list[ContestedCapture]) -> None:
    """Join the addresses of a post that moved: under its slug, or to another slug later on.

    The address of a further page of a post (`/slug/2/`, `?page=2`) is not one that it moved to: its
    text would replace that of the first page.
    """
    sharing: dict[tuple[object, ...], list[ContestedCapture]] = defaultdict(list)
    for capture in believed:
        if article_page(capture.url)[1] > 1:
            continue
        sharing[capture.post_id, "slug", _slug(capture)].append(capture)
        sharing[capture.post_id, "title", capture.title].append(capture)
        if capture.published_at:
            sharing[capture.post_id, "published_at", capture.published_at].append(capture)
    for (_, shared, _), group in sharing.items():
        by_address = _periods(group, lambda one: one.url)
        periods = by_address if shared == "slug" else _periods(group, _slug)
        for earlier, later in pairwise(periods):
            is_one_slug = shared == "slug" or (len(periods) == 2 and _has_id(earlier + later))
            may_be_renamed = is_one_slug or _is_later(earlier, later)
            if may_be_renamed and not _contradict(earlier[-1], later[0]):
                _join(parent, _node(earlier[0]), _node(later[0]))


def _join_redirected(parent: dict[_Node, _Node], believed: list[ContestedCapture]) -> None:
    """Join the addresses of a post if the site redirected one to the other."""
    at: dict[tuple[int | None, str], _Node] = {}
    for capture in believed:
        at.setdefault((capture.post_id, _place(capture.url)), _node(capture))
    for capture in believed:
        target = at.get((capture.post_id, _place(capture.redirects_to or capture.url)))
        if target:
            _join(parent, target, _node(capture))


def _place(url: str) -> str:
    """Return path and query of an address: redirects of one site name http, https and any host."""
    parts = urlsplit(url)
    return f"{parts.path.rstrip('/')}?{parts.query}".lower()


def _has_id(captures: list[ContestedCapture]) -> bool:
    return any(_is_by_id(capture) for capture in captures)


def _is_by_id(capture: ContestedCapture) -> bool:
    """Return whether the address is `?p=ID` with the id of the post, and so no slug of its own."""
    return urlsplit(capture.url).query in {f"p={capture.post_id}", f"page_id={capture.post_id}"}


def _believed(captures: list[ContestedCapture]) -> list[ContestedCapture]:
    """Return the captures with a post id that their host does not print on every page."""
    by_id: dict[tuple[str | None, int], list[ContestedCapture]] = defaultdict(list)
    for capture in captures:
        if capture.post_id is not None:
            by_id[urlsplit(capture.url).hostname, capture.post_id].append(capture)
    return [one for group in by_id.values() if not _is_template_id(group) for one in group]


def _is_template_id(group: list[ContestedCapture]) -> bool:
    """Return whether one post id, as pages print it, names several posts of one host."""
    places = {_place(one.url) for one in group}
    own = [one for one in group if not (_is_by_id(one) or _is_redirected(one, places))]
    captures = [one for one in own if not one.is_stated]
    texts: dict[str, set[str]] = defaultdict(set)
    for capture in captures:
        texts[_slug(capture)].add(capture.body_sha256)
    if len(texts) < 2:
        return False
    if _slugs_with_own_text(texts) >= FEWEST_SLUGS_OF_A_TEMPLATE:
        return True
    periods = _periods(captures, _slug)
    return any(
        not _is_later(earlier, later)
        and texts[_slug(earlier[0])].isdisjoint(texts[_slug(later[0])])
        for earlier, later in pairwise(periods)
    )


def _is_redirected(capture: ContestedCapture, places: set[str]) -> bool:
    """Return whether this address led to another one with the same id."""
    target = _place(capture.redirects_to or capture.url)
    return target != _place(capture.url) and target in places


def _is_later(earlier: list[ContestedCapture], later: list[ContestedCapture]) -> bool:
    """Return whether the later slug can be a new name of the earlier one.

    It appeared a day or more after the earlier was last seen, or the site states one id for both.
    """
    if earlier[-1].is_stated and later[0].is_stated:
        return True
    return later[0].captured_us - earlier[-1].captured_us >= RENAMED_AFTER_US


def _slugs_with_own_text(texts: Mapping[str, set[str]]) -> int:
    """Return how many slugs show only texts that no other slug shows."""
    slugs_with = Counter(text for shown in texts.values() for text in shown)
    return sum(all(slugs_with[text] == 1 for text in shown) for shown in texts.values())


def _contradict(earlier: ContestedCapture, later: ContestedCapture) -> bool:
    """Return whether two captures state publication a day or more apart and differ in text."""
    if earlier.published_at is None or later.published_at is None:
        return False
    apart = abs(later.published_at - earlier.published_at)
    return apart >= timedelta(days=1) and earlier.body_sha256 != later.body_sha256


def _periods(
    captures: list[ContestedCapture], key: Callable[[ContestedCapture], str]
) -> list[list[ContestedCapture]]:
    """Return the captures of each key in order of their first capture."""
    groups: dict[str, list[ContestedCapture]] = defaultdict(list)
    for capture in sorted(captures, key=lambda one: (one.captured_us, one.capture_id)):
        groups[key(capture)].append(capture)
    return list(groups.values())


def _slug(capture: ContestedCapture) -> str:
    parts = urlsplit(capture.url)
    segments = [part for part in parts.path.split("/") if part and not _NO_SLUG.fullmatch(part)]
    return segments[-1] if segments else parts.query


def _place_unnumbered(parent: dict[_Node, _Node]) -> None:
    """Assign captures without a post id to the first post at their address, if unassigned."""
    first_at: dict[str, _Node] = {}
    for url, post_id in parent:
        if post_id is not None:
            first_at.setdefault(url, (url, post_id))
    grouped = Counter(_root(parent, node) for node in parent)
    for node in list(parent):
        if node[1] is None and node[0] in first_at and grouped[_root(parent, node)] == 1:
            _join(parent, first_at[node[0]], node)


def _join(parent: dict[_Node, _Node], one: _Node, other: _Node) -> None:
    parent[_root(parent, other)] = _root(parent, one)


def _root(parent: dict[_Node, _Node], node: _Node) -> _Node:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _owners(groups: list[list[ContestedCapture]]) -> dict[str, int]:
    """Return which group keeps the id of an address: the one with the lowest post id."""
    owner: dict[str, int] = {}
    for number in sorted(range(len(groups)), key=lambda number: _post_of(groups[number])):
        owner.setdefault(_home(groups[number]), number)
    return owner


def _home(group: list[ContestedCapture]) -> str:
    """Return the address captured first, `?p=ID` or an AMP page only if there is no other."""
    urls = [capture.url for capture in group]
    own = [url for url in urls if "?" not in url] or urls
    return next((url for url in own if not _OTHER_FORM.search(url)), own[0])


def _post_of(group: list[ContestedCapture]) -> int:
    return min((capture.post_id for capture in group if capture.post_id is not None), default=0)
