import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tasks.articles
from tasks.articles.parse_page import parse_page
from tasks.models import Article, Author, Page, Reason, Rejection
from tests.tasks.articles.pages import ROOT, SITE, URL, divi_html, page_of

GOLDEN = sorted((Path(__file__).parents[2] / "data" / "pages").glob("*/*.html"))
ARTICLE = divi_html("<p>Riyadh- The invented council met.</p>")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (page_of("", status=301, redirects_to=f"{ROOT}/b/"), Reason.REDIRECT),
        (page_of(ARTICLE, status=400), Reason.REFUSED),
        (page_of(ARTICLE, status=499), Reason.REFUSED),
        (page_of(ARTICLE, status=500), Reason.SERVER_ERROR),
        (page_of("", status=304), Reason.EMPTY_PAGE),
        (page_of("", status=302, redirects_to="https://elsewhere.test/a/b/"), Reason.REFUSED),
        (page_of("", status=302, redirects_to="/wp-login.php?redirect_to=x"), Reason.REFUSED),
        (page_of("", status=302, redirects_to=f"{ROOT}/account/login/?next=x"), Reason.REFUSED),
        (page_of("", status=302, redirects_to="/"), Reason.SOFT_NOT_FOUND),
        (page_of("", status=301, redirects_to=f"{ROOT}/category/news/"), Reason.SOFT_NOT_FOUND),
        (page_of(ARTICLE, content_type="text/css"), Reason.NOT_HTML),
        (page_of(ARTICLE, content_type="application/javascript"), Reason.NOT_HTML),
        (page_of(ARTICLE, content_type="image/jpeg"), Reason.NOT_HTML),
        (page_of("", status=301, redirects_to=URL.replace("https:", "http:")), Reason.EMPTY_PAGE),
        (page_of("", status=301, redirects_to=URL.replace("://", "://www.")), Reason.EMPTY_PAGE),
        (page_of("", status=0), Reason.REFUSED),
        (page_of("x", status=404), Reason.NOT_FOUND),
        (page_of("x", status=410), Reason.NOT_FOUND),
        (page_of("x", status=401), Reason.REFUSED),
        (page_of("x", status=403), Reason.REFUSED),
        (page_of("x", status=429), Reason.REFUSED),
        (page_of("x", status=503), Reason.SERVER_ERROR),
        (page_of(b"\xff\xd8\xff", content_type="image/jpeg"), Reason.NOT_HTML),
        (page_of("User-agent: *", content_type="text/plain"), Reason.NOT_HTML),
        (page_of(b"\x00\x01\x02binary", content_type=""), Reason.NOT_HTML),
        (
            page_of('<?xml version="1.0"?><rss version="2.0"></rss>', content_type="text/xml"),
            Reason.FEED,
        ),
        (page_of("<feed xmlns='http://www.w3.org/2005/Atom'></feed>"), Reason.FEED),
        (page_of(""), Reason.EMPTY_PAGE),
        (page_of(" \n\t "), Reason.EMPTY_PAGE),
        (page_of("<html><body></body></html>"), Reason.EMPTY_PAGE),
        (page_of(divi_html("")), Reason.NO_BODY),
        (page_of(ARTICLE[:200]), Reason.NO_BODY),
        (page_of("x" * 10_000_001), Reason.TOO_LARGE),
        (page_of("<div>" * 4_000), Reason.TOO_DEEP),
        (page_of(ARTICLE, flags=("corrupt-deflate",)), Reason.CORRUPT),
        (page_of(b"\x1f\x8b\x08junk"), Reason.CORRUPT),
        (page_of(b"\x81\x02junk", flags=("not-gzip",)), Reason.CORRUPT),
        (page_of(b"\x81\x02junk", flags=("unknown-encoding:br",)), Reason.CORRUPT),
        (page_of('<body class="error404"><h1>Gone</h1></body>'), Reason.SOFT_NOT_FOUND),
        (page_of('<body class="attachment single"><p>x</p>'), Reason.ATTACHMENT),
        (page_of("<p>A picture</p>", url=f"{URL}attachment/a-picture/"), Reason.ATTACHMENT),
        (page_of("<p>Some</p>", url=f"{ROOT}/category/opinion/"), Reason.LISTING),
        (page_of('<body class="home paged"><p>x</p>', url=f"{ROOT}/page/2/"), Reason.LISTING),
        (page_of("<p>Hello</p>", url=f"{ROOT}/"), Reason.FRONT_PAGE),
        (page_of('<body class="home blog"><p>Hello</p>', url=f"{ROOT}/"), Reason.FRONT_PAGE),
        (page_of('<body class="home blog"><p>Hello</p>'), Reason.SOFT_NOT_FOUND),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else "",
)
def test_a_page_that_is_not_an_article_is_rejected_with_its_reason(
    page: Page, reason: Reason
) -> None:
    outcome = parse_page(page, SITE)

    assert isinstance(outcome, Rejection)
    assert outcome.reason is reason
    assert outcome.detail
    assert outcome.url == page.url


@pytest.mark.parametrize(
    "flag",
    ["truncated-gzip", "truncated-br", "truncated-record", "corrupt-end", "checksum-differs"],
)
def test_what_was_received_of_a_truncated_body_is_an_incomplete_article(flag: str) -> None:
    outcome = parse_page(page_of(ARTICLE, flags=(flag,)), SITE)

    assert isinstance(outcome, Article)
    assert not outcome.is_complete


def test_a_page_cut_off_in_its_body_is_an_article_with_what_is_left() -> None:
    outcome = parse_page(page_of(ARTICLE[: ARTICLE.index(" met.")]), SITE)

    assert isinstance(outcome, Article)
    assert outcome.body == "The invented council"


def test_a_page_that_wrongly_claims_an_encoding_is_read_all_the_same() -> None:
    outcome = parse_page(page_of(ARTICLE, flags=("not-gzip",)), SITE)

    assert isinstance(outcome, Article)


@pytest.mark.parametrize(
    ("og_type", "is_article"), [("article", True), (" Article ", True), ("website", False)]
)
def test_a_page_whose_head_states_an_article_is_not_refused_by_its_classes(
    og_type: str, is_article: bool
) -> None:
    head = f'<meta property="og:type" content="{og_type}">'
    html = divi_html("<p>The invented council met in the old harbour.</p>" * 3, head=head).replace(
        "single single-post", "category"
    )

    outcome = parse_page(page_of(html, url=f"{ROOT}/category/opinion/"), SITE)

    assert isinstance(outcome, Article) == is_article


def test_the_title_suffix_of_another_site_is_not_a_conflict() -> None:
    html = ARTICLE.replace("A Page - ASHARQ AL-AWSAT English Archive", "A Page | TEST ARCHIVE")

    outcome = parse_page(page_of(html), SITE)

    assert isinstance(outcome, Article)
    assert outcome.title == "A Page"
    assert outcome.conflicts == ()


def test_a_sharing_copy_has_the_id_of_its_article() -> None:
    first = parse_page(page_of(ARTICLE), SITE)
    second = parse_page(page_of(ARTICLE, url=f"{URL}?share=telegram"), SITE)

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.article_id == second.article_id
    assert second.url == f"{URL}?share=telegram"


def test_the_same_bytes_give_the_same_article() -> None:
    page = page_of(ARTICLE)

    assert parse_page(page, SITE) == parse_page(page, SITE)


def test_dates_that_disagree_are_both_kept() -> None:
    html = divi_html(
        "<p>Text.</p>",
        head='<meta property="article:published_time" content="2014-06-26T22:30:00+00:00">',
        meta='<p class="post-meta"><span class="published">Jun 27, 2014</span></p>',
    )

    article = parse_page(page_of(html), SITE)

    assert isinstance(article, Article)
    assert (str(article.published_on), str(article.printed_on)) == ("2014-06-27", "2014-06-27")
    assert [conflict.field for conflict in article.conflicts] == ["published_on"]


def test_every_field_taken_from_the_page_names_its_source() -> None:
    article = parse_page(page_of(ARTICLE), SITE)

    assert isinstance(article, Article)
    sources = {entry.field: entry.source for entry in article.provenance}
    assert sources == {
        "title": "h1.entry-title",
        "paragraphs": ".entry-content",
        "post_id": "body[class]",
        "authors": "url",
        "sections": "url",
        "language": "html[lang]",
    }


@pytest.mark.parametrize("status", [200, 203, 299])
def test_an_answer_of_success_is_read(status: int) -> None:
    assert isinstance(parse_page(page_of(ARTICLE, status=status), SITE), Article)


def test_an_author_without_a_link_on_an_address_without_a_slug_has_only_a_name() -> None:
    html = divi_html("<p>The council met.</p>", head='<meta name="author" content="Lina Example">')

    article = parse_page(page_of(html, url=f"{ROOT}/2014/06/article55336021/"), SITE)

    assert isinstance(article, Article)
    assert article.authors == (Author("Lina Example", None),)
    assert article.conflicts == ()


def test_a_page_and_an_address_that_state_no_author_give_none() -> None:
    page = page_of(ARTICLE, url=f"{ROOT}/2014/06/article55336021/")

    article = parse_page(page, SITE)

    assert isinstance(article, Article)
    assert article.authors == ()
    assert "authors" not in {entry.field for entry in article.provenance}


CATEGORY = '<a href="/category/{slug}/" rel="category tag">{name}</a>'


@pytest.mark.parametrize(
    ("slugs", "conflicts"),
    [
        (["opinion"], [("section_path", "features", "opinion")]),
        (["opinion", "business"], [("section_path", "features", "opinion")]),
        (["features"], []),
        (["opinion", "features"], []),
    ],
    ids=["another", "two others", "the same", "the same among others"],
)
def test_a_section_the_address_does_not_have_is_a_conflict(
    slugs: list[str], conflicts: list[tuple[str, str, str]]
) -> None:
    links = ", ".join(CATEGORY.format(slug=slug, name=slug.title()) for slug in slugs)
    html = divi_html("<p>The council met.</p>", meta=f'<p class="post-meta">| {links}</p>')

    article = parse_page(page_of(html), SITE)

    assert isinstance(article, Article)
    assert article.section_path == "features"
    assert [term.slug for term in article.sections] == slugs
    found = [(one.field, one.chosen, one.other) for one in article.conflicts]
    assert found == conflicts


def test_a_page_in_another_language_than_it_says_is_a_conflict() -> None:
    html = divi_html("<p>" + "ذهب الوفد إلى المدينة أمس وقال " * 20 + "</p>")

    article = parse_page(page_of(html), SITE)

    assert isinstance(article, Article)
    assert article.language == "en"
    assert ("language", "ar") in [(one.field, one.other) for one in article.conflicts]


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000,
        "<div></b>" * 100_000,
        "<b id=a>" * 2_000 + "<p>x" * 2_000,
        "<a " + " ".join(f"a{n}" for n in range(50_000)) + ">",
        '<a x="<b ' + " ".join(f"a{n}" for n in range(50_000)) + '">',
        "<p>x" * 900_000,
        "<table>" * 2_900 + "x",
        divi_html("<blockquote>" * 400 + "deep" + "</blockquote>" * 400),
        divi_html("<p>" + "A, " * 50_000 + "</p>"),
        divi_html("<p>" + "A-B-" * 50_000 + "</p>"),
        divi_html("<p>" + "(" * 100_000 + "</p>"),
        divi_html("<p>" + "<br>" * 50_000 + "</p>"),
        divi_html("<p>" + " ,  " * 50_000 + "</p>"),
        divi_html("<p>" + "&amp;#34" * 50_000 + "</p>"),
        "<!--" + "x" * 1_000_000,
        "<title>" + "A |" * 100_000,
        divi_html("<p>" + "[caption " * 30_000 + "</p>"),
        divi_html("<p>" + "<b> </b>" * 30_000 + "</p>"),
        "<h1>A</h1><p>" + ' <time datetime="2013-05-20"></time>' * 8_000,
        f"<h1>A</h1><p>{'Long text. ' * 40}</p>"
        + "<div class=share>" * 100
        + "<p hidden>x" * 4_000,
    ],
    ids=range(20),
)
def test_hostile_pages_cost_little(html: str) -> None:
    start = time.process_time()

    outcome = parse_page(page_of(html), SITE)

    assert time.process_time() - start < 2
    assert not (isinstance(outcome, Rejection) and "the parser failed" in outcome.detail)


_SPLICES = st.sampled_from(
    [b"<", b">", b"</p>", b"<div>", b"&#", b"\x00", b"\xff\xfe", b"<!--", b'"', b"<script>", b""]
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(GOLDEN),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), _SPLICES), max_size=6),
)
@pytest.mark.slow
def test_a_mutilated_page_still_ends_in_one_outcome(
    file: Path, cuts: list[tuple[float, int, bytes]]
) -> None:
    html = file.read_bytes()
    for place, length, splice in cuts:
        at = int(place * len(html))
        html = html[:at] + splice + html[at + length :]

    outcome = parse_page(page_of(html), SITE)

    if isinstance(outcome, Rejection):
        assert "the parser failed" not in outcome.detail
    else:
        assert outcome.title
        assert all(paragraph.text for paragraph in outcome.paragraphs)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=40), st.text(max_size=20))
def test_any_bytes_end_in_one_outcome(body: bytes, url: str, content_type: str) -> None:
    page = replace(page_of(body, url=url), content_type=content_type)

    outcome = parse_page(page, SITE)

    assert isinstance(outcome, Article | Rejection)
    assert not (isinstance(outcome, Rejection) and "the parser failed" in outcome.detail)


def test_html_parses_without_a_capture_and_its_host_is_the_site() -> None:
    html = divi_html('<p>See <a href="/b/">this</a> and <a href="https://c.example/">that</a>.</p>')

    article = tasks.articles.parse_html(html.encode(), "https://host.example/2014/05/a-page/")

    assert isinstance(article, Article)
    assert article.title == "A Page"
    assert [link.is_internal for link in article.links] == [True, False]


@pytest.mark.parametrize("url", ["", "no address", "https://[broken/"])
def test_html_parses_under_any_address(url: str) -> None:
    assert isinstance(tasks.articles.parse_html(ARTICLE.encode(), url), Article | Rejection)


WALLS = [
    "You have reached your limit of free articles this month.",
    "Please subscribe or log in to continue reading this report.",
    "This report is for subscribers. Already a member? Sign in.",
]


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_in_place_of_the_text_is_not_an_article(wall: str) -> None:
    alone = parse_page(page_of(divi_html(f"<p>{wall}</p>")), SITE)
    text = "".join(f"<p>The invented council met on day {day} and voted.</p>" for day in range(9))
    below_a_text = parse_page(page_of(divi_html(f"{text}<p>{wall}</p>")), SITE)

    assert isinstance(alone, Rejection)
    assert alone.reason is Reason.NOT_THE_ARTICLE
    assert isinstance(below_a_text, Article)


@pytest.mark.parametrize(
    ("body_id", "article_id", "post_id"),
    [
        ("9" * 18, "7", int("9" * 18)),
        ("9" * 19, "7", 7),
        ("x", "9" * 19, None),
    ],
)
def test_the_number_of_a_post_has_at_most_eighteen_digits(
    body_id: str, article_id: str, post_id: int | None
) -> None:
    html = divi_html("<p>The invented council met.</p>")
    html = html.replace("postid-4711", f"postid-{body_id}").replace(
        'id="post-4711"', f'id="post-{article_id}"'
    )

    outcome = parse_page(page_of(html), SITE)

    assert isinstance(outcome, Article)
    assert outcome.post_id == post_id


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_a_whole_page_in_utf_16_is_complete(encoding: str) -> None:
    html = divi_html("<p>The invented council met in the invented town hall on Monday.</p>")
    whole, cut = html.encode(encoding), html[: html.index("</p>")].encode(encoding)

    outcomes = [parse_page(page_of(body), SITE) for body in (whole, cut)]

    assert [isinstance(one, Article) and one.is_complete for one in outcomes] == [True, False]
