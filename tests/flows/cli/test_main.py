"""The list of commands, and mistyped ones."""

import pytest

from flows.cli.main import HEADINGS, run_command


def test_help_lists_the_commands_under_their_headings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--help"]) == 0

    shown = capsys.readouterr().out
    for heading, commands in HEADINGS.items():
        _, _, section = shown.partition(f"{heading}:")
        assert section.split()[0] == next(iter(commands))
        assert all(f"  {name} " in section for name in commands)


def test_a_mistyped_command_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_command(["serch", "council"]) == 2
    assert "Did you mean search" in capsys.readouterr().err
