import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.articles.text.clean import TextCleaner


@pytest.mark.parametrize(
    ("printed", "cleaned", "rule"),
    [
        ("two  blanks\nand a line\u00a0end ", "two blanks and a line end", "blanks"),
        ("two  blanks", "two blanks", "blanks"),
        ("the \ufb01rst", "the first", "ligatures"),
        ("Townsend , commander", "Townsend, commander", "blank_before_mark"),
        ("Awsat : “Yes”", "Awsat: “Yes”", "blank_before_mark"),
        ("the &#34plan&#34; it", 'the "plan" it', "entities"),
        ("Fish &amp; chips", "Fish & chips", "entities"),
        ("a caf&eacute; &of; old", "a café &of; old", "entities"),
        ("the minister”s plan", "the minister’s plan", "import_quotes"),
        ("the minister''s ''plan''", 'the minister’s "plan"', "import_quotes"),
        ("the ministerâ€™s plan", "the minister’s plan", "mojibake"),
        ("Sai\u0308d", "Saïd", "nfc"),
        ("zero\u200bwidth\ufeff", "zerowidth", "invisible_characters"),
        ("bell\x07", "bell", "invisible_characters"),
    ],
)
def test_a_damage_is_repaired_and_named(printed: str, cleaned: str, rule: str) -> None:
    cleaner = TextCleaner()

    assert cleaner.clean(printed) == cleaned
    assert cleaner.fired == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "U.S. – led, Ma’rib, “Yes”… Saïd’s ‘axis’ [sic] at 10:30, 5% & more.",
        "Plain ASCII, with AT&T and R&D; nothing else.",
        "He said “the ministers” spoke.",
        "Château, Âme",
    ],
)
def test_clean_text_stays_and_no_rule_fires(text: str) -> None:
    cleaner = TextCleaner()

    assert cleaner.clean(text) == text
    assert cleaner.fired == set()


def test_nothing_left_is_none() -> None:
    assert TextCleaner().clean_or_none(" \u00a0 ") is None
    assert TextCleaner().clean_or_none(None) is None


@given(st.text(max_size=200))
def test_cleaned_text_is_on_one_line_in_nfc(text: str) -> None:
    cleaned = TextCleaner().clean(text)

    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (" a  b ", "a b"),
        ("a\x07b", "ab"),
        ("a , b", "a, b"),
        ("a : b", "a: b"),
        ("a &amp; b", "a & b"),
        ("a''s", "a’s"),
        ("the minister”s plan", "the minister’s plan"),
        ("the ministerâ€™s plan", "the minister’s plan"),
        ("Sai\u0308d", "Saïd"),
        ("\ufb00", "ff"),
        ("\ufb06", "st"),
        (" plain ", "plain"),
        (" Saïd ", "Saïd"),
    ],
)
def test_many_texts_are_cleaned_as_one_is(text: str, cleaned: str) -> None:
    assert TextCleaner().clean_all(["plain", text]) == ["plain", cleaned]
    assert TextCleaner().clean(text) == cleaned


@pytest.mark.parametrize(("text", "cleaned"), [(None, None), ("", None), (" ", None), (" a ", "a")])
def test_a_text_of_nothing_is_none(text: str | None, cleaned: str | None) -> None:
    assert TextCleaner().clean_or_none(text) == cleaned
