"""The text that a page states as data and does not print."""

import json

import pytest

from tasks.articles.parse_page import parse_page
from tasks.models import Article
from tests.tasks.articles.pages import ROOT, SITE, page_of

URL = f"{ROOT}/2014/06/article55303344/"
TEXT = [
    f"The council of Harbor Town turned down plan {number} on Wednesday, after four hours of "
    "talks with the ferry owners, the traders & the two unions of the port."
    for number in range(4)
]
PRINTED = "".join(f"<p>{text.replace('&', '&amp;')}</p>" for text in TEXT)


def read(stated: object, printed: str = "<div>Loading…</div>") -> Article:
    data = json.dumps(
        {
            "@type": "NewsArticle",
            "headline": "Council Meets Again",
            "articleBody": stated,
            "datePublished": "2014-06-03",
        }
    )
    head = f'<title>Council Meets Again</title><script type="application/ld+json">{data}</script>'
    html = f"<html><head>{head}</head><body><main>{printed}</main></body></html>"
    article = parse_page(page_of(html, url=URL), SITE)
    assert isinstance(article, Article), article
    return article


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize(
    "stated",
    ["\n".join(TEXT), "\r\n\r\n".join(TEXT), PRINTED, "\n".join(TEXT).replace("&", "&amp;")],
)
def test_the_text_of_a_page_that_a_script_fills_is_read_from_its_data(stated: str) -> None:
    article = read(stated)

    assert texts(article) == TEXT
    sources = {one.field: one.source for one in article.provenance}
    assert sources["paragraphs"] == "json-ld Article.articleBody"


def test_the_text_behind_a_wall_is_read_from_the_data() -> None:
    assert texts(
        read("\n".join(TEXT), printed=f"<p>{TEXT[0]}</p><p>Subscribe to read on.</p>")
    ) == (TEXT)


@pytest.mark.parametrize("stated", ["\n".join(TEXT).upper(), TEXT[0] * 3, "", None, [], {"a": 1}])
def test_the_printed_text_is_read_if_the_data_have_no_more(stated: object) -> None:
    assert texts(read(stated, printed=PRINTED)) == TEXT


def test_pictures_are_those_that_the_page_prints() -> None:
    article = read("\n".join(TEXT), printed="<figure><img src='/pier.jpg'></figure><p>Loading</p>")

    assert [image.url for image in article.images] == ["/pier.jpg"]
