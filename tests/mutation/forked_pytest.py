"""Run pytest often without its start: libraries are imported once, each run is a fork of this.

    python -m tests.mutation.forked_pytest    # reads a JSON list of arguments per line

Answers each line with `[exit code, last lines of output]`. The project's own modules are imported
in the fork only, so each run sees the code as it is then. A mutant may loop for ever, so a run may
take twice the processor time of the first one, which is of the unchanged code, and some seconds.
"""

import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path

# Of the clock, for a run that waits for ever.
LIMIT_SECONDS = 1800
MOST_CPU_SECONDS = 900
EXTRA_CPU_SECONDS = 10
TIMED_OUT = -1
# They take most of the start. Prefect is not among them: it starts threads, which a fork loses.
_LIBRARIES = (
    *("duckdb", "ftfy", "httpx", "hypothesis.strategies", "lxml.html", "numpy", "orjson"),
    *(
        "pyarrow",
        "pydantic",
        "pytest",
        "selectolax.lexbor",
        "starlette",
        "yaml",
    ),
)


def main() -> None:
    """Serve the lines of standard input."""
    for library in _LIBRARIES:
        __import__(library)
    cpu_limit = MOST_CPU_SECONDS
    for line in sys.stdin:
        code, output, cpu = _run(json.loads(line), cpu_limit)
        if cpu_limit == MOST_CPU_SECONDS:
            cpu_limit = int(2 * cpu) + EXTRA_CPU_SECONDS
        print(json.dumps((code, output)), flush=True)


def _run(arguments: list[str], cpu_limit: int) -> tuple[int, str, float]:
    with tempfile.NamedTemporaryFile() as output:
        child = os.fork()
        if child == 0:
            _become_pytest(arguments, output.fileno(), cpu_limit)
        code, cpu = _wait(child)
        lines = Path(output.name).read_text(errors="replace").splitlines()
        return code, "\n".join(lines[-5:]), cpu


def _become_pytest(arguments: list[str], output: int, cpu_limit: int) -> None:
    import pytest

    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.alarm(LIMIT_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_limit, cpu_limit))
    code = 1
    try:
        code = pytest.main(["-W", "ignore:Module already imported", *arguments])
    finally:
        sys.stdout.flush()
        os._exit(int(code))


def _wait(child: int) -> tuple[int, float]:
    """Return the exit code of a run, and the seconds of processor time it took."""
    _, status, used = os.wait4(child, 0)
    code = TIMED_OUT if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
    return code, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
