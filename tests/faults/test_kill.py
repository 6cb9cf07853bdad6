"""kill -9 and SIGTERM at random moments of a backfill lose nothing and fetch nothing twice."""

import os
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.local.temporary_server import prefect_server
from tests.faults.killed_runs import (
    Ended,
    Kill,
    Runner,
    captured_pages,
    leftovers,
    marts,
    random_kill,
    runner,
)
from tests.faults.run_stages import STAGES
from tests.faults.small_site import SmallSite, small_site

pytestmark = [pytest.mark.flow, pytest.mark.slow]

SEED = int(os.environ.get("AAWSAT_TEST_SEED", "20170131"))
LEAST_KILLS = 30
LEAST_BY_STAGE = 3
# Attempts to hit every stage: a kill that is too late hits the next one.
MOST_HOMES = 40
# A home's run is killed in the first of these, its next run in the second, and so on. `recover`
# comes after a kill that leaves something to recover.
CHAINS = (
    ("write", "recover", "parse", "extract", "build"),
    ("discover", "fetch", "load", "link", "publish"),
    ("fetch", "recover", "extract", "link", "build"),
    ("write", "load", "parse", "link", "publish"),
    ("discover", "fetch", "recover", "extract", "publish"),
    ("write", "discover", "parse", "load", "build"),
)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as url:
        yield url


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    with small_site(tmp_path_factory.mktemp("site"), pages=40, seed=7) as served:
        yield served


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, api: str, site: SmallSite) -> Iterator[Runner]:
    settings = site.settings(per_second=50, batch_pages=10)
    with runner(tmp_path_factory.mktemp("runs"), settings, api) as started:
        yield started


def say(text: str) -> None:
    """Print how to repeat the same moments, for -s and for failures."""
    sys.stdout.write(text + "\n")


@dataclass(frozen=True, slots=True)
class Archive:
    """The runner, the site, and the result of an undisturbed run."""

    runs: Runner
    site: SmallSite
    seconds: dict[str, float]
    marts: dict[str, list[tuple[object, ...]]]

    def run(self, home: Path, kill: Kill | None = None, end: int = signal.SIGKILL) -> Ended:
        """Run again; no captured article may be requested."""
        captured, asked = captured_pages(home), Counter(self.site.asked)
        ended = self.runs.run(home, kill, end)
        again = again_asked(self.site, asked, captured)
        assert not again, f"captured before and asked again: {again}"
        return ended

    def assert_next_run_ends_well(self, home: Path) -> None:
        """Run to the end: nothing lost, nothing fetched twice, nothing left over."""
        ended = self.run(home)
        assert ended.code == 0, self.runs.log
        assert "Traceback" not in self.runs.log
        assert leftovers(home) == []
        assert marts(home) == self.marts


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, runs: Runner, site: SmallSite) -> Archive:
    home = tmp_path_factory.mktemp("undisturbed")
    ended = runs.run(home)
    assert ended.code == 0, runs.log
    seconds = ended.longest()
    assert set(seconds) == set(STAGES)
    return Archive(runs, site, seconds, marts(home))


@pytest.mark.soak
def test_runs_killed_at_random_moments_lose_nothing_and_fetch_nothing_twice(
    tmp_path: Path, archive: Archive
) -> None:
    rng = random.Random(SEED)
    say(f"seed {SEED}")
    hits: Counter[str] = Counter()
    for number in range(MOST_HOMES):
        if has_enough(hits):
            break
        home = tmp_path / f"home-{number}"
        for stage in CHAINS[number % len(CHAINS)]:
            kill = random_kill(stage, archive.seconds[stage], rng)
            ended = archive.run(home, kill)
            met = ended.stage or "between" if ended.code == -signal.SIGKILL else "too late"
            say(f"home {number}: {kill} met {met} (exit {ended.code})")
            hits.update([met])
            # Finish a copy, so that the next kill hits the state left by this one.
            copy = shutil.copytree(home, tmp_path / "copy")
            archive.assert_next_run_ends_well(copy)
            shutil.rmtree(copy)

    say(f"kills: {dict(hits)}")
    assert has_enough(hits)


@pytest.mark.parametrize("stage", ["write", "load", "publish"])
def test_the_run_after_a_killed_one_loses_nothing_and_fetches_nothing_twice(
    tmp_path: Path, archive: Archive, stage: str
) -> None:
    kill = random_kill(stage, archive.seconds[stage], random.Random(f"{SEED}-{stage}"))

    ended = archive.run(tmp_path, kill)

    assert ended.code == -signal.SIGKILL
    archive.assert_next_run_ends_well(tmp_path)


def has_enough(hits: Counter[str]) -> bool:
    """Return whether enough runs were killed in every stage."""
    kills = hits.total() - hits["too late"]
    return kills >= LEAST_KILLS and min(hits[name] for name in STAGES) >= LEAST_BY_STAGE


def again_asked(site: SmallSite, before: Counter[str], captured: set[str]) -> set[str]:
    """Return captured articles that were requested again since `before`."""
    paths = {urlsplit(url).path for url in captured} & site.articles
    return {path for path in paths if site.asked[path] > before[path]}


@pytest.mark.parametrize("stage", ["discover", "fetch", "extract", "build"])
def test_a_cancelled_run_ends_cleanly_and_the_next_one_continues(
    tmp_path: Path, archive: Archive, stage: str
) -> None:
    kill = random_kill(stage, archive.seconds[stage], random.Random(f"{SEED}-{stage}"))

    ended = archive.run(tmp_path, kill, end=signal.SIGTERM)

    assert ended.code != 0
    assert leftovers(tmp_path) == [], archive.runs.log
    archive.assert_next_run_ends_well(tmp_path)
