"""Errors of entity extraction; all of them are raised before any text is read."""

from tasks.errors import TerminalError


class MissingBackend(TerminalError):
    """The entities backend is unknown, or its package or model is not installed."""


class BadKnownEntities(TerminalError):
    """`known_entities.yml` or `overrides.yml` is invalid; one line for each mistake."""


class BadGold(TerminalError):
    """A file of annotated texts cannot be read; the message gives the place."""


class BadTrainingData(TerminalError):
    """A corpus for training or for the gazetteer is missing or unreadable."""
