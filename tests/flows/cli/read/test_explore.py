import asyncio
import socket
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette

from flows.cli.main import app
from flows.cli.read.explore import is_loopback
from tasks.errors import BadRequest


def test_a_port_in_use_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = CliRunner().invoke(app, ["explore", "--port", str(port)])

    assert isinstance(done.exception, BadRequest)
    assert f"cannot listen on 127.0.0.1:{port}" in str(done.exception)


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.5.5.5", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
        ("desk.example", False),
    ],
)
def test_only_loopback_counts_as_this_machine_alone(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example"])
def test_other_machines_are_let_in_only_on_request(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path))

    done = CliRunner().invoke(app, ["explore", "--host", host])

    assert isinstance(done.exception, BadRequest)
    assert "add --public" in str(done.exception)


def test_the_explorer_answers_for_its_server_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a reverse proxy, requests come with the name that readers typed."""
    served = _served(tmp_path, monkeypatch, "--server-name", "news.example")

    assert _status(served, "news.example") == 200
    assert _status(served, "other.example") == 421


def test_the_health_of_the_home_is_for_its_operator_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _served(tmp_path, monkeypatch)
    proxied = _served(tmp_path, monkeypatch, "--server-name", "news.example")

    assert _status(own, "127.0.0.1", "/health/home") == 200
    assert _status(proxied, "news.example", "/health/home") == 404
    assert _status(proxied, "127.0.0.1", "/health/home") == 404


def _served(home: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Starlette:
    """Return the app that `aawsat explore` with these options serves."""
    served: list[Starlette] = []
    monkeypatch.setenv("AAWSAT_HOME", str(home))
    monkeypatch.setattr("uvicorn.run", lambda served_app, **_: served.append(served_app))
    CliRunner().invoke(app, ["explore", "--port", "18088", *options], catch_exceptions=False)
    return served[0]


def _status(served: Starlette, host: str, address: str = "/health") -> int:
    async def ask() -> int:
        transport = httpx.ASGITransport(app=served)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return (await client.get(address)).status_code

    return asyncio.run(ask())
