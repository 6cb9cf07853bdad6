"""Which page of its post a page is, by the links in its content."""

import pytest

from tasks.articles.markup.post_pages import PostPages, read_post_pages
from tests.tasks.articles.documents import body_of
from tests.tasks.articles.pages import ROOT, SITE, URL


def pages(html: str, url: str = URL) -> PostPages:
    return read_post_pages(iter([body_of(html)]), url, SITE)


def links(*hrefs: str) -> str:
    return "".join(f'<a href="{href}">x</a>' for href in hrefs)


def test_a_page_without_links_is_the_only_one() -> None:
    assert pages("<p>Text.</p>") == PostPages(URL, 1, 1, ())


def test_a_number_at_the_end_of_an_address_alone_is_not_a_page_number() -> None:
    assert pages("<p>Text.</p>", f"{URL}2/") == PostPages(f"{URL}2/", 1, 1, ())


def test_linked_pages_are_counted_and_listed_in_order() -> None:
    html = links(f"{URL}3/", f"{URL}2/", URL)

    assert pages(html) == PostPages(URL, 1, 3, (f"{URL}2/", f"{URL}3/"))
    assert pages(html, f"{URL}2/") == PostPages(URL, 2, 3, (URL, f"{URL}3/"))


def test_a_page_links_to_the_first_one_by_the_end_of_its_address() -> None:
    assert pages(links("/lina-example/features/a-page/"), f"{URL}2/") == PostPages(
        URL, 2, 2, (URL,)
    )
    assert pages(links("/features/other/"), f"{URL}2/") == PostPages(f"{URL}2/", 1, 1, ())


def test_a_long_address_is_compared_by_its_last_24_characters() -> None:
    first = f"{ROOT}/lina-example/news/abcdefghijklmnopqrstuvw/"
    other_host = (
        f"http://{ROOT.removeprefix('https://')}/lina-example/news/abcdefghijklmnopqrstuvw/"
    )

    assert pages(links(other_host), f"{first}2/").linked == (first,)


@pytest.mark.parametrize(
    "href",
    [
        f"{ROOT}/lina-example/features/another/2/",
        "https://other.example/2/",
        "http://[/2/",
        f"{URL}51/",
        f"{URL}#2",
    ],
    ids=["another post", "another site", "no address", "too many pages", "within the page"],
)
def test_other_links_are_not_pages_of_the_post(href: str) -> None:
    assert pages(links(href)) == PostPages(URL, 1, 1, ())


def test_a_post_has_at_most_fifty_pages() -> None:
    assert pages(links(f"{URL}50/")).count == 50
    assert pages('<div class="page-links">50</div>').count == 50
    assert pages('<div class="page-links">51</div>').count == 1


def test_printed_numbers_count_pages_without_links() -> None:
    assert pages('<div class="page-links">Pages: 1 2 3</div>') == PostPages(URL, 1, 3, ())
    assert pages("<div>Pages: 1 2 3</div>") == PostPages(URL, 1, 1, ())


def test_a_link_to_the_page_itself_is_not_another_page() -> None:
    assert pages(links(f"{URL}2/"), f"{URL}2/") == PostPages(f"{URL}2/", 1, 1, ())


def test_a_post_of_another_site_keeps_its_address() -> None:
    assert pages("", "https://other.example/a/").first_url == "https://other.example/a/"


def test_an_escaped_letter_before_the_last_24_characters_does_not_matter() -> None:
    first = f"{ROOT}/lina-example/news/xabcdefghijklmnopqrstuvw/"

    assert pages(links(first.replace("/xabc", "/%78abc")), f"{first}2/").linked == (first,)
