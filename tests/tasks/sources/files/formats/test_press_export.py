"""Exports of press databases, in the forms of several. All articles are made up."""

import time

import pytest

from tasks.sources.files.formats.press_export import dated_articles, exported_articles

SENTENCE = "The council met at noon and talked about the harbour for hours, as it does every week. "
PARAGRAPH = f"<p>{SENTENCE * 3}</p>"
TEXT = PARAGRAPH * 5
LEXIS = (
    "<div>{n} of 2 DOCUMENTS</div><p>May {n}, 2014 Friday</p><p>LENGTH: 312 words</p>"
    f"{TEXT}<p>LOAD-DATE: May 2, 2014</p>"
)
FACTIVA = (
    "<div>312 words</div><div>{n} May 2014</div>"
    + TEXT
    + "<p>Document AAWSAT002014050{n}ea52000b1</p>"
)
PROQUEST = (
    "Title: Story {n}\n\nPublication date: May {n}, 2014\n\nFull text: "
    + SENTENCE * 8
    + "\n\n____\n"
)


@pytest.mark.parametrize("form", [LEXIS, FACTIVA, PROQUEST])
def test_the_articles_of_an_export_are_counted(form: str) -> None:
    export = "".join(form.replace("{n}", str(number)) for number in (1, 2))

    assert exported_articles(export.encode()) == 2


def test_a_page_with_one_such_line_is_no_export() -> None:
    assert exported_articles(f"<h1>Story</h1><p>312 words</p>{TEXT}".encode()) == 0


def test_long_texts_below_lines_with_a_day_are_counted() -> None:
    dated = "<b>Asharq Al-Awsat</b> - <i>May {n}, 2014</i>" + TEXT
    pages = "".join(f"<div>{dated}</div>".replace("{n}", str(n)) for n in (1, 2, 3))

    assert dated_articles(pages.encode()) == 3


def test_excerpts_and_comments_below_dates_are_not_articles() -> None:
    excerpts = f"<p>May 1, 2014</p>{PARAGRAPH}" * 5
    comments = f"<p>May 1, 2014 at 4:10 pm</p>{TEXT}" * 5

    assert dated_articles(f"<p>May 2, 2014</p>{TEXT}{excerpts}".encode()) == 1
    assert dated_articles(comments.encode()) == 0


@pytest.mark.parametrize("start", ["<!--", "<script>", "<a ", "<"])
def test_hostile_markup_is_read_in_linear_time(start: str) -> None:
    started = time.process_time()

    dated_articles(start.encode() * 30_000)

    assert time.process_time() - started < 0.5
