import pytest

from tasks.entities.models import EntityType, Span
from tasks.entities.ner.clean_spans import trim_spans


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("Edward Harrow QC", EntityType.PERSON, "Edward Harrow"),
        ("Karim Salim, MP", EntityType.PERSON, "Karim Salim"),
        ("pro-Kurdish Peace Party", EntityType.ORGANISATION, "Peace Party"),
        ("Harrow MP Office", EntityType.ORGANISATION, "Harrow MP Office"),
    ],
)
def test_letters_after_a_person_and_the_side_of_a_body_are_no_part_of_the_name(
    text: str, label: EntityType, name: str
) -> None:
    (span,) = trim_spans(text, [Span(0, len(text), label)])

    assert text[span.start : span.end] == name
