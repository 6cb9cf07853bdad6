"""Speed of the whole entity chain in one run, stage by stage.

    python tests/benchmarks/bench_entities.py [--data ../shared/data/entities] [--articles 400]

An article is 25 news sentences of GMB in paragraphs of three (about 3,360 characters). Prints
articles per CPU-second of one thread, cold (word types and names met for the first time) and warm,
the rate of each stage, the ratio of the whole chain to tagging alone (of interest on a noisy
machine), the time to open the lists, and peak memory.
"""

import argparse
import os
import re
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")

from tasks.entities.extract import open_extractor
from tasks.entities.facts.dates.find_dates import find_dates
from tasks.entities.facts.events.find_events import find_events
from tasks.entities.facts.speech.statements import find_statements
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import open_gazetteer
from tasks.entities.linking.article.listed import Context
from tasks.entities.linking.article.resolve import resolve_mentions
from tasks.entities.ner.tokenizer import split_sentences
from tasks.entities.training.corpora import read_gmb

T = TypeVar("T")
RATES: dict[str, float] = {}
SENTENCES = 25
DAY = date(2008, 1, 1)
_LOOSE = re.compile(r" (?=[,.;:?!)]|['’]s\b)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/entities"))
    parser.add_argument("--articles", type=int, default=400)
    given = parser.parse_args()
    texts = read_texts(given.data / "gmb" / "ner_dataset.csv.zip", given.articles)
    characters = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} articles of {characters:,.0f} characters")
    start = time.process_time()
    extractor = open_extractor()
    print(f"lists and model opened in {time.process_time() - start:.2f} CPU-s")
    days = [DAY] * len(texts)
    for name in ("cold", "warm"):
        rate(f"whole chain, {name}", len(texts), lambda: extractor.extract(texts, days))
    measure_stages(texts)
    print(f"names alone / whole chain: {RATES['names'] / RATES['whole chain, warm']:.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB (corpus included)")


def measure_stages(texts: list[str]) -> None:
    known = read_known_entities()
    context = Context(open_gazetteer(known.entries), known)
    backend = open_extractor()._backend
    count = len(texts)
    sentences = rate("sentences", count, lambda: [split_sentences(text) for text in texts])
    spans = rate("names", count, lambda: backend.find_spans(texts, sentences))
    pairs = list(zip(texts, spans, strict=True))
    mentions = rate(
        "resolution",
        count,
        lambda: [resolve_mentions(text, own, context, DAY) for text, own in pairs],
    )
    rate("dates", count, lambda: [find_dates(text, DAY) for text in texts])
    named = list(zip(texts, mentions, strict=True))
    rate("statements", count, lambda: [find_statements(text, own) for text, own in named])
    rate("events", count, lambda: [find_events(text, own) for text, own in named])


def rate(name: str, count: int, work: Callable[[], T]) -> T:
    start = time.process_time()
    result = work()
    RATES[name] = count / (time.process_time() - start)
    print(f"{name:20} {RATES[name]:8,.0f} articles/CPU-s")
    return result


def read_texts(path: Path, count: int) -> list[str]:
    sentences = [_LOOSE.sub("", " ".join(one.words)) for one in read_gmb(path)]
    wanted = sentences[-count * SENTENCES :]
    articles = [wanted[at : at + SENTENCES] for at in range(0, len(wanted), SENTENCES)]
    return [
        "\n\n".join(" ".join(own[at : at + 3]) for at in range(0, SENTENCES, 3)) for own in articles
    ]


if __name__ == "__main__":
    main()
