import pytest

from tasks.articles.parse_page import parse_page
from tasks.articles.text.interview import read_marking, read_turn
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


def test_one_word_before_a_colon_or_dash_is_not_a_speaker_if_it_occurs_once() -> None:
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


QUESTIONS = ("What do you expect of the talks?", "Will you vote?", "Who lost the north?")
ANSWERS = ("I expect little.", "We shall vote in May.", "Nobody has lost it, in my view.")


@pytest.mark.parametrize(
    "form",
    [
        "<p><strong>{q}</strong></p><p>{a}</p>",
        "<p><em>{q}</em></p><p>{a}</p>",
        "<p><b>{q}</b><br>{a}</p>",
        "<p><b>{q}</b> {a}</p>",
        "<div><strong>{q}</strong><br><br>{a}</div>",
        "<h3>{q}</h3><p>{a}</p>",
        "<dl><dt>{q}</dt><dd>{a}</dd></dl>",
        "<p>MH: {q}</p><p>NQ: {a}</p>",
        "<p>M.H.: {q}</p><p>N.Q.: {a}</p>",
        "<p>HALLOUN: {q}</p><p>QABALAN: {a}</p>",
        "<h4>Q: {q}</h4><p>A: {a}</p>",
        "<ul><li><b>Q:</b> {q}</li><li><b>A:</b> {a}</li></ul>",
        "<p>Asharq Al-Awsat: {q}</p><blockquote><p>Qabalan: {a}</p></blockquote>",
    ],
)
def test_questions_without_the_papers_name_are_turns_too(form: str) -> None:
    rows = "".join(form.format(q=q, a=a) for q, a in zip(QUESTIONS, ANSWERS, strict=True))

    paragraphs = _paragraphs(f"<p>We met at his house above the bay.</p>{rows}")

    assert [(part.kind, part.text) for part in paragraphs[1:]] == [
        pair
        for q, a in zip(QUESTIONS, ANSWERS, strict=True)
        for pair in ((ParagraphKind.QUESTION, q), (ParagraphKind.ANSWER, a))
    ]


def test_a_second_interviewer_asks_and_does_not_answer() -> None:
    labels = ("Asharq Al-Awsat", "Mira Example", "Asharq Al-Awsat")
    rows = "".join(
        f"<p>{label}: {q}</p><p>Qabalan: {a}</p>"
        for label, q, a in zip(labels, QUESTIONS, ANSWERS, strict=True)
    )

    paragraphs = _paragraphs(rows)

    assert [part.kind for part in paragraphs] == [ParagraphKind.QUESTION, ParagraphKind.ANSWER] * 3
    assert paragraphs[2].speaker == "Mira Example"


@pytest.mark.parametrize(
    "rows",
    [
        # Questions and answers for readers.
        "<p><b>Who votes?</b></p><p>The town.</p><p><b>Where?</b></p><p>In the hall.</p>"
        "<p><b>When?</b></p><p>In May.</p>",
        # Crossheads, one of them a question.
        "<p><b>Four rounds</b></p><p>I went.</p><p><b>Who votes?</b></p><p>We do.</p>"
        "<p><b>Money</b></p><p>My money.</p>",
        # A list with labels.
        "<p>Economy: is it the end?</p><p>Security: it is the end.</p><p>Economy: who knows?</p>"
        "<p>Water: there is none.</p>",
    ],
)
def test_questions_that_nobody_is_asked_are_not_turns(rows: str) -> None:
    kinds = {part.kind for part in _paragraphs(rows)}

    assert not kinds & {ParagraphKind.QUESTION, ParagraphKind.ANSWER}


def test_labels_between_questions_and_answers_with_letters_stay_in_the_text() -> None:
    rows = "".join(f"<h4>Q: {q}</h4><p>A: {a}</p>" for q, a in zip(QUESTIONS, ANSWERS, strict=True))

    paragraphs = _paragraphs(
        f"<ul><li>Key Features: wood</li></ul><p>Bottom Line: buy it.</p>{rows}"
    )

    assert [part.text for part in paragraphs[:2]] == ["Key Features: wood", "Bottom Line: buy it."]
    assert [part.kind for part in paragraphs[2:]] == [
        ParagraphKind.QUESTION,
        ParagraphKind.ANSWER,
    ] * 3


def test_letters_may_follow_after_both_sides_were_named_once() -> None:
    texts = (
        "Asharq Al-Awsat: Will the port open?",
        "Hani Saleh: It will.",
        "Q: When?",
        "A: In May.",
        "Q: Is it certain?",
        "A: I am sure.",
    )
    marking = read_marking(texts)

    turns = [read_turn(text) for text in texts]

    assert all(turn and marking.accepts(turn) for turn in turns)


QUESTIONS = ("Why now?", "And the school?", "Who will pay for it?")


@pytest.mark.parametrize(
    "form",
    [
        '<p><span style="font-weight: bold">{}</span></p><p>{}</p>',
        "<p>* {}</p><p>- {}</p>",
        "<p>- {}</p><p>{}</p>",
        "<p>1. {}</p><p>{}</p>",
        "<blockquote><p>{}</p></blockquote><p>{}</p>",
        "<p><u>{}</u></p><p>{}</p>",
        '<p class="question">{}</p><p>{}</p>',
        "<ul><li><b>{}</b><br>{}</li></ul>",
        "<p>Q</p><p>: {}</p><p>A</p><p>: {}</p>",
    ],
)
def test_questions_are_known_by_their_form(form: str) -> None:
    turns = "".join(form.format(question, "I think it was time.") for question in QUESTIONS)

    paragraphs = _paragraphs(f"<p>We met the mayor in his office.</p>{turns}")

    assert [(part.kind.value, part.text) for part in paragraphs[1:]] == [
        turn
        for question in QUESTIONS
        for turn in (("question", question), ("answer", "I think it was time."))
    ]


@pytest.mark.parametrize(
    "form",
    [
        "<p><b>Tell us how you came to {}</b></p><p>{}</p>",
        "<p><b>Q</b> Why did you leave {}?</p><p><b>A</b> {}</p>",
        "<p><b>Asharq Al-Awsat</b></p><p>Why {}?</p><p><b>Example</b></p><p>{}</p>",
        "<p>Asharq Al-Awsat: Why {}?</p><p>{}</p>",
    ],
)
def test_sides_are_known_without_marks_of_their_own(form: str) -> None:
    turns = "".join(form.format(place, "I was born there.") for place in ("Rome", "Oslo", "Lima"))

    kinds = [part.kind.value for part in _paragraphs(f"<p>We met the mayor.</p>{turns}")]

    assert kinds == ["paragraph", *["question", "answer"] * 3]


def test_answers_have_no_labels_where_the_newspaper_asks_again() -> None:
    turns = "<p>Asharq Al-Awsat: Why now?</p><p>Hamid Example: It was time.</p>"
    later = "<p>Q: You said so. But why?</p><p>Nobody asked.</p><p>They never do.</p>"

    parts = _paragraphs(turns + later * 2)

    assert [(part.kind.value, part.speaker) for part in parts[2:5]] == [
        ("question", "Q"),
        ("answer", "Hamid Example"),
        ("answer", "Hamid Example"),
    ]


def test_a_paragraph_that_begins_with_the_letter_a_is_not_an_answer() -> None:
    texts = ("A Saudi envoy came.", "A UN envoy left.", "Q Magazine wrote of it.")

    assert not read_marking(texts)


def test_an_initial_stands_for_the_speaker_named_at_the_first_answer() -> None:
    turns = "".join(
        f"<p>{label} {text}</p>"
        for label, text in [
            ("Asharq Al-Awsat:", "When did you begin?"),
            ("Salim:", "Late."),
            ("Q:", "And then?"),
            ("S:", "I sang."),
            ("Q:", "And now?"),
            ("S:", "I rest."),
        ]
    )

    told = [one for one in _paragraphs(turns) if one.kind is ParagraphKind.ANSWER]

    assert [(one.speaker, one.text) for one in told] == [
        ("Salim", "Late."),
        ("Salim", "I sang."),
        ("Salim", "I rest."),
    ]


def test_an_initial_of_two_speakers_stands_for_neither() -> None:
    marking = read_marking(
        ["Asharq Al-Awsat: Why?", "Salim: So.", "Q: Why?", "Sami: So.", "S: Yes.", "S: No."]
    )

    assert marking.initials == ()


def test_among_many_names_no_initial_stands_for_one() -> None:
    texts = ["Asharq Al-Awsat: Why?", *(f"Speaker {n}: So." for n in range(9)), "Q: Why?"]

    assert read_marking([*texts, "S: Yes.", "Q: Why?", "S: No."]).initials == ()


@pytest.mark.parametrize("form", ["<p><b>{}</b></p>", "<p><span class=question>{}</span></p>"])
@pytest.mark.parametrize("introduction", ["The interview follows:", "What families ask:"])
def test_an_introduction_names_the_interview_whose_answers_are_impersonal(
    form: str, introduction: str
) -> None:
    questions = ["How long did it last?", "Who signs the decision?", "What about the workers?"]
    turns = "".join(f"{form.format(one)}<p>That is open until June.</p>" for one in questions)

    kinds = [part.kind.value for part in _paragraphs(f"<p>{introduction}</p>{turns}")]

    assert ("question" in kinds) is introduction.startswith("The interview")
