"""What a person who watches a run reads."""

import threading
from contextvars import ContextVar
from uuid import UUID

import httpx
import pytest

from tasks.run import progress as progress_module
from tasks.run.progress import Progress, progress_text
from tasks.run.record import RunRecord


@pytest.mark.parametrize(
    ("done", "total", "seconds", "text"),
    [
        (0, 20_000, 0.0, "fetch: 0 of 20,000"),
        (500, 20_000, 500.0, "fetch: 500 of 20,000, 1.0/s, 5 h 25 min left"),
        (300, 400, 30.0, "fetch: 300 of 400, 10.0/s, 10 s left"),
        (400, 400, 40.0, "fetch: 400 of 400, 10.0/s"),
    ],
)
def test_progress_tells_pace_and_time_left(
    done: int, total: int, seconds: float, text: str
) -> None:
    assert progress_text("fetch", done, total, seconds) == text


def test_a_stage_entered_twice_counts_both_times() -> None:
    record = RunRecord()

    for _ in range(2):
        with record.stage("fetch"):
            pass
    with record.stage("parse"):
        pass

    assert list(record.seconds) == ["fetch", "parse"]
    assert record.seconds["fetch"] > 0


def test_the_bar_never_steps_back_between_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Progress, "_show", lambda *_: None)
    store: list[str] = []
    progress = Progress("fetch", 300, within=lambda: len(store))
    seen = []

    def look() -> None:
        seen.append(int(progress._bar().partition("] ")[2].partition(" of ")[0]))
        line = progress.add(0)
        assert line.startswith(f"fetch: {seen[-1]} of 300")

    for batch in range(3):
        for captures in (40, 100):
            store = ["a capture"] * captures
            look()
        # The batch is indexed; it is loaded while the next one is fetched.
        store = []
        progress.ahead += 100
        look()
        if batch:
            progress.add(100)
            look()
    progress.add(100)
    look()

    assert seen == sorted(seen)
    assert seen[:3] == [40, 100, 100]
    assert seen[-1] == 300


def test_a_long_batch_says_a_line_now_and_then_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress_module, "QUIET_SECONDS", 0.01)
    monkeypatch.setattr(Progress, "_show", lambda *_: None)
    said: list[str] = []
    third = threading.Event()

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 3:
            third.set()

    with Progress("extract", 900, within=lambda: 30).shown(say):
        assert third.wait(30)

    assert said[0].startswith("extract: 30 of 900, ")


def test_a_long_batch_moves_the_bar_of_the_runs_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "QUIET_SECONDS", 0.01)
    run = ContextVar[str]("run")
    run.set("the run of the step")
    shown: list[tuple[str, float]] = []
    second = threading.Event()

    def show(_progress: Progress, share: float, _text: str) -> None:
        shown.append((run.get("none"), share))
        if len(shown) == 2:
            second.set()

    monkeypatch.setattr(Progress, "_show", show)
    done = iter((89, *[180] * 1000))
    with Progress("extract", 900, within=lambda: next(done)).shown(lambda _line: None):
        assert second.wait(30)

    # The artifact has to belong to the run, although another thread makes it.
    assert shown[:2] == [("the run of the step", 9.9), ("the run of the step", 20.0)]


def test_the_first_update_creates_the_bar_and_later_ones_change_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[tuple[object, ...]] = []

    def create(share: float, *, key: str, description: str) -> UUID:
        calls.append(("create", share, key, description))
        return UUID(int=7)

    def update(artifact: UUID, share: float, *, description: str) -> None:
        calls.append(("update", artifact.int, share))

    monkeypatch.setattr(progress_module, "create_progress_artifact", create)
    monkeypatch.setattr(progress_module, "update_progress_artifact", update)
    progress = Progress("fetch", 400)

    progress.add(100)
    progress.add(300)

    assert calls[0][:3] == ("create", 25.0, "fetch-progress")
    assert calls[1:] == [("update", 7, 100.0)]


def test_a_server_that_is_briefly_unavailable_does_not_fail_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> UUID:
        raise httpx.ConnectError("refused")

    monkeypatch.setattr(progress_module, "create_progress_artifact", refuse)

    assert Progress("fetch", 0).add(0).startswith("fetch: 0 of 0")
