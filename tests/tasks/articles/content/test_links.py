"""Outgoing links of the text."""

from tasks.articles.body.blocks import Anchor
from tasks.articles.content.links import read_links
from tasks.articles.text.clean import TextCleaner
from tasks.models import Link
from tests.tasks.articles.pages import ROOT, SITE, URL


def links(*hrefs: str) -> tuple[Link, ...]:
    anchors = [Anchor(href, "A  link ") for href in hrefs]
    return read_links(anchors, URL, SITE, TextCleaner())


def test_links_are_absolute_clean_and_numbered() -> None:
    assert links("/a/", "https://other.example/b/") == (
        Link(1, f"{ROOT}/a/", "A link", True),
        Link(2, "https://other.example/b/", "A link", False),
    )


def test_links_within_the_page_and_of_other_schemes_are_left_out() -> None:
    assert links("#note", "mailto:a@b.example", "http://[/", "/a/")[0].seq == 1
    assert len(links("#note", "mailto:a@b.example", "http://[/", "/a/")) == 1


def test_a_link_of_the_wayback_machine_is_the_original_one() -> None:
    assert links("/web/20140701000000/http://other.example/b/")[0].url == "http://other.example/b/"
