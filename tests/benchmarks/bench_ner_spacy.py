"""NER speed and accuracy in one run: ours against a small statistical spaCy pipeline.

    python -m venv /tmp/spacy && /tmp/spacy/bin/pip install spacy . python-crfsuite
    PYTHONPATH=. /tmp/spacy/bin/python tests/benchmarks/bench_ner_spacy.py [--minutes 4]

spaCy's models cannot be fetched here, so a pipeline of its default shape (`blank("en")` with `ner`:
hash embeddings, CNN, transition parser) is trained for some minutes on the sentences our own tagger
was trained on. Prints strict-span F on `dev/t1.json` and tokens per CPU-second of one thread.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("BLIS_NUM_THREADS", "1")

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example, iob_to_biluo
from spacy.util import minibatch

from tasks.entities.evaluation.spans import Scores, score_spans, tag_words
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import open_gazetteer
from tasks.entities.ner.backends import BuiltinBackend, open_backend
from tasks.entities.training.corpora import (
    Annotated,
    WordSpan,
    label_column,
    read_gmb,
    read_gold,
    read_tags,
)
from tasks.entities.training.train import TrainingPlan, read_corpora

_TYPES = {kind: kind for kind in ("PER", "ORG", "LOC", "NORP")}
_BATCH = 128
_SEED = 20_051_127


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/entities"))
    parser.add_argument("--minutes", type=float, default=4.0)
    parser.add_argument("--sentences", type=int, default=4_000)
    given = parser.parse_args()
    silver, gold = read_corpora(
        given.data, open_gazetteer(read_known_entities().entries), TrainingPlan()
    )
    pipeline = train_pipeline([*silver, *gold], given.minutes * 60)
    ours = open_backend()
    assert isinstance(ours, BuiltinBackend)
    t1 = read_gold(given.data / "dev" / "t1.json")
    print_scores("ours", score_spans(t1, tag_words([one.words for one in t1], ours)))
    print_scores("spaCy", score_spans(t1, tag_with_spacy(pipeline, [one.words for one in t1])))
    gmb = read_gmb(given.data / "gmb" / "ner_dataset.csv.zip")
    compare_speed(pipeline, ours, [list(one.words) for one in gmb][-given.sentences :])


def train_pipeline(sentences: Sequence[Annotated], seconds: float) -> Language:
    """Train for some CPU-seconds on random batches; spaCy's default `ner` component."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner")
    examples = [_example(pipeline, one) for one in sentences if one.words]
    random.seed(_SEED)
    random.shuffle(examples)
    optimizer = pipeline.initialize(lambda: examples[:2_000])
    start, steps = time.process_time(), 0
    while time.process_time() - start < seconds:
        for batch in minibatch(examples, _BATCH):
            pipeline.update(batch, sgd=optimizer, drop=0.1)
            steps += 1
            if time.process_time() - start >= seconds:
                break
    print(f"spaCy {spacy.__version__}: {steps} batches of {_BATCH} in {seconds:.0f} CPU-s")
    return pipeline


def tag_with_spacy(
    pipeline: Language, sentences: Iterable[Sequence[str]]
) -> list[tuple[WordSpan, ...]]:
    documents = [Doc(pipeline.vocab, words=list(words)) for words in sentences]
    return [
        read_tags([f"{token.ent_iob_}-{token.ent_type_}" for token in document], _TYPES)
        for document in pipeline.pipe(documents)
    ]


def compare_speed(pipeline: Language, ours: BuiltinBackend, sentences: list[list[str]]) -> None:
    tokens = sum(map(len, sentences))
    cold = _timed(lambda: ours.tag(sentences))
    warm = min(_timed(lambda: ours.tag(sentences)) for _ in range(3))
    theirs = min(_timed(lambda: tag_with_spacy(pipeline, sentences)) for _ in range(2))
    for name, seconds in (("ours, first pass", cold), ("ours, warm", warm), ("spaCy", theirs)):
        rate = tokens / seconds
        print(f"{name:20} {rate:10,.0f} tokens/CPU-s {theirs / seconds:6.1f} x spaCy")


def print_scores(name: str, scores: Scores) -> None:
    types = " / ".join(f"{label} {scores.by_type[label].f1:.1f}" for label in ("PER", "ORG", "LOC"))
    print(f"{name:6} t1 micro F {scores.micro.f1:.1f} ({types})")


def _example(pipeline: Language, sentence: Annotated) -> Example:
    document = Doc(pipeline.vocab, words=list(sentence.words))
    return Example.from_dict(document, {"entities": iob_to_biluo(label_column(sentence))})


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
