"""The questions of docs/analysts.md, asked of a published file."""

import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse import Archive, open_archive

DOCUMENT = Path(__file__).parents[2] / "docs" / "analysts.md"
NOTEBOOK = DOCUMENT.with_name("notebook.py")
MOST_LINES = 5
BLOCKS = [
    textwrap.dedent(block)
    for block in re.findall(r"^ *```sql\n(.*?)^ *```$", DOCUMENT.read_text(), re.M | re.S)
]


@pytest.fixture(scope="module")
def published(stories_home: Path) -> Path:
    return stories_home / "published" / "latest"


@pytest.fixture(scope="module")
def archive(published: Path) -> Iterator[Archive]:
    with open_archive(published) as found:
        yield found


def test_there_are_twenty_five_questions_of_at_most_five_lines() -> None:
    section = DOCUMENT.read_text().split("## Twenty-five questions")[1].split("\n## ")[0]

    assert re.findall(r"^(\d+)\. .*\?$", section, re.M) == [str(n) for n in range(1, 26)]
    assert section.count("```sql") == 25
    assert [block for block in BLOCKS if len(block.splitlines()) > MOST_LINES] == []


@pytest.mark.parametrize("sql", BLOCKS)
def test_the_sql_of_the_document_runs(archive: Archive, sql: str) -> None:
    assert archive.sql(sql).to_arrow().num_columns > 0


@pytest.mark.slow
def test_every_cell_of_the_notebook_runs_and_finds_something(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AAWSAT_PUBLICATION", str(published))
    monkeypatch.setenv("AAWSAT_WORD", "oil")
    names: dict[str, object] = {}
    cells = re.split(r"^# %%.*\n", NOTEBOOK.read_text("utf-8"), flags=re.M)

    for cell in cells:
        exec(compile(cell, NOTEBOOK.name, "exec"), names)
        printed = capsys.readouterr().out
        assert printed or "archive." not in cell, cell


@pytest.mark.slow
def test_the_recipe_for_the_command_line_of_duckdb_runs(published: Path) -> None:
    program = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    [recipe] = re.findall(r"^```bash\n(duckdb .*?)^```$", DOCUMENT.read_text("utf-8"), re.M | re.S)
    if program is None:
        pytest.skip("the package duckdb-cli is not installed")

    for line in recipe.strip().splitlines():
        [_, *arguments] = shlex.split(line.replace("data/published/latest", str(published)))
        command = [program, *(one.replace("council", "oil") for one in arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
        assert len(done.stdout.splitlines()) > 1, line
