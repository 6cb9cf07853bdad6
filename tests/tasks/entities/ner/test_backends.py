"""Backends are one setting, and give the same spans."""

import sys
from pathlib import Path

import pytest

from tasks.entities.errors import MissingBackend
from tasks.entities.extract import open_extractor
from tasks.entities.models import EntityType, Span
from tasks.entities.ner.backends import (
    BuiltinBackend,
    GlinerBackend,
    open_backend,
    spans_of,
)
from tasks.entities.ner.tokenizer import split_sentences

TEXT = "Baghdad, Asharq Al-Awsat—Karim al-Dabbagh met Iraqi officials in Sana’a.\nHe left."


@pytest.fixture(scope="module")
def builtin() -> BuiltinBackend:
    backend = open_backend()
    assert isinstance(backend, BuiltinBackend)
    return backend


@pytest.mark.slow
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
    with pytest.raises(MissingBackend, match="use builtin, crf, spacy:MODEL or gliner:MODEL"):
        open_backend(setting)


def test_a_backend_that_is_not_installed_says_how_to_get_it() -> None:
    with pytest.raises(MissingBackend, match=r"aawsat-warehouse\[|is not here|cannot be loaded"):
        open_backend("spacy:no_such_model")


def test_foreign_labels_become_ours_and_overlaps_are_left_out() -> None:
    spans = spans_of(
        [(5, 9, "GPE", 0.5), (0, 4, "PERSON", 1.0), (7, 9, "LOC", 1.0), (10, 12, "DATE", 1.0)]
    )

    assert spans == [Span(0, 4, EntityType.PERSON, 1.0), Span(5, 9, EntityType.PLACE, 0.5)]


def test_a_spacy_pipeline_on_disk_is_a_backend(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="the spacy extra is not installed")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "GPE", "pattern": "Baghdad"},
            {"label": "PERSON", "pattern": "Nuri al - Maliki"},
            {"label": "ORG", "pattern": [{"LOWER": "the"}, {"ORTH": "Dawa"}, {"ORTH": "Party"}]},
            {"label": "DATE", "pattern": "today"},
        ]
    )
    pipeline.to_disk(tmp_path / "rules")
    text = "In Baghdad today the Dawa Party met."

    spans = open_backend(f"spacy:{tmp_path / 'rules'}").find_spans([text, ""], [[], []])
    found = open_extractor(f"spacy:{tmp_path / 'rules'}").extract([text], [None])[0]

    assert spans == [[Span(3, 10, EntityType.PLACE), Span(17, 31, EntityType.ORGANISATION)], []]
    assert [(one.text, one.entity_id) for one in found.mentions] == [
        ("Baghdad", "geo/98182"),
        ("Dawa Party", "org/dawa-party"),
    ]


FAKE_GLINER = """
class GLiNER:
    @classmethod
    def from_pretrained(cls, name):
        if name == "nowhere":
            raise OSError("no such model")
        return cls()

    def predict_entities(self, text, labels, flat_ner=True, threshold=0.5, multi_label=False):
        words = {"Karim Dabbagh": "person", "the Dawa Party": "organization", "Iraqi": "nationality"}
        return [
            {"start": text.find(word), "end": text.find(word) + len(word), "text": word,
             "label": label, "score": 0.9}
            for word, label in words.items()
            if word in text and label in labels
        ]
"""


@pytest.fixture
def gliner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with the part of GLiNER's documented interface that we use."""
    (tmp_path / "gliner.py").write_text(FAKE_GLINER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "gliner", raising=False)


@pytest.mark.slow
@pytest.mark.usefixtures("gliner")
def test_a_gliner_model_is_a_backend_of_the_whole_chain() -> None:
    text = "It rained. Karim Dabbagh’s friends in the Dawa Party met Iraqi officials."

    found = open_extractor("gliner:small").extract([text], [None])[0]

    assert [(one.text, one.entity_id) for one in found.mentions] == [
        ("Karim Dabbagh", "person/karim-dabbagh"),
        ("Dawa Party", "org/dawa-party"),
        ("Iraqi", "people/iraqi"),
    ]


@pytest.mark.usefixtures("gliner")
def test_a_gliner_model_that_cannot_be_loaded_is_named() -> None:
    with pytest.raises(MissingBackend, match="'nowhere' cannot be loaded: no such model"):
        open_backend("gliner:nowhere")


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
