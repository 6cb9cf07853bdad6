from datetime import date

import duckdb
import pytest

from warehouse.search.concordance import find_lines


def _lines(body: str, query: str, chars: int = 20) -> list[tuple[str, str, str]]:
    with duckdb.connect() as con:
        con.execute(
            "create table articles (article_id bigint, title text, url text, published_on date, body text)"
        )
        con.execute("insert into articles values (1, 'T', 'u', ?, ?)", [date(2010, 1, 1), body])
        return [(one.before, one.word, one.after) for one in find_lines(con, [1], query, chars)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("oil", ["Oil", "oil"]),
        ('"oil prices"', ["Oil prices"]),
        ("pri*", ["prices", "private"]),
        ("oil -gas", ["Oil", "oil"]),
        ("sanaa", []),
    ],
)
def test_every_use_of_the_words_is_a_line(query: str, words: list[str]) -> None:
    text = "Oil prices rose.\n\nThe private oil of the gulf."

    assert [word for _, word, _ in _lines(text, query)] == words


def test_text_around_a_word_is_cut_at_words_and_on_one_line() -> None:
    [(before, word, after)] = _lines(
        "One two three four five\n\nsix seven OPEC eight nine ten eleven twelve", "opec"
    )

    assert (before, word, after) == ("four five six seven ", "OPEC", " eight nine ten")


def test_a_word_at_either_end_of_the_text_has_nothing_beyond_it() -> None:
    assert _lines("OPEC met", "opec") == [("", "OPEC", " met")]
    assert _lines("met OPEC", "opec") == [("met ", "OPEC", "")]
    assert _lines("x" * 90 + "OPEC", "opec") == []
