"""An HTTP response as received."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from tasks.errors import PolicyRefusal
from tasks.http.content_encoding import Decoded, decode_body

NOT_MODIFIED = 304
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The earlier capture that a revisit repeats: its address, instant and payload digest."""

    url: str | None
    captured_at: datetime | None
    payload_digest: str | None


@dataclass(frozen=True)  # without slots: the decoded body is kept in the instance
class Response:
    """An HTTP response as received: `raw_body` without chunk framing, still content-encoded.

    `revisit_profile` is set when the response only says that nothing changed since an earlier one,
    and `refers_to` when it is known which.
    """

    requested_url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    raw_body: bytes
    captured_at: datetime
    ip: str | None = None
    revisit_profile: str | None = None
    refers_to: RefersTo | None = None

    @property
    def is_revisit(self) -> bool:
        """Whether the body is not here, but in an earlier capture of the same address."""
        return self.revisit_profile is not None

    def header(self, name: str) -> str | None:
        """Return the first header of that name, ignoring case."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def decoded(self, max_bytes: int) -> Decoded:
        """Return the body without its content encoding; it is decoded once.

        Raises:
            PolicyRefusal: the body is over `max_bytes` when decompressed.
        """
        known: Decoded | None = self.__dict__.get("_decoded")
        if known is None:
            encoding = self.header("content-encoding") or ""
            known = decode_body(self.raw_body, encoding, max_bytes)
            self.__dict__["_decoded"] = known
        if len(known.body) > max_bytes:
            raise PolicyRefusal(f"the body is over {max_bytes} bytes when decompressed")
        return known

    @property
    def location(self) -> str | None:
        """The absolute target, if the response is a redirect.

        Headers are Latin-1 by the standard, but servers put raw UTF-8 into this one.
        """
        value = self.header("location")
        if self.status not in REDIRECTS or not value:
            return None
        with suppress(UnicodeError):
            value = value.encode("latin-1").decode()
        try:
            return urljoin(self.requested_url, value)
        except ValueError:
            return value
