"""The dates and names printed around heading and text."""

import pytest

from tasks.articles.metadata.meta_lines import BYLINE_TEXT, MetaLines, Zone, find_meta_lines
from tests.tasks.articles.documents import body_of

DAY = "June 27, 2014"
STAMP = "2014-06-27T10:00:00"
TEXT = f"<p>{'word ' * 20}</p>"
HEADER, BESIDE, AFTER = Zone.HEADER, Zone.BESIDE_HEADING, Zone.AFTER_TEXT


def lines(
    between: str = "", before: str = "", after: str = "", heading: str = "Title", text: str = TEXT
) -> MetaLines:
    html = (
        f"<main>{before}<h1 id=h>{heading}</h1>{between}<div id=c>{text}</div>{after}</main>"
        f"<p>{DAY}</p>"
    )
    return read(html)


def read(html: str) -> MetaLines:
    body = body_of(html)
    content = body.css_first("#c")
    return find_meta_lines(body, body.css_first("#h"), [content] if content else [])


def zones(found: MetaLines) -> list[Zone]:
    return [zone for zone, _ in found.dates]


def names(found: MetaLines) -> list[str]:
    return [mark.name for mark in found.bylines]


def test_lines_are_read_before_between_and_after() -> None:
    dated = f"<p class=date>{DAY}</p>"

    assert zones(lines(between=dated)) == [HEADER]
    assert zones(lines(before=dated)) == [BESIDE]
    assert zones(lines(after=dated)) == [AFTER]
    assert zones(lines(after=f"<p>{DAY}, Friday</p>")) == [AFTER]
    assert zones(lines(after=f"<p>Founded {DAY}</p>")) == []
    assert zones(lines(after=f"<b>Next</b><p>{DAY}</p>")) == []
    assert zones(lines(after=f"<p itemprop=x>{DAY}</p>")) == [AFTER]
    assert zones(lines(after=f"<p class=other>On {DAY}, again</p>")) == []
    assert zones(lines(after=f"<time datetime={STAMP}></time>")) == [AFTER]


def test_the_most_trusted_zone_comes_first() -> None:
    assert list(Zone) == sorted(Zone) == [HEADER, BESIDE, AFTER]


def test_a_line_that_is_far_from_the_heading_is_not_beside_it() -> None:
    def before(depth: int) -> str:
        return f"{'<div>' * depth}<b>{'x' * 201}</b><p>{DAY}</p>{'</div>' * depth}"

    assert zones(lines(before=before(3))) == [BESIDE]
    assert zones(lines(before=before(4))) == []


def test_the_parents_of_the_heading_are_the_place_beside_it() -> None:
    page = "<main>{}<section>{}<div>{}<h1 id=h>Title</h1></div></section><div id=c></div></main>"
    dated = f"<p>{DAY}</p>"

    assert zones(read(page.format("", "", dated))) == [BESIDE]
    assert zones(read(page.format("", dated, ""))) == [BESIDE]
    assert zones(read(page.format(dated, "", ""))) == []


@pytest.mark.parametrize(
    ("html", "is_foreign"),
    [
        ("<aside>{}</aside>", True),
        ("<article>{}</article>", True),
        ("<footer>{}</footer>", True),
        ("<div class=related>{}</div>", True),
        ("<div id=sidebar>{}</div>", True),
        ("<div class='related entry-meta'>{}</div>", False),
        ("<div class=plain>{}</div>", False),
    ],
)
def test_modules_of_the_page_are_not_read(html: str, is_foreign: bool) -> None:
    assert zones(lines(html.format(f"<p class=date>{DAY}</p>"))) == ([] if is_foreign else [HEADER])


def test_a_footer_after_the_text_is_read() -> None:
    assert zones(lines(after=f"<footer class=date>{DAY}</footer>")) == [AFTER]
    assert zones(lines(after=f"<aside class=date>{DAY}</aside>")) == []


def test_a_date_after_a_heading_after_the_text_is_of_another_story() -> None:
    dated = f"<p class=date>{DAY}</p>"

    assert zones(lines(after=f"<h3>More stories</h3>{dated}")) == []
    assert zones(lines(after=f"{dated}<h3>More stories</h3>")) == [AFTER]
    assert zones(lines(after=f"<h3>About the talks</h3>{dated}")) == [AFTER]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Mira Halloun", ["Mira Halloun"]),
        (f"Mira Halloun, {DAY}", ["Mira Halloun"]),
        (f"Mira Halloun | {DAY}", ["Mira Halloun"]),
        ("Mira Halloun, a mayor", []),
        ("The Harbor Council", []),
        ("MIRA HALLOUN", []),
        ("Halloun", []),
        ("Cairo News", []),
    ],
)
def test_a_line_between_heading_and_text_may_be_only_a_name(line: str, expected: list[str]) -> None:
    assert names(lines(f"<p>{line}</p>")) == expected
    assert names(lines(after=f"<p>{line}</p>")) == []


def test_an_element_around_heading_and_text_is_never_foreign() -> None:
    html = (
        "<main class=related><article><div><h1 id=h>T</h1></div>"
        f"<p>{DAY}</p><div id=c>{TEXT}</div></article></main>"
    )

    assert zones(read(html)) == [HEADER]


def test_a_line_inside_the_heading_or_inside_a_line_is_not_read_again() -> None:
    assert zones(lines(heading=f"Title <span>{DAY}</span>")) == []
    assert zones(lines(heading=f"Title <time>{DAY}</time>")) == [HEADER]
    assert zones(lines(f"<div><p>{DAY}</p></div>")) == [HEADER]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<div>{'x' * 186} {DAY}</div>", [HEADER]),
        (f"<div>{'x' * 187} {DAY}</div>", []),
        (f"<div class=meta>Posted {DAY} {'x' * 579}</div>", [HEADER]),
        (f"<div class=meta>Posted {DAY} {'x' * 580}</div>", []),
        (f"<div class=plain>Posted {DAY} {'x' * 300}</div>", []),
        (f"<div class=meta>On {DAY} {'x' * 300}</div>", []),
    ],
)
def test_a_long_line_is_read_only_if_marked_and_posted(html: str, expected: list[Zone]) -> None:
    assert zones(lines(html)) == expected


def test_a_long_line_far_from_the_heading_is_not_read() -> None:
    page = "<main>{}<section><div><h1 id=h>Title</h1></div></section><div id=c></div></main>"

    assert zones(read(page.format(f"<div class=meta>Posted {DAY} {'x' * 300}</div>"))) == []


@pytest.mark.parametrize(
    ("text", "is_text"),
    [
        (f"<p>{'x' * 80}</p>", True),
        (f"<p>{'x' * 79}</p>", False),
        (f"<div>{'x' * 80}</div>", False),
        (f"<p class=a>{'x' * 80}</p>", False),
        (f"<p class=a>{' ' * 200}{'x' * 80}</p>", True),
        (f"<p class=a>{' ' * 200}{'x' * 79}</p>", False),
        (f"<div>{' ' * 200}{'x' * 80}</div>", False),
        (f"<p>{'x' * 201}</p>", True),
    ],
)
def test_a_long_paragraph_begins_the_text(text: str, is_text: bool) -> None:
    found = lines(f"{text}<p>{DAY}</p>", text="")

    assert zones(found) == ([] if is_text else [HEADER])


def test_the_dates_of_the_paragraph_that_begins_the_text_are_read() -> None:
    assert zones(lines(f"<p>{'x' * 80} {DAY}</p>")) == [HEADER]


@pytest.mark.parametrize("paragraph", [f"<p>{'x' * 100}</p>", f"<p>{'x' * 300}</p>"])
def test_a_long_paragraph_before_the_heading_does_not_begin_the_text(paragraph: str) -> None:
    assert zones(lines(before=paragraph, between=f"<p>{DAY}</p>")) == [HEADER]


@pytest.mark.parametrize(
    ("html", "is_read"),
    [
        (f"<p>The board met again, all of it, on {DAY}!</p>", False),
        (f"<p class=x>The board met again, all of it, on {DAY}.</p>", True),
        (f"<div>The board met again, all of it, on {DAY}.</div>", True),
        (f"<p>The board met again, all of it, on {DAY}</p>", True),
        (f"<p>The board posted this again, all of it, on {DAY}.</p>", True),
        (f"<p>Board met this late {DAY}.</p>", True),
        (f"<p>Board met this late day {DAY}.</p>", False),
    ],
)
def test_the_dates_of_a_sentence_are_not_read(html: str, is_read: bool) -> None:
    assert zones(lines(html)) == ([HEADER] if is_read else [])


def test_a_label_of_a_change_holds_for_the_next_date() -> None:
    found = lines(f"<p>Last updated:</p><p>{DAY}</p><p>June 28, 2014</p>")
    assert [mark.is_updated for _, mark in found.dates] == [True, False]

    found = lines(f"<p>Last updated:</p><p>Published {DAY}</p>")
    assert [mark.is_updated for _, mark in found.dates] == [False]

    assert [mark.is_updated for _, mark in lines(f"<p>{DAY}</p>").dates] == [False]


def test_a_line_with_a_timestamp_is_read_once() -> None:
    found = lines(f"<p>{DAY} <time datetime={STAMP}>now</time></p>")

    assert [mark.source for _, mark in found.dates] == ["time[datetime]"]


def test_the_whole_page_is_searched_if_it_has_no_content() -> None:
    assert zones(read(f"<p>{DAY}</p>")) == [HEADER]
    assert zones(read(f"<h1 id=h>Title</h1><div><p>{DAY}</p></div>")) == [HEADER]


def test_without_a_heading_the_parent_of_the_text_is_searched() -> None:
    html = f"<p>{DAY}</p><main><p>{DAY}</p><div id=c>{TEXT}</div></main>"

    assert zones(read(html)) == [HEADER]


def test_a_text_inside_its_heading_is_searched_from_above_the_heading() -> None:
    assert zones(read(f"<main><h1 id=h>T<div id=c></div></h1><p>{DAY}</p></main>")) == [HEADER]


def test_a_byline_is_read_once_and_only_before_the_text() -> None:
    byline = "<div><p>By Lina Example</p></div>"

    [mark] = lines(byline).bylines
    assert (mark.name, mark.href, mark.zone, mark.source) == (
        "Lina Example",
        None,
        HEADER,
        BYLINE_TEXT,
    )
    assert names(lines(before=byline)) == ["Lina Example"]
    assert names(lines(after=byline)) == []
    assert names(lines("<p>By Lina Example</p><p>By Omar Sample</p>")) == [
        "Lina Example",
        "Omar Sample",
    ]


def test_a_byline_far_from_the_heading_is_not_read() -> None:
    page = "<main>{}<section><div><h1 id=h>Title</h1></div></section><div id=c></div></main>"

    assert names(read(page.format("<p>By Lina Example</p>"))) == []
    assert names(read(page.format("<a rel=author>Lina Example</a>"))) == []


def test_a_byline_is_at_most_two_hundred_characters_long() -> None:
    assert names(lines(f"<p>By Lina Example{' ' * 185}</p>")) == ["Lina Example"]
    assert names(lines(f"<p>By Lina Example{' ' * 186}</p>")) == []


@pytest.mark.parametrize(
    ("html", "source", "href"),
    [
        ("<a rel='x author' href='/a/'>Lina</a>", "a[rel~=author]", "/a/"),
        ("<a href='/author/lina/?x=1'>Lina</a>", "a[href*=author]", "/author/lina/?x=1"),
        ("<b itemprop=author><a href='/a/'>Lina</a></b>", "[itemprop~=author]", "/a/"),
        ("<a href='/?author=14'>Lina</a>", "a[href*=author]", "/?author=14"),
        ("<b itemprop=author><i itemprop=name>Lina</i> writes.</b>", "[itemprop~=author]", None),
        ("<b class='x author'>Lina</b>", ".author", None),
        ("<b class='author'><a>Lina</a></b>", ".author", None),
        ("<b itemprop=author><meta itemprop=name content=Lina></b>", "[itemprop~=author]", None),
        ("<b class=author-image>Lina</b>", None, None),
        ("<b class=author-bio>Lina</b>", None, None),
        ("<b class=plain>Lina</b>", None, None),
        ("<b rel=author>Lina</b>", None, None),
        ("<a href='/a/'>Lina</a>", None, None),
        ("<b class=author></b>", None, None),
        ("<b class=plain><meta itemprop=name content=Lina></b>", None, None),
    ],
)
def test_an_author_is_marked_by_link_property_or_class(
    html: str, source: str | None, href: str | None
) -> None:
    found = [(mark.name, mark.source, mark.href) for mark in lines(html).bylines]

    assert found == ([("Lina", source, href)] if source else [])


def test_an_author_has_at_most_120_characters() -> None:
    assert names(lines(f"<b class=author>{'x' * 120}</b>")) == ["x" * 120]
    assert names(lines(f"<b class=author>{'x' * 121}</b>")) == []
    assert names(lines("<b class=author>x</b>")) == ["x"]


def test_a_printed_name_wins_over_a_stated_one() -> None:
    author = "<b class=author>Lina<meta itemprop=name content=Omar></b>"

    assert names(lines(author)) == ["Lina"]


def test_authors_of_one_line_have_the_same_line_number() -> None:
    first, second, third = lines(
        "<p><b class=author>A</b><b class=author>B</b></p><i><b class=author>C</b></i>"
    ).bylines

    assert first.line == second.line != third.line


def test_the_characters_that_are_read_are_bounded() -> None:
    def after(size: int, line: str) -> MetaLines:
        return lines(f"<div>{'x' * size}</div><p>{line}</p>")

    assert zones(after(1_499_990, DAY)) == [HEADER]
    assert zones(after(1_500_000, DAY)) == []
    assert names(after(1_499_991 - 4, "By Lina Examples")) == ["Lina Examples"]
    assert names(after(1_499_992, "By Lina Examples")) == []
    assert names(after(1_499_992, "By Lina Example")) == ["Lina Example"]


def test_dates_and_bare_names_before_the_text_count_only_if_no_element_has_one() -> None:
    found = MetaLines()
    found.add_labels(["Title", f"Posted {DAY}", "By Lina Example"])
    assert (zones(found), names(found)) == ([HEADER], ["Lina Example"])
    [mark] = found.bylines
    assert (mark.href, mark.zone, mark.source, mark.line) == (None, HEADER, BYLINE_TEXT, 0)

    found.add_labels(["June 1, 2016", "By Omar Sample", "Amina Sample"])
    assert (zones(found), names(found)) == ([HEADER], ["Lina Example", "Omar Sample"])


def test_a_date_between_line_breaks_beside_the_text_is_read() -> None:
    html = f"<main><h1 id=h>Title</h1><i>A B</i><br>{DAY}<br><div id=c>{TEXT}</div></main>"

    assert zones(read(html)) == [HEADER]
    assert zones(read(html.replace(DAY, f"Founded {DAY}"))) == []


def test_a_footer_before_the_text_is_read_if_its_class_says_so() -> None:
    line = f"<div>Submitted on {DAY}</div>"

    assert zones(lines(between=f"<footer class=node__meta>{line}</footer>")) == [HEADER]
    assert zones(lines(between=f"<footer>{line}</footer>")) == []


def test_the_lines_of_a_post_within_the_element_of_the_text_are_its_own() -> None:
    card = f"<article><p>{DAY}</p></article>"

    assert zones(lines(text=f"<article><p class=date>{DAY}</p>{TEXT}</article>")) == [HEADER]
    assert zones(lines(text=f"{card}{TEXT * 2}")) == []


@pytest.mark.parametrize(
    "line",
    [
        "<span><i class=icon-pencil></i> Amina Example</span>",
        f"<div>{DAY} @ 7:03 pm › Amina Example<br><a href='#c'>Skip to comments</a></div>",
        "<b>Amina Example - Cairo</b>",
        "<span>Wed, 05/13/2009 - 22:10 — Amina Example</span>",
    ],
)
def test_a_name_beside_an_icon_a_date_or_a_place_is_a_line_with_a_name(line: str) -> None:
    assert names(lines(between=line)) == ["Amina Example"]


def test_a_word_with_a_picture_of_text_is_not_a_line_with_a_name() -> None:
    assert names(lines(between="<span>Amina Example <i>of Cairo</i></span>")) == []
