"""The element of the post around a text, and what a theme prints there: picture, sections, tags.

Pages of unknown layout also have cards of other posts. Their pictures and terms are left out: they
are in a post of their own, or in a module named for other posts.
"""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from tasks.articles.body.images import read_image
from tasks.articles.markup.dom import attribute, class_tokens, select, tag_numbers
from tasks.articles.text.slugs import slug_of
from tasks.models import Term
from tasks.urls import section_path

_POST_TAG = tag_numbers("article")
_POST_CLASSES = frozenset({"hentry", "type-post", "post", "node", "item-page"})
CATEGORY_LINKS = "a[rel~=category]"
_PATH_LINKS = "[class*=breadcrumb] a[href*='/category/']"
# The block of WordPress's block themes, which gives categories the relation `tag`.
_BLOCK_LINKS = ".taxonomy-category a[href*='/category/']"
# Themes without `rel` print sections in blocks of their own, not in paragraphs of the text.
_SECTION_LINKS = (
    "a[href*='/category/']:not(p *),p[class] a[href*='/category/'],a[rel~=category]"
    ",[class*=meta] a[href*='/category/'],[class*=meta] a[href*='?cat=']"
)
# The address of a category without permalinks.
_CATEGORY_NUMBER = re.compile(r"[?&]cat=\d+$")
# Themes without `rel` name the list of tags by a class.
_TAG_LINKS = "a[rel~=tag],[class*=tag] a[href*='/tag/']"
_TAG_ADDRESS = re.compile(r"/(?:tags?|labels?|topics?)/([^/?#]+)/?$", re.IGNORECASE)
# The number of a section in the address of an article, beside the number of the article.
_SECTION_NUMBER = re.compile(
    r"[?&]((?:section|sec|cat|category)(?:_?id)?=\d+)(?:&|$)", re.IGNORECASE
)
_OTHER_POSTS = re.compile(r"related|recommend|similar|popular|recent|trending|sidebar|read-?next")
# The tags of the site; within a post they are its own.
_CLOUD = re.compile(r"tag-?_?cloud")
_NO_PICTURE = re.compile(
    r"avatar|author|logo|share|social|icon|related|recommend|popular|recent|sidebar|nav\b|menu",
    re.IGNORECASE,
)
_IMAGES = frozenset({"img", "amp-img"})
_SKIPPED = tag_numbers("nav aside form script style noscript svg footer")
# Bounds on hostile pages.
_MOST_NODES = 3_000
_MOST_LINKS = 200


def find_own_post(content: LexborNode) -> LexborNode | None:
    """Return the nearest element around a text, or itself, that the markup names a post."""
    node: LexborNode | None = content
    while node is not None and node.tag != "body":
        if _is_post(node):
            return node
        node = node.parent
    return None


def find_picture(post: LexborNode, content: LexborNode) -> LexborNode | None:
    """Return the first picture of a post before its text."""
    if post.mem_id == content.mem_id:
        return None
    stack: list[LexborNode | None] = [post.first_child]
    for _ in range(_MOST_NODES):
        node = stack.pop() if stack else None
        if node is None:
            if not stack:
                return None
            continue
        if node.mem_id == content.mem_id:
            return None
        stack.append(node.next)
        if not node.is_element_node or _holds_no_picture(node):
            continue
        if node.tag in _IMAGES and read_image(node) is not None:
            return node
        stack.append(node.first_child)
    return None


def read_sections(post: LexborNode) -> list[Term]:
    """Return the categories a post links to outside its text, each once, in page order."""
    return _sections_of(_links(_SECTION_LINKS, post))


def read_marked_sections(body: LexborNode) -> list[Term]:
    """Return the categories a page links to with the relation `category`, or from its path."""
    marked = (CATEGORY_LINKS, _BLOCK_LINKS, _PATH_LINKS)
    found = (_sections_of(_links(selector, body)) for selector in marked)
    return next(filter(None, found), [])


def read_numbered_section(address: str, body: LexborNode) -> list[Term]:
    """Return the section whose number is in the page's address, by the link that has only it.

    `news.asp?section=3&id=10021` is in the section that links to `news.asp?section=3`.
    """
    own = _SECTION_NUMBER.search(address)
    if own is None:
        return []
    links = (
        link for link in select("a[href]", body) if attribute(link, "href").endswith(f"?{own[1]}")
    )
    names = (link.text().strip() for link in links)
    named = ((name, slug_of(name)) for name in names)
    return [Term(name, slug) for name, slug in named if slug][:1]


def read_tags(post: LexborNode) -> list[Term]:
    """Return the tags a post links to, each once, in page order."""
    found: dict[str, Term] = {}
    for link in _links(_TAG_LINKS, post):
        address = _TAG_ADDRESS.search(attribute(link, "href"))
        if address and (name := link.text().strip()):
            found.setdefault(address[1], Term(name, address[1]))
    return list(found.values())


def _sections_of(links: Iterable[LexborNode]) -> list[Term]:
    found: dict[str, Term] = {}
    for link in links:
        address, name = attribute(link, "href"), link.text().strip()
        is_numbered = _CATEGORY_NUMBER.search(address) is not None
        slug = slug_of(name) if is_numbered else section_path(address)
        if slug and name:
            found.setdefault(slug, Term(name, slug))
    return list(found.values())


def _links(selector: str, post: LexborNode) -> Iterator[LexborNode]:
    for link in select(selector, post)[:_MOST_LINKS]:
        if _is_own(link, post):
            yield link


def _is_own(node: LexborNode, post: LexborNode) -> bool:
    """Return whether no other post and no module for other posts is between two elements."""
    parent = node.parent
    while parent is not None and parent.mem_id != post.mem_id:
        names = f"{attribute(parent, 'class')} {attribute(parent, 'id')}"
        if _is_post(parent) or _OTHER_POSTS.search(names):
            return False
        if _CLOUD.search(names) and not _is_post(post):
            return False
        parent = parent.parent
    return True


def _is_post(node: LexborNode) -> bool:
    return node.tag_id in _POST_TAG or not _POST_CLASSES.isdisjoint(class_tokens(node))


def _holds_no_picture(node: LexborNode) -> bool:
    if node.tag_id in _SKIPPED or _is_post(node):
        return True
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}"
    return bool(_NO_PICTURE.search(names))
