import pytest

from tasks.articles.interview import read_turn
from tasks.articles.parse_page import parse_page
from tasks.models import Article, Paragraph, ParagraphKind
from tests.tasks.articles.pages import SITE, divi_html, page_of

HOUSE = "Asharq Al-Awsat"


@pytest.mark.parametrize(
    ("asks", "tells", "client", "teller"),
    [
        ("(Q) ", "(A) ", "Q", "A"),
        ("Q) ", "A) ", "Q", "A"),
        ("Q: ", "A: ", "Q", "A"),
        ("(Asharq Al-Awsat) ", "(Example) ", HOUSE, "Example"),
        ("(Asharq al-Awsat) ", "(al Example) ", HOUSE, "al Example"),
        ("[Asharq Al Awsat] ", "[Al-Example] ", HOUSE, "Al-Example"),
        ("Asharq Al-Awsat: ", "Hamid bin Example: ", HOUSE, "Hamid bin Example"),
    ],
)
def test_turns_come_off_in_every_format(asks: str, tells: str, client: str, teller: str) -> None:
    intro = "<p>We met. The text of the interview follows:</p>"
    question = f"<p>{asks}Why now?</p>"
    answer = f"<p>{tells}Because: it was time.</p><p>It had to be.</p>"

    paragraphs = _paragraphs(intro + question + answer)

    assert [(part.kind, part.speaker, part.text) for part in paragraphs] == [
        (ParagraphKind.PARAGRAPH, None, "We met. The text of the interview follows:"),
        (ParagraphKind.QUESTION, client, "Why now?"),
        (ParagraphKind.ANSWER, teller, "Because: it was time."),
        (ParagraphKind.ANSWER, teller, "It had to be."),
    ]
    assert [part.seq for part in paragraphs] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("asks", "tells"),
    [
        ("Q1: ", "A1: "),
        ("(Q2) ", "(A2) "),
        ("Question: ", "Answer: "),
        ("Q. ", "A. "),
        ("Q - ", "A - "),
        ("Q – ", "A – "),
        ("Asharq Al-Awsat - ", "Example - "),
        ("Asharq: ", "Example: "),
        ("ASHARQ AL-AWSAT: ", "EXAMPLE: "),
        ("Q: ", "Example: "),
        ("<b>Asharq Al-Awsat:</b> ", "<b>Example:</b> "),
    ],
)
def test_a_marker_that_may_be_chance_is_one_where_it_is_repeated(asks: str, tells: str) -> None:
    turns = f"<p>{asks}Why now?</p><p>{tells}It was time.</p>"

    kinds = [part.kind.value for part in _paragraphs(f"<p>We met him.</p>{turns}{turns}")]

    assert kinds == ["paragraph", *["question", "answer"] * 2]


def test_one_word_before_a_colon_or_dash_is_no_speaker_if_it_occurs_once() -> None:
    html = "<p>(Q) Why?</p><p>Note: this is new.</p><p>Baghdad - it rained.</p><p>(A) So.</p>"

    texts = [part.text for part in _paragraphs(html)]

    assert texts == ["Why?", "Note: this is new.", "Baghdad - it rained.", "So."]


def test_where_only_questions_are_marked_the_next_paragraph_is_the_answer() -> None:
    html = "<p>We met.</p>" + "<p>Q: Why now?</p><p>It was time.</p><p>It had to be.</p>" * 2

    parts = [(part.kind.value, part.speaker) for part in _paragraphs(html)]

    assert parts == [("paragraph", None), *[("question", "Q"), *[("answer", "A")] * 2] * 2]


def test_question_and_answer_may_be_separated_by_one_break() -> None:
    html = (
        "<p>Asharq Al-Awsat: Why<br>now?<br />Hamid Example: Because.</p><p>Q: Sure?<br>A: Yes.</p>"
    )

    paragraphs = _paragraphs(html)

    assert [(part.speaker, part.text) for part in paragraphs] == [
        (HOUSE, "Why now?"),
        ("Hamid Example", "Because."),
        ("Q", "Sure?"),
        ("A", "Yes."),
    ]


def test_without_a_question_there_are_no_turns() -> None:
    html = "<p>Hamid Example: a portrait.</p><p>(Cairo) It rained.</p>"

    paragraphs = _paragraphs(html)

    assert {part.kind for part in paragraphs} == {ParagraphKind.PARAGRAPH}
    assert paragraphs[0].text == "Hamid Example: a portrait."


def test_headings_and_quotes_of_an_interview_are_not_turns() -> None:
    html = "<p>(Q) Why?</p><h3>A break</h3><blockquote>So be it.</blockquote><p>(A) So.</p>"

    kinds = [part.kind.value for part in _paragraphs(html)]

    assert kinds == ["question", "heading", "quote", "answer"]


@pytest.mark.parametrize(
    "text",
    ["(Laughs) No.", "He added: no.", "Note: no turn.", "(born in 1950) he", "Q", "", "(" * 500],
)
def test_other_text_is_not_a_marker(text: str) -> None:
    assert read_turn(text) is None


def _paragraphs(content: str) -> tuple[Paragraph, ...]:
    article = parse_page(page_of(divi_html(content)), SITE)

    assert isinstance(article, Article)
    return article.paragraphs


def test_a_colon_on_the_next_line_belongs_to_the_label_before_it() -> None:
    html = (
        "<p>We met the minister.</p>"
        "<p><strong>Asharq Al-Awsat</strong><br />\n: Has the grain arrived?</p>"
        "<p>Dr Hamid Example: A first ship has been unloaded.</p>"
    )

    paragraphs = _paragraphs(html)

    assert [(part.speaker, part.text) for part in paragraphs[1:]] == [
        (HOUSE, "Has the grain arrived?"),
        ("Dr Hamid Example", "A first ship has been unloaded."),
    ]
