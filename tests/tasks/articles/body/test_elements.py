"""What each element of a body becomes: text, figure, caption, link, or nothing."""

import pytest

from tasks.articles.body.blocks import Anchor, BodyText, Figure, may_be_heading, without_title
from tasks.articles.body.images import read_image
from tasks.articles.body.walk import read_bodies, read_body
from tasks.models import ParagraphKind
from tests.tasks.articles.documents import body_of, one

TEXT = "<p>The harbour board met on Monday to decide how many ferries the winter needs.</p>" * 3

ROW = "<tr><td>Ship</td><td>Day</td></tr>"


def read(html: str) -> BodyText:
    return read_body(body_of(html))


def lines(html: str) -> list[list[str]]:
    return [[line.strip() for line in block.lines] for block in read(html).blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A</p><p>B</p>", [["A"], ["B"]]),
        ("<p>A<br>B</p>", [["A", "B"]]),
        ("<p>A<br> <br>B</p>", [["A"], ["B"]]),
        ("A<div>B</div>C", [["A"], ["B"], ["C"]]),
        ("<p>A <b>B</b> C</p>", [["A B C"]]),
        ("<p> </p><p>A</p>", [["A"]]),
        ("<p>A<script>x</script></p>", [["A"]]),
        ("<p>A<!-- x --></p>", [["A"]]),
        ("<p>Advertisement</p><p>A</p>", [["A"]]),
        ("<p>ADVERTISEMENT – CONTINUE READING BELOW</p><p>A</p>", [["A"]]),
        ("<p>Story continues below advertisement</p><p>A</p>", [["A"]]),
        ("<div>https://posts.example/a/1</div><p>A</p>", [["A"]]),
        ("<p><a href=/a>https://a.example/</a></p>", [["https://a.example/"]]),
        ("<p>See https://posts.example/a/1</p>", [["See https://posts.example/a/1"]]),
        ("<pre>A\n \nB\nC</pre>", [["A"], ["B\nC"]]),
        ("<pre class=code>A\n\nB</pre>", [["A\n\nB"]]),
        ("<p>A\n\nB</p>", [["A\n\nB"]]),
        ("<p>A [sic] [gallery]</p>", [["A [sic]"]]),
        ("<p>A<span style='display:none'>x</span></p>", [["A"]]),
        ("<p>A<span>x</span></p>", [["Ax"]]),
        ("<p>A<sup>2</sup></p>", [["A2"]]),
        ("<p><b>A</b></p>B", [["A"], ["B"]]),
        ("<p>A</p>B", [["A"], ["B"]]),
        ("<p>Warning: no such file in /srv/a.php on line 3</p><p>A</p>", [["A"]]),
        ("<p>A<br>Notice: no such key in /srv/a.php on line 3</p>", [["A"]]),
        ("<p>A wire on line 3</p>", [["A wire on line 3"]]),
        ("<p>A <a href='/b/'>B</a></p>", [["A B"]]),
        ("", []),
    ],
)
def test_text_is_divided_at_blocks_and_double_breaks(html: str, expected: list[list[str]]) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("module", "is_dropped"),
    [
        ("<div class=share-buttons>Share</div>", True),
        ("<div class=entry>Share</div>", False),
        ("<div>Share</div>", False),
        ("<div hidden>Share</div>", True),
        ("<nav>Share</nav>", True),
        ("<aside>Share</aside>", True),
        ("<ul class=related-posts><li>Share</li></ul>", True),
        ("<section>Share</section>", False),
    ],
)
def test_a_module_beside_the_text_is_dropped(module: str, is_dropped: bool) -> None:
    body = read(TEXT + module)

    assert body.dropped is is_dropped
    assert len(body.blocks) == (3 if is_dropped else 4)


def test_a_module_with_half_of_the_text_is_kept() -> None:
    text = "<p>" + "x" * 50 + "</p>"

    assert len(read(f"{text}<div class=social>{'y' * 49}</div>").blocks) == 1
    assert len(read(f"{text}<div class=social>{'y' * 50}</div>").blocks) == 2


def test_links_are_collected_with_their_text() -> None:
    body = read(
        "<p>A <a href='/b/'> B </a><a>C</a><a href='/d/'></a><a href='/e/'><b>EF</b></a></p>"
    )

    assert body.anchors == [Anchor("/b/", "B"), Anchor("/e/", "EF")]
    assert [block.link_chars for block in body.blocks] == [4]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("p", ParagraphKind.PARAGRAPH),
        ("h2", ParagraphKind.HEADING),
        ("li", ParagraphKind.LIST),
        ("blockquote", ParagraphKind.QUOTE),
    ],
)
def test_the_element_tells_the_kind_of_a_block(tag: str, kind: ParagraphKind) -> None:
    [block] = read(f"<{tag}>A <i>B</i></{tag}>").blocks

    assert block.kind is kind


@pytest.mark.parametrize(
    ("html", "figures"),
    [
        ("<img src=/a.jpg>", [Figure("/a.jpg", None, None)]),
        ("<img src=/a.jpg class='x wp-image-12'>", [Figure("/a.jpg", 12, None)]),
        (
            "<div class=wp-caption id=attachment_5><img src=/a.jpg><p class=wp-caption-text>B</p></div>",
            [Figure("/a.jpg", 5, "B")],
        ),
        ("<div class=wp-caption><img src=/a.jpg></div>", [Figure("/a.jpg", None, None)]),
        (
            "<figure><img src=/a.jpg><img src=/b.jpg></figure>",
            [Figure("/a.jpg", None, None), Figure("/b.jpg", None, None)],
        ),
        ("<img src=/a.jpg><figcaption>B</figcaption>", [Figure("/a.jpg", None, "B")]),
        ("<figcaption>B</figcaption>", [Figure(None, None, "B")]),
        (
            "<img src=/a.jpg><figcaption>B</figcaption><figcaption>C</figcaption>",
            [Figure("/a.jpg", None, "B"), Figure(None, None, "C")],
        ),
        (
            "<figure><figcaption>A</figcaption><img src=/a.jpg></figure>"
            "<figure><figcaption>B</figcaption><img src=/b.jpg></figure>",
            [Figure("/a.jpg", None, "A"), Figure("/b.jpg", None, "B")],
        ),
        (
            "<figure id=attachment_5><img src=/a.jpg><figcaption>B</figcaption></figure>",
            [Figure("/a.jpg", 5, "B")],
        ),
        (
            "<figure><figure><img src=/a.jpg></figure><figure><img src=/b.jpg></figure></figure>",
            [Figure("/a.jpg", None, None), Figure("/b.jpg", None, None)],
        ),
        (
            "<figure><img src=/small.jpg><img src=/a.jpg><figcaption>A</figcaption></figure>",
            [Figure("/small.jpg", None, None), Figure("/a.jpg", None, "A")],
        ),
        (
            "<img src=/a.jpg><figure><figcaption>A</figcaption></figure>",
            [Figure("/a.jpg", None, "A")],
        ),
        ("<figure><blockquote>A</blockquote></figure>", []),
        ("<figure><p>A</p></figure>", []),
        ("<img src=/a.jpg><p class=photo-caption>B</p>", [Figure("/a.jpg", None, "B")]),
        (
            "<img src=/a.jpg>[caption id='attachment_7']B[/caption]",
            [Figure("/a.jpg", 7, "B")],
        ),
        (
            "<img src=/a.jpg><figcaption>A<br>B <b>C</b><script>x</script></figcaption>",
            [Figure("/a.jpg", None, "A B C")],
        ),
        ("<img src=/a.png class=emoji>", []),
        ("<img src=/smilies/a.png>", []),
        ("<img src=/a.gif width=1 height=1>", []),
        ("<img src=/a.gif width=1 height=9>", [Figure("/a.gif", None, None)]),
    ],
)
def test_pictures_and_captions_become_figures(html: str, figures: list[Figure]) -> None:
    assert read(html).figures == figures


@pytest.mark.parametrize(
    ("classes", "number"),
    [
        ("wp-image-7", 7),
        (f"wp-image-{'9' * 12}", int("9" * 12)),
        (f"wp-image-{'9' * 13}", None),
        ("wp-image-x", None),
        ("wp-image-7 wp-image-8", 7),
        ("image-7", None),
    ],
)
def test_the_class_of_an_image_has_its_number(classes: str, number: int | None) -> None:
    figure = read_image(one("img", body_of(f"<img src=/a.jpg class='{classes}'>")))

    assert figure == Figure("/a.jpg", number, None)


def test_several_elements_are_read_as_one_body() -> None:
    body = body_of(f"<div id=a>{TEXT}<nav>x</nav></div><div id=b><p>B<img src=/b.jpg></p></div>")

    whole = read_bodies([one("#a", body), one("#b", body)])

    assert (len(whole.blocks), len(whole.figures), whole.dropped) == (4, 1, True)
    assert not read_bodies([one("#b", body)]).dropped


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    body = read("<h2>A Title!</h2><p>A title</p><h2>Other</h2>")

    assert [block.lines for block in without_title(body, "a title").blocks] == [
        ["A title"],
        ["Other"],
    ]
    assert without_title(body, "Another") is body
    assert without_title(body, None) is body


@pytest.mark.parametrize(
    ("text", "expected"), [("x" * 80, True), ("x" * 81, False), ("A.", False), ("A", True)]
)
def test_a_heading_is_short_and_has_no_full_stop(text: str, expected: bool) -> None:
    assert may_be_heading(text) is expected


@pytest.mark.parametrize(
    ("html", "questions"),
    [
        ("<p><b>Why did you come?</b> I came.</p>", ("Why did you come?",)),
        ("<p>I came. <b>Why did you come?</b></p>", ()),
        ("<p>I came.<br><i>Why did you come?</i></p>", ("Why did you come?",)),
        ("<p> <b>Why did you come?</b></p>", ("Why did you come?",)),
        ("<p><b>I came.</b> Yes.</p>", ()),
        ("<p><span>Why did you come?</span> Yes.</p>", ()),
        ("<p><span style='color:red'>Why did you come?</span> Yes.</p>", ()),
        ("<p><span style='font-weight: 700'>Why did you come?</span></p>", ("Why did you come?",)),
        ("<dl><dt>Why did you come?</dt></dl>", ("Why did you come?",)),
        ("<div class='a question'>Why did you come?</div>", ("Why did you come?",)),
    ],
)
def test_an_emphasised_question_at_the_start_of_a_line_is_noted(
    html: str, questions: tuple[str, ...]
) -> None:
    assert read(html).blocks[0].questions == questions


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A<sup><a href='#note-1'>1</a></sup></p>", [["A"]]),
        ("<p>A<sup><a href='/b/'>1</a></sup></p>", [["A1"]]),
        ("<p>A<sup class=modern-footnotes><a href='/b/'>1</a></sup></p>", [["A"]]),
        ("<p>A<a href='#note-2'>[2]</a></p>", [["A"]]),
        ("<p>A <a href='#text-2'>↩</a></p>", [["A"]]),
        ("<p>A <a href='#note-2'>B</a></p>", [["A B"]]),
        ("<p>A <a href='/b/'>[2]</a></p>", [["A [2]"]]),
        ("<p>A <b><a href='#part-2'>B</a></b></p>", [["A B"]]),
    ],
)
def test_the_mark_of_a_footnote_is_left_out(html: str, expected: list[list[str]]) -> None:
    assert lines(html) == expected


def test_only_a_paragraph_that_is_bold_as_a_whole_is_bold() -> None:
    body = read("<p>A <b>B</b></p><p><b>A</b></p><p>A</p><div>A</div>")

    assert [block.is_bold for block in body.blocks] == [False, True, False, False]


def test_unseen_text_does_not_count_for_the_size_of_the_body() -> None:
    unseen = f"<div hidden>{'z' * 90}</div>"

    body = read(f"<p>{'x' * 50}</p>{unseen}<div class=social>{'y' * 60}</div>")

    assert len(body.blocks) == 2


def test_unseen_text_does_not_count_for_the_size_of_a_module() -> None:
    module = f"<div class=social>{'y' * 60}<div hidden>{'z' * 90}</div></div>"

    assert len(read(f"<p>{'x' * 100}</p>{module}").blocks) == 1
    assert len(read(f"<p>{'x' * 60}</p>{module}").blocks) == 2


def test_unseen_text_within_unseen_text_counts_once() -> None:
    unseen = f"<div hidden><div hidden>{'z' * 90}</div></div>"

    body = read(f"<p>{'x' * 130}</p>{unseen}<div class=social>{'y' * 60}</div>")

    assert len(body.blocks) == 1


@pytest.mark.parametrize(
    ("links", "text", "is_dropped"), [(3, 200, True), (2, 200, False), (3, 199, False)]
)
def test_a_long_list_of_links_beside_a_brief_is_dropped(
    links: int, text: int, is_dropped: bool
) -> None:
    items = "".join(f"<li><a href=/{number}/>{'y' * 120}</a></li>" for number in range(links))

    assert read(f"<p>{'x' * text}</p><ul class=related-posts>{items}</ul>").dropped is is_dropped


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("<figure><img src=/a.jpg><p>Photo: A. Example</p></figure>", []),
        (f"<figure><img src=/a.jpg><p>{'A' * 201}</p></figure>", [["A" * 201]]),
        ("<figure><table><tr><td>A</td></tr></table></figure>", [["A"]]),
        ("<figure><p>A</p></figure>", [["A"]]),
    ],
)
def test_short_text_beside_a_picture_is_not_text_of_the_article(
    figure: str, expected: list[list[str]]
) -> None:
    assert lines(figure) == expected


def test_a_lazy_picture_has_the_widest_address_of_its_set() -> None:
    [figure] = read(
        "<img src='data:image/gif;base64,x' data-srcset='/a.jpg 300w, /b.jpg 620w, /c.jpg'>"
    ).figures

    assert figure.src == "/b.jpg"


def test_an_inline_element_may_be_the_caption_of_the_picture_before_it() -> None:
    body = read("<div><img src='/a.jpg'><span class=image-caption>The quay.</span></div><p>A</p>")

    assert [figure.caption for figure in body.figures] == ["The quay."]
    assert [block.lines for block in body.blocks] == [["A"]]


def test_a_class_for_captions_within_a_sentence_is_not_a_caption() -> None:
    body = read("<img src='/a.jpg'><p>A <span class=caption>B</span></p>")

    assert [figure.caption for figure in body.figures] == [None]
    assert [block.lines for block in body.blocks] == [["A B"]]


def test_text_of_size_zero_is_not_text() -> None:
    assert lines("<p>A<font style='font-size:0px'>pills</font></p>") == [["A"]]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<table><tr><th>Ship</th></tr></table>", ParagraphKind.LIST),
        ("<figure><table><tr><td>Ship</td></tr></table></figure>", ParagraphKind.LIST),
        ("<table><tr><td>Ship</td></tr></table>", ParagraphKind.PARAGRAPH),
        (f"<table>{ROW * 2}</table>", ParagraphKind.LIST),
        (f"<table>{ROW}</table>", ParagraphKind.PARAGRAPH),
        (f"<table>{ROW * 2}<tr><td>{'A' * 61}</td><td></td></tr></table>", ParagraphKind.PARAGRAPH),
        (f"<table>{ROW * 2}<tr><td><a>A</a></td><td></td></tr></table>", ParagraphKind.PARAGRAPH),
        ("<table><tr><th>A</th><td><p>Ship</p><p>B</p></td></tr></table>", ParagraphKind.PARAGRAPH),
    ],
)
def test_the_cells_of_a_table_of_data_are_a_list(html: str, kind: ParagraphKind) -> None:
    assert read(html).blocks[0].kind is kind


@pytest.mark.parametrize(
    "address",
    ["/wp-content/themes/x/print.png", "/wp-content/plugins/x/a.gif", "//cdn.printfriendly.com/a"],
)
def test_the_icons_of_themes_and_plugins_are_not_pictures(address: str) -> None:
    assert read(f"<p>A <img src='{address}'></p>").figures == []


def test_a_grey_picture_of_the_theme_stands_for_a_lazy_one() -> None:
    [figure] = read("<img src='/wp-content/themes/x/grey.gif' data-src='/a.jpg'>").figures

    assert figure.src == "/a.jpg"


def test_an_error_of_php_in_evaluated_code_is_not_text() -> None:
    error = "Parse error: syntax error in /home/x/y.php(12) : eval()'d code on line 3"

    assert lines(f"<p>{error}</p><p>A</p>") == [["A"]]


LINKS = '<ul class="latest-posts"><li><a href="/a/">A</a></li><li><a href="/b/">B</a></li></ul>'


@pytest.mark.parametrize(
    ("html", "is_kept"),
    [
        (f"<div><h4>More on this</h4>{LINKS}</div>", False),
        (f"<div><h4>More on this</h4>{LINKS}<p>Text.</p></div>", True),
        (f"<h4>More on this</h4>{LINKS}<p>Text.</p>", True),
        (f"<h4>More on this {LINKS}</h4>", True),
        ("<div><h4>More on this</h4></div>", True),
    ],
)
def test_a_heading_alone_with_a_module_is_left_out_with_it(html: str, is_kept: bool) -> None:
    found = lines(f"{TEXT}{html}<p>The last paragraph of this text, after the box.</p>")

    assert (["More on this"] in found) is is_kept
