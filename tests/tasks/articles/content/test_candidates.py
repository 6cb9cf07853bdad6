"""Which element of a page of no known layout holds the article."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tasks.articles.content.candidates import read_contents

STORY = "<p>The invented council met in the old harbour and voted for the new pier.</p>" * 2
# More text than the story, but the page does not say that it is the article.
OTHER = "<p>Readers of this page also wrote long letters on fish, bread and the weather.</p>" * 6


@pytest.mark.parametrize(
    "mark",
    [
        'itemprop="articleBody"',
        'class="entry-content"',
        'class="post-content clearfix"',
        'class="article-content"',
        'class="td-post-content"',
        'class="et_pb_post_content"',
        'class="wp-block-post-content"',
        'class="elementor-widget-theme-post-content"',
        'class="article-body"',
        'class="story-body"',
        'class="entry"',
        'class="post-entry"',
        'class="post-body"',
        'class="article-text"',
    ],
)
def test_a_page_that_marks_its_text_is_trusted(mark: str) -> None:
    page = f"<body><div><div>{OTHER}</div></div><div><div {mark}>{STORY}</div></div></body>"
    body = LexborHTMLParser(page).body
    assert body is not None

    best = read_contents(body)[0]

    assert best.path == "named"
    assert "invented council" in best.text
    assert "fish" not in best.text


def test_without_a_mark_the_longest_text_is_taken() -> None:
    body = LexborHTMLParser(f"<body><div>{OTHER}</div><div>{STORY}</div></body>").body
    assert body is not None

    best = read_contents(body)[0]

    assert best.path == "densest"
    assert "fish" in best.text
