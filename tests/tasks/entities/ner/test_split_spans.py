import pytest

from tasks.entities import extract_entities
from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind
from tasks.entities.models import EntityType, Span
from tasks.entities.ner.split_spans import split_spans

GAZETTEER = Gazetteer(
    [
        Entry(ListKind.ORGANISATION, "org/house", ("House of Rain",)),
        Entry(ListKind.ORGANISATION, "org/blue-party", ("Blue Party",)),
        Entry(ListKind.DEMONYM, "people/libyan", ("Libyan",)),
        Entry(ListKind.ORGANISATION, "org/whole", ("Libyan House of Rain and Sun",)),
    ]
)


def _split(marked: str, label: EntityType = EntityType.ORGANISATION) -> list[tuple[str, str]]:
    """Split the names between `<` and `>`."""
    spans = []
    text = ""
    for part in marked.split("<"):
        name, _, rest = part.rpartition(">")
        if name:
            spans.append(Span(len(text), len(text) + len(name), label))
        text += name + rest
    return [(text[one.start : one.end], one.label) for one in split_spans(text, spans, GAZETTEER)]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("the <Union of Water Carriers [UWC>] met", ["Union of Water Carriers", "UWC"]),
        ("the <Union of Water Carriers (UWC>) met", ["Union of Water Carriers", "UWC"]),
        ("the <Blue Party’s Shura Council> met", ["Blue Party", "Shura Council"]),
        ("the <Green Party’s Council> met", ["Green Party’s Council"]),
        ("<Libyan House of Rain> met", ["Libyan", "House of Rain"]),
        ("<Libyan House of Rain and Sun> met", ["Libyan House of Rain and Sun"]),
        ("<Drake & Scull> lost", ["Drake & Scull"]),
        ("the People’s <Congress Party> met", ["People’s Congress Party"]),
        ("the <Rain [Society>] met", ["Rain"]),
    ],
)
def test_names_of_bodies_are_split_and_joined(marked: str, names: list[str]) -> None:
    assert [name for name, _ in _split(marked)] == names


def test_editors_brackets_are_not_part_of_a_name() -> None:
    assert _split("he met [<Saad] Tarawneh>", EntityType.PERSON) == [("Tarawneh", "PER")]


def test_the_demonym_before_a_listed_body_is_a_demonym() -> None:
    assert [label for _, label in _split("<Libyan House of Rain> met")] == ["NORP", "ORG"]


def test_a_body_of_the_people_is_one_body_however_it_was_tagged() -> None:
    found = extract_entities("He spoke for the opposition People’s Congress Party in Khartoum.")

    assert [one.text for one in found.mentions] == ["People’s Congress Party", "Khartoum"]
