"""Run by a peer's own Python: write the pages of a folder to a WARC with warcio, and read them back.

python write_and_read_warc.py FOLDER ROUNDS

FOLDER holds pages.jsonl (`file`, `url`) and the pages. Prints, as one JSON line, the CPU seconds
of every round of both. Digests are computed on writing, as by default; each page is read by the
offset of its record, as a pipeline does.
"""

# Runs where the peers are installed, not where types are checked.
# mypy: ignore-errors

import gzip
import importlib.metadata
import json
import sys
import time
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def main(folder: Path, rounds: int) -> None:
    pages = [json.loads(line) for line in (folder / "pages.jsonl").read_text().splitlines()]
    packed = [gzip.compress((folder / page["file"]).read_bytes(), 6) for page in pages]
    urls = [page["url"] for page in pages]
    writing, reading = [], []
    for _ in range(rounds):
        file = folder / "warcio.warc.gz"
        start = time.process_time()
        offsets = write_all(file, urls, packed)
        writing.append(time.process_time() - start)
        start = time.process_time()
        read_all(file, offsets)
        reading.append(time.process_time() - start)
    answer = {"writing": writing, "reading": reading}
    print(json.dumps({**answer, "version": importlib.metadata.version("warcio")}))


def write_all(file: Path, urls: list[str], bodies: list[bytes]) -> list[int]:
    offsets = []
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, body in zip(urls, bodies, strict=True):
            offsets.append(stream.tell())
            headers = [("Content-Type", "text/html; charset=UTF-8"), ("Content-Encoding", "gzip")]
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(body), http_headers=http
            )
            writer.write_record(record)
    return offsets


def read_all(file: Path, offsets: list[int]) -> None:
    for offset in offsets:
        with file.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            record.content_stream().read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
