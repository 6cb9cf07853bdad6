"""docs/operations.md, followed from its beginning to its end by an operator with one home.

Serve, pause, plan, run, cancel, kill, look, verify, upgrade, and restore from captures only. The
commands are those of the document: one that is added there has to be followed here.
"""

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.small_site import SmallSite, small_site
from tests.flows.conftest import AAWSAT
from tests.flows.documents import ROOT, ShownCommand, blocks, commands_of
from tests.flows.serving import Serving, marked_processes, serving
from warehouse.db.connect import open_reader

pytestmark = [pytest.mark.flow, pytest.mark.slow, pytest.mark.soak]

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
# A machine that is busy with other work needs minutes to start Prefect.
SECONDS = 900
DOCUMENT = ROOT / "docs" / "operations.md"
# No night has ended in this home, which is a warning.
EXIT_CODES = {"health": 1}
# Followed by other steps of this test, or by other tests since they need a public archive, a file
# of the operator's, a server of one's own or a proxy.
ELSEWHERE = {
    "serve",
    "backfill --since 2010 --until 2010",
    "backfill --source wayback --section opinion",
    "backfill --source commoncrawl",
    "backfill --source warc --path captures-from-elsewhere",
    "deploy",
    "explore --server-name news.example",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    with small_site(tmp_path_factory.mktemp("site"), pages=150, seed=5) as served:
        yield served


@pytest.fixture(scope="module")
def settings(site: SmallSite) -> dict[str, str]:
    return site.settings(per_second=4, batch_pages=10)


def type_in(home: Path, settings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the document shows it."""
    environment = {**os.environ, **settings, "AAWSAT_HOME": str(home)}
    return subprocess.run(
        [AAWSAT, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def documented() -> list[ShownCommand]:
    return [one for one in commands_of(blocks(DOCUMENT)) if one.program == "aawsat"]


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def nightly(stack: Serving) -> dict[str, Any]:
    found = stack.ask("deployments/filter", deployments={"name": {"any_": ["nightly"]}})
    deployment: dict[str, Any] = found[0]
    return deployment


def artifact(stack: Serving, run: str, key: str) -> str:
    wanted = {"flow_run_id": {"any_": [run]}, "key": {"any_": [key]}}
    found = stack.ask("artifacts/filter", artifacts=wanted)
    return str(found[0]["data"])


def articles(home: Path) -> list[tuple[str, str]]:
    with open_reader(home / "warehouse.duckdb", wait_seconds=60) as con:
        return con.execute("select url, body from articles order by url").fetchall()


def kill_run(stack: Serving) -> None:
    lines = [line.split(maxsplit=4) for line in marked_processes(stack.home)]
    for line in lines:
        if "flow-run" in line[4] or "engine" in line[4]:
            os.kill(int(line[0]), signal.SIGKILL)


def test_the_document_is_followed_from_its_beginning_to_its_end(
    site: SmallSite, settings: dict[str, str], tmp_path: Path
) -> None:
    home = tmp_path / "data"
    with serving(home, None, **settings) as stack:
        pause(stack)
        plan(stack, site)
        cancel(stack, site)
        kill(stack, site)
        recover(stack, site)
        look(home, settings)
        assert stack.stop() == 0
    upgrade(home, settings)
    restore_from_captures_only(home, tmp_path / "restored", settings, site)


def pause(stack: Serving) -> None:
    deployment = nightly(stack)
    [schedule] = deployment["schedules"]
    stack.change(f"deployments/{deployment['id']}/schedules/{schedule['id']}", active=False)
    assert not nightly(stack)["schedules"][0]["active"]


def plan(stack: Serving, site: SmallSite) -> None:
    """The form's default: Quick run plans the whole archive and fetches no article."""
    run = stack.start_run("backfill", dry_run=True)
    assert stack.wait_for(run, *ENDED)["type"] == "COMPLETED"
    assert "pages to fetch" in artifact(stack, run, "plan")
    assert not site.articles & set(site.asked)


def cancel(stack: Serving, site: SmallSite) -> None:
    run = stack.start_run("backfill")
    wait_until(lambda: len(site.articles & set(site.asked)) > 5)
    stack.ask(f"flow_runs/{run}/set_state", state={"type": "CANCELLING"})
    assert stack.wait_for(run, *ENDED)["type"] == "CANCELLED"
    wait_until(lambda: "Stopped before its end" in artifact(stack, run, "report"))


def kill(stack: Serving, site: SmallSite) -> None:
    asked = len(site.articles & set(site.asked))
    run = stack.start_run("backfill")
    wait_until(lambda: len(site.articles & set(site.asked)) > asked + 3)
    kill_run(stack)
    assert stack.wait_for(run, *ENDED)["type"] == "CRASHED"


def recover(stack: Serving, site: SmallSite) -> None:
    """The next run continues. One request of each killed run may have had no answer yet."""
    run = stack.start_run("backfill")
    assert stack.wait_for(run, *ENDED)["type"] == "COMPLETED"
    assert "What to do next" in artifact(stack, run, "report")
    assert articles(stack.home)
    repeated = Counter({path: n for path, n in site.asked.items() if path in site.articles})
    assert sum(count > 1 for count in repeated.values()) <= 2


def look(home: Path, settings: dict[str, str]) -> None:
    """Every command of the document that reads, checks, publishes, verifies or parses again."""
    typed = [one.arguments for one in documented() if " ".join(one.arguments) not in ELSEWHERE]
    assert ("backfill", "--mode", "reparse") in typed
    for words in (*typed, ("verify",)):
        done = type_in(home, settings, *words)
        assert done.returncode == EXIT_CODES.get(words[0], 0), f"{words}: {done.stderr}"
        assert "Traceback" not in done.stdout + done.stderr


def upgrade(home: Path, settings: dict[str, str]) -> None:
    """Stop `serve`, update the program, start it: a paused schedule stays paused."""
    with serving(home, None, **settings) as stack:
        assert not nightly(stack)["schedules"][0]["active"]
        assert stack.stop(signal.SIGTERM) == 0


def restore_from_captures_only(
    home: Path, restored: Path, settings: dict[str, str], site: SmallSite
) -> None:
    """`captures/` is the backup: the rest is rebuilt, and no page is fetched again."""
    shutil.copytree(home / "captures", restored / "captures")
    asked = Counter({path: n for path, n in site.asked.items() if path in site.articles})

    done = type_in(restored, settings, "backfill")

    assert done.returncode == 0, done.stdout + done.stderr
    assert articles(restored) == articles(home)
    assert asked == Counter({path: n for path, n in site.asked.items() if path in site.articles})
