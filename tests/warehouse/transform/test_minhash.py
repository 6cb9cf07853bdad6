import pytest

from warehouse.transform.minhash import (
    BANDS,
    LEAST_WORDS,
    Likeness,
    MinHasher,
    TextComparer,
    facts_of,
    words_of,
)

REPORT = (
    "The harbour council of Port Town met on Monday to hear why the ferry to Gull Island has not"
    " sailed since the storm of last week. Captain Maya Haddad told the members that two of three"
    " engines were flooded and that spare parts would come from Westhaven in twelve days. Traders"
    " on the island said they had bread for four days and asked for a navy barge. The mayor, Omar"
    " Selim, promised an answer before the evening and left by a side door without taking questions"
    " from the reporters who had waited in the rain. Nobody at the council could say who pays for"
    " the parts, as the ferry belongs to the state and the pier to the town."
)


def test_a_text_gets_the_same_keys_every_time() -> None:
    first, again = MinHasher().sign(REPORT), MinHasher().sign(REPORT)

    assert first == again
    assert first is not None
    assert len(first) == BANDS
    assert first[:2] == [2595897136, 2486965220]


def test_case_punctuation_and_apostrophes_make_no_difference() -> None:
    signer = MinHasher()

    plain = signer.sign("Sanaa " + REPORT)
    marked = signer.sign("SANA’A — " + REPORT.replace(",", " ;").upper())

    assert plain == marked


def test_a_text_of_few_words_gets_no_keys() -> None:
    words = words_of(REPORT)

    assert MinHasher().sign(" ".join(words[: LEAST_WORDS - 1])) is None
    assert MinHasher().sign(" ".join(words[:LEAST_WORDS])) is not None


@pytest.mark.parametrize("text", ["", "\x00\ud800" * 40, "７ " * 50, "—’ " * 90, "ا" * 300])
def test_any_text_can_be_signed(text: str) -> None:
    MinHasher().sign(text)


def test_likeness_counts_runs_of_five_words_that_both_have() -> None:
    signer = MinHasher()
    comparer = TextComparer(signer)
    comparer.read("whole", "a b c d e f g h i j k l")
    comparer.read("start", "a b c d e f g h")
    comparer.read("other", "m n o p q r s t")

    assert comparer.compare("whole", "start") == Likeness(4 / 8, 1.0, 1.0)
    assert comparer.compare("start", "whole") == comparer.compare("whole", "start")
    assert comparer.compare("whole", "other") == Likeness(0.0, 0.0, 1.0)


def test_facts_are_names_and_numbers() -> None:
    assert facts_of("in Port Town 12 crews of Sana'a voted") == {"port", "town", "12", "sanaa"}
