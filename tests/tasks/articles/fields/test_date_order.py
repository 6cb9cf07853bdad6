"""Whether a page prints the day before the month."""

import pytest

from tasks.articles.document import Found, PageParts
from tasks.articles.fields.date_order import is_day_first
from tasks.articles.metadata.meta_lines import find_meta_lines
from tests.tasks.articles.documents import document_of
from tests.tasks.articles.pages import ROOT, URL

UNCLEAR = "03/04/2010"


def day_first(
    text: str = "", printed: str | None = UNCLEAR, url: str = URL, lang: str = "en-US"
) -> bool | None:
    document = document_of(f'<html lang="{lang}"><body>{text}</body></html>', url)
    parts = PageParts("test", printed_date=Found(printed, "x") if printed else None)
    return is_day_first(document, parts)


def test_only_numeric_dates_have_an_order() -> None:
    assert day_first("<p>27/06/2010</p>", printed="June 3, 2010") is None
    assert day_first("<p>27/06/2010</p>", printed=None) is None
    assert day_first("<p>27/06/2010</p>") is True


def test_a_printed_line_counts_as_the_printed_date() -> None:
    document = document_of("<html><body><p>03/04/2010</p><p>27/06/2010</p></body></html>")
    parts = PageParts("test", meta_lines=find_meta_lines(document.body, None, ()))

    assert is_day_first(document, parts) is True


def test_other_dates_of_the_page_tell_the_order() -> None:
    assert day_first("<p>06/27/2010</p>") is False
    assert day_first("<p>06/27/2010</p><p>27/06/2010</p>") is None
    assert day_first("<p>03/04/2010</p>") is None


def test_the_first_two_hundred_dates_are_compared() -> None:
    assert day_first(f"{UNCLEAR} " * 199 + "27/06/2010") is True
    assert day_first(f"{UNCLEAR} " * 200 + "27/06/2010") is None


def timed(stamp: str, text: str = UNCLEAR) -> str:
    return f"<time datetime='{stamp}'>{text}</time>"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (timed("2010-04-03"), True),
        (timed("2010-03-04"), False),
        (timed("2010-05-05"), None),
        (timed("soon"), None),
        (timed("2010-04-04", "04/04/2010"), None),
        (timed("2010-04-03") + timed("2010-03-04"), None),
        (timed("2010-04-03") * 2, True),
        (timed("soon") * 199 + timed("2010-04-03"), True),
        (timed("soon") * 200 + timed("2010-04-03"), None),
    ],
)
def test_a_timestamp_tells_the_order_of_its_text(text: str, order: bool | None) -> None:
    assert day_first(text) is order


@pytest.mark.parametrize(
    ("path", "printed", "order"),
    [
        ("/2010/04/a/", UNCLEAR, True),
        ("/2010/03/a/", UNCLEAR, False),
        ("/2010/05/a/", UNCLEAR, None),
        ("/2011/04/a/", UNCLEAR, None),
        ("/2010/04/a/", "04/04/2010", None),
        ("/a/", UNCLEAR, None),
    ],
)
def test_the_month_in_the_address_tells_the_order(
    path: str, printed: str, order: bool | None
) -> None:
    assert day_first("", printed, ROOT + path) is order


@pytest.mark.parametrize(
    ("lang", "order"), [("de-DE", True), ("en-GB", True), ("en-US", None), ("EN", None), ("", None)]
)
def test_the_language_of_the_page_counts_last(lang: str, order: bool | None) -> None:
    assert day_first(lang=lang) is order
    assert day_first("<p>06/27/2010</p>", lang=lang) is False
