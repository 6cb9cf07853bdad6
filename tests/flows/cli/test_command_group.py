"""The list of commands, and mistyped ones."""

import pytest
from click import Context

from flows.cli.command_group import TASKS
from flows.cli.main import app, run_command


def test_every_command_is_listed_under_a_task() -> None:
    listed = [name for names in TASKS.values() for name in names]
    known = app.list_commands(Context(app))

    assert sorted(listed) == sorted(set(known) - {"dev"})


def test_help_lists_commands_by_task(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--help"]) == 0

    shown = capsys.readouterr().out
    assert all(f"{heading}:" in shown for heading in TASKS)


def test_a_mistyped_command_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_command(["serch", "council"]) == 2
    assert "Did you mean search" in capsys.readouterr().err
