"""A post from the REST API or a feed: content without a theme.

Content, title and picture are parsed like those of a page. Values that WordPress would print in the
head are put into a `Head`, so that dates and tags are read by the same code; `name_sources` then
puts the JSON keys into the provenance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import escape, unescape
from typing import Any

import orjson

from tasks.articles.document import Document, Found, PageParts
from tasks.articles.feed_posts import FEED
from tasks.articles.markup.dom import parse_tree, select_first
from tasks.articles.markup.head import Head
from tasks.articles.metadata.headings import read_text
from tasks.articles.metadata.json_ld import Graph
from tasks.articles.rest_posts import Row, content_of
from tasks.models import Article, Image, Page, Term
from tasks.urls import Site, section_path

LAYOUT = "rest"
_SOURCES = {
    LAYOUT: {
        "content": "rest content.rendered",
        "title": "rest title.rendered",
        "categories": "rest wp:term",
        "meta article:published_time": "rest date",
        "meta article:modified_time": "rest modified",
        "meta article:tag": "rest wp:term",
        "html[lang]": "text",
    },
    FEED: {
        "content": "feed content:encoded",
        "title": "feed title",
        "categories": "feed category",
        "meta article:published_time": "feed pubDate",
        "html[lang]": "text",
    },
}
_LARGEST_OFFSET = timedelta(hours=15)


def open_post(page: Page, site: Site) -> tuple[Document, PageParts] | None:
    """Return the document and the parts of a post; None if its content has no body."""
    row: Row = orjson.loads(page.body)
    html = (content_of(row) or "").encode("utf-8", "replace")
    tree = parse_tree(html)
    if tree.body is None:
        return None
    document = Document(
        page=page,
        site=site,
        html=html,
        tree=tree,
        body=tree.body,
        head=_head_of(row),
        graph=Graph(),
        body_classes=frozenset({"single"}),
        html_lang=None,
    )
    return document, _parts_of(row, document)


def _head_of(row: Row) -> Head:
    tags = [unescape(str(term.get("name"))) for term in _terms(row, "post_tag")]
    metas = {
        "article:published_time": _with_zone(row.get("date"), row.get("date_gmt")),
        "article:modified_time": _with_zone(row.get("modified"), row.get("modified_gmt")),
    }
    return Head(
        metas={name: [value] for name, value in metas.items() if value} | {"article:tag": tags},
        links={"canonical": [str(row["link"])]},
    )


def _with_zone(local: object, utc: object) -> str | None:
    """Return an instant with the site's offset, which is the difference of its two forms."""
    here, there = _instant(local), _instant(utc)
    if here is None or there is None:
        stated = there or here
        zone = UTC if there else None
        return stated.replace(tzinfo=zone).isoformat() if stated else None
    offset = here - there
    if abs(offset) > _LARGEST_OFFSET or offset.total_seconds() % 60:
        return here.isoformat()
    return here.replace(tzinfo=timezone(offset)).isoformat()


def _instant(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def _parts_of(row: Row, document: Document) -> PageParts:
    layout = FEED if FEED in row else LAYOUT
    sources = _SOURCES[layout]
    parts = PageParts(layout, contents=(document.body,), content_source=sources["content"])
    parts.title = _title_of(row, sources["title"])
    if row.get("id") is not None:
        parts.post_id = Found(str(row["id"]), f"{layout} id")
    for author in _embedded(row, "author"):
        if name := author.get("name"):
            parts.bylines.append((unescape(str(name)), _text(author.get("link"))))
            parts.byline_source = f"{layout} author"
    parts.categories = list(_categories(row))
    parts.category_source = sources["categories"]
    parts.tag_slugs = [str(term.get("slug")) for term in _terms(row, "post_tag")]
    if picture := _picture_of(row):
        markup = f'<img src="{escape(picture[0])}" class="wp-image-{picture[1]}">'
        node = select_first("img", parse_tree(markup.encode()).body)  # type: ignore[arg-type]
        parts.featured = [node] if node is not None else []
    return parts


def _title_of(row: Row, source: str) -> Found | None:
    title = row.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else None
    if not isinstance(rendered, str) or not rendered.strip():
        return None
    tree = parse_tree(f"<h1>{rendered}</h1>".encode("utf-8", "replace"))
    heading = select_first("h1", tree.body) if tree.body is not None else None
    return Found(read_text(heading)[0], source) if heading is not None else None


def _categories(row: Row) -> Iterator[Term]:
    for term in _terms(row, "category"):
        link = _text(term.get("link")) or ""
        yield Term(unescape(str(term.get("name"))), section_path(link) or str(term.get("slug")))


def _terms(row: Row, taxonomy: str) -> Iterator[dict[str, Any]]:
    for terms in _embedded_lists(row, "wp:term"):
        for term in terms if isinstance(terms, list) else []:
            if isinstance(term, dict) and term.get("taxonomy") == taxonomy and term.get("name"):
                yield term


def _embedded(row: Row, relation: str) -> Iterator[dict[str, Any]]:
    """Yield embedded records; a record hidden by the site is an error with a code instead."""
    for record in _embedded_lists(row, relation):
        if isinstance(record, dict) and "code" not in record:
            yield record


def _embedded_lists(row: Row, relation: str) -> Iterable[Any]:
    embedded = row.get("_embedded")
    records = embedded.get(relation) if isinstance(embedded, dict) else None
    return records if isinstance(records, list) else ()


def _picture_of(row: Row) -> tuple[str, int, str | None] | None:
    """Return URL, media id and caption (as HTML) of the featured picture."""
    for media in _embedded(row, "wp:featuredmedia"):
        address, number, caption = media.get("source_url"), media.get("id"), media.get("caption")
        if isinstance(address, str) and isinstance(number, int):
            rendered = caption.get("rendered") if isinstance(caption, dict) else None
            return address, number, _text(rendered)
    return None


def printed_caption(page: Page) -> str | None:
    """Return the caption of the featured picture as text; None if the post has none."""
    picture = _picture_of(orjson.loads(page.body))
    if picture is None or not picture[2]:
        return None
    body = parse_tree(picture[2].encode("utf-8", "replace")).body
    return body.text(separator=" ").strip() or None if body is not None else None


def name_sources(article: Article) -> Article:
    """Replace the meta tags in the provenance of an article by the keys of the response."""
    keys = _SOURCES[article.layout]
    renamed = [replace(one, source=keys.get(one.source, one.source)) for one in article.provenance]
    return replace(article, provenance=tuple(renamed))


def with_caption(
    images: tuple[Image, ...], caption: str | None, credit: str | None
) -> tuple[Image, ...]:
    """Add the caption to the featured picture, unless the text has one."""
    if not images or not images[0].is_featured:
        return images
    first = images[0]
    complete = replace(first, caption=first.caption or caption, credit=first.credit or credit)
    return (complete, *images[1:])


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
