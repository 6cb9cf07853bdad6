"""Where the sample that ships with the package lies: 300 pages as WARC, and their truth."""

from importlib.resources import files
from pathlib import Path

BUNDLED_PAGES = 300
BUNDLED_SEED = 2005


def bundled_folder() -> Path:
    """Return the folder of the bundled sample; written by `write_sample(folder, 300, 2005)`."""
    return Path(str(files("tasks.sources.files"))) / "sample"
