"""Batches on a real Dask scheduler with two workers: the same marts, and a killed worker's work."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from distributed import Client

from tasks.workers.dask_pool import DaskPool
from tests.flows.conftest import ROOT, Command
from tests.flows.serving import free_port

pytestmark = [pytest.mark.flow, pytest.mark.slow]

MARTS = (
    "articles",
    "paragraphs",
    "article_authors",
    "mentions",
    "statements",
    "quotes",
    "entities",
    "rejections",
)


@dataclass(frozen=True, slots=True)
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    address = f"tcp://127.0.0.1:{free_port()}"
    dask = (sys.executable, "-m", "distributed.cli")
    scheduler = (f"{dask[2]}.dask_scheduler", "--host", address, "--no-dashboard")
    worker = (f"{dask[2]}.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with (tmp_path / "dask.log").open("wb") as log:
        started = [
            subprocess.Popen(
                [sys.executable, "-m", *words],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                cwd=tmp_path,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            for words in (scheduler, worker, worker)
        ]
    try:
        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
        yield Cluster(address, started[1:])
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def rows(home: Path, mart: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        con.execute(f"attach '{home / 'warehouse.duckdb'}' as w (read_only)")
        columns = [
            str(name)
            for (name, *_) in con.execute(f"describe w.marts.{mart}").fetchall()
            # They say when, not what.
            if name not in ("captured_at", "first_captured_at", "run_id")
        ]
        return con.execute(
            f"select {', '.join(columns)} from w.marts.{mart} order by all"
        ).fetchall()


@pytest.mark.soak
def test_the_marts_are_the_same_and_both_workers_are_used(
    aawsat: Command, cluster: Cluster, tmp_path: Path
) -> None:
    homes = {runner: tmp_path / runner for runner in ("local", "dask")}
    names = {"local": "local", "dask": f"dask:{cluster.address}"}
    for runner, home in homes.items():
        done = aawsat(
            "backfill", "--source", "sample", AAWSAT_HOME=str(home), AAWSAT_RUNNER=names[runner]
        )
        assert done.returncode == 0, done.stderr

    for mart in MARTS:
        assert rows(homes["dask"], mart) == rows(homes["local"], mart)
    log = (tmp_path / "dask.log").read_text()
    with Client(cluster.address, set_as_default=False) as client:
        done_by = client.run(_pages_parsed_here)
    assert len(done_by) == 2, log
    assert all(done_by.values())


def _pages_parsed_here() -> bool:
    return "tasks.articles.parse_captures" in sys.modules


def work_slowly(items: Sequence[int]) -> tuple[int, int]:
    time.sleep(0.4)
    return sum(items), os.getpid()


def test_a_worker_killed_in_mid_run_loses_nothing(cluster: Cluster) -> None:
    with DaskPool(cluster.address) as pool:
        parts = pool.run(work_slowly, range(3_000))
        first = next(parts)
        cluster.workers[0].kill()
        others = list(parts)

    assert sum(total for total, _ in [first, *others]) == sum(range(3_000))
    assert cluster.workers[1].pid in {pid for _, pid in others}
