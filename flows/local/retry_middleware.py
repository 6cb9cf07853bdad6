"""Retry requests to Prefect's server while its database is locked.

SQLite allows one writer at a time. A transaction that began with a read fails immediately if
another one is writing, regardless of the timeout, and Prefect answers 503. Prefect's Python client
retries, but its web pages do not, so a click on Submit would be lost. This middleware retries in
the server.
"""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Waits of 0.1, 0.2, 0.4 ... seconds, six seconds in total.
ATTEMPTS = 7
FIRST_WAIT_SECONDS = 0.1
LOCKED = 503


def retry_locked(app: ASGIApp) -> ASGIApp:
    """Wrap an application so that requests answered with 503 are retried."""

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        body = [piece async for piece in _pieces(receive)]
        for wait in (*(FIRST_WAIT_SECONDS * 2**n for n in range(ATTEMPTS - 1)), None):
            answer = _Answer(send, is_last=wait is None)
            try:
                # The application may change the scope, so pass a copy to each attempt.
                await app({**scope}, _Replay(body, receive), answer)
            except Exception:
                # Starlette re-raises errors it has already answered, for logging.
                if not answer.is_held:
                    raise
            if wait is None or not answer.is_held:
                return
            await asyncio.sleep(wait)

    return ask


async def _pieces(receive: Receive) -> AsyncIterator[Message]:
    more = True
    while more:
        piece = await receive()
        more = bool(piece.get("more_body", False))
        yield piece


class _Replay:
    """Replay the request body that was already read, then pass on further client messages."""

    def __init__(self, body: list[Message], receive: Receive) -> None:
        self._body = iter(body)
        self._receive = receive

    async def __call__(self) -> Message:
        piece = next(self._body, None)
        return await self._receive() if piece is None else piece


class _Answer:
    """Pass a response on, except a 503 before the last attempt."""

    def __init__(self, send: Send, *, is_last: bool) -> None:
        self._send = send
        self._is_last = is_last
        self.is_held = False

    async def __call__(self, message: Message) -> None:
        if message.get("status") == LOCKED and not self._is_last:
            self.is_held = True
        if not self.is_held:
            await self._send(message)
