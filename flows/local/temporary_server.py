"""Start a Prefect server for one command if none is configured, and stop it cleanly.

Prefect can start such a server itself, but that server writes to the user's terminal and is
killed during its last writes, which prints long tracebacks. Here its log goes to a file.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import httpx

from flows.local.request_guard import origins_of
from flows.local.serve_lock import running_stack
from flows.local.server_app import PARENT
from flows.settings import hide_secrets
from tasks.errors import HostUnavailable

# The first start creates Prefect's database: 10-15 s on an idle machine of two cores, four minutes
# on a very busy one.
STARTUP_SECONDS = 600
STARTS = 3
SHUTDOWN_SECONDS = 30
# A server that is being restarted is back within seconds.
RESTART_SECONDS = 10
ASKS_FOR_PASSWORD = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
# Longer than the 0.5 s after which the server flushes its last task-run events.
SETTLE_SECONDS = 1.0

# Bytes at the end of the log, and what SQLite says there of a file that it cannot read.
LOG_END = 4_000
DAMAGED_DATABASE = (b"file is not a database", b"database disk image is malformed")

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
}


@contextmanager
def prefect_server(
    home: Path, while_starting: Callable[[], object] = lambda: None
) -> Iterator[str]:
    """Yield the URL of the Prefect API this command talks to.

    That is `PREFECT_API_URL` when it is set; else that of `aawsat serve` if it runs for this home,
    so that its pages show the run; else a server of our own on a free loopback port,
    with its database and log in `home`. Must be entered before `prefect` is imported, which
    reads its settings once; `while_starting` may import it. That function is called while a
    server of our own starts, which takes seconds, and is not called otherwise.

    Raises:
        HostUnavailable: the configured server cannot be reached, or our own did not start; the
            message names its log.
    """
    os.environ.update({**QUIET, "PREFECT_HOME": os.environ.get("PREFECT_HOME", str(home))})
    if url := os.environ.get("PREFECT_API_URL"):
        refuse_unreachable(url)
        yield url
        return
    if stack := running_stack(home):
        os.environ.update({"PREFECT_API_URL": stack.api_url, "PREFECT_UI_URL": stack.pages_url})
        os.environ.setdefault("AAWSAT_EXPLORER_URL", stack.explorer_url)
        yield stack.api_url
        return
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    os.environ["PREFECT_API_URL"] = url = f"http://127.0.0.1:{port}/api"
    # This server has no web pages, so stop Prefect from printing links to them.
    os.environ["PREFECT_UI_URL"] = ""
    with _started(url, port, home / "server.log", while_starting):
        try:
            yield url
        finally:
            time.sleep(SETTLE_SECONDS)
            del os.environ["PREFECT_API_URL"], os.environ["PREFECT_UI_URL"]


def is_own_server() -> bool:
    """Return whether `prefect_server` started the server: only such a server has no web pages."""
    return os.environ.get("PREFECT_UI_URL") == ""


def server_command(port: int) -> list[str]:
    """Return the command that runs Prefect's server on loopback."""
    return [
        *(sys.executable, "-m", "uvicorn", "--factory", "flows.local.server_app:create_app"),
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "error"),
    ]


def is_healthy(url: str) -> bool:
    """Return whether the Prefect API at `url` answers."""
    try:
        answer = httpx.get(f"{url}/health", timeout=5, trust_env=False)
    except httpx.TransportError:
        return False
    return answer.status_code == httpx.codes.OK


def refuse_unreachable(url: str) -> None:
    """Raise HostUnavailable if no Prefect API answers at `url` for `RESTART_SECONDS`.

    The message does not show a password in `url`.
    """
    deadline = time.monotonic() + RESTART_SECONDS
    while fault := _fault_of_api(url):
        if time.monotonic() > deadline:
            raise HostUnavailable(
                f"Prefect's server at {hide_secrets(url)} {fault}; start it or change"
                " PREFECT_API_URL"
            )
        time.sleep(0.5)


def _fault_of_api(url: str) -> str:
    """Return what is wrong with the Prefect API at `url`; empty if it answers.

    It may require a password, which Prefect's client knows.
    """
    try:
        answer = httpx.get(f"{url}/health", timeout=5)
    except httpx.TransportError:
        return "does not answer"
    except (httpx.InvalidURL, ValueError) as error:
        raise HostUnavailable(
            f"PREFECT_API_URL is not a valid URL: {hide_secrets(str(error))}"
        ) from error
    if answer.status_code in ASKS_FOR_PASSWORD:
        return ""
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    if answer.is_success and is_json:
        return ""
    return f"answers {answer.status_code}, not as Prefect's API, whose address ends with /api"


@contextmanager
def _started(
    url: str, port: int, log_file: Path, while_starting: Callable[[], object]
) -> Iterator[None]:
    """Run a server and wait until it answers; start another one if it ends before that.

    Two servers that create the database of a new home at once lock each other out: those of two
    commands, or that of a command that was killed a moment ago.
    """
    for _ in range(STARTS):
        with log_file.open("ab") as log, _running(port, log) as server:
            while_starting()
            if _becomes_healthy(url, server):
                yield
                return
            has_ended = server.poll() is not None
        advice = _advice(log_file)
        if advice or not has_ended:
            break
    raise HostUnavailable(f"Prefect's local server did not start; see {log_file}{advice}")


@contextmanager
def _running(port: int, log: object) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(
        server_command(port),
        env={
            **os.environ,
            "PREFECT_UI_ENABLED": "0",
            "PREFECT__SERVER_EPHEMERAL": "1",
            "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": origins_of(port),
            PARENT: str(os.getpid()),
        },
        stdin=subprocess.DEVNULL,
        stdout=log,  # type: ignore[call-overload]
        stderr=subprocess.STDOUT,
        # Ctrl-C must reach the run only: the server has to record the run's final state.
        start_new_session=True,
    )
    try:
        yield server
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(SHUTDOWN_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _becomes_healthy(url: str, server: subprocess.Popen[bytes]) -> bool:
    """Wait until a server answers; return False if it ended, or does not in STARTUP_SECONDS."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if is_healthy(url):
            return True
        time.sleep(0.1)
    return False


def _advice(log: Path) -> str:
    """Return what to do about a damaged database, which the end of the log names."""
    last = log.read_bytes()[-LOG_END:]
    if not any(words in last for words in DAMAGED_DATABASE):
        return ""
    return (
        f". Its database is damaged: move {log.parent}/prefect.db* away, they hold only the history"
        " of runs"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
