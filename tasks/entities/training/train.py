"""Train the tagger from annotated corpora: `train_model(data_dir, out)`.

GMB (public-domain texts, machine-made labels, cleaned by rule and by cross-training) and WikiGold
(CC BY 4.0), plus augmentation from our own lists; then some epochs on our own sentences
(`refine.py`). The sentences of `dev/t1.json` are left out.
Needs python-crfsuite (the `train` extra); the same data and seed give the same weights.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.entities.errors import MissingBackend
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind, open_gazetteer
from tasks.entities.names.normalize import match_key
from tasks.entities.ner.crf.features import NameWords, gazetteer_tags, tagger_features
from tasks.entities.ner.crf.model_file import CrfModel, make_model, write_model
from tasks.entities.training.augment import augment, pools_from
from tasks.entities.training.clean import apply_majority, clean_sentence, majority_types
from tasks.entities.training.corpora import (
    Annotated,
    label_column,
    read_annotated,
    read_gmb,
    read_gold,
    read_tags,
    read_wikigold,
)
from tasks.entities.training.refine import RefinementPlan, hide_names, refine, refinement_corpora

if TYPE_CHECKING:
    import pycrfsuite

LABELS = ("O", *(f"{part}-{kind}" for kind in ("PER", "ORG", "LOC", "NORP") for part in "BI"))
_TYPES = {kind: kind for kind in ("PER", "ORG", "LOC", "NORP")}
# Countries (alpha-3) whose office holders provide names for the augmentation.
NEAR_CODES = frozenset(
    {
        *("IRQ", "SYR", "LBN", "JOR", "PSE", "SAU", "YEM", "OMN", "ARE", "QAT", "BHR", "KWT"),
        *("EGY", "LBY", "TUN", "DZA", "MAR", "SDN", "MRT", "SOM", "IRN", "AFG"),
    }
)
# Sentences with labels below this probability in the model of the other half are dropped.
_SURE, _NOISE = 0.6, 0.02


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """Settings of a training; the defaults are those of the committed weights."""

    seed: int = 20_051_127
    iterations: int = 60
    fold_iterations: int = 25
    gold_copies: int = 3
    augmented_share: float = 0.35
    gazetteer_dropout: float = 0.2
    c1: float = 0.5
    c2: float = 0.01
    minimum_count: int = 2
    sentences: int | None = None
    refinement: RefinementPlan | None = field(default_factory=RefinementPlan)


def train_model(
    data_dir: Path,
    out: Path,
    added: Iterable[Entry] | None = None,
    plan: TrainingPlan | None = None,
) -> CrfModel:
    """Train on the corpora under `data_dir`; write `out` (.npz) and `out`.crfsuite beside it.

    `added` are names in addition to the compact file, by default those of `known_entities.yml`.
    Raises `BadTrainingData` if a corpus is missing or unreadable, `MissingBackend` without
    python-crfsuite.
    """
    plan = plan or TrainingPlan()
    gazetteer = open_gazetteer(read_known_entities().entries if added is None else added)
    work, silver, gold = relabelled_corpora(data_dir, out, gazetteer, plan)
    sample = random.Random(plan.seed).sample(silver, round(len(silver) * plan.augmented_share))
    extra = list(augment(sample, pools_from(gazetteer, NEAR_CODES), plan.seed))
    work.fit([*silver, *gold * plan.gold_copies, *extra], plan.iterations)
    model = work.exported()
    if plan.refinement:
        read_again = refinement_corpora(silver, gold, plan.refinement)
        own = read_annotated(held_out=False)
        model = refine(model, own, read_again, gazetteer, plan.refinement)
    write_model(model, out)
    return model


def relabelled_corpora(
    data_dir: Path, out: Path, gazetteer: Gazetteer, plan: TrainingPlan
) -> tuple["_Trainer", list[Annotated], list[Annotated]]:
    """Return the trainer, GMB with its labels repaired by cross-training, and WikiGold."""
    _require_crfsuite()
    silver, gold = read_corpora(data_dir, gazetteer, plan)
    work = _Trainer(gazetteer, name_words(gazetteer), plan, out.with_suffix(".crfsuite"))
    if plan.fold_iterations:
        silver = work.relabel(silver, gold)
    return work, silver, gold


def _require_crfsuite() -> None:
    try:
        import_module("pycrfsuite")
    except ImportError as error:
        raise MissingBackend(
            "training needs python-crfsuite: pip install 'aawsat-warehouse[train]'"
        ) from error


def read_corpora(
    data_dir: Path, gazetteer: Gazetteer, plan: TrainingPlan
) -> tuple[list[Annotated], list[Annotated]]:
    """Return GMB cleaned by rules, and WikiGold, without the development sentences."""
    held_out = {one.words for one in read_gold(data_dir / "dev" / "t1.json")}
    raw = [
        one
        for one in read_gmb(data_dir / "gmb" / "ner_dataset.csv.zip")
        if one.words not in held_out
    ][: plan.sentences]
    ruled = [clean_sentence(one, gazetteer) for one in raw]
    majority = majority_types(ruled)
    silver = [apply_majority(one, majority) for one in ruled]
    gold = [
        _with_demonyms(one, gazetteer)
        for one in read_wikigold(data_dir / "wikigold" / "wikigold.conll.txt")
    ]
    return silver, gold


def name_words(gazetteer: Gazetteer) -> NameWords:
    """First and last words of the listed people."""
    people = [
        [match_key(word).removeprefix("al-") for word in name.split()]
        for one in gazetteer.by_id.values()
        if one.kind in (ListKind.PERSON, ListKind.LEADER)
        for name in one.names
    ]
    return NameWords(
        frozenset(words[0] for words in people if len(words) > 1 and len(words[0]) > 2),
        frozenset(words[-1] for words in people if len(words) > 1 and len(words[-1]) > 2),
    )


def _with_demonyms(sentence: Annotated, gazetteer: Gazetteer) -> Annotated:
    """Add listed demonyms outside the spans, because WikiGold has none."""
    taken = {i for span in sentence.spans for i in range(span.first, span.last)}
    hits = [
        hit
        for hit in gazetteer.find(sentence.words)
        if hit.entry.kind is ListKind.DEMONYM and taken.isdisjoint(range(hit.first, hit.last))
    ]
    labels = label_column(sentence)
    for hit in hits:
        labels[hit.first : hit.last] = ["B-NORP", *["I-NORP"] * (hit.last - hit.first - 1)]
    return Annotated(sentence.words, read_tags(labels, _TYPES))


class _Trainer:
    """python-crfsuite with the features of the tagger; each fit overwrites the model file."""

    def __init__(
        self, gazetteer: Gazetteer, names: NameWords, plan: TrainingPlan, model_file: Path
    ) -> None:
        self._gazetteer = gazetteer
        self._names = names
        self._plan = plan
        self._model_file = model_file
        self._cache: dict[str, dict[int, list[str]]] = {}
        self._chance = random.Random(plan.seed)

    def relabel(self, silver: list[Annotated], gold: list[Annotated]) -> list[Annotated]:
        """Relabel each half of `silver` by a model of the other half; drop improbable sentences."""
        halves = silver[::2], silver[1::2]
        relabelled: list[list[Annotated]] = []
        for own, other in (halves, halves[::-1]):
            self.fit([*other, *gold * 2], self._plan.fold_iterations)
            relabelled.append(self._judge(own))
        return list(chain.from_iterable(relabelled))

    def fit(self, sentences: Sequence[Annotated], iterations: int) -> None:
        """Train a new model and replace the model file."""
        import pycrfsuite

        trainer = pycrfsuite.Trainer(verbose=False)
        for sentence in sentences:
            if sentence.words:
                trainer.append(self._features(sentence, self._drop), label_column(sentence))
        trainer.select("lbfgs")
        trainer.set_params(
            {
                "c1": self._plan.c1,
                "c2": self._plan.c2,
                "max_iterations": iterations,
                "feature.minfreq": self._plan.minimum_count,
            }
        )
        trainer.train(str(self._model_file))

    def exported(self) -> CrfModel:
        """Return the last fitted model."""
        info = self._open_tagger().info()
        return make_model(info.state_features, info.transitions, LABELS, self._names)

    def _judge(self, sentences: Sequence[Annotated]) -> list[Annotated]:
        tagger = self._open_tagger()
        judged = []
        for sentence in sentences:
            tagger.set(self._features(sentence, self._keep))
            labels = tagger.tag()
            if labels == label_column(sentence):
                judged.append(sentence)
            elif tagger.probability(labels) > _SURE:
                judged.append(Annotated(sentence.words, read_tags(labels, _TYPES)))
            elif tagger.probability(label_column(sentence)) > _NOISE:
                judged.append(sentence)
        return judged

    def _open_tagger(self) -> "pycrfsuite.Tagger":
        import pycrfsuite

        tagger = pycrfsuite.Tagger()
        tagger.open(str(self._model_file))
        return tagger

    def _features(
        self, sentence: Annotated, choose: Callable[[list[str]], list[str]]
    ) -> list[list[str]]:
        hits = self._gazetteer.find(sentence.words)
        tags = choose(gazetteer_tags(len(sentence.words), hits))
        return tagger_features(sentence.words, tags, self._names, self._cache)

    def _keep(self, tags: list[str]) -> list[str]:
        return tags

    def _drop(self, tags: list[str]) -> list[str]:
        """Hide some listed names, so that the model also learns to work without the list."""
        return hide_names(tags, self._plan.gazetteer_dropout, self._chance)
