"""The decoder against crfsuite itself, on models trained here."""

import random
from pathlib import Path

import pycrfsuite
import pytest

from tasks.entities.gazetteer.lookup import Gazetteer, open_gazetteer
from tasks.entities.ner.crf.features import NameWords, gazetteer_tags, tagger_features, title_cased
from tasks.entities.ner.crf.model_file import CrfModel, read_model, write_model
from tasks.entities.ner.crf.viterbi import Decoder
from tasks.entities.training.corpora import read_gmb
from tasks.entities.training.train import TrainingPlan, train_model

SHARED = next(
    (folder for up in Path(__file__).parents if (folder := up / "shared/data/entities").exists()),
    Path("../shared/data/entities"),
)
NAMES = NameWords(frozenset({"karim"}), frozenset({"aziz"}))
PARTS = [
    "Karim",
    "al-Aziz",
    "Basra",
    "said",
    "in",
    "the",
    "Iraqi",
    "U.S.",
    ",",
    "1,000",
    "’s",
    "Arab",
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="module")
def random_sentences() -> list[list[str]]:
    chance = random.Random(7)
    return [chance.choices(PARTS, k=chance.randint(1, 40)) for _ in range(600)]


@pytest.fixture(scope="module")
def small_model(
    tmp_path_factory: pytest.TempPathFactory,
    gazetteer: Gazetteer,
    random_sentences: list[list[str]],
) -> tuple[CrfModel, pycrfsuite.Tagger]:
    """A model of nonsense: random labels, so that many paths are nearly as good as the best."""
    path = tmp_path_factory.mktemp("model") / "small.crfsuite"
    chance = random.Random(8)
    trainer = pycrfsuite.Trainer(verbose=False)
    for words in random_sentences[:200]:
        labels = chance.choices(["O", "B-PER", "I-PER", "B-LOC"], k=len(words))
        trainer.append(features(words, gazetteer, NAMES), labels)
    trainer.select("lbfgs")
    trainer.set_params({"max_iterations": 15, "c1": 0.1})
    trainer.train(str(path))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return exported(tagger, NAMES), tagger


def features(words: list[str], gazetteer: Gazetteer, names: NameWords) -> list[list[str]]:
    tags = gazetteer_tags(len(words), gazetteer.find(words))
    return tagger_features(words, tags, names, {})


def exported(tagger: pycrfsuite.Tagger, names: NameWords) -> CrfModel:
    from tasks.entities.ner.crf.model_file import make_model

    info = tagger.info()
    return make_model(info.state_features, info.transitions, tuple(tagger.labels()), names)


@pytest.mark.slow
def test_labels_equal_those_of_crfsuite(
    small_model: tuple[CrfModel, pycrfsuite.Tagger],
    gazetteer: Gazetteer,
    random_sentences: list[list[str]],
) -> None:
    model, tagger = small_model

    tagged = Decoder(model, gazetteer).tag(random_sentences)

    differing = 0
    for words, one in zip(random_sentences, tagged, strict=True):
        expected = tagger.tag(features(words, gazetteer, NAMES))
        differing += one.labels != expected
        # A model of nonsense has exact ties; which of two equals is chosen is rounding.
        assert tagger.probability(one.labels) == pytest.approx(
            tagger.probability(expected), rel=1e-9
        )
    assert differing < len(tagged) / 100


@pytest.mark.slow
def test_a_sentence_gets_the_same_labels_alone_and_in_a_batch(
    small_model: tuple[CrfModel, pycrfsuite.Tagger],
    gazetteer: Gazetteer,
    random_sentences: list[list[str]],
) -> None:
    decoder = Decoder(small_model[0], gazetteer)

    alone = [decoder.tag([words])[0].labels for words in random_sentences[:50]]

    assert alone == [one.labels for one in decoder.tag(random_sentences)][:50]


def test_sentences_without_words_have_no_labels(
    small_model: tuple[CrfModel, pycrfsuite.Tagger], gazetteer: Gazetteer
) -> None:
    tagged = Decoder(small_model[0], gazetteer).tag([[], ["Basra"], []])

    assert [len(one.labels) for one in tagged] == [0, 1, 0]
    assert Decoder(small_model[0], gazetteer).tag([]) == []


def test_a_model_is_read_back_as_it_was_written(
    small_model: tuple[CrfModel, pycrfsuite.Tagger], tmp_path: Path
) -> None:
    model = small_model[0]

    write_model(model, tmp_path / "model.npz")

    stored = read_model(tmp_path / "model.npz")
    assert (stored.labels, stored.attributes) == (model.labels, model.attributes)
    assert stored.names == model.names
    assert stored.weights == pytest.approx(model.weights, rel=1e-6)


def test_a_line_in_capitals_is_read_as_if_it_were_not() -> None:
    words = ["BAGHDAD", "TALKS", "FAIL", ",", "ISIS", "SAYS"]

    assert title_cased(words) == ["Baghdad", "Talks", "FAIL", ",", "ISIS", "SAYS"]
    assert title_cased(["The", "UN", "said", "so"]) is None


def test_the_committed_model_is_small() -> None:
    from tasks.entities.ner.crf.model_file import MODEL_FILE

    assert MODEL_FILE.stat().st_size < 1_000_000


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/entities")
def test_thousands_of_news_sentences_are_labelled_as_crfsuite_labels_them(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    # The second stage continues without crfsuite.
    plan = TrainingPlan(iterations=8, fold_iterations=0, sentences=2_000, refinement=None)
    model = train_model(SHARED, tmp_path / "news.npz", plan=plan)
    sentences = [list(one.words) for one in read_gmb(SHARED / "gmb" / "ner_dataset.csv.zip")]
    sample = [words for words in sentences[-3_000:] if not title_cased(words)]

    tagged = Decoder(read_model(tmp_path / "news.npz"), gazetteer).tag(sample)

    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "news.crfsuite"))
    expected = [tagger.tag(features(words, gazetteer, model.names)) for words in sample]
    assert [one.labels for one in tagged] == expected
