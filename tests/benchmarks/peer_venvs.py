"""A virtual environment for each peer, made from the package index on first use and kept."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.tasks.articles.sample_pages import REPOSITORY

VENVS = REPOSITORY / ".tools" / "bench-venvs"
INSTALL_SECONDS = 600
# Requirements to install, if they differ from the peer's name.
PACKAGES = {
    "newspaper4k": ("newspaper4k", "lxml_html_clean"),
    "readability-lxml": ("readability-lxml", "lxml_html_clean"),
    # Also the requirements of our tagger, which runs beside it.
    "spacy": ("spacy", "python-crfsuite", "numpy", "orjson", "pyyaml"),
    "dlt": ("dlt[duckdb]", "pyarrow"),
}


class PeerMissingError(Exception):
    """A peer could not be installed; the message states the reason in one line."""


def python_of(peer: str) -> Path:
    """Return the Python that has `peer` installed.

    Raises:
        PeerMissingError: it cannot be installed.
    """
    python = VENVS / peer / "bin" / "python"
    marker = VENVS / peer / "installed"
    if marker.exists():
        return python
    packages = PACKAGES.get(peer, (peer,))
    try:
        _make_venv(VENVS / peer, packages)
    except (OSError, subprocess.SubprocessError) as error:
        raise PeerMissingError(f"{peer}: {_last_line(error)}") from error
    marker.write_text("\n".join(packages))
    return python


def _make_venv(folder: Path, packages: tuple[str, ...]) -> None:
    python = str(folder / "bin" / "python")
    uv = shutil.which("uv", path=f"{REPOSITORY / '.tools' / 'bin'}:{os.environ['PATH']}")
    if uv:
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
        _run(uv, "pip", "install", "--quiet", "--python", python, *packages)
    else:
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(python, "-m", "pip", "install", "--quiet", *packages)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)


def _last_line(error: Exception) -> str:
    output = getattr(error, "stderr", None) or str(error)
    return str(output).strip().rpartition("\n")[2]
