import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.search.snippets import cut_snippet, mark


def test_the_snippet_holds_most_of_the_search_words() -> None:
    filler = "nothing of note happened in the town that day and so it went on. " * 20
    text = f"Oil was mentioned. {filler} Prices of oil rose. {filler}"

    snippet = cut_snippet(text, {("oil",), ("prices",)})

    assert "Prices of oil rose" in snippet.text
    assert [snippet.text[first:end] for first, end in snippet.marks] == ["Prices", "oil"]
    assert snippet.text.startswith("…") and snippet.text.endswith("…")


def test_a_short_text_is_shown_whole() -> None:
    assert cut_snippet("Crews vote\n\ntoday.", {("vote",)}).text == "Crews vote today."


def test_words_are_highlighted_as_printed() -> None:
    snippet = mark("Sana’a’s ministers", {("sanaa",)}, ["minist"])

    assert [snippet.text[first:end] for first, end in snippet.marks] == ["Sana’a’s", "ministers"]


def test_a_phrase_is_highlighted_only_as_a_whole() -> None:
    snippet = cut_snippet("The price of oil. Oil prices rose.", {("oil", "prices")})

    assert [snippet.text[first:end] for first, end in snippet.marks] == ["Oil prices"]


@pytest.mark.slow
@given(st.text(max_size=600), st.integers(60, 300))
def test_marks_are_within_the_snippet_and_it_is_short(text: str, length: int) -> None:
    snippet = cut_snippet(text, {("a",), ("c", "d")}, ["b"], length)

    assert len(snippet.text) <= length + 30
    assert all(0 <= first < end <= len(snippet.text) for first, end in snippet.marks)
