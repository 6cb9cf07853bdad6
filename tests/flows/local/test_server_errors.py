"""What a command says of a Prefect server that cannot be used."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from prefect.exceptions import PrefectHTTPStatusError

from flows.local import temporary_server
from flows.local.server_errors import server_errors_in_one_line
from flows.local.temporary_server import refuse_unreachable
from tasks.errors import HostUnavailable


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary_server, "RESTART_SECONDS", 0)


@contextmanager
def server(status: int, kind: str) -> Iterator[str]:
    """Run a server that answers everything with this status and content type; yield its URL."""

    class _Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(b"true")

        def log_message(self, *_: object) -> None:
            """Write no request log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, "text/html"), (404, "application/json"), (200, "text/html"), (502, "text/html")],
    ids=["another program", "a wrong path", "the pages instead of the API", "a proxy"],
)
def test_a_server_that_is_not_prefects_api_is_refused(status: int, kind: str) -> None:
    with server(status, kind) as url, pytest.raises(HostUnavailable, match=f"answers {status}"):
        refuse_unreachable(f"{url}/api")


@pytest.mark.parametrize(
    ("status", "kind"), [(200, "application/json"), (401, "text/html"), (403, "application/json")]
)
def test_prefects_api_is_used_also_if_it_requires_a_password(status: int, kind: str) -> None:
    with server(status, kind) as url:
        refuse_unreachable(f"{url}/api")


@pytest.mark.parametrize("host", ["127.0.0.1:9", "host:port"])
def test_a_password_in_the_address_is_not_shown(host: str) -> None:
    with pytest.raises(HostUnavailable) as refused:
        refuse_unreachable(f"http://someone:a-secret@{host}/api")

    assert "PREFECT_API_URL" in str(refused.value)
    assert "a-secret" not in str(refused.value)


def refusal(status: int) -> PrefectHTTPStatusError:
    request = httpx.Request("POST", "http://someone:a-secret@prefect.example:4200/api/work_pools/")
    answer = httpx.Response(status, request=request)
    return PrefectHTTPStatusError("refused", request=request, response=answer)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refusal(401), "PREFECT_API_AUTH_STRING"),
        (refusal(403), "PREFECT_API_AUTH_STRING"),
        (refusal(500), "answers 500 to /api/work_pools/"),
        (httpx.ConnectError("All connection attempts failed"), "stopped answering"),
        (RuntimeError("Found incompatible versions: client: 3, server: 2"), "incompatible"),
    ],
)
def test_an_error_of_the_server_becomes_one_line(error: Exception, said: str) -> None:
    with pytest.raises(HostUnavailable, match=said) as shown, server_errors_in_one_line():
        raise error

    assert "a-secret" not in str(shown.value)
    assert "\n" not in str(shown.value)


def test_other_errors_stay_as_they_are() -> None:
    with pytest.raises(RuntimeError, match="a fault of ours"), server_errors_in_one_line():
        raise RuntimeError("a fault of ours")
