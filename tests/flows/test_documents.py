"""README and docs are kept true: commands run, settings, links and paths are compared."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.cli.main import COMMANDS, app
from flows.cli.settings_document import settings_document
from tests.archive_twin.write_sample import write_sample
from tests.flows.conftest import Command, copy_home
from tests.flows.documents import (
    DOCUMENTS,
    ROOT,
    ShownCommand,
    all_blocks,
    broken_links,
    check_arguments,
    missing_paths,
    shown_commands,
)
from tests.warehouse.test_questions import BLOCKS as QUESTIONS
from warehouse.db.read_models import read_models

README = (ROOT / "README.md").read_text("utf-8")
SHOWN_COMMANDS = shown_commands()
# Files that a guide tells the reader to make.
MADE_BY_THE_READER = {
    "tests/data/pages/divi_classic/byline-of-a-recording.html",
    "tasks/sources/files/page_list.py",
    "warehouse/db/migrations/NNNN_name.sql",
    "warehouse/transform/checks/titles_have_letters.sql",
}
PAGE = """<!DOCTYPE html><html><head><meta charset="UTF-8"><title>A Title</title></head>
<body class="single single-post postid-7"><div id="left-area"><article id="post-7" class="et_pb_post">
<h1 class="entry-title">A Title</h1><div class="entry-content"><p>The council met on Monday.</p>
</div></article></div></body></html>"""


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_the_settings_are_those_of_the_code() -> None:
    shown = (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert shown == settings_document(), "run: aawsat dev settings > docs/settings.md"


def test_readme_names_every_command_for_users() -> None:
    names = COMMANDS.keys() - {"dev"}

    assert [name for name in sorted(names) if f"`aawsat {name}`" not in README] == []


def test_the_tables_named_are_those_people_can_query() -> None:
    section = (ROOT / "docs" / "analysts.md").read_text("utf-8").split("## Tables")[1]
    rows = re.findall(r"^\| (`.*?) \|", re.split(r"\n##+ ", section)[0], re.MULTILINE)

    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

    assert named == {model.name for model in read_models("marts")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    assert broken_links(document) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_files_and_folders_named_exist(document: Path) -> None:
    assert set(missing_paths(document)) <= MADE_BY_THE_READER


@pytest.mark.parametrize("command", SHOWN_COMMANDS, ids=str)
def test_a_command_of_the_documents_can_be_typed(
    command: ShownCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    match command.program:
        case "aawsat":
            check_arguments(app, command.arguments)
        case "make":
            subprocess.run(
                ["make", "--dry-run", *command.arguments], cwd=ROOT, capture_output=True, check=True
            )
        case "pytest":
            paths = [word for word in command.arguments if word.startswith("tests/")]
            assert paths
            assert [path for path in paths if not (ROOT / path).exists()] == []
        case other:
            pytest.fail(f"teach this test to check {other}")


# No night has run in the home of this test, which is a warning.
EXIT_CODES = {"health": {1}}


@pytest.mark.flow
def test_the_output_shown_in_the_documents_is_correct(
    aawsat: Command, sample_home: Path, tmp_path: Path
) -> None:
    home = str(tmp_path / "data")
    make_files(tmp_path)
    write_sample(tmp_path / "captures-from-elsewhere", 5, seed=3)
    copy_home(sample_home, tmp_path / "data")
    ours = [one for one in SHOWN_COMMANDS if one.program == "aawsat" and one.runs_here]

    # First those whose output is shown: later ones add to the archive.
    for command in sorted(ours, key=lambda one: one.shown is None):
        done = aawsat(*command.arguments, AAWSAT_HOME=home)
        assert done.returncode in EXIT_CODES.get(command.arguments[0], {0}), (
            f"{command}: {done.stderr}"
        )
        assert "Traceback" not in done.stdout + done.stderr
        if command.shown is not None:
            assert done.stdout.strip() == command.shown.strip()

    for block in all_blocks("python"):
        subprocess.run([sys.executable, "-c", block.text], cwd=tmp_path, check=True)
    with duckdb.connect(tmp_path / "data/published/latest", read_only=True) as con:
        for block in all_blocks("sql"):
            con.execute(block.text)
        assert [sql for sql in QUESTIONS if not con.execute(sql).fetchall()] == []


def make_files(folder: Path) -> None:
    """Make the files that commands of the documents read."""
    (folder / "page.html").write_text(PAGE)
    (folder / "article.txt").write_text("Karim Dabbagh left Basra on Monday.")
    (folder / "captures-from-elsewhere").mkdir(exist_ok=True)
