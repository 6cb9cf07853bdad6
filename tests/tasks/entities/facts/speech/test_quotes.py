import pytest

from tasks.entities.facts.speech.statements import find_statements
from tasks.entities.models import Extraction, Quote, SpeakerKind
from tests.tasks.entities.gold_markup import mentions_of, parse_markup


def quotes_in(marked: str) -> list[Quote]:
    gold = parse_markup(marked)
    mentions = mentions_of(gold, lambda one: f"person/{one.entity}")
    statements = tuple(find_statements(gold.text, mentions))
    quotes = list(Extraction((), statements, (), ()).quotes)
    assert all(gold.text[quote.start : quote.end] == quote.text for quote in quotes)
    return quotes


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("“We shall see,” [PER:Adel Nassif] said.", "Adel Nassif"),
        ("“We shall see,” said [PER:Adel Nassif], a baker.", "Adel Nassif"),
        ("[PER:Adel Nassif] said: “We shall see.”", "Adel Nassif"),
        ("[PER:Adel Nassif] stayed. “We shall see,” he said.", "Adel Nassif"),
        ("According to [PER:Adel Nassif], “the wells are dry and empty.”", "Adel Nassif"),
        ("[PER:Omar Said] quoted [PER:Adel Nassif] as saying “the wells are dry.”", "Adel Nassif"),
        ("[PER:Omar Said]’s lawyer [PER:Adel Nassif] said: “We shall see.”", "Adel Nassif"),
        ("The lawyer of [PER:Omar Said], [PER:Adel Nassif], said: “We shall see.”", "Adel Nassif"),
        ("Minister [PER:Adel Nassif] left. “We shall see,” the minister said.", "Adel Nassif"),
        ("[PER:Adel Nassif] said on Monday that “the wells are dry” in Basra.", "Adel Nassif"),
        ("[PER:Adel Nassif] said the wells “must go” at once.", "Adel Nassif"),
        ("[PER:Adel Nassif] called the new plan “a disaster for us all.”", "Adel Nassif"),
        ("[PER:Omar Said] said [PER:Adel Nassif] told him that “wells dry up.”", "Adel Nassif"),
        ("[PER:Adel Nassif] was quoted by the press as saying “we are dry.”", "Adel Nassif"),
        ("[PER:Omar Said] left, while [PER:Adel Nassif] said: “We shall see.”", "Adel Nassif"),
        ("[PER:Adel Nassif] of the “Sons of Basra” said: “We shall see.”", "Adel Nassif"),
        ("Custodian of the Two Holy Mosques King [PER:Fahd] said: “Peace upon you.”", "Fahd"),
        ("Minister of State for Refugee Affairs [PER:Adel Nassif] said: “Enough.”", "Adel Nassif"),
        ("[PER:Adel Nassif] dismissed the offer as “worthless”.", "Adel Nassif"),
        ("[PER:Adel Nassif] called the army’s retreat “shameful”.", "Adel Nassif"),
        ("[PER:Adel Nassif] said that the work would continue “until it is done”.", "Adel Nassif"),
        ("[PER:Adel Nassif] said the vote was “fair” in all towns.", "Adel Nassif"),
        ("[PER:Adel Nassif] said that thieves would now face “divine revenge”.", "Adel Nassif"),
        (
            "Speaking to [ORG:Reuters], the deputy, [PER:Adel Nassif], stressed “the right to ask.”",
            "Adel Nassif",
        ),
    ],
)
def test_the_speaker_is_the_subject_of_the_verb(marked: str, speaker: str) -> None:
    (quote,) = quotes_in(marked)

    assert (quote.speaker, quote.speaker_kind) == (speaker, SpeakerKind.NAMED)


def test_short_words_that_somebody_did_not_say_are_no_quote() -> None:
    assert quotes_in("[PER:Adel Nassif] has not said that the files are really “reopened”.") == []


def test_a_proverb_is_not_a_quote() -> None:
    assert quotes_in("As the proverb says, “a bird in the hand is worth ten on the tree.”") == []


def test_a_quote_cut_in_two_has_one_speaker() -> None:
    quotes = quotes_in("“The army,” said [PER:Adel Nassif], “is ready.” He left. “Go home.”")

    assert [quote.speaker for quote in quotes[:2]] == ["Adel Nassif", "Adel Nassif"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("“They are ready,” a senior official in Basra said.", "official"),
        ("A source close to the talks said: “They are ready.”", "source close to the talks"),
        ("[PER:Omar] left, while [PER:Hadi]’s office said: “He would go.”", "Hadi’s office"),
        ("“We are ready,” said the Lebanese army in a statement.", "Lebanese army"),
        ("The statement, signed by the “Army of Light”, said: “We did it.”", "statement"),
        ("An aide of [PER:Hadi] refused. “He would rather go,” the aide said.", "aide"),
    ],
)
def test_a_role_stays_a_role(text: str, role: str) -> None:
    (quote,) = quotes_in(text)

    assert quote.speaker_kind is SpeakerKind.ROLE
    assert role in str(quote.speaker)


def test_an_unnamed_speaker_is_reported_as_unknown() -> None:
    (quote,) = quotes_in("“We heard the planes at four and then nothing more.” Smoke rose.")

    assert (quote.speaker, quote.speaker_kind) == (None, SpeakerKind.UNKNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “reforms” of the regime failed.",
        "Members of the “Islamic Army in Iraq” were killed.",
        "The film “Paradise Now” was shown in Ramallah.",
        "“Down with the regime” was written on the wall.",
        "He is named the “Fox of the Desert” by his admirers.",
        "“Unity, Freedom, Socialism” is the slogan of the party.",
        "A text without any marks, he said.",
        "She said her favorite song was “You are my life” by an old singer.",
        "Analysts say the policy of “zero problems with neighbors” has failed.",
        "He read a poem called “The night of the long wait” and said goodbye.",
        "The ministry said the plan, “Towards a Better Basra,” would cost a lot.",
        "Critics dubbed the plan the “bargain of the decade” and rejected it.",
        "The army announced the start of operation “Forward Together in Peace” in Basra.",
    ],
)
def test_names_titles_and_slogans_are_not_quotes(text: str) -> None:
    assert quotes_in(text) == []


def test_one_sentence_continues_the_quote_of_its_speaker() -> None:
    quotes = quotes_in(
        "[PER:Adel Nassif] said the vote “must go on as planned” and that it was “a feast for all.”"
    )

    assert [quote.speaker for quote in quotes] == ["Adel Nassif", "Adel Nassif"]


def test_an_unclosed_quote_continues_in_the_next_paragraph() -> None:
    quotes = quotes_in("[PER:Adel Nassif] said: “We waited.\n“Then we left.”")

    assert [quote.speaker for quote in quotes] == ["Adel Nassif", "Adel Nassif"]
