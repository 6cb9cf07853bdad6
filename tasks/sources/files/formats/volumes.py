"""Join the volumes of an archive that was split into files: `a.warc.gz.001`, `a.warc.gz.002`.

Numbered files may also be copies or parts of a crawl, which are archives of their own. A file
continues the one before it only if it begins neither as an archive nor as a page.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tasks.http.media_type import looks_like_html
from tasks.warc.compression import Compression, compression_not_read, compression_of
from tasks.warc.plain_scanner import starts_record

ZIP_START = b"PK\x03\x04"
TAR_MARK = slice(257, 262)
_FIRST_NUMBERS = frozenset({0, 1})
START_BYTES = 10 << 10
_VOLUME = re.compile(
    r"(?P<stem>.+?)(?:\.|[._-](?:part|vol|volume)[._-]?)(?P<number>\d{1,5})"
    r"|(?P<before>.+)[._-](?:part|vol|volume)[._-]?(?P<middle>\d{1,5})(?P<ending>(?:\.[a-z]\w*)+)"
    r"|(?P<split>.+)\.(?P<letters>[a-z]{2,3})",
    re.IGNORECASE,
)


class _Volume(NamedTuple):
    whole: str
    number: int


def find_volumes(files: Sequence[Path]) -> dict[Path, tuple[Path, ...]]:
    """Return the volumes of each split archive, in order, by its first volume."""
    numbered: dict[tuple[Path, str], dict[int, Path]] = defaultdict(dict)
    for file in files:
        if volume := _volume(file.name):
            numbered[file.parent, volume.whole][volume.number] = file
    found: dict[Path, tuple[Path, ...]] = {}
    for series in numbered.values():
        for volumes in _runs(series) if len(series) > 1 else ():
            found[volumes[0]] = volumes
    return found


def files_beside(file: Path) -> list[Path]:
    """Return the files in the folder of a file if it may be a volume, else the file alone."""
    with suppress(OSError):
        return sorted(file.parent.iterdir()) if _volume(file.name) else [file]
    return [file]


def join_volumes(volumes: Sequence[Path], target: Path) -> None:
    """Write the volumes of an archive as one file.

    Raises:
        OSError: a volume cannot be read, or the disk is full.
    """
    with target.open("wb") as out:
        for volume in volumes:
            with volume.open("rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)


def name_without_volume(name: str) -> str:
    """Return the name of the archive that a volume belongs to."""
    volume = _volume(name)
    return volume.whole if volume else name


def _volume(name: str) -> _Volume | None:
    found = _VOLUME.fullmatch(name)
    if found is None:
        return None
    if found["stem"]:
        return _Volume(found["stem"], int(found["number"]))
    if found["before"]:
        return _Volume(found["before"] + found["ending"], int(found["middle"]))
    return _Volume(found["split"], _number_of(found["letters"].lower()))


def _number_of(letters: str) -> int:
    """Return the place of a suffix of `split`: aa, ab, ..., az, ba."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("a")
    return number


def _runs(series: dict[int, Path]) -> Iterator[tuple[Path, ...]]:
    """Yield each file that begins an archive, with the files that continue it without a gap."""
    run: list[Path] = []
    for number in sorted(series):
        start = _first_bytes(series[number])
        is_archive = begins_archive(start)
        is_other = not start or is_archive or looks_like_html(start)
        if run and number - 1 in series and not is_other:
            run.append(series[number])
            continue
        if len(run) > 1:
            yield tuple(run)
        # A volume may begin with a record by chance.
        is_first = number in _FIRST_NUMBERS or number - 1 in series
        run = [series[number]] if is_archive and is_first else []
    if len(run) > 1:
        yield tuple(run)


def begins_archive(start: bytes) -> bool:
    """Return whether a file begins as an archive does, of any form, or as compressed files do."""
    return (
        compression_of(start) is not Compression.NONE
        or compression_not_read(start) is not None
        or start.startswith(ZIP_START)
        or start[TAR_MARK] == b"ustar"
        or starts_record(start)
    )


def _first_bytes(file: Path) -> bytes:
    # A pipe would wait for a writer.
    if not file.is_file():
        return b""
    with suppress(OSError), file.open("rb") as opened:
        return opened.read(START_BYTES)
    return b""
