"""What `aawsat dev ...` prints, and what keeps maintainers' code out of the users' way."""

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.main import app, run_command
from tasks.entities.gazetteer.places import PlaceIndex

ROOT = Path(__file__).parents[3]
SENTENCES = [[["Karim", "Dabbagh", "left", "Basra", "."], [[0, 2, "PER"], [3, 4, "LOC"]]]]
# What a run imports, and one text searched for names with it.
A_RUN = """
import sys
import flows.cli.main, flows.cli.collect.load, flows.cli.collect.run_flow
from tasks.entities import extract_entities
extract_entities("King Abdullah met Karim Dabbagh in Basra on Monday.")
unwanted = ("tasks.entities.training", "tasks.entities.evaluation", "tests", "pycrfsuite")
print(sorted(name for name in sys.modules if name.startswith(unwanted)))
"""


@pytest.fixture(autouse=True)
def _settings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AAWSAT_ENTITIES_BACKEND", raising=False)


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["dev", *map(str, words)])


def test_the_main_help_does_not_list_the_group_and_the_group_lists_its_commands() -> None:
    assert " dev " not in CliRunner().invoke(app, ["--help"]).output
    listed = run("--help").output
    assert all(name in listed for name in ("sample", "score", "train", "build-gazetteer"))


@pytest.mark.slow
def test_a_run_imports_no_training_evaluation_or_test_code() -> None:
    done = subprocess.run(
        [sys.executable, "-c", A_RUN], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_sample_writes_pages_and_their_truth(tmp_path: Path) -> None:
    done = run("sample", "--pages", 5, "--out", tmp_path / "sample")

    assert done.exit_code == 0, done.exception
    assert (tmp_path / "sample" / "truth.jsonl.gz").exists()


def test_sample_writes_to_no_folder_that_has_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").touch()

    assert run_command(["dev", "sample", "--out", str(tmp_path)]) == 1

    assert capsys.readouterr().err == f"Error: {tmp_path} is not empty; choose a new folder\n"


def test_sample_outside_a_checkout_is_an_error_of_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # As Python does when a module is not there.
    monkeypatch.setitem(sys.modules, "tests.archive_twin.write_sample", None)

    assert run_command(["dev", "sample", "--out", str(tmp_path / "sample")]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert "needs a checkout of the repository" in line


@pytest.mark.slow
def test_score_prints_each_type_and_the_errors(tmp_path: Path) -> None:
    file = tmp_path / "gold.json"
    file.write_text(json.dumps(SENTENCES * 2 + [[["Hamas", "met", "."], []]]))

    lines = run("score", file).output.splitlines()

    assert lines[0].split() == ["type", "P", "R", "F", "n"]
    assert any(line.split() == ["PER", "100.0", "100.0", "100.0", "2"] for line in lines)
    assert "+ ORG  Hamas | Hamas met ." in lines


@pytest.mark.slow
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


def test_build_places_writes_an_index_of_towns_and_their_regions(tmp_path: Path) -> None:
    tables = {
        "geonames/cities500": (
            "geonameid name asciiname aliases_latin lat lon country admin1 admin2 population",
            "7 Foua Foua Al-Fu'ah|Fua 35.98 36.70 SY 12 x 30000",
        ),
        "geonames/admin1": ("code name asciiname geonameid", "SY.12 Idlib Idlib 3"),
        "geonames/admin2": ("code name asciiname geonameid", "SY.12.y Harim Harim 4"),
        "places_mena/places_core": (
            "geonameid gn_by name name_en placetype country lat lon population aliases",
            "9 wof Binnish Binnish locality SY 35.95 36.71 0 Bennesh",
        ),
    }
    for name, rows in tables.items():
        file = tmp_path / f"{name}.tsv.gz"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(gzip.compress("\n".join(row.replace(" ", "\t") for row in rows).encode()))

    done = run("build-places", "--data", tmp_path, "--out", tmp_path / "places.npz")

    index = PlaceIndex(tmp_path / "places.npz")
    assert "3 places" in done.output
    assert [one.geonames_id for one in index.named("Fua")] == [7]
    assert [(one.region, one.population) for one in index.named("Idlib")] == [("SY.12", 30_000)]


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
    ("content", "complaint"),
    [
        (b"caf\xe9", "UTF-8 text"),
        (b"{{Karim|named}} said nothing", "no quotation marks after"),
        (b"=== a slug alone\ntext", "is not `slug, YYYY-MM-DD"),
    ],
)
def test_a_bad_file_is_answered_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, complaint: str
) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(content)

    assert run_command(["dev", "score", str(file)]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "file", "content", "complaint"),
    [
        ("train", "dev/t1.json", b"[[1, 2]]", "t1.json is invalid"),
        ("train", "gmb/ner_dataset.csv.zip", b"no zip", "zip is invalid"),
        ("train", "wikigold/wikigold.conll.txt", b"caf\xe9", "txt is invalid"),
        ("train", "wikigold/wikigold.conll.txt", None, "cannot be read: No such file"),
        ("build-gazetteer", "gmb/ner_dataset.csv.zip", b"", "zip is invalid"),
        ("build-gazetteer", "oeda-countries/Phoenix.Countries.actors.txt", None, "cannot be read"),
    ],
)
def test_a_bad_corpus_is_named_in_one_line(
    corpora: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    file: str,
    content: bytes | None,
    complaint: str,
) -> None:
    (corpora / file).unlink()
    if content is not None:
        (corpora / file).write_bytes(content)

    words = ["dev", command, "--data", str(corpora), "--out", str(tmp_path / "out")]
    assert run_command(words) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_train_writes_weights_that_tag(corpora: Path, tmp_path: Path) -> None:
    out = tmp_path / "tagger.npz"

    done = run("train", "--data", corpora, "--out", out)

    assert "attributes" in done.output
    assert [path.name for path in out.parent.iterdir() if path.is_file()] == ["tagger.npz"]
