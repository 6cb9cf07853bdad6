"""The pages of a sample archive with the truth beside them, for tests and benchmarks."""

import gzip
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from tasks.http.content_encoding import decode_body
from tasks.models import Page

REPOSITORY = Path(__file__).parents[3]
BUNDLED = REPOSITORY / "tasks" / "sources" / "files" / "sample"
# Another sample can be checked by naming its folder: a larger one, another seed.
FOLDER = Path(os.environ.get("AAWSAT_TEST_SAMPLE", BUNDLED))


def read_sample(folder: Path = FOLDER) -> list[tuple[Page, dict[str, Any]]]:
    """Return every captured page of a sample with its line of truth, in order."""
    with gzip.open(folder / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        truths = [json.loads(line) for line in lines]
    pages = [page for file in sorted(folder.glob("*.warc.gz")) for page in _read_pages(file)]
    assert len(pages) == len(truths), "a line of truth for each response"
    return list(zip(pages, truths, strict=True))


def _read_pages(file: Path) -> Iterator[Page]:
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            yield _read_page(record)


def _read_page(record: Any) -> Page:
    http = record.http_headers
    headers = {name.lower(): value for name, value in http.items()}
    decoded = decode_body(
        record.reader.read(), headers.get("content-encoding", ""), max_bytes=60_000_000
    )
    return Page(
        capture_id=1,
        url=record.headers["WARC-Target-URI"],
        captured_at=datetime.fromisoformat(record.headers["WARC-Date"]),
        status=http.status_code,
        content_type=headers.get("content-type", ""),
        body=decoded.body,
        redirects_to=headers.get("location"),
        flags=decoded.flags,
    )
