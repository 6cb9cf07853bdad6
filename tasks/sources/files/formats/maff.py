"""Read the addresses of pages in a MAFF file, a ZIP file in which Firefox saved pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from zipfile import ZipFile

from tasks.warc.warc_date import parse_warc_date

INDEX = "index.rdf"
MOST_INDEX_BYTES = 64 << 10
_FIELD = re.compile(
    r"<(?:\w+:)?(originalurl|archivetime|indexfilename)\b[^>]*?\bresource=[\"']([^\"']*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MaffPage:
    """A page of a MAFF file: its entry in the ZIP file, its URL and the date it was saved."""

    entry: str
    url: str
    saved_at: datetime | None


def maff_pages(archive: ZipFile) -> Iterator[MaffPage]:
    """Yield the pages whose URLs a ZIP file states as MAFF does, in an index in each folder."""
    for name in archive.namelist():
        folder, slash, file = name.rpartition("/")
        if file != INDEX:
            continue
        with archive.open(name) as index:
            text = index.read(MOST_INDEX_BYTES).decode("utf-8", "replace")
        fields = {key.lower(): unescape(value) for key, value in _FIELD.findall(text)}
        if url := fields.get("originalurl"):
            entry = folder + slash + fields.get("indexfilename", "index.html")
            yield MaffPage(entry, url, parse_warc_date(fields.get("archivetime", "")))
