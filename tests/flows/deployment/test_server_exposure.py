"""What `aawsat deploy` says of the server it deploys to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from flows.deployment.server_exposure import exposures


class _Prefect(BaseHTTPRequestHandler):
    status: ClassVar[int] = 200
    allowed: ClassVar[str | None] = None

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(self.status)
        if self.allowed:
            self.send_header("access-control-allow-origin", self.allowed)
        self.end_headers()
        self.wfile.write(b"0")

    def log_message(self, *_: object) -> None:
        """Write no request log."""


@contextmanager
def server(status: int = 200, allowed: str | None = None, host: str = "127.0.0.1") -> Iterator[int]:
    """Run a server that answers with this status and CORS header; yield its port."""
    handler = type("_Answer", (_Prefect,), {"status": status, "allowed": allowed})
    with ThreadingHTTPServer((host, 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port
        running.shutdown()


@pytest.mark.parametrize("allowed", ["*", "https://foreign.example"])
def test_deploy_warns_about_a_server_that_any_page_can_use(allowed: str) -> None:
    with server(allowed=allowed) as port:
        [warning] = exposures(f"http://127.0.0.1:{port}/api")

    assert "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS" in warning


def test_deploy_warns_about_a_remote_server_without_password_and_tls() -> None:
    # Not one of the names that count as loopback here, though it leads to this machine.
    with server(host="127.0.0.2") as port:
        warnings = exposures(f"http://127.0.0.2:{port}/api")

    assert [word for word in ("AUTH_STRING", "https") if word in " ".join(warnings)] == [
        "AUTH_STRING",
        "https",
    ]


@pytest.mark.parametrize("status", [401, 403])
def test_deploy_does_not_warn_about_a_protected_server(status: int) -> None:
    with server(status) as port:
        assert exposures(f"http://127.0.0.1:{port}/api") == []


def test_deploy_warns_about_a_password_that_is_sent_without_tls() -> None:
    with server(401, host="127.0.0.2") as port:
        [warning] = exposures(f"http://127.0.0.2:{port}/api")

    assert "https" in warning


def test_deploy_is_silent_about_a_server_on_loopback_for_its_own_pages() -> None:
    with server(allowed="http://127.0.0.1:4200") as port:
        assert exposures(f"http://127.0.0.1:{port}/api") == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "", "nothing"])
def test_a_server_that_cannot_be_reached_gives_no_warning(url: str) -> None:
    assert exposures(url) == []
