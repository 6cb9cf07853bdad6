"""Backends that find names in text: `open_backend("builtin" | "crf" | "spacy:M" | "gliner:M")`.

All return `Span`s. The built-in backend (a CRF and an encoder) and `crf` (without the encoder) need
only this package; the others are optional extras whose models the user installs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any, Protocol

from tasks.entities.errors import MissingBackend
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import Gazetteer, open_gazetteer
from tasks.entities.models import EntityType, Sentence, Span
from tasks.entities.ner.crf.model_file import read_model
from tasks.entities.ner.crf.name_lists import with_names_of_the_world
from tasks.entities.ner.crf.viterbi import Decoder, Tagged
from tasks.entities.ner.encoder.scores import Scorer
from tasks.entities.ner.encoder.transformer import Encoder
from tasks.entities.ner.postprocess import spans_of_document

# Label sets of OntoNotes, CoNLL and our own prompts, as our types. Other labels are dropped.
_TYPES = {
    "PERSON": EntityType.PERSON,
    "PER": EntityType.PERSON,
    "ORG": EntityType.ORGANISATION,
    "ORGANIZATION": EntityType.ORGANISATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "LOCATION": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "FACILITY": EntityType.PLACE,
    "NORP": EntityType.DEMONYM,
    "NATIONALITY": EntityType.DEMONYM,
}
_GLINER_LABELS = ["person", "organization", "location", "nationality"]
_GLINER_THRESHOLD = 0.5


class Backend(Protocol):
    """Finds names in texts; `sentences[i]` are the sentences of `texts[i]`."""

    def find_spans(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Sentence]],
        evidence: Sequence[int] | None = None,
    ) -> list[list[Span]]:
        """Return the spans of each text in reading order, without overlap.

        `evidence[i]` is how many leading sentences of text `i` (dateline and body) may decide what
        a name is in the whole text; all of them unless given.
        """
        ...


def open_backend(setting: str = "builtin", gazetteer: Gazetteer | None = None) -> Backend:
    """Return the backend of a setting; the built-in one uses `gazetteer` or the project's own.

    Raises `MissingBackend` if the setting is unknown or the backend is not installed.
    """
    kind, _, model = setting.partition(":")
    if kind in ("builtin", "crf") and not model:
        gazetteer = gazetteer or open_gazetteer(read_known_entities().entries)
        return BuiltinBackend(gazetteer, Encoder() if kind == "builtin" else None)
    if kind == "spacy" and model:
        return SpacyBackend(_load_spacy(model))
    if kind == "gliner" and model:
        return GlinerBackend(_load_gliner(model))
    raise MissingBackend(
        f"no entities backend {setting!r}: use builtin, crf, spacy:MODEL or gliner:MODEL"
    )


class BuiltinBackend:
    """The project's own tagger with its lists, and the encoder unless `scorer` is None."""

    def __init__(self, gazetteer: Gazetteer, scorer: Scorer | None = None) -> None:
        stored = read_model()
        model = replace(stored, names=with_names_of_the_world(stored.names))
        self._decoder = Decoder(model, gazetteer, scorer)
        self._known = model.names

    def find_spans(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Sentence]],
        evidence: Sequence[int] | None = None,
    ) -> list[list[Span]]:
        """See `Backend`. Pass twenty articles or more at once: a batch is tagged together."""
        words = [one.words for own in sentences for one in own]
        tagged = iter(self._decoder.tag(words, list(map(len, sentences))))
        counted: Sequence[int | None] = evidence or [None] * len(sentences)
        return [
            spans_of_document(own, [next(tagged) for _ in own], self._known, most)
            for own, most in zip(sentences, counted, strict=True)
        ]

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[Tagged]:
        """Return the labels of the tagger alone, before list and document rules."""
        return self._decoder.tag(sentences)


class SpacyBackend:
    """A loaded spaCy pipeline, which splits sentences itself."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def find_spans(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Sentence]],
        evidence: Sequence[int] | None = None,
    ) -> list[list[Span]]:
        """See `Backend`."""
        return [
            spans_of((one.start_char, one.end_char, one.label_, 1.0) for one in document.ents)
            for document in self._pipeline.pipe(texts)
        ]


class GlinerBackend:
    """A loaded GLiNER model, called sentence by sentence: its window is a few hundred words."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def find_spans(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Sentence]],
        evidence: Sequence[int] | None = None,
    ) -> list[list[Span]]:
        """See `Backend`."""
        return [
            [
                Span(sentence.start + span.start, sentence.start + span.end, span.label, span.score)
                for sentence in own
                for span in self._ask(text[sentence.start : sentence.end])
            ]
            for text, own in zip(texts, sentences, strict=True)
        ]

    def _ask(self, text: str) -> list[Span]:
        found = self._model.predict_entities(text, _GLINER_LABELS, threshold=_GLINER_THRESHOLD)
        return spans_of(
            (one["start"], one["end"], one["label"].upper(), one["score"]) for one in found
        )


def spans_of(found: Iterable[tuple[int, int, str, float]]) -> list[Span]:
    """Return (start, end, label of the model, score) as spans of our types, without overlap."""
    spans: list[Span] = []
    for start, end, label, score in sorted(found):
        entity_type = _TYPES.get(label)
        if entity_type and (not spans or start >= spans[-1].end):
            spans.append(Span(start, end, entity_type, score))
    return spans


def _load_spacy(model: str) -> Any:
    spacy = _import_extra("spacy")
    try:
        return spacy.load(model)
    except OSError as error:
        raise MissingBackend(
            f"spaCy model {model!r} is not installed: python -m spacy download {model}"
        ) from error


def _load_gliner(model: str) -> Any:
    gliner = _import_extra("gliner")
    try:
        return gliner.GLiNER.from_pretrained(model)
    except OSError as error:
        raise MissingBackend(f"GLiNER model {model!r} cannot be loaded: {error}") from error


def _import_extra(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingBackend(
            f"the {name} backend is not installed: pip install 'aawsat-warehouse[{name}]'"
        ) from error
