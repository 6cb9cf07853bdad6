"""A second reading of the text, and how far two readings agree."""

import pytest

from tasks.articles.content.second_opinion import agreement, extract_text


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", 1.0),
        ("", "one", 0.0),
        ("one two", "ONE, two", 1.0),
        ("one two", "one three", 0.0),
        ("a b c d", "a b c d", 1.0),
        ("a b c d e", "a b c d", 2 / 3),
        ("a b c d e", "a b c d x", 0.5),
        ("a b c d", "a b c x", 0.0),
    ],
)
def test_texts_agree_by_their_runs_of_four_words(first: str, second: str, expected: float) -> None:
    assert agreement(first, second) == pytest.approx(expected)


SENTENCE = b"The harbour board met on Monday to decide how many ferries the winter needs. "


@pytest.mark.parametrize(
    ("size", "tags", "has_opinion"),
    [(1_500_000, 0, True), (1_500_001, 0, False), (0, 20_000, True), (0, 20_001, False)],
)
def test_large_pages_have_no_second_opinion(size: int, tags: int, has_opinion: bool) -> None:
    html = b"<html><body><article><p>" + SENTENCE * 10 + b"</p></article></body></html>"
    padding = b"<" * (tags - html.count(b"<"))
    html = (html + padding) if tags else html.ljust(size)

    assert bool(extract_text(html)) is has_opinion


def test_tables_are_read_and_comments_are_not() -> None:
    text = SENTENCE.decode() * 8
    html = (
        f"<html><body><article><p>{text}</p><table><tr><td>Boats</td><td>Twelve</td></tr></table>"
        f"</article><div id=comments class=comments><p>My own comment. {text[:200]}</p></div></body></html>"
    )
    opinion = extract_text(html.encode())

    assert "Twelve" in opinion
    assert "My own comment" not in opinion


def test_a_page_without_text_has_no_second_opinion() -> None:
    assert extract_text(b"<html><body></body></html>") == ""


def test_a_page_without_text_writes_nothing_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert extract_text(b"<html><body><p></p></body></html>") == ""
    assert caplog.records == []
