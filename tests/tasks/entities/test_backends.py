"""Backends are one setting, and give the same spans."""

import pytest

from tasks.entities.backends import (
    BuiltinBackend,
    GlinerBackend,
    SpacyBackend,
    open_backend,
    spans_of,
)
from tasks.entities.errors import MissingBackend
from tasks.entities.models import EntityType, Span
from tasks.entities.tokens import split_sentences

TEXT = "Baghdad, Asharq Al-Awsat—Karim al-Dabbagh met Iraqi officials in Sana’a.\nHe left."


@pytest.fixture(scope="module")
def builtin() -> BuiltinBackend:
    backend = open_backend()
    assert isinstance(backend, BuiltinBackend)
    return backend


def test_the_built_in_backend_finds_names_with_their_offsets(builtin: BuiltinBackend) -> None:
    spans = builtin.find_spans([TEXT], [split_sentences(TEXT)])[0]

    found = {(TEXT[span.start : span.end], span.label.value) for span in spans}
    assert found >= {
        ("Baghdad", "LOC"),
        ("Karim al-Dabbagh", "PER"),
        ("Iraqi", "NORP"),
        ("Sana’a", "LOC"),
    }


def test_each_text_gets_its_own_spans(builtin: BuiltinBackend) -> None:
    texts = ["In Basra.", "", "Nothing here.", TEXT]

    spans = builtin.find_spans(texts, [split_sentences(text) for text in texts])

    assert [len(own) for own in spans[:3]] == [1, 0, 0]
    assert spans[3] == builtin.find_spans([TEXT], [split_sentences(TEXT)])[0]


@pytest.mark.parametrize("setting", ["", "spacy", "stanza:en", "builtin:big", "spacy:"])
def test_an_unknown_setting_is_refused_in_one_line(setting: str) -> None:
    with pytest.raises(MissingBackend, match="use builtin, spacy:MODEL or gliner:MODEL"):
        open_backend(setting)


def test_a_backend_that_is_not_installed_says_how_to_get_it() -> None:
    with pytest.raises(MissingBackend, match=r"aawsat-warehouse\[|is not here|cannot be loaded"):
        open_backend("spacy:no_such_model")


def test_foreign_labels_become_ours_and_overlaps_are_left_out() -> None:
    spans = spans_of(
        [(5, 9, "GPE", 0.5), (0, 4, "PERSON", 1.0), (7, 9, "LOC", 1.0), (10, 12, "DATE", 1.0)]
    )

    assert spans == [Span(0, 4, EntityType.PERSON, 1.0), Span(5, 9, EntityType.PLACE, 0.5)]


def test_a_spacy_pipeline_gives_the_same_kind_of_spans() -> None:
    spacy = pytest.importorskip("spacy", reason="the spacy extra is not installed")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns(
        [{"label": "GPE", "pattern": "Baghdad"}, {"label": "DATE", "pattern": "today"}]
    )
    text = "In Baghdad today"

    spans = SpacyBackend(pipeline).find_spans([text, ""], [split_sentences(text), []])

    assert spans == [[Span(3, 10, EntityType.PLACE)], []]


class _WordModel:
    """Answers as GLiNER does: dictionaries with offsets into the text it was asked about."""

    def predict_entities(
        self, text: str, labels: list[str], threshold: float
    ) -> list[dict[str, object]]:
        start = text.find("Basra")
        found = {"start": start, "end": start + 5, "label": labels[2], "score": threshold + 0.1}
        return [found] if start >= 0 else []


def test_gliner_answers_by_sentence_come_back_as_offsets_into_the_text() -> None:
    text = "He left. She is in Basra."

    spans = GlinerBackend(_WordModel()).find_spans([text], [split_sentences(text)])[0]

    assert [(text[span.start : span.end], span.label) for span in spans] == [
        ("Basra", EntityType.PLACE)
    ]
    assert spans[0].score == pytest.approx(0.6)
