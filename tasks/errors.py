"""Errors of everything above the warehouse, named for what to do next.

* PipelineError
  x HostUnavailable     T no answer, a cut answer, or a 5xx; ask again later
  x HostResting         T the host asked for a pause, or we pause after failures; wait `seconds`
  x BadRequest            what the caller asked for (dates, URL, source, file); correct it
  x PolicyRefusal         robots.txt, off-site redirect, private address, over a size limit
  x IntegrityError        bytes that are not what they claim (truncated gzip, broken WARC record)

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
    """Base of the errors raised while asking sources and reading what they sent."""


class HostUnavailable(PipelineError, TransientError):
    """The host gave no usable answer this time."""


class HostResting(PipelineError, TransientError):
    """The host is not to be asked before `seconds` have passed."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} rests for {seconds:.0f} s more")
        self.host = host
        self.seconds = seconds


class BadRequest(PipelineError, TerminalError):
    """What the caller asked for makes no sense or does not exist."""


class PolicyRefusal(PipelineError, TerminalError):
    """The rules of the host, or our own, forbid it."""


class IntegrityError(PipelineError, TerminalError):
    """Bytes that are not what they claim to be."""
