"""The version of this software, with its git commit where it runs from a checkout."""

import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

DISTRIBUTION = "aawsat-warehouse"
_CHECKOUT = Path(__file__).resolve().parents[1]
_GIT_SECONDS = 5


@cache
def software_version() -> str:
    """Return the version, and the commit if it is known: `0.2.0 (git 1a2b3c4d5e6f)`.

    A commit that ends in `-dirty` has changes that are not committed.
    """
    commit = git_commit(_CHECKOUT)
    return f"{version(DISTRIBUTION)} (git {commit})" if commit else version(DISTRIBUTION)


def git_commit(checkout: Path) -> str | None:
    """Return the abbreviated commit of a checkout; None outside one, or without git."""
    if not (checkout / ".git").exists():
        return None
    command = ("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
    try:
        done = subprocess.run(
            command, cwd=checkout, capture_output=True, text=True, timeout=_GIT_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
