"""`aawsat serve` under test: started on free ports, ended in request, and nothing left of it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.flows.conftest import AAWSAT

READY = "Stop with Ctrl-C"
START_SECONDS = 600
STOP_SECONDS = 90
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Serving:
    """A running stack, its home, and what it has printed so far."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def environment(self) -> dict[str, str]:
        """What another command needs to use the stack's server."""
        return {
            **os.environ,
            "PREFECT_API_URL": f"{self.url}/api",
            "AAWSAT_HOME": str(self.home),
        }

    def ask(self, what: str, **body: Any) -> Any:
        """Ask Prefect's API, such as `flow_runs/filter`."""
        return _patiently("POST", f"{self.url}/api/{what}", body)

    def change(self, what: str, **body: Any) -> None:
        """Change an object of Prefect's API, such as a schedule."""
        httpx.patch(f"{self.url}/api/{what}", json=body, timeout=60).raise_for_status()

    def start_run(self, name: str, **parameters: Any) -> str:
        """Start a run of the deployment called so; return its id."""
        if name == "backfill":
            parameters = {"dry_run": False, **parameters}
        deployment = _patiently("GET", f"{self.url}/api/deployments/name/{name}/{name}")
        made = self.ask(f"deployments/{deployment['id']}/create_flow_run", parameters=parameters)
        return str(made["id"])

    def state(self, run_id: str) -> dict[str, Any]:
        """Return the state of a run: type, name, message."""
        found: dict[str, Any] = _patiently("GET", f"{self.url}/api/flow_runs/{run_id}")["state"]
        return found

    def wait_for(self, run_id: str, *types: str, seconds: float = 900) -> dict[str, Any]:
        """Wait until a run is in a state of one of these types; return it."""
        deadline = time.monotonic() + seconds
        while (state := self.state(run_id))["type"] not in types:
            assert time.monotonic() < deadline, state
            time.sleep(0.5)
        return state

    def stop(self, number: int = signal.SIGINT) -> int:
        """End the stack as a person or systemd does; return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


@contextmanager
def serving(home: Path, port: int | None = None, **settings: str) -> Iterator[Serving]:
    """Run the stack while the block runs, then make sure that nothing is left of it."""
    chosen = port or free_port()
    output = home.with_name(f"{home.name}-serve-{time.monotonic_ns()}.out")
    with output.open("wb") as log:
        process = subprocess.Popen(
            [AAWSAT, "serve", "--port", str(chosen), "--explorer-port", str(free_port())],
            env={**os.environ, "AAWSAT_HOME": str(home), **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    stack = Serving(f"http://127.0.0.1:{chosen}", home, process, output)
    try:
        _wait_until_ready(stack)
        yield stack
    finally:
        if process.poll() is None:
            stack.stop()
    assert marked_processes(home) == []


def marked_processes(home: Path) -> list[str]:
    """Return the lines of `ps` about processes the stack of this home started."""
    listed = subprocess.run(["ps", "eww", "-A"], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if f"AAWSAT_STACK={home} " in f"{line} "]


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _patiently(method: str, url: str, body: Any = None) -> Any:
    """Ask again while the server is away (it is restarted) or its database is locked (busy)."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = httpx.request(method, url, json=body, timeout=60)
            if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                return answer.raise_for_status().json()
            problem = answer.text
        except httpx.TransportError as error:
            problem = repr(error)
        assert time.monotonic() < deadline, problem
        time.sleep(1)


def _wait_until_ready(stack: Serving) -> None:
    deadline = time.monotonic() + START_SECONDS
    while READY not in stack.output.read_text():
        assert stack.process.poll() is None, stack.output.read_text()
        assert time.monotonic() < deadline, stack.output.read_text()
        time.sleep(0.2)
