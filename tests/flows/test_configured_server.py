"""A command whose Prefect server is missing, away or misspelt ends with one line."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.flows.conftest import AAWSAT

pytestmark = [pytest.mark.flow, pytest.mark.slow]


def run(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(
        [AAWSAT, *arguments],
        env={**clean, "AAWSAT_HOME": str(home), "PREFECT_HOME": str(home), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("command", [("deploy",), ("backfill", "--source", "sample")], ids=" ".join)
@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "http://host:port/api"])
def test_a_server_that_does_not_answer_is_named(
    tmp_path: Path, command: tuple[str, ...], url: str
) -> None:
    ended = run(tmp_path, *command, PREFECT_API_URL=url)

    *said, error = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert error.startswith("Error: ")
    assert "PREFECT_API_URL" in error
    # The first line names what is started, before anything slow.
    [started] = said
    assert started.startswith("Home: " if "backfill" in command else "Deploying to ")


def test_deploy_without_a_server_starts_none(tmp_path: Path) -> None:
    ended = run(tmp_path, "deploy")

    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: set PREFECT_API_URL")
    assert not (tmp_path / "prefect.db").exists()


def test_deploy_without_a_home_of_prefect_prints_one_line(tmp_path: Path) -> None:
    ended = run(tmp_path, "deploy", PREFECT_HOME="/proc/none")

    assert ended.stderr.splitlines() == [
        "Error: set PREFECT_API_URL to the API of your Prefect server; aawsat serve needs no deploy"
    ]
