"""Help to find a command: headings of the main help, and suggestions for a mistyped name."""

from collections.abc import Iterable
from difflib import get_close_matches

# Headings of `aawsat --help`, and the commands under them.
TASKS = {
    "Read the archive": (
        *("query", "search", "coverage", "cite", "versions", "diff"),
        *("explore", "mcp", "entities"),
    ),
    "Collect": ("backfill", "nightly", "parse", "export"),
    "Publish": ("publish", "release", "checks"),
    "Operate": ("serve", "deploy", "notify", "status", "health", "verify", "config"),
}


def nearest(typed: str, names: Iterable[str]) -> str:
    """Return a sentence that suggests the names nearest to a mistyped one, or nothing."""
    near = get_close_matches(typed, list(names), n=2)
    return f" Did you mean {' or '.join(near)}?" if near else ""
