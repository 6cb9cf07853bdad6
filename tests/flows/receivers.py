"""Receivers of notifications: a web address that takes POSTs, and a mailbox behind a small SMTP server."""

import json
import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer, StreamRequestHandler, ThreadingTCPServer
from typing import Any, Self, TypeVar

PATIENCE_SECONDS = 90

T = TypeVar("T")


class _InAThread(BaseServer):
    """A server that serves while a block runs."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class WebReceiver(_InAThread, ThreadingHTTPServer):
    """Keeps the JSON of every POST."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _KeepPosts)
        self.received: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def wait_for(self, subject: str) -> dict[str, Any]:
        """Wait for the notification with this subject."""
        return wait_for_one(lambda: [each for each in self.received if each["subject"] == subject])


class _KeepPosts(BaseHTTPRequestHandler):
    server: WebReceiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class MailReceiver(_InAThread, ThreadingTCPServer):
    """Takes mails without a password, as a relay on one's own machine does."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _TakeMail)
        self.received: list[EmailMessage] = []

    @property
    def url(self) -> str:
        port = self.server_address[1]
        return f"mailto://127.0.0.1:{port}?from=archive@example.org&to=desk@example.org"

    def wait_for(self, subject: str) -> EmailMessage:
        """Wait for the mail with this subject."""
        return wait_for_one(lambda: [each for each in self.received if each["subject"] == subject])


class _TakeMail(StreamRequestHandler):
    """As much of RFC 5321 as one mail needs."""

    server: MailReceiver

    def handle(self) -> None:
        self._answer("220 ready")
        for line in self.rfile:
            verb = line.split(maxsplit=1)[0].upper()
            if verb == b"QUIT":
                self._answer("221 bye")
                return
            if verb == b"DATA":
                self._take()
            self._answer("250 ok")

    def _take(self) -> None:
        self._answer("354 go on")
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.received.append(mail)

    def _answer(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def wait_for_one(look: Callable[[], list[T]]) -> T:
    """Wait until there is what is looked for; return it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, "no notification arrived"
        time.sleep(0.3)
    return found[0]
