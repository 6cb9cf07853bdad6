"""What can go wrong before any text is read."""

from tasks.errors import TerminalError


class MissingBackend(TerminalError):
    """The entities backend is unknown, or its package or model is not installed."""


class BadKnownEntities(TerminalError):
    """A line of `known_entities.yml` or `judgements.yml` makes no sense; the text names it."""


class BadGold(TerminalError):
    """A file of annotated texts cannot be read; the text says where."""


class BadTrainingData(TerminalError):
    """A corpus to train from, or to build the gazetteer from, is missing or unreadable."""
