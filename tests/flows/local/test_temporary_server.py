"""A command works on while its Prefect server starts."""

import os
import sys
from http import HTTPStatus
from pathlib import Path

import pytest

from flows.local import temporary_server
from flows.local.temporary_server import prefect_server
from tasks.errors import HostUnavailable

# Answers as healthy from the moment at which a file exists.
SERVER = """
import sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({ok} if Path({file!r}).exists() else {unavailable})
        self.end_headers()

HTTPServer(("127.0.0.1", {port}), Health).serve_forever()
"""


def test_what_is_to_be_done_meanwhile_is_done_before_the_server_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "imported"

    def command(port: int) -> list[str]:
        states = {"ok": int(HTTPStatus.OK), "unavailable": int(HTTPStatus.SERVICE_UNAVAILABLE)}
        return [sys.executable, "-S", "-c", SERVER.format(port=port, file=str(file), **states)]

    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(temporary_server, "server_command", command)
    monkeypatch.setattr(temporary_server, "SETTLE_SECONDS", 0)
    with prefect_server(
        tmp_path, while_starting=lambda: file.write_text(os.environ["PREFECT_API_URL"])
    ) as url:
        assert file.read_text() == url


def test_a_server_that_ends_while_it_starts_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[int] = []

    def command(port: int) -> list[str]:
        starts.append(port)
        states = {"ok": int(HTTPStatus.OK), "unavailable": int(HTTPStatus.SERVICE_UNAVAILABLE)}
        server = SERVER.format(port=port, file=str(tmp_path), **states)
        words = "sqlite3.OperationalError: database is locked"
        fails = f"import sys; sys.exit({words!r})"
        return [sys.executable, "-S", "-c", fails if len(starts) == 1 else server]

    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(temporary_server, "server_command", command)
    monkeypatch.setattr(temporary_server, "SETTLE_SECONDS", 0)
    with prefect_server(tmp_path):
        assert len(starts) == 2


def test_a_server_that_does_not_answer_is_not_waited_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def command(port: int) -> list[str]:
        started.append(port)
        return [sys.executable, "-c", "import time; time.sleep(60)"]

    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(temporary_server, "server_command", command)
    monkeypatch.setattr(temporary_server, "STARTUP_SECONDS", 0.2)

    with pytest.raises(HostUnavailable, match="did not start"), prefect_server(tmp_path):
        pass

    assert len(started) == 1


def test_a_server_that_cannot_read_its_database_says_what_to_move_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "sqlite3.DatabaseError: file is not a database"
    command = [sys.executable, "-S", "-c", f"import sys; sys.exit({words!r})"]
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(temporary_server, "server_command", lambda _port: command)

    with (
        pytest.raises(HostUnavailable, match=r"damaged: move .*/prefect\.db\* away"),
        prefect_server(tmp_path),
    ):
        pass
