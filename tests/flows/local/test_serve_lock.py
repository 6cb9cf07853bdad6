"""One stack a home, and other commands find it."""

from pathlib import Path

import pytest

from flows.local.next_night import NOTE_NAME
from flows.local.serve_lock import (
    Stack,
    StackRuns,
    hold_stack,
    running_stack,
    write_note,
)

STACK = Stack(4711, "http://127.0.0.1:4200", "http://127.0.0.1:4280")


def test_a_second_stack_reports_where_the_first_is(tmp_path: Path) -> None:
    with hold_stack(tmp_path):
        write_note(tmp_path, STACK)

        with pytest.raises(StackRuns, match=r"127\.0\.0\.1:4200 .*kill 4711"), hold_stack(tmp_path):
            pass


def test_a_second_stack_is_refused_while_the_first_is_starting(tmp_path: Path) -> None:
    with (
        hold_stack(tmp_path),
        pytest.raises(StackRuns, match="starting or stopping"),
        hold_stack(tmp_path),
    ):
        pass


def test_a_running_stack_is_found(tmp_path: Path) -> None:
    with hold_stack(tmp_path):
        write_note(tmp_path, STACK)

        assert running_stack(tmp_path) == STACK


def test_a_stack_that_ended_is_not_found(tmp_path: Path) -> None:
    with hold_stack(tmp_path):
        write_note(tmp_path, STACK)

    assert running_stack(tmp_path) is None


def test_the_note_of_a_killed_stack_is_ignored(tmp_path: Path) -> None:
    with hold_stack(tmp_path):
        pass
    write_note(tmp_path, STACK)

    assert (tmp_path / NOTE_NAME).exists()
    assert running_stack(tmp_path) is None
