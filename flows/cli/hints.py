"""Commands in messages, as they have to be typed here: with the program's path and the home."""

import os
import re
import sys
from pathlib import Path
from shlex import quote
from shutil import which

_NAMED = re.compile(r"\b([Rr]un|[Ss]tart) (`?)aawsat (?=[a-z])")


def _typed_as() -> str:
    """Return the command name to show: a path when it is not on PATH, as under `make run`.

    Programs of `aawsat serve` run as `python -m flows`; the command is beside their Python.
    """
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        program = Path(sys.executable).with_name("aawsat")
    return program.name if which(program.name) else str(program)


def typable(text: str) -> str:
    """Return a message in which each command to run or start works for the home in use.

    The home is named if it was chosen by AAWSAT_HOME, which may be set for one command only.
    """
    return _NAMED.sub(lambda found: f"{found[1]} {found[2]}{command()} ", text)


def command() -> str:
    """Return what to type for `aawsat` with the home in use."""
    home = os.environ.get("AAWSAT_HOME")
    chosen = f"AAWSAT_HOME={quote(str(Path(home).expanduser().absolute()))} " if home else ""
    return f"{chosen}{quote(_typed_as())}"
