"""Run the local stack as one program: Prefect server, worker, deployments, explorer."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

from flows.local.child_process import Child, end_marked, marked_environment
from flows.local.request_guard import origins_of
from flows.local.serve_lock import Stack, hold_stack, write_note
from flows.local.temporary_server import QUIET, STARTUP_SECONDS, is_healthy, server_command
from flows.project_root import ROOT
from tasks.errors import BadRequest, HostUnavailable, TerminalError

LOOPBACK = "127.0.0.1"
POOL = "local-process"
# One process a run: nightly and backfill, of which one waits for the other, and housekeeping.
WORKER_RUNS = 4
# Polling interval for scheduled runs; Prefect's default of 10 s feels too slow.
QUERY_SECONDS = 2
# Interval of flow-run heartbeats; the automation that marks silent runs as crashed waits for
# many of them, see `flows.deployment.automations`.
HEARTBEAT_SECONDS = 30
WATCH_SECONDS = 1.0
LEASES_IN_FILES = "prefect.server.concurrency.lease_storage.filesystem"

Show = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports on loopback; explorer None: without the explorer."""

    prefect: int
    explorer: int | None


def serve_stack(home: Path, ports: Ports, show: Show) -> None:
    """Run the stack of a home until Ctrl-C or SIGTERM, then stop all its processes.

    `show` is called with one line of terminal output at a time.

    Raises:
        StackRuns: the stack is already running.
        BadRequest: a port is taken by another program.
        HostUnavailable: a program did not start; the message names its log.
        ChildKeepsDying: a program exited too often; the message names its log.
    """
    folder = home / "prefect"
    stack = Stack(os.getpid(), f"http://{LOOPBACK}:{ports.prefect}", _explorer_url(ports))
    with hold_stack(folder), _stop_signals() as stopping:
        if left := end_marked(str(home)):
            show(f"Stopped {left} processes of a killed `aawsat serve`.")
        _check_ports(ports)
        try:
            _run(home, ports, stack, stopping, show)
        except _Stopped:
            show("Stopping ...")
        finally:
            end_marked(str(home))
    show("Stopped all processes.")


class _Stopped(Exception):
    """The stack was asked to stop."""


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """Turn Ctrl-C and SIGTERM into an event; a second signal cannot interrupt the shutdown."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(home: Path, ports: Ports, stack: Stack, stopping: threading.Event, show: Show) -> None:
    environment = _environment(home, stack, ports)
    logs = home / "prefect"
    server = Child("server", server_command(ports.prefect), environment, logs / "server.log")
    others = _others(home, ports, environment)
    with ExitStack() as running:
        show("Starting Prefect; the first time this takes up to a minute ...")
        _start(server, running)
        _wait_for(lambda: is_healthy(stack.api_url), server, stopping)
        _deploy(environment, logs / "deploy.log", stopping)
        for child in others:
            _start(child, running)
        write_note(logs, stack)
        _show_addresses(home, stack, show)
        _watch([server, *others], stopping, show)


def _environment(home: Path, stack: Stack, ports: Ports) -> dict[str, str]:
    """Return the environment of the programs: this process's, plus their addresses."""
    return {
        **marked_environment(str(home)),
        **QUIET,
        "AAWSAT_HOME": str(home),
        "AAWSAT_ROOT": str(ROOT),
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": stack.api_url,
        "PREFECT_UI_URL": stack.pages_url,
        "AAWSAT_EXPLORER_URL": stack.explorer_url or os.environ.get("AAWSAT_EXPLORER_URL", ""),
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": origins_of(ports.prefect),
        "PREFECT_WORKER_QUERY_SECONDS": str(QUERY_SECONDS),
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
        # Waits of 1, 2, 4 ... seconds, four minutes in total; a server restart takes one.
        "PREFECT_CLIENT_MAX_RETRIES": "8",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # SQLite allows one writer at a time; on a busy machine 10 s is too short.
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        # Stored in files, so that slots are also released after a server restart.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": LEASES_IN_FILES,
        "PREFECT__SERVER_FINAL": "1",
    }


def _others(home: Path, ports: Ports, environment: dict[str, str]) -> list[Child]:
    prefect = (sys.executable, "-m", "prefect")
    worker = (*prefect, "worker", "start", "--pool", POOL, "--type", "process", "--name", "local")
    limit = ("--limit", str(WORKER_RUNS))
    logs = home / "prefect"
    children = [Child("worker", (*worker, *limit), environment, logs / "worker.log")]
    if ports.explorer is not None and has_explorer():
        explore = (sys.executable, "-m", "flows", "explore", "--port", str(ports.explorer))
        children.append(Child("explorer", explore, environment, logs / "explorer.log"))
    return children


def has_explorer() -> bool:
    """Return whether this installation has the command `aawsat explore`."""
    return find_spec("flows.cli.read.explore") is not None


def _explorer_url(ports: Ports) -> str:
    if ports.explorer is None or not has_explorer():
        return ""
    return f"http://{LOOPBACK}:{ports.explorer}"


def _check_ports(ports: Ports) -> None:
    wanted = {"--port": ports.prefect, "--explorer-port": ports.explorer}
    for option, port in wanted.items():
        if port is not None and _is_taken(port):
            raise BadRequest(f"port {port} is taken by another program; choose one with {option}")


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port with connections in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def _start(child: Child, running: ExitStack) -> None:
    running.callback(child.stop)
    child.start()


def _wait_for(is_up: Callable[[], bool], child: Child, stopping: threading.Event) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and child.is_alive:
        if is_up():
            return
        if stopping.wait(0.2):
            raise _Stopped
    raise HostUnavailable(f"the {child.name} did not start; see {child.log}")


def _deploy(environment: dict[str, str], log: Path, stopping: threading.Event) -> None:
    """Create pool, deployments, limits and automations in a separate process.

    Importing Prefect takes 5 s and 150 MB, and this program does not need it otherwise.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            (sys.executable, "-m", "flows", "deploy"),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while process.poll() is None:
            if stopping.wait(0.2):
                process.terminate()
                raise _Stopped
    if process.returncode:
        raise TerminalError(f"the deployments could not be created; see {log}")


def _show_addresses(home: Path, stack: Stack, show: Show) -> None:
    show("")
    show(f"Prefect    {stack.ui_url}")
    show(f"Backfill   {stack.pages_url}/deployments  (backfill, then Run, then Custom run)")
    if stack.explorer_url:
        show(f"Explorer   {stack.explorer_url}")
    show(f"Warehouse  {home / 'warehouse.duckdb'}")
    show(f"Logs       {home / 'prefect'}/*.log")
    show("")
    show("Stop with Ctrl-C. A stopped run continues where it was when it is started again.")


def _watch(children: list[Child], stopping: threading.Event, show: Show) -> None:
    """Restart programs that exit, until the stack is asked to stop."""
    while not stopping.wait(WATCH_SECONDS):
        for child in children:
            if child.restart_if_dead():
                show(f"The {child.name} exited and was restarted; see {child.log}")
    raise _Stopped
