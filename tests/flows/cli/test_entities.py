"""What `aawsat entities ...` prints, for good and bad files."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.main import app

DATA = Path(__file__).parents[2] / "data" / "entities"
SENTENCES = [[["Karim", "Dabbagh", "left", "Basra", "."], [[0, 2, "PER"], [3, 4, "LOC"]]]]


@pytest.fixture(autouse=True)
def _settings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AAWSAT_ENTITIES_BACKEND", raising=False)


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["entities", *map(str, words)])


def test_extract_prints_what_is_in_a_text_with_offsets_into_it(tmp_path: Path) -> None:
    text = "Cairo, Asharq Al-Awsat- “We wait,”\r\nKarim Dabbagh told Asharq Al-Awsat on Monday."
    file = tmp_path / "article.txt"
    file.write_bytes(text.encode())

    found = json.loads(run("extract", file, "--published", "2010-05-06").output)

    assert set(found) == {"mentions", "quotes", "dates", "events"}
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found["mentions"])
    assert "person/karim-dabbagh" in {one["entity_id"] for one in found["mentions"]}
    assert [one["day"] for one in found["dates"]] == ["2010-05-03"]


def test_score_prints_each_type_and_the_errors(tmp_path: Path) -> None:
    file = tmp_path / "gold.json"
    file.write_text(json.dumps(SENTENCES * 2 + [[["Hamas", "met", "."], []]]))

    lines = run("score", file).output.splitlines()

    assert lines[0].split() == ["type", "P", "R", "F", "n"]
    assert any(line.split() == ["PER", "100.0", "100.0", "100.0", "2"] for line in lines)
    assert "+ ORG  Hamas | Hamas met ." in lines


def test_score_reads_marked_texts_by_halves(tmp_path: Path) -> None:
    file = tmp_path / "gold.txt"
    file.write_text(
        "[PER:Karim Dabbagh] left [LOC:Basra]. {{Karim Dabbagh|named}}“I go,” he said.\n\n"
        "Nobody came to [ORG:Basra]."
    )

    dev, held_out = run("score", file, "--half", "dev"), run("score", file, "--half", "held-out")

    rows = {line.split()[0]: line.split()[1:] for line in dev.output.splitlines()[1:]}
    assert rows["speakers"] == ["100.0", "100.0", "100.0", "1"]
    assert rows["micro"] == ["100.0", "100.0", "100.0", "2"]
    assert "- ORG  Basra" in held_out.output


@pytest.mark.slow
def test_build_gazetteer_writes_a_list_that_can_be_opened(corpora: Path, tmp_path: Path) -> None:
    out = tmp_path / "lists.tsv.gz"

    done = run("build-gazetteer", "--data", corpora, "--out", out)

    assert done.exit_code == 0
    assert "entries" in done.output
    assert out.stat().st_size > 100_000


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder as the commands want it, with next to nothing in its files."""
    folder = tmp_path / "corpora"
    for name in ("gmb", "wikigold", "dev", "oeda-countries"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(folder / "gmb" / "ner_dataset.csv.zip", "w") as archive:
        archive.writestr(
            "ner.csv", "Sentence #,Word,POS,Tag\nSentence: 1,Karim,NNP,B-per\n,left,VBD,O"
        )
    (folder / "wikigold" / "wikigold.conll.txt").write_text("Rome I-LOC\nfell O\n\n")
    (folder / "dev" / "t1.json").write_text(json.dumps(SENTENCES))
    (folder / "oeda-countries" / "Phoenix.Countries.actors.txt").write_text(
        "KARIM_AL_DABBAGH_\n\t[IRQGOV 20060520-20140908]\n"
    )
    return folder


@pytest.mark.parametrize(
    ("words", "content", "complaint"),
    [
        (["extract"], b"caf\xe9", "is no UTF-8 text"),
        (["score"], b"caf\xe9", "is no UTF-8 text"),
        (["score"], b"{{Karim|named}} said nothing", "no quotation marks after"),
        (["score"], b"=== a slug alone\ntext", "is not `slug, YYYY-MM-DD"),
        (["extract", "--backend", "stanza:en"], b"text", "no entities backend 'stanza:en'"),
    ],
)
def test_a_bad_file_is_answered_with_one_line(
    tmp_path: Path, words: list[str], content: bytes, complaint: str
) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(content)

    done = run(*words, file)

    assert done.exit_code != 0
    assert complaint in done.output + str(done.exception)


@pytest.mark.parametrize(
    ("command", "file", "content", "complaint"),
    [
        ("train", "dev/t1.json", b"[[1, 2]]", "t1.json is not what it should be"),
        ("train", "gmb/ner_dataset.csv.zip", b"no zip", "zip is not what it should be"),
        ("train", "wikigold/wikigold.conll.txt", b"caf\xe9", "txt is not what it should be"),
        ("train", "wikigold/wikigold.conll.txt", None, "cannot be read: No such file"),
        ("build-gazetteer", "gmb/ner_dataset.csv.zip", b"", "zip is not what it should be"),
        ("build-gazetteer", "oeda-countries/Phoenix.Countries.actors.txt", None, "cannot be read"),
    ],
)
def test_a_bad_corpus_is_named_in_one_line(
    corpora: Path, tmp_path: Path, command: str, file: str, content: bytes | None, complaint: str
) -> None:
    (corpora / file).unlink()
    if content is not None:
        (corpora / file).write_bytes(content)

    done = run(command, "--data", corpora, "--out", tmp_path / "out")

    assert done.exit_code != 0
    assert complaint in str(done.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_train_writes_weights_that_tag(corpora: Path, tmp_path: Path) -> None:
    out = tmp_path / "tagger.npz"

    done = run("train", "--data", corpora, "--out", out)

    assert "attributes" in done.output
    assert [path.name for path in out.parent.iterdir() if path.is_file()] == ["tagger.npz"]
