"""Sections and tags: what the head states, what classes and the URL say."""

import json
from typing import Any

import pytest

from tasks.articles.parse_page import parse_page
from tasks.articles.text.slugs import slug_of
from tasks.models import Article, Term
from tests.tasks.articles.pages import SITE, URL, divi_html, page_of

TEXT = "<p>The invented council met in the old harbour on Monday.</p>" * 3


DATED = "https://archive.test/2014/06/article55334455/"


def _read(head: str = "", classes: str = "", meta: str = "", url: str = URL) -> Article:
    html = divi_html(TEXT, head=head, meta=meta)
    html = html.replace("et_pb_post post-4711", f"et_pb_post {classes}")
    article = parse_page(page_of(html, url), SITE)
    assert isinstance(article, Article)
    return article


def _ld(**fields: Any) -> str:
    graph = json.dumps({"@type": "Article", **fields})
    return f'<script type="application/ld+json">{graph}</script>'


@pytest.mark.parametrize(
    ("head", "name", "source"),
    [
        ('<meta property="article:section" content="Culture">', "Culture", "meta article:section"),
        (_ld(articleSection="Culture"), "Culture", "json-ld Article.articleSection"),
        (_ld(articleSection="Culture, Books"), "Culture", "json-ld Article.articleSection"),
        (_ld(articleSection=["Culture", "Books"]), "Culture", "json-ld Article.articleSection"),
        (_ld(articleSection=[]), "Features", "url"),
        (_ld(articleSection=" "), "Features", "url"),
        (_ld(articleSection=7), "Features", "url"),
        ("", "Features", "url"),
    ],
)
def test_a_section_has_the_name_that_the_head_states_or_its_slug(
    head: str, name: str, source: str
) -> None:
    article = _read(head)

    assert article.sections == (Term(name, "features"),)
    assert {each.field: each.source for each in article.provenance}["sections"] == source


@pytest.mark.parametrize(
    ("head", "meta", "path", "names"),
    [
        (
            "",
            '<p class="post-meta"><a href="https://archive.test/category/news/ports/"'
            ' rel="category tag">Ports</a></p>',
            "news/ports",
            ["Ports"],
        ),
        (_ld(articleSection="Oil & Gas"), "", "oil-gas", ["Oil & Gas"]),
        ("", "", None, []),
    ],
)
def test_a_section_that_the_url_does_not_have_is_that_of_the_page(
    head: str, meta: str, path: str | None, names: list[str]
) -> None:
    article = _read(head, meta=meta, url=DATED)

    assert article.section_path == path
    assert [section.name for section in article.sections] == names


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        (_ld(keywords="Oil, Ports"), (Term("Oil", "oil"), Term("Ports", "ports"))),
        (_ld(keywords=["Oil", 7, "Ports"]), (Term("Oil", "oil"), Term("Ports", "ports"))),
        (_ld(keywords=""), ()),
        ('<meta property="article:tag" content="Oil">', (Term("Oil", "oil"),)),
    ],
)
def test_tags_are_those_of_the_head(head: str, tags: tuple[Term, ...]) -> None:
    assert _read(head).tags == tags


def test_tags_take_their_slugs_from_the_classes_of_the_article() -> None:
    classes = "tag-crude-oil tag-ports"

    assert _read(_ld(keywords="Oil, Ports"), classes).tags == (
        Term("Oil", "crude-oil"),
        Term("Ports", "ports"),
    )
    assert _read(_ld(keywords="Ports"), classes).tags == (
        Term("Crude Oil", "crude-oil"),
        Term("Ports", "ports"),
    )
    assert _read(classes=classes).tags == (Term("Crude Oil", "crude-oil"), Term("Ports", "ports"))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Middle East", "middle-east"),
        ("Arts & Letters", "arts-letters"),
        ("Q&A", "qa"),
        ("Women’s Day", "womens-day"),
        ("Économie", "economie"),
        ("(Opinion)", "opinion"),
    ],
)
def test_a_slug_is_derived_as_wordpress_derives_it(name: str, slug: str) -> None:
    assert slug_of(name) == slug
