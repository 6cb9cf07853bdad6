"""The agency named in the last line of an article."""

import pytest

from tasks.articles.parse_page import parse_page
from tasks.models import Article
from tests.tasks.articles.pages import SITE, divi_html, page_of


@pytest.mark.parametrize(
    ("content", "credit", "body"),
    [
        ("<p>Ferries run again.</p><p>(Reuters)</p>", "Reuters", "Ferries run again."),
        ("<p>Reuters</p>", None, "Reuters"),
    ],
)
def test_the_last_line_is_a_credit_if_there_is_text_before_it(
    content: str, credit: str | None, body: str
) -> None:
    article = parse_page(page_of(divi_html(content)), SITE)

    assert isinstance(article, Article)
    assert (article.agency_credit, article.body) == (credit, body)
