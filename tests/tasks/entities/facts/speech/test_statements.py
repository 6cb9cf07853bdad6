import pytest

from tasks.entities.facts.speech.statements import find_statements
from tasks.entities.models import SpeakerKind, Statement, StatementKind
from tests.tasks.entities.gold_markup import mentions_of, parse_markup


def statements_in(marked: str) -> list[Statement]:
    gold = parse_markup(marked)
    mentions = mentions_of(
        gold, lambda one: f"{one.label.lower()}/{one.entity}".replace("per/", "person/")
    )
    found = find_statements(gold.text, mentions)
    assert all(gold.text[one.start : one.end] == one.text for one in found)
    return found


@pytest.mark.parametrize(
    ("marked", "content", "speaker"),
    [
        ("[PER:Adel Nassif] said that the wells are dry.", "the wells are dry", "Adel Nassif"),
        ("[PER:Adel Nassif] said the wells are dry.", "the wells are dry", "Adel Nassif"),
        ("The wells are dry, [PER:Adel Nassif] said.", "The wells are dry", "Adel Nassif"),
        ("The wells are dry, said [PER:Adel Nassif].", "The wells are dry", "Adel Nassif"),
        ("According to [PER:Adel Nassif], the wells are dry.", "the wells are dry", "Adel Nassif"),
        ("The wells are dry, according to [PER:Adel Nassif].", "The wells are dry", "Adel Nassif"),
        ("[PER:Adel Nassif] said on Monday the wells are dry.", "the wells are dry", "Adel Nassif"),
        ("[PER:Adel Nassif] denied the report.", "the report", "Adel Nassif"),
        ("[PER:Adel Nassif] promised to dig wells.", "to dig wells", "Adel Nassif"),
        (
            "[PER:Adel Nassif], a farmer from [LOC:Basra], said the wells are dry.",
            "the wells are dry",
            "Adel Nassif",
        ),
        (
            "[PER:Adel Nassif] told [ORG:Reuters] on Monday the wells are dry.",
            "the wells are dry",
            "Adel Nassif",
        ),
    ],
)
def test_what_is_said_without_quotation_marks_is_an_indirect_statement(
    marked: str, content: str, speaker: str
) -> None:
    (one,) = statements_in(marked)

    assert one.kind is StatementKind.INDIRECT
    assert (one.text, one.speaker) == (content, speaker)
    assert 0.5 < one.confidence < 1


@pytest.mark.parametrize(
    "text",
    [
        "The said law was passed.",
        "The governor raised money for the wells.",
        "The talks continued in Basra.",
        "He was told to leave.",
        "Government plans cost money.",
    ],
)
def test_words_that_only_look_like_verbs_of_speaking_make_no_statement(text: str) -> None:
    assert statements_in(text) == []


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("“We shall see,” Brig. Gen. [PER:Adel Nassif] said.", "Adel Nassif"),
        ("“We shall see,” the mayor’s aide, Maj. [PER:Adel Nassif], said.", "Adel Nassif"),
        ("[PER:Omar Said] asked him. “Ask [PER:Adel Nassif],” he replied.", "Omar Said"),
        ("[LOC:Iran] said “the strait is open to all ships.”", "Iran"),
        ("In a statement, the [ORG:Water Board] said “the wells are dry.”", "Water Board"),
        ("“The wells are dry.” That is how [PER:Adel Nassif] answered.", "Adel Nassif"),
        ("“The wells are dry.” These were the words of [PER:Adel Nassif].", "Adel Nassif"),
        ("“The wells are dry.” With this [PER:Adel Nassif] left.", "Adel Nassif"),
        ("“The wells are dry.” So said [PER:Adel Nassif] in Basra.", "Adel Nassif"),
        ("‘We leave at dawn,’ [PER:Adel Nassif] said.", "Adel Nassif"),
        ("«We leave at dawn», [PER:Adel Nassif] said.", "Adel Nassif"),
        ("[PER:Adel Nassif] denied the report, saying “no well was dug in Basra.”", "Adel Nassif"),
        ("[PER:Adel Nassif] came and [PER:Nadia Omar] left. “It is late,” she said.", "Nadia Omar"),
        ("Both [PER:Adel Nassif] and [PER:Omar Said] said that “it is late.”", "Adel Nassif and Omar Said"),
        ("This worries [PER:Adel Nassif], a farmer.\n“It is late,” he said.", "Adel Nassif"),
    ],
)  # fmt: skip
def test_the_source_is_found_by_clause(marked: str, speaker: str) -> None:
    quotes = [one for one in statements_in(marked) if one.kind is not StatementKind.INDIRECT]

    assert [(one.speaker, one.speaker_kind) for one in quotes] == [(speaker, SpeakerKind.NAMED)]


def test_a_quoted_sentence_is_direct_and_a_quoted_part_is_mixed() -> None:
    found = statements_in(
        "“The wells are dry,” [PER:Adel Nassif] said. He called the plan “a gift to the rich.”"
    )

    assert [one.kind for one in found] == [StatementKind.DIRECT, StatementKind.MIXED]


def test_the_words_that_stand_for_the_source_are_given() -> None:
    text = "[PER:Adel Nassif] came. “It is late,” he said."

    (one,) = statements_in(text)

    assert one.speaker_start is not None
    assert "Adel Nassif came. “It is late,” he said."[one.speaker_start : one.speaker_end] == "he"


@pytest.mark.parametrize("role", ["the crowd", "the letter", "a nurse at the clinic", "another"])
def test_whoever_has_no_name_stays_a_role(role: str) -> None:
    (one,) = statements_in(f"“We shall wait here,” {role} said.")

    assert one.speaker_kind is SpeakerKind.ROLE
    assert str(one.speaker) in role


def test_the_speaker_named_last_said_all_open_paragraphs() -> None:
    found = statements_in(
        "“The road is long and dry.\n\n“Nobody came to help us,” said [PER:Adel Nassif]."
    )

    assert [one.speaker for one in found] == ["Adel Nassif", "Adel Nassif"]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("“It is dead,” [PER:Raad], a member, told [ORG:Reuters] by telephone.", "Raad"),
        (
            "People in the southern and eastern streets said that it rained.",
            "People in the southern and eastern streets",
        ),
        ("The [LOC:France]-led force said that it rained.", "France-led force"),
    ],
)
def test_a_listener_or_a_word_that_describes_does_not_speak(marked: str, speaker: str) -> None:
    assert [one.speaker for one in statements_in(marked)] == [speaker]


@pytest.mark.parametrize(
    "marked",
    [
        "[LOC:Baghdad]-[LOC:Irbil]- [LOC:Paris]- The offensive aiming to free [LOC:Mosul] began.",
        "Television footage from the town showed palls of smoke rising into the sky.",
    ],
)
def test_a_plan_without_people_and_a_picture_say_nothing(marked: str) -> None:
    assert statements_in(marked) == []


def test_people_want_something() -> None:
    (one,) = statements_in("A group seeking to topple [PER:Adel Nassif] marched.")

    assert (one.text, one.speaker) == ("to topple Adel Nassif marched", "group")


def test_she_is_the_one_of_many_who_spoke_before() -> None:
    found = statements_in(
        "The court sentenced [PER:Adel Nassif]. The wells are dry, said one of his relatives. "
        "She said the rain is late."
    )

    assert [one.speaker for one in found] == ["one of his relatives", "one of his relatives"]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        (
            "[PER:Salim] spoke. [PER:Adel Nassif] was blunter: “The wells are dry,” he told them.",
            "Adel Nassif",
        ),
        ("He met residents of [LOC:Homs], who said that the wells were dry.", "residents"),
        (
            "The firm, whose head, [PER:Adel Nassif], said that the wells were dry, closed.",
            "Adel Nassif",
        ),
        (
            "[PER:Salim] said that it worries [PER:Adel Nassif], a farmer from the north.\n\n"
            "“The wells are dry,” he said.",
            "Adel Nassif",
        ),
    ],
)
def test_the_speaker_is_the_person_the_sentence_is_about(marked: str, speaker: str) -> None:
    assert statements_in(marked)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("marked", "content"),
    [
        ("The town fell, a spokesman said, cutting the road.", "The town fell"),
        ("The town has fallen, [PER:Salim] said, but the road is open.", "The town has fallen"),
        ("[PER:Salim] voiced fears that the town would fall.", "the town would fall"),
        ("[PER:Salim] expressed hope that the road opens.", "the road opens"),
        ("According to [PER:Salim] over 40 men were held.", "over 40 men were held"),
    ],
)
def test_a_clause_around_a_source_and_fears_and_hopes_are_statements(
    marked: str, content: str
) -> None:
    assert [one.text for one in statements_in(marked)] == [content]


def test_what_is_expressed_without_a_fear_or_hope_is_not_a_statement() -> None:
    assert statements_in("[PER:Salim] expressed support for the plan that failed.") == []


@pytest.mark.parametrize(
    "marked",
    [
        "[PER:Adel Nassif], a farmer, and [PER:Rami Haddad], a trader, said the wells are dry.",
        "[PER:Adel Nassif], who heads a farm, and [PER:Rami Haddad] both said the wells are dry.",
    ],
)
def test_two_speakers_with_asides_are_both_the_source(marked: str) -> None:
    (statement,) = statements_in(marked)

    assert statement.speaker == "Adel Nassif and Rami Haddad"
    assert statement.speaker_id == "person/adel-nassif"


@pytest.mark.parametrize(
    ("marked", "content", "speaker"),
    [
        ("The wells are dry, said [PER:Adel Nassif], an adviser to farmers.",
         "The wells are dry", "Adel Nassif"),
        ("[PER:Adel Nassif] said the wells are dry; farmer [PER:Rami Haddad] said it rained.",
         "the wells are dry", "Adel Nassif"),
        ("[PER:Adel Nassif] called it “a farce”.", "a farce", "Adel Nassif"),
    ],
)  # fmt: skip
def test_asides_other_clauses_and_short_labels_do_not_hide_a_statement(
    marked: str, content: str, speaker: str
) -> None:
    first = statements_in(marked)[0]

    assert (first.text, first.speaker) == (content, speaker)


def test_what_a_meeting_highlighted_is_not_a_speaker() -> None:
    assert all(
        one.speaker is None or "importance" not in one.speaker
        for one in statements_in("The talks, held in Paris, highlighted the importance of aid.")
    )


@pytest.mark.parametrize(
    "marked",
    [
        "[PER:Adel Nassif] was asked about it. “The wells will be dug,” was his answer.",
        "“The wells will be dug,” came the reply from [PER:Adel Nassif].",
        "“The wells will be dug,” was the answer of the mayor, [PER:Adel Nassif].",
        "“The wells will be dug,” was [PER:Adel Nassif]’s only comment.",
        "[PER:Adel Nassif] was asked. His answer was simple: “The wells will be dug.”",
        "[PER:Adel Nassif] has one answer: “We dig.”",
        "[PER:Adel Nassif] shook his head: “The wells will be dug.”",
        "[PER:Adel Nassif], a farmer, stood up. “The wells will be dug soon.” He sat down.",
    ],
)
def test_a_quote_is_of_the_person_whose_answer_it_is_or_who_stands_beside_it(marked: str) -> None:
    (one,) = statements_in(marked)

    assert one.speaker == "Adel Nassif"


@pytest.mark.parametrize(
    "marked",
    [
        "[PER:Adel Nassif] stood up. “The wells of our fathers will be dug.” [PER:Ali Bek] left.",
        "[PER:Adel Nassif] stood up.\n\n“The wells of our fathers will be dug.”\n\nHe sat down.",
    ],
)
def test_a_quote_beside_other_people_or_in_a_paragraph_of_its_own_stays_without_a_speaker(
    marked: str,
) -> None:
    assert [one.speaker for one in statements_in(marked)] == [None]


@pytest.mark.parametrize(
    ("words", "content"),
    [
        (
            "said that the wells of the town would “dry up soon”.",
            "the wells of the town would “dry up soon”",
        ),
        (
            "said the wells were “useful” but gave no details.",
            "the wells were “useful",
        ),
        (
            "warned that haste would be costly: “It takes ten years.”",
            "haste would be costly",
        ),
    ],
)
def test_what_is_said_around_quoted_words_is_an_indirect_statement(
    words: str, content: str
) -> None:
    found = statements_in(f"[PER:Adel Nassif] {words}")

    indirect = [one for one in found if one.kind is StatementKind.INDIRECT]
    assert [one.text.rstrip("”") for one in indirect] == [content.rstrip("”")]
    assert {one.speaker for one in found} == {"Adel Nassif"}


def test_a_clause_that_begins_with_quoted_words_is_only_a_quote() -> None:
    (one,) = statements_in("[PER:Adel Nassif] said that “the wells are dry”.")

    assert one.kind is StatementKind.MIXED


def test_he_who_wrote_quoted_words_is_the_one_the_sentence_begins_with() -> None:
    found = statements_in(
        "[PER:Omar Said] noted that it was “a little crazy.”\n\n"
        "[PER:Adel Nassif] explained to us that the lawyer “made a case for this,” he wrote."
    )

    assert next(one for one in found if "made" in one.text).speaker == "Adel Nassif"


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[PER:Adel Nassif] left. “I have lost my voice,” said the singer.", "Adel Nassif"),
        ("[PER:Adel Nassif] left. “I have lost it,” the 36-year-old said.", "Adel Nassif"),
        ("The governor of Basra, [PER:Adel Nassif], left. “No,” said the governor.", "Adel Nassif"),
        ("Chief of staff Maj. [PER:Adel Nassif] was blunter: “Nothing is safe.”", "Adel Nassif"),
        ("It came from [PER:Adel Nassif], a farmer who said the wells are dry.", "Adel Nassif"),
    ],
)
def test_a_description_is_the_person_whom_the_text_has_just_named(
    marked: str, speaker: str
) -> None:
    found = statements_in(f"[PER:Omar Said] said that it rains. {marked}")

    assert found[-1].speaker == speaker


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("A singer came. [PER:Adel Nassif] left. “No,” said the singer.", "singer"),
        ("[PER:Adel Nassif] left. “It is over,” said the prosecutor.", "prosecutor"),
        (
            "[PER:Adel Nassif] left. “It is over,” said the singer of the band.",
            "singer of the band",
        ),
        (
            "[PER:Adel Nassif], head of the board, left. “No,” said the head of the club.",
            "head of the club",
        ),
    ],
)
def test_a_description_of_somebody_else_stays_a_role(marked: str, role: str) -> None:
    one = statements_in(marked)[-1]

    assert (one.speaker, one.speaker_kind) == (role, SpeakerKind.ROLE)


def test_she_is_the_woman_of_an_age_whom_a_clause_describes() -> None:
    found = statements_in(
        "An official said that it rains. A 65-year-old woman, who was alone, stood there.\n\n"
        "A clerk, who had stayed, saw it. “They took all,” she said."
    )

    assert found[-1].speaker == "clerk"


def test_the_minister_of_a_state_is_not_the_minister_of_another() -> None:
    found = statements_in(
        "The foreign minister of [LOC:Iran], [PER:Adel Nassif], came. The [NORP:Turkish] minister "
        "said that it rains."
    )

    assert found[-1].speaker_kind is SpeakerKind.ROLE
