"""Each field of an article has its own rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tasks.articles.parse_page import parse_page
from tasks.entities import extract_article
from tasks.entities.models import Extraction, Field, Mention
from tasks.models import Article, Dateline, Image, Paragraph, ParagraphKind
from tests.tasks.articles.pages import SITE, divi_html, page_of

DAY = date(2009, 5, 31)


def _extract(
    title: str, *paragraphs: str, captions: Sequence[str] = (), dateline: str = ""
) -> Extraction:
    page = parse_page(page_of(divi_html("<p>A text that is replaced below.</p>")), SITE)
    assert isinstance(page, Article)
    return extract_article(
        replace(
            page,
            title=title,
            published_on=DAY,
            dateline=Dateline(dateline, (), None, None, None) if dateline else None,
            body="\n\n".join(paragraphs),
            paragraphs=tuple(
                Paragraph(seq, ParagraphKind.PARAGRAPH, text, text, None)
                for seq, text in enumerate(paragraphs, start=1)
            ),
            images=tuple(
                Image(seq, None, text, None, None, False) for seq, text in enumerate(captions)
            ),
        )
    )


def _in(found: Extraction, field: Field) -> list[Mention]:
    return [one for one in found.mentions if one.field is field]


@pytest.mark.parametrize(
    ("title", "body", "people"),
    [
        (
            "Can Tarawneh Save Darwazi?",
            "Marwan Tarawneh met Salim Darwazi. Tarawneh left, and Darwazi stayed.",
            {"Tarawneh": "person/marwan-tarawneh", "Darwazi": "person/salim-darwazi"},
        ),
        (
            "Thank You Jumblatt!",
            "The Druze leader Walid Jumblatt has spoken.",
            {"Jumblatt": "person/walid-jumblatt"},
        ),
        (
            "Why Should Kazim Forgive Latif?",
            "The council met on Sunday and adjourned.",
            {},
        ),
        (
            "Obama Meets Nobody",
            "The council met on Sunday and adjourned.",
            {"Obama": "person/barack-obama"},
        ),
    ],
)
def test_a_title_names_only_people_of_the_body_or_of_the_lists(
    title: str, body: str, people: dict[str, str]
) -> None:
    found = _extract(title, body)

    in_title = {one.text: one.entity_id for one in _in(found, Field.TITLE) if one.type == "PER"}
    assert in_title == people


def test_a_title_never_renames_a_person_of_the_body() -> None:
    body = "Marwan Tarawneh met Salim Darwazi. Tarawneh left."

    with_title, without = _extract("Why Marwan Tarawneh Darwazi Fell", body), _extract("", body)

    assert _in(with_title, Field.BODY) == _in(without, Field.BODY)


def test_a_caption_never_renames_a_person_of_the_body() -> None:
    body = "Marwan Tarawneh arrived. Tarawneh left."

    found = _extract("", body, captions=["Marwan Hamid Tarawneh in Amman. (AFP)"])

    names = {one.name for one in found.mentions if one.type == "PER"}
    assert names == {"Marwan Tarawneh"}


def test_a_caption_may_name_a_new_person() -> None:
    found = _extract("", "The council met.", captions=["Marwan Tarawneh speaks in Amman."])

    assert [(one.entity_id, one.part) for one in _in(found, Field.CAPTION)] == [
        ("person/marwan-tarawneh", 0),
        ("geo/250441", 0),
    ]


def test_a_dateline_names_no_people() -> None:
    found = _extract("", "The council met.", dateline="Jordan Salman, Asharq Al-Awsat—")

    assert "PER" not in {one.type for one in _in(found, Field.DATELINE)}


def test_quotes_and_dates_are_those_of_the_body() -> None:
    found = _extract(
        "Minister: “We will not go on Monday”",
        "The minister, Salim Darwazi, said: “We are ready on our side.”",
        captions=["“We are ready on all sides,” Salim Darwazi said on Sunday."],
    )

    assert [one.text for one in found.quotes] == ["We are ready on our side."]
    assert found.dates == ()
