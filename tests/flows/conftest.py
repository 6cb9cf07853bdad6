"""A home of its own for every test; the Prefect server is that of all tests."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AAWSAT = Path(sys.executable).with_name("aawsat")

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def aawsat(tmp_path: Path, prefect_api: str) -> Command:
    """Run the command `aawsat` as a user would, with its home in `tmp_path / "home"`."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [AAWSAT, *arguments],
            env={
                **os.environ,
                "PREFECT_API_URL": prefect_api,
                "AAWSAT_HOME": str(tmp_path / "home"),
                "COLUMNS": "120",
                **settings,
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    return run
