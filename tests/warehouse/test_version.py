import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from flows.cli.main import run_command
from warehouse.version import DISTRIBUTION, git_commit


def test_the_commit_of_a_checkout_says_whether_files_are_changed(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@archive.test")
        subprocess.run(("git", *who, *words), cwd=tmp_path, check=True, capture_output=True)

    git("init")
    (tmp_path / "file").write_text("one")
    git("add", "file")
    git("commit", "-m", "First")
    clean = git_commit(tmp_path)
    (tmp_path / "file").write_text("two")

    assert clean and re.fullmatch(r"[0-9a-f]{12}", clean)
    assert git_commit(tmp_path) == f"{clean}-dirty"


def test_an_installed_package_has_no_commit(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None


def test_the_command_line_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--version"]) == 0

    said = capsys.readouterr().out
    assert said.startswith(f"aawsat {version(DISTRIBUTION)}")
