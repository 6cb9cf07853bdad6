"""Commands in messages can be typed as they are shown."""

import sys

import pytest

from flows.cli.hints import typable


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/a b/aawsat", "status"])


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "there is no warehouse yet: run aawsat backfill",
            "there is no warehouse yet: run AAWSAT_HOME=/srv/home '/opt/a b/aawsat' backfill",
        ),
        (
            "Run `aawsat verify` to make them due",
            "Run `AAWSAT_HOME=/srv/home '/opt/a b/aawsat' verify` to make them due",
        ),
        ("another `aawsat serve` is starting", "another `aawsat serve` is starting"),
        ("run it again", "run it again"),
    ],
)
def test_a_command_to_run_names_program_and_home(
    message: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AAWSAT_HOME", "/srv/home")

    assert typable(message) == shown


def test_the_home_of_the_current_folder_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AAWSAT_HOME", raising=False)

    assert typable("start aawsat serve") == "start '/opt/a b/aawsat' serve"


def test_a_program_of_the_stack_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The explorer of `aawsat serve` runs as `python -m flows`."""
    monkeypatch.delenv("AAWSAT_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "argv", ["/checkout/flows/__main__.py", "explore"])
    monkeypatch.setattr(sys, "executable", "/checkout/.venv/bin/python")

    assert typable("start aawsat serve") == "start /checkout/.venv/bin/aawsat serve"
