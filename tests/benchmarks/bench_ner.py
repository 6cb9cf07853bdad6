"""NER speed in one run: our batched decoder against python-crfsuite, sentence by sentence.

    python tests/benchmarks/bench_ner.py [--data ../shared/data/entities] [--model FILE.crfsuite]

Prints tokens per CPU-second of one thread and the ratios; both sides do the same work from words to
labels, features and gazetteer included. Without --model a small crfsuite model is trained first
and used for both sides.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pycrfsuite

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import Gazetteer, open_gazetteer
from tasks.entities.ner.backends import BuiltinBackend
from tasks.entities.ner.crf.features import gazetteer_tags, tagger_features
from tasks.entities.ner.crf.model_file import CrfModel, read_model
from tasks.entities.ner.crf.viterbi import Decoder
from tasks.entities.ner.tokenizer import sentence_of_words, split_sentences
from tasks.entities.training.corpora import read_gmb
from tasks.entities.training.train import TrainingPlan, train_model

ARTICLE_SENTENCES = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/entities"))
    parser.add_argument("--model", type=Path, help="a .crfsuite file with its .npz beside it")
    parser.add_argument("--sentences", type=int, default=8_000)
    given = parser.parse_args()
    start = time.process_time()
    gazetteer = open_gazetteer(read_known_entities().entries)
    print(f"gazetteer loaded in {time.process_time() - start:.2f} CPU-s")
    with tempfile.TemporaryDirectory() as folder:
        crfsuite_file = given.model or _train(given.data, Path(folder))
        gmb = read_gmb(given.data / "gmb" / "ner_dataset.csv.zip")
        sentences = [list(one.words) for one in gmb][-given.sentences :]
        _compare(crfsuite_file, gazetteer, sentences)


def _train(data: Path, folder: Path) -> Path:
    plan = TrainingPlan(iterations=15, fold_iterations=0, sentences=6_000)
    train_model(data, folder / "bench.npz", plan=plan)
    return folder / "bench.crfsuite"


def _compare(crfsuite_file: Path, gazetteer: Gazetteer, sentences: list[list[str]]) -> None:
    model = read_model(crfsuite_file.with_suffix(".npz"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(crfsuite_file))
    tokens = sum(map(len, sentences))
    decoder = Decoder(model, gazetteer)
    cold = _timed(lambda: decoder.tag(sentences))
    ours = min(_timed(lambda: decoder.tag(sentences)) for _ in range(3))
    articles = [
        sentences[i : i + ARTICLE_SENTENCES] for i in range(0, len(sentences), ARTICLE_SENTENCES)
    ]
    single = min(_timed(lambda: [decoder.tag(one) for one in articles]) for _ in range(2))
    theirs = min(
        _timed(lambda: _tag_one_by_one(tagger, model, gazetteer, sentences)) for _ in range(2)
    )
    _print("decoder, first pass", tokens, cold, theirs)
    _print("decoder, warm, all at once", tokens, ours, theirs)
    _print("decoder, warm, an article at a time", tokens, single, theirs)
    _print("python-crfsuite, a sentence at a time", tokens, theirs, theirs)
    _whole(gazetteer, sentences)


def _tag_one_by_one(
    tagger: pycrfsuite.Tagger, model: CrfModel, gazetteer: Gazetteer, sentences: list[list[str]]
) -> None:
    cache: dict[str, dict[int, list[str]]] = {}
    for words in sentences:
        tags = gazetteer_tags(len(words), gazetteer.find(words))
        tagger.tag(tagger_features(words, tags, model.names, cache))


def _whole(gazetteer: Gazetteer, sentences: list[list[str]]) -> None:
    """Splitting, tokens, NER, lists and document pass, on articles of 25 sentences."""
    texts = [
        "\n".join(sentence_of_words(words)[0] for words in sentences[i : i + ARTICLE_SENTENCES])
        for i in range(0, len(sentences), ARTICLE_SENTENCES)
    ]
    backend = BuiltinBackend(gazetteer)
    split = _timed(lambda: [split_sentences(text) for text in texts])
    own = [split_sentences(text) for text in texts]
    backend.find_spans(texts, own)
    found = _timed(lambda: backend.find_spans(texts, own))
    print(f"split and tokenise      {len(texts) / split:8.0f} articles/CPU-s")
    print(f"NER with document pass  {len(texts) / found:8.0f} articles/CPU-s")
    print(f"both                    {len(texts) / (split + found):8.0f} articles/CPU-s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this benchmark (corpus and both taggers included) {peak:.0f} MB")


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _print(name: str, tokens: int, seconds: float, reference: float) -> None:
    rate = tokens / seconds
    print(f"{name:40} {rate:10.0f} tokens/CPU-s {reference / seconds:6.1f} x crfsuite")


if __name__ == "__main__":
    main()
