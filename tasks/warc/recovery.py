"""Recovery of the store: index rows of responses that a killed run wrote but did not index."""

import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from tasks.models import Capture, Purpose
from tasks.warc.parse_record import parse_record, read_own_response
from tasks.warc.scanner import FoundRecord, scan_records
from tasks.warc.store import (
    CANONICAL,
    FLAGS,
    OPEN,
    PURPOSE,
    SOURCE,
    capture_of,
    take_final_name,
)

log = logging.getLogger(__name__)


def recover_store(folder: Path, indexed_ends: Mapping[str, int]) -> Iterator[Capture]:
    """Yield index rows of the responses in the store that the warehouse has not indexed.

    `indexed_ends` maps the name of a WARC file to the end of its last indexed record. Files left
    open by a killed run are truncated after their last complete record and get their final name.
    Damage in the middle of a file is logged; only the damaged records are lost. Folders, pipes and
    broken links with the name of a WARC file are logged.
    """
    for left_open in _regular_files(folder, f"*{OPEN}"):
        if left_open.with_name(left_open.name.removesuffix(OPEN)).exists():
            # Restored from a copy of the folder made during that run, for example.
            log.warning("%s is left out: the finished file is there", left_open)
        else:
            take_final_name(left_open, _cut_torn_tail(left_open))
    for file in _regular_files(folder, "*.warc.gz"):
        end = indexed_ends.get(file.name, 0)
        if end < file.stat().st_size:
            yield from _captures_from(file, end)


def _regular_files(folder: Path, pattern: str) -> Iterator[Path]:
    for path in sorted(folder.glob(pattern)):
        if path.is_file():
            yield path
        else:
            log.warning("%s is not a file and is left out", path)


def _captures_from(file: Path, start: int) -> Iterator[Capture]:
    run_id, source = _run_and_source(file)
    foreign = 0
    for found in scan_records(file, start, file.stat().st_size):
        if not isinstance(found, FoundRecord):
            log.warning("%s: %d bytes at %d are damaged", file.name, found.length, found.offset)
            continue
        try:
            capture = _capture_in(found, file.name, run_id, source)
        except (ValueError, LookupError):
            foreign += 1
            continue
        if capture:
            yield capture
    if foreign:
        log.warning(
            "%s: %d records were not written by this program; to load them, move the file away and"
            " run aawsat backfill --source warc --path FILE",
            file.name,
            foreign,
        )


def _capture_in(found: FoundRecord, name: str, run_id: str, source: str) -> Capture | None:
    record = parse_record(found.content)
    response, headers = read_own_response(record), record.headers
    if response is None:
        return None
    url, purpose = headers[CANONICAL.lower()], Purpose(headers[PURPOSE.lower()])
    flags = tuple(headers.get(FLAGS.lower(), "").split())
    about = (url, purpose, headers.get(SOURCE.lower(), source), run_id, flags)
    return capture_of(about, response, (name, found.offset, found.length))


def _run_and_source(file: Path) -> tuple[str, str]:
    """Return the run and source of a file from its first record, else the run from its name."""
    first = next(scan_records(file, 0, file.stat().st_size), None)
    content = first.content if isinstance(first, FoundRecord) else b""
    lines = content.decode("utf-8", "replace").splitlines()
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    run_id = file.name.removesuffix(".warc.gz").rpartition("-")[0]
    return fields.get("run", run_id), fields.get("source", "unknown")


def _cut_torn_tail(file: Path) -> int:
    """Truncate a file after its last complete record; return the new length."""
    end = 0
    for found in scan_records(file, 0, file.stat().st_size):
        if isinstance(found, FoundRecord):
            end = found.offset + found.length
    with file.open("r+b") as warc:
        warc.truncate(end)
        os.fsync(warc.fileno())
    return end
