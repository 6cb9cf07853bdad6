"""The one real article at hand: its text lies outside the repository, since it is copyrighted."""

import re
from html import escape
from pathlib import Path

import pytest

from tasks.articles.parse_page import parse_page
from tasks.models import Article
from tests.tasks.articles.pages import SITE, divi_html, page_of

SEED = Path(__file__).parents[4] / "shared" / "data" / "seed-article.txt"
_HEADLINE = re.compile(r"(.+?)\s+[-|] ASHARQ AL-AWSAT English Archive")


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason=f"needs {SEED}, which is not in the repository")
def test_the_seed_article_comes_out_with_its_dateline_paragraphs_and_title() -> None:
    _, headline, *blocks = SEED.read_text(encoding="utf-8").split("\n\n")
    title = _HEADLINE.match(headline)
    assert title is not None
    texts = [block.strip() for block in blocks if block.strip()]
    content = "".join(f"<p>{escape(text, quote=False)}</p>\n" for text in texts)

    article = parse_page(page_of(divi_html(content, title=title[1])), SITE)

    assert isinstance(article, Article)
    assert article.title == title[1]
    assert "ASHARQ" not in article.title
    assert article.dateline is not None
    assert article.dateline.places == ("Baghdad", "Irbil", "Paris")
    assert len(article.paragraphs) == len(texts) >= 17
    assert article.lead.startswith("The France-held meeting")
    assert article.paragraphs[0].text_with_dateline == texts[0]
