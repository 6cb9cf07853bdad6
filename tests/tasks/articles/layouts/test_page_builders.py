"""Articles in the markup of builders and old sites, and pages that hold no article."""

import pytest

from tasks.articles import parse_html
from tasks.models import Article, Rejection

URL = "https://post.example/2016/03/council-closes-two-piers/"
TITLE = "Council Closes Two Piers of Eastport"
TEXTS = (
    "The harbour council of Eastport voted on Tuesday to close two of its four piers for repairs,"
    " after a report found cracks in the supports.",
    "Ferry owners said the decision would cost them a third of their trips, and asked for"
    " compensation before the work begins in the spring.",
    "The mayor, Lina Example, told reporters that safety came first and that the town would pay a"
    " part of the losses from its reserve.",
    "Work is expected to last seven months, and engineers said that the old pier could not carry"
    " vehicles until it is finished.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXTS)
TEASERS = "".join(
    f'<div class="item"><h3><a href="/2016/03/story-{n}/">Another story about thing {n}</a></h3>'
    f"<p>A short teaser of story number {n} with a few words in it to read.</p></div>"
    for n in range(6)
)


def page(body: str, classes: str = "single single-post", title: str = "", head: str = "") -> bytes:
    title = title or f"{TITLE} - The Eastport Post"
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="The Eastport Post">{head}</head>'
        f'<body class="{classes}">{body}</body></html>'
    ).encode()


def parsed(html: bytes) -> Article:
    outcome = parse_html(html, URL)
    assert isinstance(outcome, Article), outcome
    return outcome


def texts(article: Article) -> tuple[str, ...]:
    return tuple(part.text for part in article.paragraphs)


ELEMENTOR = f"""<div class="elementor elementor-location-single post-7"><div class="elementor-widget
elementor-widget-theme-post-title"><h1 class="elementor-heading-title">{TITLE}</h1></div>
<ul class="elementor-post-info"><li itemprop="author"><a href="/author/omar-sample/">
<span class="elementor-post-info__item--type-author">Omar Sample</span></a></li>
<li itemprop="datePublished"><span>March 3, 2016</span></li></ul>
<div class="elementor-widget elementor-widget-theme-post-content">
<div class="elementor-widget-container">{PARAGRAPHS}</div></div></div>
<div class="elementor-posts">{TEASERS}</div>"""
WPBAKERY = f"""<article class="post"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>
<div class="entry-meta">By <a href="/author/omar-sample/">Omar Sample</a> on
<time datetime="2016-03-03T10:00:00+02:00">3 March 2016</time></div></header>
<div class="entry-content"><div class="wpb_text_column"><p>{TEXTS[0]}</p><p>{TEXTS[1]}</p></div>
<div class="wpb_text_column"><p>{TEXTS[2]}</p><p>{TEXTS[3]}</p></div>
<a class="vc_btn3" href="/subscribe/">Subscribe</a></div></article>
<aside class="sidebar">{TEASERS}</aside>"""
BLOGGER = f"""<div class="main section"><div class="post-outer"><div class="post hentry">
<h3 class="post-title entry-title">{TITLE}</h3><div class="post-body entry-content">
{"<br /><br />".join(TEXTS)}</div><div class="post-footer"><div class="post-footer-line">
<span class="post-author vcard">Posted by <span class="fn">Omar Sample</span></span> at
<abbr class="published" title="2016-03-03T10:00:00+02:00">10:00 AM</abbr></div></div></div>
<div class="comments" id="comments"><p>I use this pier every day and cannot see how they will
manage without it for so long.</p></div></div></div>"""
MENU_CELLS = "".join(f'<tr><td><a href="s.asp?id={n}">Section {n}</a></td></tr>' for n in range(15))
OLDER_LINES = "".join(
    f'<a href="n.asp?id={n}">An older headline about the harbour {n}</a><br>' for n in range(12)
)
TABLES = f"""<table width="760"><tr><td width="150"><table>{MENU_CELLS}</table></td><td width="450">
<table><tr><td><font face="Arial" size="4"><b>{TITLE}</b></font></td></tr>
<tr><td><font size="1">13/03/2016</font></td></tr>
<tr><td><font size="2"><b>By Omar Sample</b></font></td></tr>
<tr><td><p align="justify"><font size="2">{"<br><br>".join(TEXTS)}</font></td></tr></table></td>
<td width="160"><font size="1">{OLDER_LINES}</font></td></tr></table>
<center><font size="1">Copyright 2016 The Eastport Post. All rights reserved.</font></center>"""


@pytest.mark.parametrize(
    ("html", "day"),
    [
        (page(ELEMENTOR), "2016-03-03"),
        (page(WPBAKERY), "2016-03-03"),
        (page(BLOGGER, "", f"The Eastport Post: {TITLE}"), "2016-03-03"),
        (page(TABLES, "", f"The Eastport Gazette: {TITLE}"), "2016-03-13"),
    ],
    ids=["elementor", "wpbakery", "blogger", "tables"],
)
def test_the_article_of_a_builder_is_read_whole(html: bytes, day: str) -> None:
    article = parsed(html)

    assert article.title == TITLE
    assert texts(article) == TEXTS
    assert str(article.published_on) == day
    assert [author.name for author in article.authors] == ["Omar Sample"]


@pytest.mark.parametrize(
    "module",
    [
        '<div class="saboxplugin-wrap"><p>Omar Sample has covered the harbour since 2009.</p></div>',
        '<div class="author-card"><p>Omar Sample has covered the harbour since 2009.</p></div>',
        '<blockquote class="twitter-tweet"><p>Piers closed again, says the town.</p></blockquote>',
        '<p class="slide-caption">The old pier on a winter morning, seen from the ferry.</p>',
        '<div class="cap">The old pier on a winter morning, seen from the ferry.</div>',
        '<div id="jp-post-flair"><h3>Like this:</h3><span>Loading...</span></div>',
        f'<div class="most-read">{TEASERS}</div>',
        '<div class="swiper-container"><p>Ten pictures of the harbour at night you must see.</p></div>',
        "<ul><li class='widget widget_recent_entries'>An older story about the harbour.</li></ul>",
        "<noembed><a href='/ad'>An advert for those who see no embedded objects.</a></noembed>",
        "<form><p>Have you seen it? Send us your own pictures of the harbour today.</p></form>",
    ],
)
def test_a_module_beside_the_text_is_left_out(module: str) -> None:
    content = f'<h1>{TITLE}</h1><div class="entry-content">{PARAGRAPHS}{module}</div>'

    assert texts(parsed(page(content))) == TEXTS


@pytest.mark.parametrize("name", ["bio", "popular", "caption-style", "copyright", "swiper"])
def test_most_of_the_text_stays_whatever_its_class_is(name: str) -> None:
    content = (
        f'<h1>{TITLE}</h1><div class="entry-content"><div class="{name}">{PARAGRAPHS}</div></div>'
    )

    assert texts(parsed(page(content))) == TEXTS


def test_hidden_text_does_not_make_the_article_the_smaller_part() -> None:
    hidden = (
        f'<div style="display: none">{"<p>Terms of the republication of texts.</p>" * 60}</div>'
    )
    content = f'<article><h1>{TITLE}</h1><div class="sidebar-content">{PARAGRAPHS}</div>{hidden}'

    assert texts(parsed(page(content + "</article>"))) == TEXTS


def test_unrun_php_in_the_body_does_not_stop_the_parser() -> None:
    content = f"<h1>{TITLE}</h1><?php if (isset($_POST['x'])) die(); ?><div>{PARAGRAPHS}</div>"

    assert texts(parsed(page(content))) == TEXTS


def test_a_heading_after_the_first_paragraph_is_the_title_if_the_head_states_it() -> None:
    notice = (
        "<p>This site earns a commission when readers buy through some of its links to shops.</p>"
    )
    content = f'<div class="entry-content">{notice}<h1>{TITLE}</h1>{PARAGRAPHS}</div>'

    assert parsed(page(content, title=f"{TITLE} - Eastport News")).title == TITLE


@pytest.mark.parametrize("stated", ["Thu Mar 03 19:20:36 CET 2016", "2016 Mar 3"])
def test_a_day_is_read_in_unusual_forms(stated: str) -> None:
    head = f'<meta name="citation_publication_date" content="{stated}">'

    assert (
        str(parsed(page(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head=head)).published_on) == "2016-03-03"
    )


@pytest.mark.parametrize(
    ("body", "classes", "title"),
    [
        (f"<main><h1>Search Results for: pier</h1>{TEASERS}</main>", "search", "pier - Post"),
        (f"<h1>Results</h1><p>About 42 results (0.21 seconds)</p>{TEASERS}", "", "Search - Post"),
        (f"<main><h1>News</h1>{TEASERS}</main><p>Copyright 2016</p>", "", "News - Post"),
        (f"<main><h1>Category: News</h1>{TEASERS}</main>", "archive category", "News - Post"),
        (f"<h1>Omar Sample</h1><p>{TEXTS[2]}</p>{TEASERS}", "archive author", "Omar - Post"),
        (
            "<h1>Log In</h1><form><p>Please enter your user name and your password to continue to"
            " the members area.</p></form><p>Lost your password? Contact the editors.</p>",
            "login",
            "Log In - Post",
        ),
        (
            "<h1>post.example</h1><p>This domain may be for sale. Inquire now about its price.</p>"
            "<p>The sponsored listings displayed above are served by a third party.</p>",
            "",
            "post.example",
        ),
        (
            "<h1>Sorry, we could not find that</h1><p>The page might have been removed, had its"
            " name changed, or is unavailable. Please check the address for mistakes and try again,"
            f" or go back to our front page.</p><h2>Latest stories</h2>{TEASERS}",
            "",
            "Not Found - Post",
        ),
    ],
    ids=[
        "search",
        "search of an unknown theme",
        "section of an unknown theme",
        "category",
        "author",
        "login",
        "parked domain",
        "soft 404 with stories",
    ],
)
def test_a_page_without_an_article_is_a_rejection(body: str, classes: str, title: str) -> None:
    assert isinstance(parse_html(page(body, classes, title), URL), Rejection)


def test_lines_of_a_page_in_one_form_before_its_text_are_not_text() -> None:
    lines = "<span>Council Meets</span><br><span>5/20/2010</span><br><span>By Omar Sample</span>"
    html = (
        "<title>The Post</title><form><input type='hidden'><a href='/'>Home</a>"
        f"{lines}<br><span>{'<br><br>'.join(TEXTS)}</span></form>"
    )

    article = parse_html(html.encode(), "https://post.example/details.aspx?id=5")

    assert isinstance(article, Article)
    assert [one.text for one in article.paragraphs] == list(TEXTS)


def test_links_and_images_of_the_wayback_machine_lead_to_the_site() -> None:
    at = "https://web.archive.org/web/20130601000000"
    content = (
        f'<p>{TEXTS[0]} <a href="{at}/https://post.example/a/">More</a></p>'
        f'<p>{TEXTS[1]}</p><img src="{at}im_/https://post.example/a.jpg">'
    )

    canonical = f'<link rel="canonical" href="{at}/{URL}">'
    html = page(f"<h1>Post</h1><div>{content}</div>", "single", "Post", canonical)
    article = parse_html(html, URL)

    assert isinstance(article, Article)
    assert article.canonical_url == URL
    assert [image.url for image in article.images] == ["https://post.example/a.jpg"]
    assert [link.url for link in article.links] == ["https://post.example/a/"]


def test_title_and_day_of_a_printed_page_stand_in_one_cell_with_the_text() -> None:
    cell = f"<b>{TITLE}</b><br>03 Mar 2016<br>By Omar Sample<br><br>{'<br><br>'.join(TEXTS)}"
    html = page(f"<table><tr><td>{cell}</td></tr></table>", "", "The Eastport Post")

    article = parsed(html)

    assert (article.title, str(article.published_on)) == (TITLE, "2016-03-03")
    assert [author.name for author in article.authors] == ["Omar Sample"]
    assert texts(article) == TEXTS


@pytest.mark.parametrize(
    ("classes", "picture"),
    [
        (
            "et-tb-has-template",
            '<div class="et_pb_title_featured_container"><img src="/a.jpg"></div>',
        ),
        ("single", '<figure class="wp-block-post-featured-image"><img src="/a.jpg"></figure>'),
    ],
)
def test_the_picture_beside_the_text_is_the_featured_one(classes: str, picture: str) -> None:
    content = f'<div class="et_pb_post_content entry-content">{PARAGRAPHS}</div>'
    others = (
        '<ul><li><figure class="wp-block-post-featured-image"><img src="/b.jpg"></figure></li></ul>'
    )
    html = page(f"<h1 class='entry-title'>{TITLE}</h1>{picture}{content}{others}", classes)

    article = parsed(html)

    assert [(image.url, image.is_featured) for image in article.images] == [("/a.jpg", True)]


def test_a_line_that_names_the_writer_before_the_text_is_not_text() -> None:
    lines = '<dl class="info"><dd>Created on 03 March 2016</dd><dd>Written by Omar Sample</dd></dl>'
    html = page(f"<div class='item'><h1>{TITLE}</h1>{lines}<div>{PARAGRAPHS}</div></div>")

    assert texts(parsed(html)) == TEXTS


LINES = "<br><br>".join(TEXTS)
OLD_PAGES = {
    "title in the largest font, above name and newspaper": (
        f"<table><tr><td><font size=5><b>{TITLE}</b></font><br><font size=2><b>Omar Sample, Post"
        f" News</b></font><br>3 March 2016<br><br>{LINES}</td></tr></table>"
    ),
    "title and subtitle named by classes": (
        f"<div class=bigtitle>{TITLE}</div><div class=subtitle>Ferries to stop in the spring</div>"
        f"<div class=author>By Omar Sample</div><div class=date>3 March 2016</div><div>{LINES}</div>"
    ),
    "title in a cell without marks, above date and byline": (
        f"<table><tr><td>Front Page<br>Local Politics<br>Economy</td><td><table><tr><td>{TITLE}</td>"
        f"</tr><tr><td>03/03/2016</td></tr><tr><td>By Omar Sample</td></tr><tr><td>{LINES}</td></tr>"
        "</table></td></tr></table>"
    ),
    "date after the text": (
        f"<h1>{TITLE}</h1><b>By Omar Sample</b><div>{LINES}</div><div>3 March 2016, Thursday</div>"
    ),
    "whole text indented by blockquote": (
        f"<blockquote><h1>{TITLE}</h1><p>By Omar Sample<p>3 March 2016<p>{'<p>'.join(TEXTS)}"
        "</blockquote><center><font size=1>&copy; Copyright Eastport Post. All rights reserved."
        " Located at: https://post.example/2016/re1.htm</font></center>"
    ),
}


@pytest.mark.parametrize("body", OLD_PAGES.values(), ids=OLD_PAGES)
def test_pages_of_2003_to_2012_are_read(body: str) -> None:
    html = f"<html><head><title>The Eastport Post</title></head><body>{body}</body></html>"

    article = parse_html(html.encode(), "http://eastportpost.example/news.asp?id=12345")

    assert isinstance(article, Article), article
    assert (article.title, str(article.published_on)) == (TITLE, "2016-03-03")
    assert [author.name for author in article.authors] == ["Omar Sample"]
    assert texts(article)[-4:] == TEXTS


def test_a_short_page_is_dated_by_a_day_in_its_address() -> None:
    text = f"<div>{TEXTS[0]}<br><br>{TEXTS[1]}</div>"
    html = f"<h3>Nation</h3><div class=headline>{TITLE}</div><b>By Omar Sample</b>{text}"

    article = parse_html(html.encode(), "http://post.example/data/20160303/content.asp?section=N1")

    assert isinstance(article, Article), article
    assert str(article.published_on) == "2016-03-03"


def test_sections_of_the_breadcrumb_are_read_and_the_cloud_of_tags_is_not() -> None:
    path = '<div class="breadcrumbs"><a href="/category/opinion/">Opinion</a></div>'
    cloud = '<div class="tagcloud"><a href="/tag/egypt/">Egypt</a></div>'
    html = page(f"{path}<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>{cloud}")

    article = parsed(html)

    assert [section.name for section in article.sections] == ["Opinion"]
    assert article.tags == ()


def test_a_short_article_whose_heading_is_in_the_title_of_its_page_is_accepted() -> None:
    body = f"<h1>{TITLE}</h1><div>3 March 2016</div><div>{TEXTS[0]}<br><br>{TEXTS[1]}</div>"
    html = "<html><head><title>{} | The Post</title></head><body>{}</body></html>"

    accepted = parse_html(html.format(TITLE, body).encode(), "http://post.example/a")
    refused = parse_html(html.format("Welcome", body).encode(), "http://post.example/a")

    assert isinstance(accepted, Article), accepted
    assert isinstance(refused, Rejection)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Eastport - News", f'<span id="title">{TITLE}</span>'),
        (f"POST.com: {TITLE} -- Page 1", f"<div class=hed>{TITLE}</div>"),
    ],
)
def test_a_line_with_the_name_of_a_title_is_the_title(title: str, line: str) -> None:
    html = f"<html><title>{title}</title><body>{line}<p>3 March 2016</p>{PARAGRAPHS}</body></html>"

    article = parse_html(html.encode(), URL)

    assert isinstance(article, Article), article
    assert article.title == TITLE


def test_the_text_of_a_page_in_columns_is_that_of_its_column() -> None:
    menu = "".join(f"<tr><td><a href='s.asp?s={n}'>Section {n}</a></td></tr>" for n in range(9))
    teasers = "".join(
        f"<tr><td><a href='story.asp?id={n}'><b>Prices climb again</b></a><br>1{n}/03/2006<br>"
        "Prices rose for the third time.</td></tr>"
        for n in range(2)
    )
    text = f"<h2>{TITLE}</h2><b>March 3, 2016</b><div>{'<br><br>'.join(TEXTS)}</div>"
    html = (
        "<title>The Post</title><body><table width=780><tr><td colspan=3><img src=top.jpg></td></tr>"
        f"<tr><td><table>{menu}</table>Do you expect the talks to succeed this year?</td>"
        f"<td>{text}</td><td><table><tr><td><b>Related</b></td></tr>{teasers}</table></td></tr></table>"
    )

    article = parse_html(html.encode(), "http://post.example/story.asp?id=501")

    assert isinstance(article, Article), article
    assert texts(article) == TEXTS
    assert (article.title, str(article.published_on)) == (TITLE, "2016-03-03")


def test_lines_between_single_breaks_are_paragraphs_with_labels_around_them() -> None:
    lines = (f"<b>{TITLE}</b>", "By Omar Sample", "3 March 2016", *TEXTS, "//Petra//")
    html = f"<title>The Post</title><body><table><tr><td>{'<br>'.join(lines)}</td></tr></table>"

    article = parse_html(html.encode(), "http://post.example/news.asp?id=12345")

    assert isinstance(article, Article), article
    assert texts(article)[: len(TEXTS)] == TEXTS
