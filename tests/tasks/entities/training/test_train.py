"""Training from a folder of corpora."""

import zipfile
from pathlib import Path

import orjson
import pytest

from tasks.entities.errors import BadTrainingData
from tasks.entities.evaluation.spans import score_file
from tasks.entities.gazetteer.lookup import Entry, ListKind, open_gazetteer
from tasks.entities.ner.backends import open_backend
from tasks.entities.ner.crf.model_file import read_model
from tasks.entities.training.refine import RefinementPlan
from tasks.entities.training.train import TrainingPlan, read_corpora, train_model

SHARED = next(
    (folder for up in Path(__file__).parents if (folder := up / "shared/data/entities").exists()),
    Path("../shared/data/entities"),
)
PLAN = TrainingPlan(
    iterations=8, fold_iterations=3, minimum_count=1, refinement=RefinementPlan(epochs=0)
)
HELD_OUT = ["Peace", "came", "to", "Qura", "today"]
PARTY = Entry(ListKind.ORGANISATION, "org/dawn-party", ("Dawn Party",))


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Thirty sentences in the forms of the real corpora, and one held out."""
    for folder in ("gmb", "wikigold", "dev"):
        (tmp_path / folder).mkdir()
    rows = ["Sentence #,Word,POS,Tag"]
    for number, word in enumerate(["Karim", "Salim", "Hamid", "Nabil", "Tariq"] * 6):
        rows += [f"Sentence: {number},{word},NNP,B-per", ",met,VBD,O", ",Iraqi,JJ,B-gpe"]
        rows += [",men,NNS,O", ",in,IN,O", ",Basra,NNP,B-geo", ",.,.,O"]
    rows += [f"{'Sentence: 99' if not i else ''},{word},NN,O" for i, word in enumerate(HELD_OUT)]
    with zipfile.ZipFile(tmp_path / "gmb" / "ner_dataset.csv.zip", "w") as archive:
        archive.writestr("ner.csv", "\n".join(rows))
    (tmp_path / "wikigold" / "wikigold.conll.txt").write_text("Rome I-LOC\nfell O\n\n")
    (tmp_path / "dev" / "t1.json").write_bytes(orjson.dumps([[HELD_OUT, [[3, 4, "LOC"]]]]))
    return tmp_path


def test_the_development_sentences_are_left_out(corpora: Path) -> None:
    silver, _ = read_corpora(corpora, open_gazetteer([PARTY]), PLAN)

    assert len(silver) == 30
    assert tuple(HELD_OUT) not in {one.words for one in silver}


@pytest.mark.slow
def test_the_same_data_give_the_same_weights(corpora: Path, tmp_path: Path) -> None:
    train_model(corpora, tmp_path / "one.npz", [PARTY], PLAN)
    train_model(corpora, tmp_path / "two.npz", [PARTY], PLAN)

    one, two = read_model(tmp_path / "one.npz"), read_model(tmp_path / "two.npz")
    assert one.attributes == two.attributes
    assert (one.weights == two.weights).all()
    assert (one.transitions == two.transitions).all()


@pytest.mark.slow
def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTrainingData, match=r"t1\.json cannot be read: No such file"):
        train_model(tmp_path, tmp_path / "model.npz", [PARTY], PLAN)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/entities")
def test_the_committed_weights_reach_their_targets_on_the_development_set() -> None:
    scores = score_file(SHARED / "dev" / "t1.json", open_backend())

    assert scores.micro.f1 >= 93
    assert scores.by_type["PER"].f1 >= 95
    assert scores.by_type["ORG"].f1 >= 85
    assert scores.by_type["LOC"].f1 >= 96
