"""Hidden elements: the rest of a text behind a wall is read, spam and boxes are not."""

import pytest

from tasks.articles.body.walk import read_body
from tests.tasks.articles.documents import body_of

FIRST = "The harbour board met on Monday to decide how many ferries the coming winter needs."
SECOND = "Its members could not agree on the price of a crossing, which has doubled since May."
THIRD = "The talks go on next week in the town hall, where the public may watch from the gallery."
REST = f"<p>{SECOND}</p><p>{THIRD}</p>"
HIDDEN = "style='display:none'"


def texts(html: str) -> list[str]:
    return [" ".join(block.lines) for block in read_body(body_of(html)).blocks]


@pytest.mark.parametrize(
    "rest",
    [
        f"<div {HIDDEN}>{REST}</div>",
        f"<section hidden>{REST}</section>",
        f"<div class='paywall'>{REST}</div>",
        f"<div class='premium-content' {HIDDEN}>{REST}</div>",
        f"<p {HIDDEN}>{SECOND}</p><p {HIDDEN}>{THIRD}</p>",
        f"<div {HIDDEN}>{REST}</div><p>Please log in to read on.</p>",
    ],
)
def test_the_rest_of_a_text_behind_a_wall_is_read(rest: str) -> None:
    assert texts(f"<p>{FIRST}</p>{rest}")[:3] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p {HIDDEN}>{SECOND}</p>",
        f"<div {HIDDEN}><p>{SECOND}</p><p>Short.</p></div>",
        f"<div {HIDDEN}><p>{SECOND}</p><p>{THIRD[:-1]}</p></div>",
        f"<div {HIDDEN}><p>{SECOND}</p><p><a href='/x/'>Link.</a> {THIRD}</p></div>",
        f"<div {HIDDEN}><form>{REST}</form></div>",
        f"<div class='newsletter' {HIDDEN}>{REST}</div>",
        f"<div {HIDDEN}><p>{FIRST}</p><p>{SECOND}</p></div>",
        f"<div style='position:absolute; left:-9999px'>{REST}</div>",
        f"<div style='text-indent: -5000px'>{REST}</div>",
        f"<div style='font-size:0'>{REST}</div>",
        f"<div {HIDDEN}>{REST}</div><p>{THIRD.replace('next', 'this')}</p>",
    ],
)
def test_other_hidden_elements_are_no_text(hidden: str) -> None:
    assert SECOND not in texts(f"<p>{FIRST}</p>{hidden}")


@pytest.mark.parametrize(
    "preview", [f"<p>{FIRST}</p>", f"<p>{FIRST[:60]}...</p>", f"<p>{FIRST[:60]} …</p>"]
)
def test_a_preview_of_hidden_text_is_not_repeated(preview: str) -> None:
    assert texts(f"{preview}<div {HIDDEN}><p>{FIRST}</p>{REST}</div>") == [FIRST, SECOND, THIRD]


def test_hidden_copies_of_the_whole_text_are_no_text() -> None:
    text = f"<p>{FIRST}</p>{REST}"

    assert texts(f"{text}<div {HIDDEN}>{text}</div>") == [FIRST, SECOND, THIRD]


def test_a_refrain_in_hidden_text_stays() -> None:
    song = f"<p>And so it goes.</p><div {HIDDEN}>{REST}<p>And so it goes.</p></div>"

    assert texts(song) == ["And so it goes.", SECOND, THIRD, "And so it goes."]


def test_the_number_of_hidden_elements_that_are_read_is_bounded() -> None:
    spam = f"<div {HIDDEN}><p>Cheap pills</p></div>"
    behind = f"<div {HIDDEN}>{REST}</div>"

    assert THIRD in texts(f"<p>{FIRST}</p>{spam * 29}{behind}")
    assert THIRD not in texts(f"<p>{FIRST}</p>{spam * 30}{behind}")
