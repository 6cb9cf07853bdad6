from datetime import date

import pytest

from tasks.articles.listing import is_listing, next_listing_page, read_listing
from tests.tasks.articles.pages import ROOT, SITE, divi_html, page_of

LISTING_URL = f"{ROOT}/category/opinion/page/2/"


FIRST = f"""<article id="post-12" class="et_pb_post">
<a href="{ROOT}/amir-example/opinion/first-one/"><img alt='F'></a><h2 class="entry-title">
<a href="{ROOT}/amir-example/opinion/first-one/?share=x">First &#8220;One&#8221;</a></h2>
<p class="post-meta"> by <span class="author vcard">
<a href="/author/amir-example/" rel="author">Amir Example</a></span> |
<span class="published">Jun 27, 2014</span> |
<a href="/category/opinion/" rel="category tag">Opinion</a></p>
Cut text of the first piece...</article>"""
SECOND = """<article id="post-11" class="et_pb_post">
<h2 class="entry-title"><a href="/amir-example/opinion/second/">Second</a></h2>
Media ID: 1 Caption: x</article>"""
ELSEWHERE = """<article id="post-10" class="et_pb_post">
<h2 class="entry-title"><a href="https://example.org/a/b/c/">Elsewhere</a></h2></article>"""
SIDEBAR = '<div id="sidebar"><article><h2><a href="/a/b/side/">Side</a></h2></article></div>'


def _listing(pagination: str) -> str:
    return (
        '<html><body class="archive category category-opinion paged"><div id="left-area">'
        f"{FIRST}{SECOND}{ELSEWHERE}{pagination}</div>{SIDEBAR}</body></html>"
    )


def _pagination(older: str, newer: str = "") -> str:
    return (
        f'<div class="pagination"><div class="alignleft">{older}</div>'
        f'<div class="alignright">{newer}</div></div>'
    )


def test_a_listing_gives_link_title_author_date_and_section() -> None:
    first, second = read_listing(page_of(_listing(""), url=LISTING_URL), SITE, "category")

    assert first.url == f"{ROOT}/amir-example/opinion/first-one/"
    assert first.title == "First “One”"
    assert first.author == "Amir Example"
    assert first.published_on == date(2014, 6, 27)
    assert first.section == "Opinion"
    assert first.post_id == 12
    assert (first.discovered_via, first.listed_on) == ("category", LISTING_URL)
    assert second.url == f"{ROOT}/amir-example/opinion/second/"
    assert (second.author, second.published_on, second.section) == (None, None, None)


def test_only_the_first_line_below_the_title_of_an_entry_tells_its_author_and_date() -> None:
    start, end = FIRST.index('<p class="post-meta">'), FIRST.index("Cut text")
    undated = FIRST[:start] + '<p class="post-meta"> by Amir Example</p>' + FIRST[end:]
    of_another = FIRST[start:end].replace("Amir", "Other")
    entry = undated.replace("Cut text", f"{of_another} Cut text")

    [first] = read_listing(page_of(_listing("").replace(FIRST + SECOND, entry)), SITE, "category")

    assert (first.author, first.published_on, first.section) == (None, None, None)


def test_older_entries_are_on_the_next_page() -> None:
    href = f"{ROOT}/category/opinion/page/3"
    older = _pagination(f'<a href="{href}">« Older Entries</a>')
    numbered = f'<div class="wp-pagenavi"><a class="nextpostslink" href="{href}">»</a></div>'

    for pagination in (older, numbered):
        page = page_of(_listing(pagination), url=LISTING_URL)
        assert next_listing_page(page, SITE) == f"{href}/"


def test_an_empty_alignleft_is_the_end() -> None:
    pagination = _pagination("", '<a href="/category/opinion/">Next Entries »</a>')

    assert next_listing_page(page_of(_listing(pagination), url=LISTING_URL), SITE) is None


def test_a_next_page_elsewhere_is_none() -> None:
    pagination = _pagination('<a href="https://example.org/2/">« Older Entries</a>')

    assert next_listing_page(page_of(_listing(pagination), url=LISTING_URL), SITE) is None


def test_listings_are_distinguished_from_articles_by_the_page() -> None:
    assert is_listing(page_of(_listing(""), url=LISTING_URL), SITE)
    assert not is_listing(page_of(divi_html("<p>Text.</p>")), SITE)


def test_what_cannot_be_read_lists_nothing() -> None:
    for page in (page_of(_listing(""), status=503), page_of("<div>" * 10_000), page_of(b"")):
        assert read_listing(page, SITE, "category") == []
        assert next_listing_page(page, SITE) is None
        assert not is_listing(page, SITE)


def _entry(inside: str, attributes: str = "") -> str:
    return f"<html><body><article {attributes}>{inside}</article></body></html>"


@pytest.mark.parametrize(
    ("attributes", "post_id"),
    [
        ("id=post-7", 7),
        (f"id=post-{'9' * 18}", int("9" * 18)),
        (f"id=post-{'9' * 19}", None),
        ("id=post-x", None),
        ("", None),
    ],
)
def test_an_entry_has_the_number_of_its_post(attributes: str, post_id: int | None) -> None:
    html = _entry(f'<h2><a href="{ROOT}/a/b/c/">C</a></h2>', attributes)

    [entry] = read_listing(page_of(html, url=LISTING_URL), SITE, "category")

    assert (entry.post_id, entry.title) == (post_id, "C")


@pytest.mark.parametrize(
    "link",
    ["", '<h2><a href="http://[">C</a></h2>', '<h2><a href="/category/news/">C</a></h2>'],
    ids=["no link", "no address", "a listing"],
)
def test_an_entry_that_links_to_no_article_is_left_out(link: str) -> None:
    assert read_listing(page_of(_entry(link), url=LISTING_URL), SITE, "category") == []


def test_the_first_author_and_section_of_an_entry_are_taken() -> None:
    html = _entry(
        '<h3><a href="/a/b/c/">C</a></h3><p class="post-meta"><a rel="author" href="/author/a/">A</a>'
        '<a rel="author" href="/author/b/">B</a><a rel="category" href="/category/one/">One</a>'
        '<a rel="category" href="/category/two/">Two</a></p>'
    )

    [entry] = read_listing(page_of(html, url=LISTING_URL), SITE, "category")

    assert (entry.author, entry.section, entry.published_on) == ("A", "One", None)


@pytest.mark.parametrize(
    ("link", "following"),
    [
        (f'<link rel="next" href="{ROOT}/category/opinion/page/3/">', "/category/opinion/page/3/"),
        ('<a class="next page-numbers" href="../3/">Next</a>', "/category/opinion/page/3/"),
        (f'<link rel="next" href="{LISTING_URL}">', None),
        ('<link rel="next" href="http://[">', None),
        ('<div class="nav-previous"><a href="../3/">Older posts</a>', "/category/opinion/page/3/"),
        ('<b>2</b> <a href="../3/">3</a> ... <a href="../9/">9</a>', "/category/opinion/page/3/"),
        ('<a href="/category/opinion/?paged=3">Older</a>', "/category/opinion/?paged=3"),
        ('<a href="/category/opinion/">1</a> <b>2</b> <a href="../9/">last</a>', None),
        ("", None),
    ],
)
def test_other_themes_link_to_the_next_page(link: str, following: str | None) -> None:
    page = page_of(f"<html><body>{link}</body></html>", url=LISTING_URL)

    assert next_listing_page(page, SITE) == (f"{ROOT}{following}" if following else None)


@pytest.mark.parametrize(
    ("classes", "url", "expected"),
    [
        ("archive", f"{ROOT}/a/b/c/", True),
        ("blog", f"{ROOT}/a/b/c/", True),
        ("search", f"{ROOT}/a/b/c/", True),
        ("single", LISTING_URL, False),
        ("other", LISTING_URL, True),
        ("other", f"{ROOT}/a/b/c/", False),
    ],
)
def test_a_listing_says_so_by_its_classes_or_its_address(
    classes: str, url: str, expected: bool
) -> None:
    page = page_of(f'<html><body class="{classes}">A</body></html>', url=url)

    assert is_listing(page, SITE) is expected
