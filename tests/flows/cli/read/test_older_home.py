"""Reading a home of an earlier version, before a run has brought it up to date."""

import shutil
import tarfile
from pathlib import Path

import pytest

from flows.cli.main import run_command

HOME = Path(__file__).parents[3] / "data" / "homes" / "home-0.1.0.tar.xz"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("older")
    with tarfile.open(HOME) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def older_home(unpacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(unpacked, tmp_path, symlinks=True, dirs_exist_ok=True)
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        *(["coverage"], ["coverage", "--by-section"], ["status"], ["health"], ["checks"]),
        *(["versions", "1"], ["cite", "1"], ["checks", "--run"]),
        ["query", "--warehouse", "select missing_column from articles"],
    ],
    ids=" ".join,
)
def test_every_command_answers_in_lines_and_never_with_a_foreign_error(
    command: list[str], older_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_command(command)

    printed = capsys.readouterr()
    assert code in (0, 1, 3)
    assert len(printed.err.splitlines()) <= 1


@pytest.mark.parametrize("command", [["coverage"], ["status"]], ids=" ".join)
def test_the_line_says_what_brings_it_up_to_date(
    command: list[str], older_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(command)

    assert "a backfill or nightly run brings it up to date" in capsys.readouterr().err
