"""Blocks become paragraphs: cleaned, without dateline and credit, with the turns of interviews."""

import pytest

from tasks.articles.body.blocks import Block, BodyText
from tasks.articles.content.paragraphs import ArticleText, read_text
from tasks.articles.text.clean import TextCleaner
from tasks.models import ParagraphKind

PARAGRAPH, HEADING, LIST, QUOTE = (
    ParagraphKind.PARAGRAPH,
    ParagraphKind.HEADING,
    ParagraphKind.LIST,
    ParagraphKind.QUOTE,
)
QUESTION, ANSWER = ParagraphKind.QUESTION, ParagraphKind.ANSWER
SENTENCE = "The board met on Monday."
HOUSE = "Asharq Al-Awsat"
WHY, HOW, WHEN = "Why did you come?", "How long was the way?", "When will you leave?"
I_CAME = "I came to see my house again."


def block(
    text: str, kind: ParagraphKind = PARAGRAPH, is_bold: bool = False, ask: str = ""
) -> Block:
    return Block(kind, text.split("\n"), is_bold, questions=(ask,) if ask else ())


def read(*blocks: Block | str, dropped: bool = False) -> tuple[ArticleText, set[str]]:
    cleaner = TextCleaner()
    body = BodyText([block(one) if isinstance(one, str) else one for one in blocks])
    body.dropped = dropped
    return read_text(body, cleaner), cleaner.fired


def texts(*blocks: Block | str) -> list[str]:
    return [one.text for one in read(*blocks)[0].paragraphs]


def kinds(*blocks: Block | str) -> list[tuple[ParagraphKind, str]]:
    return [(one.kind, one.text) for one in read(*blocks)[0].paragraphs]


def turns(*blocks: Block | str) -> list[tuple[ParagraphKind, str, str | None]]:
    return [(one.kind, one.text, one.speaker) for one in read(*blocks)[0].paragraphs]


def test_paragraphs_are_cleaned_joined_and_numbered() -> None:
    text, fired = read("One,\ntwo.", " ", "Three.")

    assert [(one.seq, one.text) for one in text.paragraphs] == [(1, "One, two."), (2, "Three.")]
    assert (text.dateline, text.agency_credit, text.media_blocks) == (None, None, ())
    assert fired == set()


def test_a_text_may_be_empty() -> None:
    assert read()[0].paragraphs == ()
    assert read(" ")[0].paragraphs == ()


def test_removed_modules_are_noted() -> None:
    assert read(SENTENCE, dropped=True)[1] == {"boilerplate"}


@pytest.mark.parametrize(
    ("blocks", "media", "kept"),
    [
        (["Media ID: 12\nCaption:\nPier"], [(12, "Pier")], []),
        (["Media ID: 12", "Caption: Pier\nat dawn", SENTENCE], [(12, "Pier\nat dawn")], [SENTENCE]),
        (["Media ID: 12\nCaption: Pier", "Caption: Boat"], [(12, "Pier")], ["Caption: Boat"]),
        (["Media ID: 12", SENTENCE, "Caption: Boat"], [(12, "")], [SENTENCE, "Caption: Boat"]),
        (["Media ID: 12", "Media ID: 13", " Caption: B"], [(12, ""), (13, "B")], []),
        (["Caption: Boat"], [], ["Caption: Boat"]),
    ],
)
def test_media_blocks_are_split_off_with_their_captions(
    blocks: list[str], media: list[tuple[int, str]], kept: list[str]
) -> None:
    text, fired = read(*blocks)

    assert (list(text.media_blocks), [one.text for one in text.paragraphs]) == (media, kept)
    assert ("media_block" in fired) is bool(media)


def test_a_credit_is_the_last_of_several_paragraphs() -> None:
    text, fired = read(SENTENCE, "(Reuters)")

    assert (text.agency_credit, len(text.paragraphs), fired) == ("Reuters", 1, {"agency_credit"})
    assert texts("(Reuters)") == ["(Reuters)"]
    assert texts("(Reuters)", SENTENCE) == ["(Reuters)", SENTENCE]
    assert read(f"{HOUSE}: {WHY}", "Reuters: I came.", "Reuters: AFP")[0].agency_credit is None


def test_a_dateline_is_split_off_the_first_paragraph() -> None:
    text, fired = read(f"Cairo (AFP) – {SENTENCE}", SENTENCE)

    assert text.dateline is not None
    assert (text.agency_credit, fired) == ("AFP", {"dateline"})
    assert [one.text for one in text.paragraphs] == [SENTENCE, SENTENCE]
    assert read(f"Cairo (AFP) – {SENTENCE}", "Reuters")[0].agency_credit == "Reuters"
    assert read(SENTENCE, f"Cairo (AFP) – {SENTENCE}")[0].dateline is None
    assert read(block(f"Cairo (AFP) – {SENTENCE}", HEADING))[0].dateline is None


def test_a_bold_paragraph_may_be_a_heading() -> None:
    assert kinds(SENTENCE, block("On the way", is_bold=True))[1] == (HEADING, "On the way")
    assert kinds(SENTENCE, block("On the way.", is_bold=True))[1] == (PARAGRAPH, "On the way.")
    assert kinds(SENTENCE, block("On the way"))[1] == (PARAGRAPH, "On the way")
    assert kinds(SENTENCE, block("On the way", LIST, is_bold=True))[1] == (LIST, "On the way")


def test_marked_turns_have_a_kind_and_a_speaker() -> None:
    text, fired = read(
        SENTENCE, f"Q: {WHY}", "A: I came.", "And I stayed.", f"Q: {HOW}", "A: Long."
    )

    assert fired == {"interview_turns"}
    assert [(one.kind, one.text, one.speaker) for one in text.paragraphs] == [
        (PARAGRAPH, SENTENCE, None),
        (QUESTION, WHY, "Q"),
        (ANSWER, "I came.", "A"),
        (ANSWER, "And I stayed.", "A"),
        (QUESTION, HOW, "Q"),
        (ANSWER, "Long.", "A"),
    ]


def test_the_lines_of_a_block_are_split_where_a_turn_begins() -> None:
    assert turns(f"Here.\nQ: {WHY}\nReally?\nA: I came.\nA: Yes.", f"Q: {HOW}") == [
        (PARAGRAPH, "Here.", None),
        (QUESTION, f"{WHY} Really?", "Q"),
        (ANSWER, "I came.", "A"),
        (ANSWER, "Yes.", "A"),
        (QUESTION, HOW, "Q"),
    ]


def test_a_bold_turn_is_not_a_heading_but_a_bold_line_after_it_is() -> None:
    assert turns(
        block("Q: On the way", is_bold=True), "A: I came.", "A: Yes.", block("Later", is_bold=True)
    ) == [
        (QUESTION, "On the way", "Q"),
        (ANSWER, "I came.", "A"),
        (ANSWER, "Yes.", "A"),
        (HEADING, "Later", None),
    ]


def test_a_label_of_its_own_is_joined_to_the_text_after_it() -> None:
    expected = [(QUESTION, WHY, HOUSE), (ANSWER, "I came.", "Omar Sample")]

    assert turns(f"{HOUSE}\n: {WHY}", "Omar Sample\n: I came.") == expected
    assert turns(HOUSE, f": {WHY}", "Omar Sample", ": I came.") == expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((": A", "B"), [": A", "B"]),
        ((SENTENCE, ": A"), [SENTENCE, ": A"]),
        (("Omar Sample\nB", ": A"), ["Omar Sample B", ": A"]),
        ((" ", ": A"), [": A"]),
        (("Omar Sample and\n: A",), ["Omar Sample and: A"]),
    ],
)
def test_a_colon_without_a_label_before_it_stays(
    blocks: tuple[str, ...], expected: list[str]
) -> None:
    assert texts(*blocks) == expected


def test_in_lists_and_headings_only_letters_start_a_turn() -> None:
    asked = [f"{HOUSE}: {WHY}", "Omar Sample: I came.", f"{HOUSE}: {HOW}", "Omar Sample: Long."]

    assert turns(*asked, block("Omar Sample: a list", LIST))[4] == (
        LIST,
        "Omar Sample: a list",
        None,
    )
    assert turns(*asked, block(f"{HOUSE}: {WHEN}", LIST))[4] == (QUESTION, WHEN, HOUSE)
    assert turns(*asked, block("Omar Sample: Soon.", QUOTE))[4] == (ANSWER, "Soon.", "Omar Sample")
    letters = [f"Q: {WHY}", "A: I came.", f"Q: {HOW}", "A: Long."]
    assert turns(*letters, block("A: Soon.", LIST))[4] == (ANSWER, "Soon.", "A")
    assert turns(*letters, block(f"Q: {WHEN}", HEADING))[4] == (QUESTION, WHEN, "Q")
    assert turns(*letters, block("Plain", LIST))[4] == (LIST, "Plain", None)


def test_a_credit_after_an_interview_is_split_off() -> None:
    text, _ = read(f"Q: {WHY}", "A: I came.", f"Q: {HOW}", "A: Long.", "(Reuters)")

    assert text.agency_credit == "Reuters"


def test_a_text_before_the_first_question_is_not_an_answer() -> None:
    assert turns(SENTENCE, f"Q: {WHY}", f"Q: {HOW}", "Long.") == [
        (PARAGRAPH, SENTENCE, None),
        (QUESTION, WHY, "Q"),
        (QUESTION, HOW, "Q"),
        (ANSWER, "Long.", "A"),
    ]


def test_where_only_questions_are_marked_the_next_paragraph_is_the_answer() -> None:
    assert turns(f"Q: {WHY}", "– I came.", "And I stayed.", f"Q: {HOW}", "Long.") == [
        (QUESTION, WHY, "Q"),
        (ANSWER, "I came.", "A"),
        (ANSWER, "And I stayed.", "A"),
        (QUESTION, HOW, "Q"),
        (ANSWER, "Long.", "A"),
    ]


def interview(*questions: Block | str) -> list[tuple[ParagraphKind, str]]:
    return kinds(*(each for question in questions for each in (question, I_CAME)))


@pytest.mark.parametrize("kind", [HEADING, QUOTE])
def test_questions_as_headings_are_those_of_an_interview(kind: ParagraphKind) -> None:
    found = interview(*(block(ask, kind) for ask in (WHY, HOW, WHEN)))

    asked = ((QUESTION, ask) for ask in (WHY, HOW, WHEN))
    assert found == [each for question in asked for each in (question, (ANSWER, I_CAME))]


def test_questions_with_bullets_are_those_of_an_interview() -> None:
    assert interview(f"* {WHY}", f"* {HOW}", f"* {WHEN}")[:2] == [(QUESTION, WHY), (ANSWER, I_CAME)]


def test_an_emphasised_question_is_parted_from_its_answer() -> None:
    asked = [block(f"{ask} {I_CAME}", ask=ask) for ask in (WHY, HOW, WHEN)]

    assert kinds(*asked)[:4] == [
        (QUESTION, WHY),
        (ANSWER, I_CAME),
        (QUESTION, HOW),
        (ANSWER, I_CAME),
    ]
    alone = [each for ask in (WHY, HOW, WHEN) for each in (block(ask, ask=ask), block(I_CAME))]
    assert kinds(*alone)[:2] == [(QUESTION, WHY), (ANSWER, I_CAME)]


def test_a_short_answer_after_an_emphasised_question_is_not_a_heading() -> None:
    asked = [block(f"{ask} I came", ask=ask) for ask in (WHY, HOW, WHEN)]

    assert kinds(*asked)[:2] == [(QUESTION, WHY), (ANSWER, "I came")]


def test_half_of_the_answers_speak_in_the_first_person_the_last_one_included() -> None:
    said: list[Block | str] = [
        block(WHY, HEADING),
        SENTENCE,
        block(HOW, HEADING),
        I_CAME,
        block(WHEN, HEADING),
    ]

    assert kinds(*said, I_CAME)[0] == (QUESTION, WHY)
    assert kinds(*said, SENTENCE)[0] == (HEADING, WHY)


def test_an_emphasised_question_inside_a_text_is_not_asked() -> None:
    asked = [block(f"He said: {ask} {I_CAME}", ask=ask) for ask in (WHY, HOW, WHEN)]

    assert {kind for kind, _ in kinds(*asked)} == {PARAGRAPH}


def test_two_questions_are_not_an_interview() -> None:
    found = interview(block(WHY, HEADING), block(HOW, HEADING))

    assert found[0] == (HEADING, WHY)
    assert kinds(block(f"{WHY} {I_CAME}", ask=WHY)) == [(PARAGRAPH, f"{WHY} {I_CAME}")]


def test_many_other_headings_are_not_an_interview() -> None:
    asked = [each for ask in (WHY, HOW, WHEN) for each in (block(ask, HEADING), block(I_CAME))]

    assert kinds(*asked, block("Later", HEADING))[0] == (QUESTION, WHY)
    assert kinds(*asked, block("Later", HEADING), block("Then", HEADING))[0] == (HEADING, WHY)
    bold = block("Later", is_bold=True)
    assert kinds(*asked, bold, bold)[0] == (HEADING, WHY)
    long = block("Later. " * 30, is_bold=True)
    assert kinds(*asked, long, long)[0] == (QUESTION, WHY)
    assert kinds(*asked, "Later", "Then")[0] == (QUESTION, WHY)


def test_the_last_question_may_have_no_answer() -> None:
    asked = [each for ask in (WHY, HOW, WHEN) for each in (block(ask, HEADING), block(I_CAME))]

    assert kinds(*asked[:-1])[-1] == (QUESTION, WHEN)


def test_a_paragraph_between_two_questions_is_the_answer_to_the_first() -> None:
    asked = [f"Q: {WHY}", "A: I came.", f"Q: {HOW}", "A: Long.", f"Q: {WHEN}"]

    assert turns(*asked, "Soon.", f"Q: {WHY}", "A: Yes.")[5] == (ANSWER, "Soon.", "A")
    assert turns(*asked, "Soon.")[5] == (ANSWER, "Soon.", "A")
    assert turns(*asked, "Soon.", "A: Yes.")[5] == (QUESTION, "Soon.", "Q")
    assert turns(*asked, block("Soon.", LIST), f"Q: {WHY}", "A: Yes.")[5] == (LIST, "Soon.", None)
    assert turns(*asked, "Soon.", "Late.", f"Q: {WHY}", "A: Yes.")[5:7] == [
        (ANSWER, "Soon.", "A"),
        (ANSWER, "Late.", "A"),
    ]


def test_a_question_may_be_told_in_two_paragraphs() -> None:
    asked = [
        f"Q: {WHY}",
        "A: I came.",
        "A: Yes.",
        "Q: You came here.",
        "When will you go?",
        "Soon.",
    ]

    assert turns(*asked, f"Q: {HOW}", "A: Long.")[3:6] == [
        (QUESTION, "You came here.", "Q"),
        (QUESTION, "When will you go?", "Q"),
        (ANSWER, "Soon.", "A"),
    ]


def test_an_answer_without_a_label_is_that_of_the_last_speaker() -> None:
    asked = [f"{HOUSE}: {WHY}", "Omar Sample: I came.", f"{HOUSE}: {HOW}", "Long."]

    assert turns(*asked, f"{HOUSE}: {WHEN}", "Omar Sample: Soon.")[3] == (
        ANSWER,
        "Long.",
        "Omar Sample",
    )


def test_labels_that_are_lines_of_their_own_are_joined_if_both_sides_repeat() -> None:
    both = [HOUSE, WHY, "Omar Sample", "I came.", HOUSE, HOW, "Omar Sample", "Long."]

    assert turns(*both)[:2] == [(QUESTION, WHY, HOUSE), (ANSWER, "I came.", "Omar Sample")]
    assert len(turns(*both)) == 4
    assert turns(*both[:4])[0] == (PARAGRAPH, HOUSE, None)
    assert turns(*[one.replace(HOUSE, "Lina Sample") for one in both])[0][1] == "Lina Sample"


def test_a_label_of_its_own_that_is_not_repeated_stays() -> None:
    both = [HOUSE, WHY, "Omar Sample", "I came.", HOUSE, HOW, "Omar Sample", "Long."]

    assert texts(*both, "Sara Third", SENTENCE)[4:] == ["Sara Third", SENTENCE]
    assert texts(HOUSE, WHY, "Omar Sample", "I came.", HOUSE, HOW)[0] == HOUSE


@pytest.mark.parametrize(("kind", "first"), [(HEADING, QUESTION), (QUOTE, QUOTE)])
def test_only_a_heading_asks_by_whom_it_addresses(
    kind: ParagraphKind, first: ParagraphKind
) -> None:
    tell = "Tell us how you came to this house."
    asked = [block(f"{tell} {ask}".removesuffix("?"), kind) for ask in (WHY, HOW, WHEN)]

    assert interview(*asked)[0][0] is first


def test_bold_questions_stay_turns_where_only_the_first_names_the_newspaper() -> None:
    first = f"{HOUSE}: {WHY}"
    said = [
        block(f"{first}\nMayor: {I_CAME}", ask=first),
        block(f"{HOW}\nA day.", ask=HOW),
        block(f"{WHEN}\nNever.", ask=WHEN),
    ]

    assert kinds(*said) == [
        (QUESTION, WHY),
        (ANSWER, I_CAME),
        (QUESTION, HOW),
        (ANSWER, "A day."),
        (QUESTION, WHEN),
        (ANSWER, "Never."),
    ]
    assert len(texts(*said[:2])) < len(texts(*said))


def test_an_answer_below_a_labelled_question_in_bold_needs_no_label() -> None:
    named = block(f"{HOUSE}: {WHY}\nAmina Example: {I_CAME}", ask=f"{HOUSE}: {WHY}")
    asked = [block(f"Q: {one}\n{I_CAME}", ask=f"Q: {one}") for one in (HOW, WHEN)]

    assert kinds(named, *asked) == [
        (QUESTION, WHY),
        (ANSWER, I_CAME),
        (QUESTION, HOW),
        (ANSWER, I_CAME),
        (QUESTION, WHEN),
        (ANSWER, I_CAME),
    ]
