"""The sample that ships with the package: 300 generated pages as WARC, and what each page is."""

from importlib.resources import files
from pathlib import Path

BUNDLED_PAGES = 300
BUNDLED_SEED = 2005


def bundled_folder() -> Path:
    """Return the folder of the bundled sample; written by `write_sample(folder, 300, 2005)`."""
    return Path(str(files("tasks.sources.files"))) / "sample"


def bundled_warc() -> Path:
    """Return the WARC file of the bundled sample."""
    return bundled_folder() / f"sample-{BUNDLED_SEED}-{BUNDLED_PAGES}-00000.warc.gz"
