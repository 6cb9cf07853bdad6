"""What the command line answers to good and bad words, without any server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.main import app, run_command
from flows.settings import Settings

PAGE = b"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8">
<title>Council Meets | ASHARQ AL-AWSAT English Archive 2005 -2017</title></head>
<body class="single single-post postid-7"><div id="left-area"><article id="post-7" class="et_pb_post">
<h1 class="entry-title">Council Meets</h1><div class="entry-content">
<p>Beirut, Asharq Al-Awsat\xe2\x80\x94The council met on Monday, said a man who was there.</p>
</div></article></div></body></html>"""


@pytest.fixture(autouse=True)
def _home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "home"))


def test_config_prints_every_setting() -> None:
    shown = CliRunner().invoke(app, ["config"]).output

    missing = [name for name in Settings.model_fields if f"AAWSAT_{name.upper()}=" not in shown]
    assert missing == []


def test_a_saved_page_is_parsed_to_json(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)

    done = CliRunner().invoke(
        app,
        ["parse", str(page), "--url", "https://eng-archive.aawsat.com/a-man/opinion/council-meets"],
    )

    article = json.loads(done.output)
    assert article["outcome"] == "article"
    assert article["title"] == "Council Meets"
    assert article["dateline"]["places"] == ["Beirut"]
    assert article["paragraphs"][0]["text"].startswith("The council met")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["backfill", "--since", "2016-02-30"], "'2016-02-30' is not a date"),
        (["backfill", "--since", "2017-02-01", "--until", "2017-01-01"], "is after until"),
        (["backfill", "--source", "warc"], "needs a path"),
        (["backfill", "--source", "warc", "--path", "nowhere.warc.gz"], "nothing at"),
        (["backfill", "--source", "moon"], "is not one of"),
        (["backfill", "--max-pages", "0"], "0 is not in the range"),
        (["query", "select 1"], "there is no warehouse at"),
        (["status"], "there is no warehouse at"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_words_are_answered_with_one_line(
    words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(words) in (1, 2)

    said = capsys.readouterr()
    usage, error, line = said.err.rpartition("Error: ")
    assert error
    assert complaint in line
    assert line.count("\n") == 1
    assert not usage or usage.startswith("Usage: aawsat")
    assert not said.out


@pytest.mark.parametrize(
    "words", [["backfill", "--source", "sample"], ["verify"], ["serve"], ["publish"], ["status"]]
)
def test_a_home_below_a_file_is_named_in_one_line(
    words: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))

    assert run_command(words) == 1
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert str(tmp_path / "file" / "home") in said
    assert said.count("\n") == 1
