"""Sentences, tokens and their offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.entities.ner.tokenizer import sentence_of_words, split_sentences


def words_of(text: str) -> list[tuple[str, ...]]:
    return [sentence.words for sentence in split_sentences(text)]


@pytest.mark.slow
@given(st.text(st.sampled_from("aBé’'‘“”.—-,\n Al.U.S.1%(2)؟\u00a0\u0301\r"), max_size=80))
def test_every_token_is_at_its_offsets(text: str) -> None:
    sentences = split_sentences(text)

    for sentence in sentences:
        pairs = zip(sentence.starts, sentence.ends, strict=True)
        assert [text[start:end] for start, end in pairs] == list(sentence.words)
        assert sentence.start == sentence.starts[0] and sentence.end == sentence.ends[-1]


@given(st.text(st.sampled_from("ab.A ’s\n—"), max_size=60))
def test_no_character_but_blanks_is_lost(text: str) -> None:
    sentences = split_sentences(text)

    joined = "".join(word for sentence in sentences for word in sentence.words)
    assert joined == "".join(text.split())


def test_titles_and_states_do_not_end_a_sentence() -> None:
    text = "Brig. Gen. Karim Aziz met Mr. Salim in the U.S. capital on Dec. 5. He left."

    sentences = words_of(text)

    assert len(sentences) == 2
    assert sentences[0][:2] == ("Brig.", "Gen.")
    assert "U.S." in sentences[0]


def test_a_sentence_may_end_with_an_abbreviation() -> None:
    assert len(words_of("He came from the U.S. The visit was short.")) == 2


def test_a_curly_apostrophe_stays_inside_a_name_and_leaves_before_s() -> None:
    assert words_of("Sana’a’s Shi’ite quarter") == [("Sana’a", "’s", "Shi’ite", "quarter")]


def test_the_arabic_article_stays_with_its_name() -> None:
    assert words_of("al-Amin and Al-Amin, El Amin") == [
        ("al-Amin", "and", "Al-Amin", ",", "El", "Amin")
    ]


def test_a_dateline_is_cut_at_its_dash() -> None:
    words = words_of("Baghdad, Asharq Al-Awsat—The talks began.")[0]

    assert words[:6] == ("Baghdad", ",", "Asharq", "Al-Awsat", "—", "The")


def test_places_hyphenated_in_a_dateline_are_two_tokens() -> None:
    words = words_of("Baghdad-Irbil- Paris- The talks began.")[0]

    assert words[:6] == ("Baghdad", "-", "Irbil", "-", "Paris", "-")


def test_closing_quotation_marks_belong_to_the_sentence_they_close() -> None:
    sentences = words_of("“We left.” He said no more.")

    assert sentences == [("“", "We", "left", ".", "”"), ("He", "said", "no", "more", ".")]


def test_a_line_break_ends_a_sentence_and_blank_lines_give_none() -> None:
    assert words_of("One\n\n \nTwo") == [("One",), ("Two",)]


def test_ready_made_words_keep_their_places_in_the_joined_text() -> None:
    text, sentence = sentence_of_words(["Iran", "'s", "minister"])

    assert [text[a:b] for a, b in zip(sentence.starts, sentence.ends, strict=True)] == [
        "Iran",
        "'s",
        "minister",
    ]


def test_several_initials_do_not_end_a_sentence() -> None:
    assert words_of("George H. W. Bush left.") == [("George", "H.", "W.", "Bush", "left", ".")]
