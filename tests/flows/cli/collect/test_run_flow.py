"""A nightly run from the command line, as cron starts it: with a Prefect server of its own."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.flows.conftest import AAWSAT, copy_home

pytestmark = [pytest.mark.flow, pytest.mark.slow]


def night(home: Path) -> None:
    # As in cron, nothing is known of the servers that other tests have started.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")
    }
    subprocess.run(
        [AAWSAT, "nightly", "--source", "sample"],
        env={**environment, "AAWSAT_HOME": str(home)},
        capture_output=True,
        timeout=600,
        check=True,
    )


def test_a_night_started_by_cron_deletes_old_runs_from_prefects_database(
    tmp_path: Path, sample_home: Path
) -> None:
    copy_home(sample_home, tmp_path)
    night(tmp_path)
    with closing(sqlite3.connect(tmp_path / "prefect" / "prefect.db")) as db:
        [(before,)] = db.execute("select count(*) from flow_run").fetchall()
        db.execute("update flow_run set end_time = '2020-01-01 00:00:00.000000'")
        db.commit()

    night(tmp_path)

    with closing(sqlite3.connect(tmp_path / "prefect" / "prefect.db")) as db:
        [(after,)] = db.execute("select count(*) from flow_run").fetchall()
    assert after == before == 2
