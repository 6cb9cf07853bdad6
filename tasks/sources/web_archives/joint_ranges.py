"""Records of one file that lie close together are read by one range request."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tasks.http.response import Response
from tasks.sources.web_archives.cdx import CdxRow

# Bytes between two records that may be read along, and the most bytes of one range.
WIDEST_GAP = 128 << 10
MOST_BYTES = 8 << 20

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class JointRange:
    """Some records of one file, in the order of their offsets."""

    rows: tuple[CdxRow, ...]

    @property
    def filename(self) -> str:
        """The file they are in."""
        return self.rows[0].filename or ""

    @property
    def first(self) -> int:
        """The offset of the first byte."""
        return self.rows[0].offset or 0

    @property
    def end(self) -> int:
        """The offset after the last byte."""
        return max(_end(row) for row in self.rows)

    def split(self, answer: Response) -> dict[Place, Response]:
        """Return the answer that a request of each record would get; none for another range."""
        if len(answer.raw_body) != self.end - self.first:
            return {}
        return {place(row): self._part(answer, row) for row in self.rows}

    def _part(self, answer: Response, row: CdxRow) -> Response:
        start = (row.offset or 0) - self.first
        return replace(answer, raw_body=answer.raw_body[start : start + (row.length or 0)])


def place(row: CdxRow) -> Place:
    """Return the file and the offset of a record."""
    return row.filename or "", row.offset or 0


def join_ranges(rows: Iterable[CdxRow]) -> Iterator[JointRange]:
    """Yield the ranges that hold more than one record."""
    group: list[CdxRow] = []
    for row in sorted({place(row): row for row in rows}.values(), key=place):
        if group and not _belongs(row, group):
            yield from _joint(group)
            group = []
        group.append(row)
    yield from _joint(group)


def _belongs(row: CdxRow, group: Sequence[CdxRow]) -> bool:
    is_close = place(row)[1] - _end(group[-1]) <= WIDEST_GAP
    is_small = _end(row) - place(group[0])[1] <= MOST_BYTES
    return row.filename == group[-1].filename and is_close and is_small


def _joint(group: Sequence[CdxRow]) -> Iterator[JointRange]:
    if len(group) > 1:
        yield JointRange(tuple(group))


def _end(row: CdxRow) -> int:
    return (row.offset or 0) + (row.length or 0)
