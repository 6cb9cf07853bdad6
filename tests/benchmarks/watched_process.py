"""Run a program, forward its stderr, and end it with all processes it started."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer


@dataclass(frozen=True, slots=True)
class Done:
    """Output of a program, and the reason of its failure in one line ('' if it succeeded)."""

    output: str
    failure: str


def run_watched(command: Sequence[str], folder: Path, limit_seconds: float) -> Done:
    """Run a program until it ends, or until the time limit."""
    last_line = ""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as output,
        subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            # A process group: servers and workers that it leaves running are ended with it.
            start_new_session=True,
        ) as process,
    ):
        timer = Timer(limit_seconds, _end_group, (process.pid,))
        timer.start()
        assert process.stderr is not None
        for line in process.stderr:
            sys.stderr.write(f"  {line}")
            last_line = line.strip() or last_line
        code = process.wait()
        is_late = timer.finished.is_set()
        timer.cancel()
        _end_group(process.pid)
        output.seek(0)
        printed = output.read()
    if is_late:
        return Done(printed, f"stopped after {limit_seconds:.0f} s")
    return Done(printed, (last_line or f"exit code {code}") if code else "")


def _end_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
