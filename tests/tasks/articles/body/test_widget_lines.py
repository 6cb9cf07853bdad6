"""Lines around a text that widgets and tools of a page print."""

import pytest

from tasks.articles.body.walk import read_body
from tasks.articles.parse_page import parse_page
from tasks.models import Article
from tests.tasks.articles.documents import body_of
from tests.tasks.articles.pages import SITE, divi_html, page_of

TEXT = "<p>The council met on Monday and sat until the evening.</p>"
SENTENCE = "The council met on Monday and sat until the evening, as it had in the years before."


def texts(content: str) -> list[str]:
    article = parse_page(page_of(divi_html(content)), SITE)
    assert isinstance(article, Article), article
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Like this: Like Loading...</p>",
        "<h3>Like this:</h3><span>Like</span> <span>Loading...</span>",
        "<p>Continue reading below</p>",
        "<td>Printer Friendly</td>",
        "<td>Email this article</td>",
        "<td>Text size: + -</td>",
        "<p>Views: 1,204</p>",
        "<p>You must be <a href='/login'>logged in</a> to post a comment.</p>",
        "<p><b>Follow The Example on <a href='/x'>Twitter</a> and <a href='/y'>Facebook</a>.</b></p>",
        "<div class=essb_links><ul><li><a href='#'><span>Facebook</span></a></li></ul></div>",
        "<h3>Share this:</h3><ul><li><a href='?share=x'>X</a></li></ul>",
    ],
)
def test_lines_that_widgets_print_are_not_text(line: str) -> None:
    assert texts(TEXT + line) == texts(TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>Read more: <a href='/x/'>A bridge opens</a></b></p>",
        "<p>READ ALSO <a href='/x/'>A bridge opens</a></p>",
        "<p>[See also: <a href='/x/'>A bridge opens</a>]</p>",
    ],
)
def test_a_labelled_link_within_the_text_is_left_out(line: str) -> None:
    assert texts(TEXT + line + TEXT) == texts(TEXT + TEXT)


def test_a_link_without_a_label_within_the_text_stays() -> None:
    line = "<p><a href='/x/'>A bridge opens</a></p>"

    assert len(texts(TEXT + line + TEXT)) == 3


def test_the_heading_of_links_after_the_text_is_left_out_with_them() -> None:
    links = (
        "<ul><li><a href='/x/'>A bridge opens</a></li><li><a href='/y/'>Rain falls</a></li></ul>"
    )

    assert texts(f"{TEXT}<p><b>Related Articles</b></p>{links}") == texts(TEXT)
    assert texts(f"{TEXT}<h3>Related Articles</h3>{links}") == texts(TEXT)


@pytest.mark.parametrize("label", ["User comments (2)", "3 Responses to A Page", "Leave a Reply"])
def test_comments_without_markup_end_the_text(label: str) -> None:
    comment = "<p>I read this with great interest and I thank the author for it.</p>"

    assert texts(f"{TEXT}<p>{label}</p>{comment}") == texts(TEXT)


def test_a_sentence_about_comments_stays() -> None:
    assert len(texts(f"{TEXT}<p>Comments on the plan were few.</p>{TEXT}")) == 3


@pytest.mark.parametrize(
    "picture",
    [
        "<p><img src=/a.jpg><br><em>A porter rests.</em></p>",
        "<p><a href=/a.jpg><img src=/a.jpg></a><br><small><i>A porter rests.</i></small></p>",
        "<center><img src=/a.jpg><br><i>A porter rests.</i></center>",
        "<p><img src=/a.jpg></p><p><em>A porter rests. (AFP)</em></p>",
        "<p><img src=/a.jpg></p><p><strong>A porter rests. (AFP)</strong></p>",
        "<p><img src=/a.jpg><br>A porter rests. (AFP)</p>",
        "<div class=thumb><img src=/a.jpg><p>A porter rests. (AFP)</p></div>",
        "<p><img src=/a.jpg><br><span style='font-size:10px'>A porter rests. (AFP)</span></p>",
        "<div align=center> <img src=/a.jpg><br><font size=1>A porter rests.</font></div>",
    ],
)
def test_an_emphasised_line_below_a_picture_is_its_caption(picture: str) -> None:
    article = parse_page(page_of(divi_html(TEXT + picture + TEXT)), SITE)

    assert isinstance(article, Article)
    assert len(article.paragraphs) == 2
    assert [image.caption for image in article.images] == ["A porter rests."]


@pytest.mark.parametrize(
    "line",
    [
        "<p><img src=/a.jpg></p><p><em>The minister did not answer.</em></p>",
        "<p><img src=/a.jpg><br><em>The minister</em> did not answer.</p>",
        f"<p><img src=/a.jpg><br><em>{'The minister did not answer. ' * 12}</em></p>",
        "<p><img src=/a.jpg>The minister did not answer. (AFP)</p>",
        "<p><img src=/a.jpg><br>The minister did not answer.</p>",
        "<p><img src=/a.jpg><br><a href='/x'>The minister</a> did not answer. (AFP)</p>",
        "<div><img src=/a.jpg><p>The minister did not answer.</p></div>",
        "<div><img src=/a.jpg><p>The minister left.</p><p>The council sat on. (AFP)</p></div>",
        "<p>A picture: <img src=/a.jpg><br><em>The minister.</em></p>",
        f"<p><img src=/a.jpg></p>{TEXT}<p><em>The minister did not answer. (AFP)</em></p>",
    ],
)
def test_other_text_below_a_picture_stays(line: str) -> None:
    assert "The minister" in " ".join(texts(TEXT + line))


def test_long_sentences_between_single_breaks_are_paragraphs() -> None:
    assert texts(f"<div>{'<br>'.join([SENTENCE] * 3)}</div>") == [SENTENCE] * 3
    assert len(texts(f"<div>{'<br>'.join([SENTENCE] * 2)}</div>")) == 1
    assert len(texts(f"<div>{'<br>'.join(['A line of a poem,'] * 4)}</div>")) == 1
    assert [len(one.lines) for one in read_body(body_of(f"{SENTENCE}<br>" * 3)).blocks] == [1, 1, 1]


def test_a_brief_with_a_picture_and_a_credit_is_text() -> None:
    brief = "The minister left the city on Monday and did not say when he would return. (AFP)"

    assert len(texts(f"<div><img src=/a.jpg><p>{brief}</p></div>")) == 1


def test_an_inline_element_that_is_shown_as_a_block_is_a_paragraph() -> None:
    line = f"<span style='display: block; margin: 0'>{SENTENCE}</span>"

    assert texts(f"<div>{line}{line}</div>") == [SENTENCE, SENTENCE]


def test_a_block_with_a_picture_and_much_text_is_not_read_as_a_box() -> None:
    nested = "<div><img src=/a.jpg><em>" * 100 + f"{SENTENCE} " * 20

    assert SENTENCE in " ".join(texts(nested))


def test_links_below_a_label_within_the_text_are_left_out_with_it() -> None:
    label = "<p><strong>Related stories:</strong></p>"
    links = "<ul><li><a href='/x/'>A bridge opens</a></li><li><a href='/y/'>A road</a></li></ul>"

    assert texts(TEXT + label + links + TEXT) == texts(TEXT + TEXT)
    assert len(texts(TEXT + label + TEXT)) == 3


@pytest.mark.parametrize(
    "settings",
    [
        "Normal 0 false false false EN-US X-NONE AR-SA MicrosoftInternetExplorer4",
        "Normal\n  0\n  21\n  false\n  false",
        '/* Style Definitions */ table.MsoNormalTable {mso-style-name:"Table Normal";}',
    ],
)
def test_settings_of_word_are_not_text(settings: str) -> None:
    assert texts(f"<p>{settings}</p>{TEXT}") == texts(TEXT)
    assert texts(f"<p>{settings} {SENTENCE}</p>") == [SENTENCE]


def test_a_claim_that_is_false_is_text() -> None:
    said = "<p>He said that the 0 false alarms of the year were a record.</p>"

    assert texts(said) == ["He said that the 0 false alarms of the year were a record."]


def test_a_cell_that_is_named_a_module_is_not_text() -> None:
    cell = "<table><tr><td class=bio>Omar Sample is an editor of the paper.</td></tr></table>"

    assert texts(f"{cell}<p>{SENTENCE}</p><p>{SENTENCE}</p>") == [SENTENCE, SENTENCE]


def test_byline_and_date_before_the_text_are_read_and_left_out() -> None:
    lines = "<p>By Omar Sample</p><p><em>Monday, March 6, 2017</em></p>"
    article = parse_page(page_of(divi_html(lines + TEXT)), SITE)

    assert isinstance(article, Article)
    assert str(article.published_on) == "2017-03-06"
    assert [paragraph.text for paragraph in article.paragraphs] == texts(TEXT)


def test_the_days_of_a_diary_stay() -> None:
    diary = f"<p>March 6, 2017</p>{TEXT}<p>March 7, 2017</p>{TEXT}"

    assert texts(diary)[::2] == ["March 6, 2017", "March 7, 2017"]


def test_the_end_of_a_cdata_section_is_not_text() -> None:
    assert texts(f"{TEXT}<p>]]></p>") == texts(TEXT)


@pytest.mark.parametrize("name", ["fivestar-static", "fl-post-grid", "about-the-writer"])
def test_ratings_grids_of_posts_and_lines_about_the_writer_are_not_text(name: str) -> None:
    module = f"<div class='{name}'>The mill closed after ninety years of work.</div>"

    assert texts(TEXT * 2 + module) == texts(TEXT * 2)
