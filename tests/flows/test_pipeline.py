"""The steps that nightly and backfill share."""

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any, cast

import pytest

from flows import pipeline
from flows.run.run_request import Mode, RunRequest


class OpenSource:
    """Stands for a session, which remembers every page."""


def test_what_a_source_remembers_is_released_before_pages_are_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[weakref.ref[OpenSource]] = []
    alive: list[object] = []

    @contextmanager
    def open_session(_run: object) -> Iterator[OpenSource]:
        session = OpenSource()
        opened.append(weakref.ref(session))
        yield session

    def look(_run: object) -> None:
        gc.collect()
        alive.extend(one() for one in opened)

    def nothing(*_: object) -> None:
        """Stand for a step that another test is about."""

    for name in ("recover", "verify", "discover", "fetch", "extract", "link", "report"):
        monkeypatch.setattr(pipeline, name, nothing)
    monkeypatch.setattr(pipeline, "open_session", open_session)
    monkeypatch.setattr(pipeline, "_host", lambda _run: nullcontext())
    monkeypatch.setattr(pipeline, "parse", look)
    outcome = SimpleNamespace(text="Completed")
    monkeypatch.setattr(pipeline, "_publish", lambda *_: outcome)
    run = cast(Any, SimpleNamespace(only_changes=False))
    settings = cast(Any, SimpleNamespace(failure_budget=0.0))

    request = cast(RunRequest, SimpleNamespace(mode=Mode.MISSING, dry_run=False))
    pipeline._run_steps(run, request, settings)

    assert alive == [None]
