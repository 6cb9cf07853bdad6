"""The sample in the package: 300 generated pages as WARC, with the expected results."""

from importlib.resources import files
from pathlib import Path

from tasks.sources.source import Source, SourceKind, SourceOptions, SourceSpec
from tasks.warc.store import CaptureStore

BUNDLED_PAGES = 300
BUNDLED_SEED = 2005


def bundled_folder() -> Path:
    """Return the folder of the bundled sample; written by `write_sample(folder, 300, 2005)`."""
    return Path(str(files("tasks.sources.files"))) / "sample"


def bundled_warc() -> Path:
    """Return the WARC file of the bundled sample."""
    return bundled_folder() / f"sample-{BUNDLED_SEED}-{BUNDLED_PAGES}-00000.warc.gz"


def _open(options: SourceOptions, store: CaptureStore) -> Source:
    from tasks.sources.files.warc_files import WarcFiles

    return WarcFiles(bundled_warc(), options.site, store, name=SOURCE.name)


SOURCE = SourceSpec("sample", "the bundled generated archive", SourceKind.FILES, _open)
