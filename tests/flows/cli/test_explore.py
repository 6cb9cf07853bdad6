import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.explore import is_loopback
from flows.cli.main import app
from tasks.errors import BadRequest


def test_a_port_that_is_taken_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
