"""Bodies for a transport of tests."""

from collections.abc import AsyncIterator

import httpx


class Unread(httpx.AsyncByteStream):
    """A body that is still to be read, as it comes from a network."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content
