"""Run pytest often without its start: libraries are imported once, each run is a fork of this.

    python -m tests.mutation.forked_pytest    # reads a JSON list of arguments per line

Answers each line with `[exit code, last lines of output]`. The project's own modules are imported
in the fork only, so each run sees the code as it is then.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

LIMIT_SECONDS = 900
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
    for line in sys.stdin:
        print(json.dumps(_run(json.loads(line))), flush=True)


def _run(arguments: list[str]) -> tuple[int, str]:
    with tempfile.NamedTemporaryFile() as output:
        child = os.fork()
        if child == 0:
            _become_pytest(arguments, output.fileno())
        code = _wait(child)
        return code, "\n".join(Path(output.name).read_text(errors="replace").splitlines()[-5:])


def _become_pytest(arguments: list[str], output: int) -> None:
    import pytest

    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    # A mutant may loop for ever.
    signal.alarm(LIMIT_SECONDS)
    code = 1
    try:
        code = pytest.main(["-W", "ignore:Module already imported", *arguments])
    finally:
        sys.stdout.flush()
        os._exit(int(code))


def _wait(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return TIMED_OUT if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
