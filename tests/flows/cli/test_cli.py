"""What the command line answers to good and bad words, without any server."""

import json
import os
import subprocess
import sys
from errno import EACCES
from pathlib import Path
from unittest.mock import patch

import click
import pytest
from click.testing import CliRunner

from flows.cli.main import COMMANDS, _advice, app, run_command
from flows.settings import Settings
from tasks.errors import BadRequest

PAGE = b"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8">
<title>Council Meets | ASHARQ AL-AWSAT English Archive 2005 -2017</title></head>
<body class="single single-post postid-7"><div id="left-area"><article id="post-7" class="et_pb_post">
<h1 class="entry-title">Council Meets</h1><div class="entry-content">
<p>Beirut, Asharq Al-Awsat\xe2\x80\x94The council met on Monday, said a man who was there.</p>
</div></article></div></body></html>"""


@pytest.fixture(autouse=True)
def _home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "home"))


def test_a_closed_standard_input_is_an_empty_query() -> None:
    done = subprocess.run(
        f"{sys.executable} -m flows query - <&-",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


def test_serve_refuses_one_port_for_two_programs() -> None:
    done = CliRunner().invoke(app, ["serve", "--port", "4300", "--explorer-port", "4300"])

    assert str(done.exception) == "--port and --explorer-port are both 4300: choose another for one"


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
    "words",
    [
        *(["backfill", "--source", "sample"], ["verify"], ["serve"], ["publish"], ["status"]),
        *(["coverage"], ["checks"], ["query", "select 1"], ["search", "council"], ["health"]),
    ],
    ids=" ".join,
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

    # A monitor reads the exit code of health: unknown.
    assert run_command(words) == (3 if words == ["health"] else 1)
    shown = capsys.readouterr()
    said = shown.err or shown.out
    assert said.startswith(("Error: ", "UNKNOWN: "))
    assert str(tmp_path / "file" / "home") in said
    assert "AAWSAT_HOME must be a folder that you can write to" in said
    assert said.count("\n") == 1


def test_captures_that_may_not_be_read_are_a_matter_of_their_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path))
    denied = PermissionError(EACCES, "Permission denied", str(tmp_path / "captures" / "a.warc.gz"))

    assert _advice(denied) == "; check its owner and mode"
    denied.filename = str(tmp_path / "writer.lock")
    assert _advice(denied) == "; AAWSAT_HOME must be a folder that you can write to"


def test_the_help_lists_every_command_with_the_first_sentence_of_its_own_help() -> None:
    context = click.Context(app)
    own = {name: app.get_command(context, name) for name in COMMANDS}

    wrong = {
        name: command.get_short_help_str(200)
        for name, command in own.items()
        if command
        and not command.hidden
        and command.get_short_help_str(200) != COMMANDS[name].summary
    }
    assert wrong == {}
    assert [name for name, command in own.items() if command is None] == []


def test_the_main_help_imports_no_library_but_click() -> None:
    """A list of commands must appear at once: importing all of them takes seconds."""
    program = (
        "import sys; from flows.cli.main import run_command; run_command(['--help']);"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert "backfill" in done.stdout
    slow = ("pydantic", "httpx", "numpy", "duckdb", "prefect", "rich")
    assert [name for name in slow if f"'{name}'" in done.stderr] == []


def test_an_error_of_a_file_outside_the_home_does_not_blame_the_home(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    address = "https://eng-archive.aawsat.com/a-man/opinion/council-meets"
    error = PermissionError(EACCES, "Permission denied", str(page))

    with patch("flows.cli.collect.parse.read_settings", side_effect=error):
        assert run_command(["parse", str(page), "--url", address]) == 1

    assert capsys.readouterr().err == f"Error: {page}: Permission denied\n"


@pytest.mark.parametrize("given", ["file", "standard input"])
def test_a_query_that_is_not_utf8_is_refused_in_one_line(given: str, tmp_path: Path) -> None:
    sql = tmp_path / "latin.sql"
    sql.write_bytes("select 'café'".encode("latin-1"))
    words = ["-f", str(sql)] if given == "file" else ["-"]

    done = CliRunner().invoke(app, ["query", *words], input=sql.read_bytes())

    assert isinstance(done.exception, BadRequest)
    assert "is not UTF-8 text: invalid continuation byte at byte 11" in str(done.exception)


@pytest.mark.slow
def test_a_terminal_that_is_not_utf8_shows_other_characters_as_question_marks(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE.replace(b"The council", "The Chouf council – Café".encode()))
    address = "https://eng-archive.aawsat.com/a-man/opinion/council-meets"
    done = subprocess.run(
        [sys.executable, "-m", "flows", "parse", str(page), "--url", address],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )

    assert done.stderr == b""
    assert "The Chouf council ? Café".encode("latin-1") in done.stdout
