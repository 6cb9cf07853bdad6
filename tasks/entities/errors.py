"""What can go wrong before any text is read."""

from tasks.errors import TerminalError


class MissingBackend(TerminalError):
    """The entities backend is unknown, or its package or model is not installed."""
