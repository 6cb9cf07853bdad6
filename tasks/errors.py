"""Errors are named for what to do next.

* PipelineError
  x TransientError            trying again later can help; the frontier row stays due
    - HostUnavailable         no answer, cut answer, 5xx
    - HostResting             the host asked for a pause, or its circuit breaker is open
  x TerminalError             trying again cannot help; a person has to act
    - BadRequest              the caller's own words are wrong (dates, URL, source, file)
    - PolicyRefusal           robots.txt, off-site redirect, private address, over a size cap
    - IntegrityError          bytes that are not what they claim (truncated gzip, broken WARC)

The warehouse has its own two (`warehouse.errors`), since it imports nothing of this package.
A page that cannot become an article is no error: it is a `Rejection` (see `tasks.models`).
"""


class PipelineError(Exception):
    """Base of every error this project raises on purpose; its text is one line for a person."""


class TransientError(PipelineError):
    """Trying again later can help."""


class HostUnavailable(TransientError):
    """The host gave no usable answer this time."""


class HostResting(TransientError):
    """The host is not to be asked before `seconds` have passed."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} rests for {seconds:.0f} s more")
        self.host = host
        self.seconds = seconds


class TerminalError(PipelineError):
    """Trying again cannot help."""


class BadRequest(TerminalError):
    """What the caller asked for makes no sense or does not exist."""


class PolicyRefusal(TerminalError):
    """The rules of the host, or our own, forbid it."""


class IntegrityError(TerminalError):
    """Bytes that are not what they claim to be."""
