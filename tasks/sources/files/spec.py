"""The declaration of the source `warc`."""

from tasks.sources.source import Source, SourceKind, SourceOptions, SourceSpec
from tasks.warc.store import CaptureStore


def _open(options: SourceOptions, store: CaptureStore) -> Source:
    from tasks.sources.files.warc_files import WarcFiles

    assert options.path is not None
    return WarcFiles(options.path, options.site, store)


SOURCE = SourceSpec(
    "warc",
    "a WARC or WACZ file, saved pages (HTML, MHTML, mails), pages in data (HAR, JSON, CSV, SQLite,"
    " Parquet), an export (WXR) or database dump (SQL) of WordPress, or a folder, ZIP or TAR file"
    " with them",
    SourceKind.FILES,
    _open,
    needs_path=True,
)
