"""A command imports what it needs. Checked by the modules imported, since times are not stable."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = ("prefect", "httpx", "asyncio", "pyarrow", "numpy", "lxml", "selectolax", "warcio")
FIRST_LINES = """
import contextlib, io, json, os, sys
from flows.cli.main import run_command

imported = {}
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run_command(words)
    imported[" ".join(words)] = [name for name in json.loads(sys.argv[2]) if name in sys.modules]
print(json.dumps(imported))
"""


def modules_after(
    home: Path, commands: list[list[str]], names: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return which of these modules each command has imported, in one process, in this order."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_LINES, json.dumps(commands), json.dumps(names)],
        env={"AAWSAT_HOME": str(home), "PATH": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported: dict[str, list[str]] = json.loads(done.stdout)
    return imported


def test_commands_that_read_import_no_client_parser_or_server(stories_home: Path) -> None:
    reading = [
        *(["search", "oil"], ["cite", "1"], ["versions", "1"], ["status"]),
        *(["health"], ["coverage"], ["explore", "--help"]),
    ]

    imported = modules_after(stories_home, [["--help"], ["config"], *reading], (*HEAVY, "duckdb"))

    assert imported["--help"] == imported["config"] == []
    assert imported["explore --help"] == ["duckdb"]
