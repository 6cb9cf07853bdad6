"""A full disk: each run fails with one line, and continues on a larger disk."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.killed_runs import leftovers, marts
from warehouse.db.publications import latest_publication

pytestmark = [pytest.mark.flow, pytest.mark.slow]

AAWSAT = Path(sys.executable).with_name("aawsat")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A separate file system of one megabyte in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("size=1m", "tmpfs", folder):
        pytest.skip("mounting a file system is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def mount(options: str, *arguments: object) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, *map(str, arguments)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def run_in(prefect_api: str) -> Callable[[Path], subprocess.CompletedProcess[str]]:
    def run(home: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [AAWSAT, "backfill", "--source", "sample"],
            env={**os.environ, "AAWSAT_HOME": str(home), "PREFECT_API_URL": prefect_api},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


def test_a_run_on_a_full_disk_reports_it_and_the_next_with_more_room_continues(
    tmp_path: Path, disk: Path, run_in: Callable[[Path], subprocess.CompletedProcess[str]]
) -> None:
    undisturbed = tmp_path / "undisturbed"
    assert run_in(undisturbed).returncode == 0

    # Full while migrating, while capturing and loading, while building, while publishing.
    for megabytes in (1, 6, 14, 30):
        mount(f"remount,size={megabytes}m", disk)
        ended = run_in(disk)
        last_line = ended.stderr.splitlines()[-1]
        assert ended.returncode == 1, ended.stdout
        assert last_line.startswith("Error: ")
        assert "make room and run again" in last_line
        assert "Traceback" not in ended.stdout + ended.stderr
        assert latest_publication(disk) is None
    mount("remount,size=300m", disk)
    ended = run_in(disk)

    assert ended.returncode == 0, ended.stderr
    assert leftovers(disk) == []
    assert marts(disk) == marts(undisturbed)
