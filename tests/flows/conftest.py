"""A home of its own for every test; the Prefect server is that of all tests."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.sources.files.bundled_sample import bundled_folder
from tests.made_once import made_once

ROOT = Path(__file__).parents[2]
AAWSAT = Path(sys.executable).with_name("aawsat")

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def sample_article_count() -> int:
    """Return the number of articles in the bundled sample."""
    with gzip.open(bundled_folder() / "truth.jsonl.gz", "rt") as lines:
        expected = [json.loads(line) for line in lines]
    return len({line["canonical_url"] for line in expected if line["outcome"] == "article"})


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, prefect_api: str) -> Path:
    """A home with the bundled sample, loaded and published; copy it with `copy_home`."""

    def load(home: Path) -> None:
        done = subprocess.run(
            [AAWSAT, "backfill", "--source", "sample"],
            env={**os.environ, "PREFECT_API_URL": prefect_api, "AAWSAT_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        # A failed command says why on its standard error, which CalledProcessError would hide.
        assert done.returncode == 0, done.stdout + done.stderr

    return made_once(tmp_path_factory, "sample", load)


def copy_home(home: Path, target: Path) -> None:
    """Copy a home into a folder that need not exist."""
    shutil.copytree(home, target, symlinks=True, dirs_exist_ok=True)


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
