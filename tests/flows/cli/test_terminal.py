"""The program without a usable output, terminal or folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

AAWSAT = Path(sys.executable).with_name("aawsat")


def run(command: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which $AAWSAT is the program."""
    return subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "AAWSAT": str(AAWSAT), "AAWSAT_HOME": str(folder / "home"), **settings},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "code", "error"),
    [
        ('"$AAWSAT" config >&-', 0, ""),
        ('"$AAWSAT" config >&- 2>&-', 0, ""),
        ('"$AAWSAT" config > /dev/full', 1, "No space left on device"),
        ('"$AAWSAT" config | true', 0, ""),
        (
            'mkdir x && cd x && rmdir ../x && "$AAWSAT" config',
            1,
            "the current folder does not exist",
        ),
    ],
    ids=["no output", "no streams", "a full disk", "a reader that goes away", "a deleted folder"],
)
def test_an_output_that_cannot_be_written_is_one_line_at_most(
    command: str, code: int, error: str, tmp_path: Path
) -> None:
    home = {"AAWSAT_HOME": "data"} if "rmdir" in command else {}

    done = run(command, tmp_path, **home)

    assert done.returncode == code
    assert error in done.stderr
    assert done.stderr.count("\n") == bool(error)


@pytest.mark.parametrize("width", ["0", "1"])
def test_a_terminal_without_a_usable_width_gets_a_whole_help_page(
    width: str, tmp_path: Path
) -> None:
    done = run('"$AAWSAT" --help', tmp_path, COLUMNS=width)

    assert done.returncode == 0
    assert "Load the missing pages" in done.stdout
