"""Labels of words become the spans of a document."""

from tasks.entities import extract_entities
from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind
from tasks.entities.models import EntityType, Span
from tasks.entities.ner.crf.features import NameWords
from tasks.entities.ner.crf.viterbi import Tagged
from tasks.entities.ner.postprocess import read_labels, spans_of_document
from tasks.entities.ner.rules.headlines import is_headline
from tasks.entities.ner.tokenizer import split_sentences

JORDAN = Entry(ListKind.COUNTRY, "country/JO", ("Jordan",))
TOWN = Entry(ListKind.CITY, "geo/1", ("Salman Pak",), population=400_000)
PARTY = Entry(ListKind.ORGANISATION, "org/future-movement", ("Future Movement",))

MULLAH = Entry(ListKind.LEADER, "person/omar", ("Mullah Omar",))
NAMES = NameWords(frozenset({"karim", "salim"}), frozenset({"aziz", "nassif"}))
ACCORD = Entry(ListKind.NOTHING, "nothing/jordan-accord", ("Jordan Accord",))


def settle(text: str, *labels: str) -> list[tuple[str, str]]:
    sentences = split_sentences(text)
    gazetteer = Gazetteer([JORDAN, TOWN, PARTY, MULLAH, ACCORD])
    tagged = [
        Tagged(own.split(), gazetteer.find(sentence.words))
        for sentence, own in zip(sentences, labels, strict=True)
    ]
    spans: list[Span] = spans_of_document(sentences, tagged, NAMES)
    return [(text[span.start : span.end], span.label.value) for span in spans]


def test_labels_are_read_into_spans() -> None:
    names = list(read_labels(["B-PER", "I-PER", "O", "I-LOC", "B-LOC", "I-ORG"]))

    assert names == [
        (0, 2, EntityType.PERSON),
        (3, 4, EntityType.PLACE),
        (4, 5, EntityType.PLACE),
        (5, 6, EntityType.ORGANISATION),
    ]


def test_a_sure_name_of_the_lists_is_found_where_the_tagger_is_silent() -> None:
    assert settle("The Future Movement met", "O O O O") == [("Future Movement", "ORG")]


def test_a_listed_name_does_not_cut_a_longer_one() -> None:
    assert settle("He saw Michael Jordan today", "O O B-PER I-PER O") == [("Michael Jordan", "PER")]


def test_a_body_does_not_end_with_a_rank() -> None:
    assert settle("The Army Lt. Gen. Karim spoke", "O B-ORG I-ORG I-ORG B-PER O") == [
        ("Army", "ORG"),
        ("Karim", "PER"),
    ]


def test_a_name_with_an_ampersand_is_a_body() -> None:
    assert settle("He left Nassif & Sons yesterday", "O O B-PER I-PER I-PER O") == [
        ("Nassif & Sons", "ORG")
    ]


def test_a_title_alone_is_not_a_name() -> None:
    assert settle("The Grand Mufti spoke", "O B-LOC I-LOC O") == []


def test_a_listed_town_does_not_overrule_a_person() -> None:
    assert settle("Mr. Salman Pak spoke", "O B-PER I-PER O") == [("Salman Pak", "PER")]


def test_titles_stay_outside_people_and_the_outside_everything() -> None:
    assert settle("Mullah Omar left", "O O O") == [("Omar", "PER")]
    assert settle("The Qura Times left", "B-ORG I-ORG I-ORG O") == [("Qura Times", "ORG")]
    assert settle("Sultan Hashim left", "B-PER I-PER O") == [("Sultan Hashim", "PER")]


def test_in_a_headline_only_people_and_listed_names_are_kept() -> None:
    text = "Karim Dabbagh Calls Jordan Talks to Protect Civilians"

    found = settle(text, "B-PER I-PER O O O O B-ORG I-ORG")

    assert found == [("Karim Dabbagh", "PER"), ("Jordan", "LOC")]
    assert not is_headline(["Karim", "Dabbagh", "said", "Jordan", "would", "protect", "civilians"])


def test_what_is_listed_as_no_name_is_none() -> None:
    assert settle("The Jordan Accord failed", "O B-LOC O O") == []


def test_a_surname_follows_its_bearer_through_the_document() -> None:
    text = "Karim al-Dabbagh arrived.\nLater al-Dabbagh and Dabbagh spoke."

    found = settle(text, "B-PER I-PER O O", "O O O B-ORG O O")

    assert found == [("Karim al-Dabbagh", "PER"), ("al-Dabbagh", "PER"), ("Dabbagh", "PER")]


def test_a_country_is_not_the_surname_of_its_namesake() -> None:
    text = "Michael Jordan left Jordan.\nIn Jordan he stayed."

    found = settle(text, "B-PER I-PER O B-LOC O", "O B-LOC O O O")

    assert found == [("Michael Jordan", "PER"), ("Jordan", "LOC"), ("Jordan", "LOC")]


def test_an_acronym_in_brackets_means_its_organisation_throughout() -> None:
    text = "The Basra Boat Union (BBU) met.\nBBU men left."

    found = settle(text, "O B-ORG I-ORG I-ORG O O O O O", "O O O O")

    assert found == [("Basra Boat Union", "ORG"), ("BBU", "ORG"), ("BBU", "ORG")]


def test_a_form_has_the_type_that_it_mostly_has() -> None:
    text = "In Qura.\nIn Qura.\nSo Qura."

    found = settle(text, "O B-LOC O", "O B-LOC O", "O B-ORG O")

    assert found == [("Qura", "LOC")] * 3


def test_an_empty_document_has_no_names() -> None:
    assert settle("") == []


def test_a_person_may_be_named_like_a_month_and_a_movement_like_a_person() -> None:
    found = extract_entities("Tariq Ramadan spoke. Sources close to Amal told him that it ended.")

    assert [(one.text, one.type.value) for one in found.mentions] == [
        ("Tariq Ramadan", "PER"),
        ("Amal", "ORG"),
    ]
    assert not extract_entities("They fasted during Ramadan.").mentions


def test_a_single_word_has_the_type_of_the_name_it_begins() -> None:
    text = "Xi Wenbo met Wydad Casablanca. We saw Xi and Wydad win."

    names = settle(text, "B-PER I-PER O B-ORG I-ORG O", "O O B-ORG O B-PER O O")

    assert names[2:] == [("Xi", "PER"), ("Wydad", "ORG")]


def test_a_surname_with_its_particle_has_the_type_of_the_full_name() -> None:
    text = "Staffan de Mistura left. The plan of de Mistura failed."

    names = settle(text, "B-PER I-PER I-PER O O", "O O O B-ORG I-ORG O O")

    assert names[1:] == [("de Mistura", "PER")]
