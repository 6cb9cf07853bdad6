"""Bodies that an acronym in brackets introduces."""

import pytest

from tasks.entities.models import EntityType
from tasks.entities.ner.rules.introduced import with_introduced

ORG, PER, LOC = EntityType.ORGANISATION, EntityType.PERSON, EntityType.PLACE


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("the National Salvation Bloc [ NSB ] won", "National Salvation Bloc"),
        ("of the Housing Board of New Sidon ( HBNS ) said", "Housing Board of New Sidon"),
        ("the Council for al-Quds and Rafah ( CQR ) met", "Council for al-Quds and Rafah"),
    ],
)
def test_the_capitals_of_an_acronym_are_one_body(text: str, body: str) -> None:
    words = text.split()
    ((first, last, label),) = with_introduced(words, [], ())
    assert (" ".join(words[first:last]), label) == (body, ORG)


def test_parts_that_were_tagged_alone_are_taken_in() -> None:
    words = ["the", "Popular", "Front", "of", "Ahwaz", "(", "PFA", ")", "met"]
    assert with_introduced(words, [(1, 3, ORG), (4, 5, LOC)], ()) == [(1, 5, ORG)]


def test_an_article_that_was_tagged_with_the_first_word_goes() -> None:
    words = ["The", "National", "Salvation", "Bloc", "(", "NSB", ")", "met"]
    assert with_introduced(words, [(0, 2, ORG)], {(0, 2)}) == [(1, 4, ORG)]


@pytest.mark.parametrize(
    "text",
    ["of the Salvation Bloc ( NSB ) won", "he met Karim Adel ( KA ) there", "a Long Way ( 2009 )"],
)
def test_other_letters_introduce_nothing(text: str) -> None:
    assert with_introduced(text.split(), [], ()) == []


def test_a_sure_listed_name_keeps_its_type() -> None:
    words = ["the", "United", "Arab", "Emirates", "(", "UAE", ")", "said"]
    assert with_introduced(words, [(1, 4, LOC)], {(1, 4)}) == [(1, 4, LOC)]
