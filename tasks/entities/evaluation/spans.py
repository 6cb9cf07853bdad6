"""Strict precision, recall and F of spans per type, and the errors: `score_spans`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.entities.models import Sentence
from tasks.entities.ner.backends import Backend
from tasks.entities.ner.tokenizer import sentence_of_words
from tasks.entities.training.corpora import Annotated, WordSpan, read_gold

# Demonyms are scored but not part of the micro average, as in `dev/t1.json`.
SCORED_TYPES = ("PER", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class TypeScore:
    """Counts of one type; the ratios are in percent, 0 if the divisor is 0."""

    label: str
    right: float
    found: float
    expected: float

    @property
    def precision(self) -> float:
        """Return the share of found spans that are right."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of expected spans that were found."""
        return 100 * self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.found + self.expected
        return 200 * self.right / total if total else 0.0


@dataclass(frozen=True, slots=True)
class SpanError:
    """A missed span, or an extra one (`missed` is False), with its sentence."""

    missed: bool
    label: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores per type, their micro average, and every error in the order of the text."""

    by_type: Mapping[str, TypeScore]
    micro: TypeScore
    errors: tuple[SpanError, ...]


def score_file(path: Path, backend: Backend) -> Scores:
    """Score a backend on a JSON list of [words, [[first, last, label], ...]]."""
    return score_sentences(read_gold(path), backend)


def score_sentences(gold: Sequence[Annotated], backend: Backend) -> Scores:
    """Score a backend on annotated sentences, each one as a separate text."""
    return score_spans(gold, tag_words([sentence.words for sentence in gold], backend))


def tag_words(sentences: Iterable[Sequence[str]], backend: Backend) -> list[tuple[WordSpan, ...]]:
    """Find names in tokenised sentences, each one as a separate text.

    A span that does not start and end at words covers every word it touches.
    """
    pairs = [sentence_of_words(list(words)) for words in sentences]
    found = backend.find_spans([text for text, _ in pairs], [[sentence] for _, sentence in pairs])
    return [
        tuple(_words_of(sentence, span.start, span.end, span.label.value) for span in spans)
        for (_, sentence), spans in zip(pairs, found, strict=True)
    ]


def score_spans(gold: Sequence[Annotated], found: Sequence[Iterable[WordSpan]]) -> Scores:
    """Return strict scores: a span counts if its first word, last word and type are right."""
    counts = Counter[tuple[str, str]]()
    errors: list[SpanError] = []
    for sentence, spans in zip(gold, found, strict=True):
        own, theirs = set(sentence.spans), set(spans)
        for kind, some in (("right", own & theirs), ("found", theirs), ("expected", own)):
            counts.update((kind, span.label) for span in some)
        errors += _errors(sentence, own, theirs)
    return score_counts(counts, errors)


def score_counts(counts: Counter[tuple[str, str]], errors: Iterable[SpanError]) -> Scores:
    """Return scores from counts by (right | found | expected, type)."""
    by_type = {
        label: TypeScore(label, *(counts[kind, label] for kind in ("right", "found", "expected")))
        for label in sorted({label for _, label in counts})
    }
    return Scores(by_type, _micro(by_type), tuple(errors))


def format_scores(scores: Scores) -> str:
    """Return a table of the scores and the errors, one a line (`-` missed, `+` extra)."""
    lines = [f"{'type':6} {'P':>6} {'R':>6} {'F':>6} {'n':>6}"]
    lines += [
        f"{one.label:6} {one.precision:6.1f} {one.recall:6.1f} {one.f1:6.1f} {one.expected:6}"
        for one in (*scores.by_type.values(), scores.micro)
    ]
    lines += [
        f"{'-' if error.missed else '+'} {error.label:4} {error.text} | {error.sentence}"
        for error in scores.errors
    ]
    return "\n".join(lines)


def _micro(by_type: Mapping[str, TypeScore]) -> TypeScore:
    scored = [by_type[label] for label in SCORED_TYPES if label in by_type]
    return TypeScore(
        "micro",
        sum(one.right for one in scored),
        sum(one.found for one in scored),
        sum(one.expected for one in scored),
    )


def _errors(sentence: Annotated, own: set[WordSpan], theirs: set[WordSpan]) -> Iterable[SpanError]:
    wrong = [(span, True) for span in own - theirs] + [(span, False) for span in theirs - own]
    for span, missed in sorted(wrong, key=lambda one: (one[0].first, one[0].last, one[1])):
        text = " ".join(sentence.words[span.first : span.last])
        yield SpanError(missed, span.label, text, " ".join(sentence.words))


def _words_of(sentence: Sentence, start: int, end: int, label: str) -> WordSpan:
    touched = [
        index
        for index in range(len(sentence.words))
        if sentence.starts[index] < end and sentence.ends[index] > start
    ]
    return WordSpan(touched[0], touched[-1] + 1, label)
