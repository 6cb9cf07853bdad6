"""Errors of everything above the warehouse. Names tell what to do next.

* PipelineError
  x HostUnavailable     T no response, a truncated one, or a 5xx; retry later
  x HostResting         T the host requested a pause, or we pause after failures; wait `seconds`
  x BadRequest            the request (dates, URL, source, file) is invalid; correct it
  x PolicyRefusal         robots.txt, off-site redirect, private address, or a size limit exceeded
    x EndlessRedirect       redirects in a circle, or too many
  x IntegrityError        corrupt bytes (truncated gzip, broken WARC record)

T marks the transient ones. The roots `AawsatError`, `TransientError` and `TerminalError` are those
of the warehouse: code at a boundary (command line, flow, retry policy) catches the roots, so it
covers both trees. A page that cannot become an article is not an error but a `Rejection` (see
`tasks.models`).
"""

from warehouse.errors import (
    AawsatError,
    ChecksFailed,
    TerminalError,
    TransientError,
    WriterBusy,
)

__all__ = [
    "AawsatError",
    "BadRequest",
    "ChecksFailed",
    "EndlessRedirect",
    "HostResting",
    "HostUnavailable",
    "IntegrityError",
    "PipelineError",
    "PolicyRefusal",
    "TerminalError",
    "TransientError",
    "WriterBusy",
]


class PipelineError(AawsatError):
    """Base of the errors raised while reading from sources."""


class HostUnavailable(PipelineError, TransientError):
    """The host did not return a usable response."""


class HostResting(PipelineError, TransientError):
    """The host must not be requested for another `seconds`."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} rests for {seconds:.0f} s more")
        self.host = host
        self.seconds = seconds


class BadRequest(PipelineError, TerminalError):
    """The request is invalid, or something it names does not exist."""


class PolicyRefusal(PipelineError, TerminalError):
    """The rules of the host, or our own, forbid the request."""


class EndlessRedirect(PolicyRefusal):
    """A response redirects in a circle, or more often than is followed."""


class IntegrityError(PipelineError, TerminalError):
    """Bytes are corrupt or do not match their digest."""
