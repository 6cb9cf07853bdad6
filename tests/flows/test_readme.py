"""README is kept true: what it says is compared with what there is, and its commands are run."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from flows.cli.main import app
from flows.settings import Settings
from tests.flows.conftest import Command

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def settings_table() -> str:
    """Return the table README shows between its two settings marks."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = ",".join(field.default) if isinstance(field.default, tuple) else field.default
        shown = f"`{default}`" if str(default) else ""
        lines.append(f"| `AAWSAT_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)


def test_the_settings_are_those_of_the_code() -> None:
    assert settings_table() in README


def test_every_command_is_in_the_table_of_commands() -> None:
    missing = [name for name in app.commands if f"| `aawsat {name}" not in README]

    assert missing == []


def test_the_files_and_folders_named_exist() -> None:
    table = README.split("## To change something")[1].split("\n## ")[0]
    named = re.findall(r"`((?:flows|tasks|warehouse|tests)/[^` ]*|prefect\.yaml)`", table)

    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("target", ["run", "test"])
def test_the_two_commands_are_targets_of_make(target: str) -> None:
    assert re.search(rf"^make {target}\b", README, re.MULTILINE)

    done = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.flow
def test_commands_answer_what_readme_shows(aawsat: Command) -> None:
    aawsat("backfill", "--source", "sample")

    for title in ("## A first query", "## Is it complete? Can I cite it?"):
        section = README.split(title)[1].split("\n## ")[0]
        command, shown = re.findall(r"```(?:sh|text)\n(.*?)\n```", section, re.DOTALL)[:2]
        said = aawsat(*shlex.split(command)[1:])
        assert said.stdout.strip() == shown.strip()
