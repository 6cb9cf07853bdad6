"""How the text of a page ends: whole, cut for certain, or perhaps cut."""

import pytest

from tasks.articles import parse_html
from tasks.models import Article

URL = "https://archive.test/staff/news/ferry/"
TEXT = "<p>The council met at noon and talked about the harbour for hours, as it does.</p>" * 4


def read(after: str, url: str = URL) -> Article:
    page = (
        f"<html><head><title>Ferry</title><link rel='canonical' href='{URL}'></head>"
        "<body class='single-post postid-7'><article id='post-7'><h1 class='entry-title'>Ferry</h1>"
        f"<div class='entry-content'>{TEXT}{after}</div></article></body></html>"
    )
    outcome = parse_html(page.encode(), url)
    assert isinstance(outcome, Article)
    return outcome


@pytest.mark.parametrize(
    ("after", "url"),
    [
        ("<p><a class='more-link' href='#more-7'>Read more</a></p>", URL),
        (f"<p>… <a href='{URL}'>Continue reading →</a></p>", URL),
        (f"<p><a href='{URL}'>Read the full story</a></p>", f"{URL}amp/"),
    ],
)
def test_a_link_of_the_page_to_itself_says_that_the_text_is_cut(after: str, url: str) -> None:
    found = read(after, url)

    assert not found.is_complete
    assert "cut" in found.evidence


@pytest.mark.parametrize(
    "after",
    [
        "<div class='paywall'>Subscribe now to continue reading this article.</div>",
        "<p>The crews waited for the ferry and the storm that ...</p>",
        "<p><a href='/staff/news/other/'>Read more</a></p>",
    ],
)
def test_other_marks_of_a_cut_leave_the_text_complete(after: str) -> None:
    found = read(after)

    assert found.is_complete
    assert "cut" in found.evidence


@pytest.mark.parametrize("after", ["", "<p>Read more: <a href='/a/b/c/'>Bridge opened</a></p>"])
def test_a_text_without_such_a_mark_is_whole(after: str) -> None:
    found = read(after)

    assert found.is_complete
    assert "cut" not in found.evidence
