"""Readers of annotated corpora: our own sentences, and corpora outside the repository."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import orjson

from tasks.entities.errors import BadTrainingData
from tasks.entities.models import Sentence
from tasks.entities.ner.tokenizer import split_sentences

_ENCODING = (
    "cp1252"  # Encoding of GMB's CSV, which declares none; its curly quotes are Windows-1252.
)
# Our own sentences, made up and annotated for the training; names are marked as `[PER:Hana Aziz]`.
ANNOTATED = Path(__file__).parent / "annotated"
_MARK = re.compile(r"\[(PER|ORG|LOC|NORP):([^\]]+)\]")
# Every third line is held out.
_THIRDS = 3
_COMMON = 3
_COLUMNS = 4
# GMB: geo places, gpe countries and demonyms, per, org; times, artefacts and events are ignored.
_GMB_TYPES = {"geo": "LOC", "gpe": "GPE", "per": "PER", "org": "ORG"}
_WIKIGOLD_TYPES = {"LOC": "LOC", "PER": "PER", "ORG": "ORG"}


@dataclass(frozen=True, slots=True)
class WordSpan:
    """Words `first` to `last` (exclusive) are a name of type `label`."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence of words with its names, in order and without overlap."""

    words: tuple[str, ...]
    spans: tuple[WordSpan, ...]


def read_gmb(path: Path) -> Iterator[Annotated]:
    """Sentences of the GMB extract (a zipped CSV); countries and demonyms carry the label GPE."""
    words: list[str] = []
    tags: list[str] = []
    for number, word, _, tag in _read_rows(path):
        if number and words:
            yield Annotated(tuple(words), read_tags(tags, _GMB_TYPES))
            words, tags = [], []
        if word:
            words.append(word)
            tags.append(tag)
    yield Annotated(tuple(words), read_tags(tags, _GMB_TYPES))


def _read_rows(path: Path) -> Iterator[list[str]]:
    """Rows of four columns of the zipped CSV, without the header."""
    with (
        reading(path),
        zipfile.ZipFile(path) as archive,
        archive.open(archive.namelist()[0]) as stored,
    ):
        rows = csv.reader(io.TextIOWrapper(stored, _ENCODING, errors="replace", newline=""))
        for row in islice(rows, 1, None):
            if len(row) != _COLUMNS:
                raise ValueError(f"line {rows.line_num} has {len(row)} columns, not {_COLUMNS}")
            yield row


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn errors while a corpus is read into `BadTrainingData` with the name of the file."""
    try:
        yield
    except OSError as error:
        raise BadTrainingData(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, IndexError, csv.Error, zipfile.BadZipFile) as error:
        raise BadTrainingData(f"{path} is invalid: {error}") from error


def read_common_words(path: Path) -> frozenset[str]:
    """Return words that occur in lower case at least three times in the GMB extract."""
    counts = Counter(word for one in read_gmb(path) for word in one.words if word.islower())
    return frozenset(word for word, count in counts.items() if count >= _COMMON)


def read_wikigold(path: Path) -> Iterator[Annotated]:
    """Return the sentences of WikiGold, without MISC."""
    with reading(path):
        text = path.read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        rows = [line.rsplit(" ", 1) for line in block.splitlines() if " " in line]
        if rows:
            tags = [tag for _, tag in rows]
            yield Annotated(tuple(word for word, _ in rows), read_tags(tags, _WIKIGOLD_TYPES))


def read_gold(path: Path) -> list[Annotated]:
    """A JSON list of [words, [[first, last, label], ...]], as `dev/t1.json`."""
    with reading(path):
        return [
            Annotated(tuple(words), tuple(WordSpan(*span) for span in spans))
            for words, spans in orjson.loads(path.read_bytes())
        ]


def read_annotated(*, held_out: bool, folder: Path = ANNOTATED) -> list[Annotated]:
    """Return two thirds of our own sentences, or the third that is held out of the training."""
    lines = [
        line
        for path in sorted(folder.glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (number % _THIRDS == 0) == held_out
    ]
    return [sentence for line in lines for sentence in read_marked(line)]


def read_marked(line: str) -> list[Annotated]:
    """Return the sentences of a marked line.

    A mark within a word (`[LOC:Iran]-backed`) counts for nothing. A sentence that ends within a
    name is left out.
    """
    text = _MARK.sub(r"\2", line)
    names: list[tuple[int, int, str]] = []
    removed = 0
    for mark in _MARK.finditer(line):
        start = mark.start() - removed
        names.append((start, start + len(mark[2]), mark[1]))
        removed += len(mark[0]) - len(mark[2])
    return [
        Annotated(sentence.words, tuple(_word_spans(sentence, names)))
        for sentence in split_sentences(text)
        if not any(
            start < sentence.start < end or start < sentence.end < end for start, end, _ in names
        )
    ]


def _word_spans(sentence: Sentence, names: Sequence[tuple[int, int, str]]) -> Iterator[WordSpan]:
    firsts = {start: number for number, start in enumerate(sentence.starts)}
    lasts = {end: number + 1 for number, end in enumerate(sentence.ends)}
    for start, end, label in names:
        if start in firsts and end in lasts:
            yield WordSpan(firsts[start], lasts[end], label)


def read_tags(tags: Sequence[str], types: dict[str, str]) -> tuple[WordSpan, ...]:
    """Return the spans of a column of IOB1 or IOB2 tags; types missing in `types` are ignored."""
    spans: list[WordSpan] = []
    for index, tag in enumerate(tags):
        label = types.get(tag[2:])
        if not label:
            continue
        last = spans[-1] if spans else None
        if tag[0] == "I" and last and last.last == index and tags[index - 1][2:] == tag[2:]:
            spans[-1] = WordSpan(last.first, index + 1, label)
        else:
            spans.append(WordSpan(index, index + 1, label))
    return tuple(spans)


def label_column(sentence: Annotated) -> list[str]:
    """Return IOB2 labels, one for each word."""
    labels = ["O"] * len(sentence.words)
    for span in sentence.spans:
        labels[span.first] = f"B-{span.label}"
        for index in range(span.first + 1, span.last):
            labels[index] = f"I-{span.label}"
    return labels
