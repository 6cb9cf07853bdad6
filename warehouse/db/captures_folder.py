"""The folder of the WARC files: whether its disk is mounted."""

from pathlib import Path

# An empty folder without this file is a disk that is not mounted.
MARKER = "THESE-ARE-CAPTURES.txt"


def is_unmounted(folder: Path) -> bool:
    """Return whether a folder that should hold WARC files is missing or an empty mount point."""
    if not folder.is_dir():
        return True
    return not (folder / MARKER).exists() and not any(folder.glob("*.warc.gz*"))


def mark_folder(folder: Path) -> None:
    """Write the marker into the folder of the captures.

    Raises:
        OSError: the folder cannot be written.
    """
    if not (folder / MARKER).exists():
        (folder / MARKER).write_text(
            "WARC files of aawsat. This file shows that their disk is mounted: keep it.\n"
        )
