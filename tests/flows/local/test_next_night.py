"""What `aawsat health` says of the next nightly run."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.local.next_night import NextNight, read_next_night
from flows.local.serve_lock import Stack, hold_stack, write_note


@contextmanager
def server(answer: object, status: int = 200) -> Iterator[str]:
    """Run a Prefect server that gives this list of runs; yield its URL."""

    class _Runs(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Write no request log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), _Runs) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


def test_the_next_night_is_that_of_the_running_stack(tmp_path: Path) -> None:
    planned = [{"expected_start_time": "2026-12-01T02:15:00+00:00"}]
    with server(planned) as url, hold_stack(tmp_path / "prefect"):
        write_note(tmp_path / "prefect", Stack(1, url))

        assert read_next_night(tmp_path) == NextNight(datetime(2026, 12, 1, 2, 15, tzinfo=UTC))


def test_without_a_server_no_night_is_planned(tmp_path: Path) -> None:
    assert "aawsat serve does not run" in read_next_night(tmp_path).reason


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [([], 200, "paused"), ({"detail": "no"}, 401, "unknown"), ("", 500, "unknown")],
)
def test_a_night_that_is_not_planned_has_a_reason(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: object,
    status: int,
    reason: str,
) -> None:
    with server(answer, status) as url:
        monkeypatch.setenv("PREFECT_API_URL", f"{url}/api")
        found = read_next_night(tmp_path)

    assert found.starts_at is None
    assert reason in found.reason


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "http://host:port", "nothing"])
def test_a_server_that_is_away_leaves_the_next_night_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)

    assert read_next_night(tmp_path).reason.startswith("unknown")
