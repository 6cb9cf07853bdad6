"""What can go wrong before any text is read."""

from tasks.errors import TerminalError


class MissingBackend(TerminalError):
    """The entities backend is unknown, or its package or model is not installed."""


class BadKnownEntities(TerminalError):
    """A line of `known_entities.yml` or `judgements.yml` makes no sense; the text names it."""
