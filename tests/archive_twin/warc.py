"""A small deterministic WARC/1.1 writer: one gzip member per record."""

import hashlib
import zlib
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

ROTATE_BYTES = 1_000_000_000
SOFTWARE = "aawsat-sample/1"


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response as sent by a server; `body` has the stated content encoding."""

    url: str
    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def http_bytes(self) -> bytes:
        """Return status line, headers and body."""
        lines = [f"HTTP/1.1 {self.status} {self.phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


@dataclass(frozen=True, slots=True)
class Place:
    """Location of a record."""

    warc_file: str
    warc_offset: int
    warc_length: int


@dataclass(slots=True)
class WarcWriter:
    """Writes responses to `name-00000.warc.gz` and so on, with a new file at `ROTATE_BYTES`."""

    folder: Path
    name: str
    rotate_bytes: int = ROTATE_BYTES
    _file: BinaryIO | None = None
    _paths: list[Path] = field(default_factory=list)
    _offset: int = 0

    def write(self, response: Response, captured_at: datetime) -> Place:
        """Append a response record and return its location."""
        if self._file is None or self._offset >= self.rotate_bytes:
            self._open_next(captured_at)
        payload = b32encode(hashlib.sha1(response.body).digest()).decode()
        fields = (
            ("WARC-Type", "response"),
            ("WARC-Target-URI", response.url),
            ("WARC-Payload-Digest", f"sha1:{payload}"),
            ("Content-Type", "application/http; msgtype=response"),
        )
        offset = self._offset
        length = self._append(fields, response.http_bytes(), captured_at)
        return Place(self._paths[-1].name, offset, length)

    def close(self) -> tuple[Path, ...]:
        """Close the last file and return all of them."""
        if self._file is not None:
            self._file.close()
            self._file = None
        return tuple(self._paths)

    def _open_next(self, captured_at: datetime) -> None:
        self.close()
        path = self.folder / f"{self.name}-{len(self._paths):05}.warc.gz"
        self._paths.append(path)
        self._file = path.open("wb")
        self._offset = 0
        info = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n"
        fields = (
            ("WARC-Type", "warcinfo"),
            ("WARC-Filename", path.name),
            ("Content-Type", "application/warc-fields"),
        )
        self._append(fields, info.encode(), captured_at)

    def _append(
        self, fields: tuple[tuple[str, str], ...], block: bytes, captured_at: datetime
    ) -> int:
        assert self._file is not None
        # The id is derived from location and content, so it is the same in every run.
        digest = b32encode(hashlib.sha1(block).digest()).decode()
        record_id = uuid5(NAMESPACE_URL, f"{self._paths[-1].name}/{self._offset}/{digest}")
        header = [
            "WARC/1.1",
            *(f"{name}: {value}" for name, value in fields),
            f"WARC-Date: {captured_at:%Y-%m-%dT%H:%M:%SZ}",
            f"WARC-Record-ID: <urn:uuid:{record_id}>",
            f"WARC-Block-Digest: sha1:{digest}",
            f"Content-Length: {len(block)}",
        ]
        record = "\r\n".join([*header, "", ""]).encode() + block + b"\r\n\r\n"
        member = gzip_member(record)
        self._file.write(member)
        self._offset += len(member)
        return len(member)


def gzip_member(content: bytes) -> bytes:
    """Return one gzip member without timestamp or name."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return squeezer.compress(content) + squeezer.flush()
