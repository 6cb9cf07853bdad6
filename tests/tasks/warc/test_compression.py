import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tasks.warc.compression import SEARCH_BYTES, Compression, compression_of, first_bytes, unpack
from tasks.warc.plain_scanner import Damage
from tests.tasks.warc.warc_bytes import warc_record

Packer = Callable[[bytes], bytes]
PACKERS: dict[Compression, Packer] = {
    Compression.GZIP: gzip.compress,
    Compression.BZIP2: bz2.compress,
    Compression.XZ: lzma.compress,
    Compression.ZSTD: zstandard.compress,
}


@pytest.mark.parametrize("kind", PACKERS)
def test_streams_in_a_row_are_decompressed_and_only_they(kind: Compression, tmp_path: Path) -> None:
    packed = [PACKERS[kind](b"first "), PACKERS[kind](b"second")]
    source, target = tmp_path / "packed", tmp_path / "plain"
    source.write_bytes(b"before" + b"".join(packed) + b"after")

    damage = list(unpack(source, 6, 6 + sum(map(len, packed)), target))

    assert damage == []
    assert target.read_bytes() == b"first second"
    assert compression_of(packed[0]) is kind


@pytest.mark.parametrize("kind", PACKERS)
def test_what_comes_after_a_damaged_stream_is_decompressed(
    kind: Compression, tmp_path: Path
) -> None:
    first, second = PACKERS[kind](bytes(range(256)) * 40), PACKERS[kind](b"whole")
    cut = first[: len(first) // 2]
    source, target = tmp_path / "packed", tmp_path / "plain"
    source.write_bytes(cut + second)

    damage = list(unpack(source, 0, len(cut + second), target))

    assert damage == [Damage(0, len(cut))]
    assert target.read_bytes().endswith(b"\nwhole")


@pytest.mark.parametrize("kind", PACKERS)
def test_a_stretch_that_ends_inside_a_stream_is_damaged(kind: Compression, tmp_path: Path) -> None:
    packed = PACKERS[kind](bytes(range(256)) * 40)
    source, target = tmp_path / "packed", tmp_path / "plain"
    source.write_bytes(packed)
    end = len(packed) - 1

    assert list(unpack(source, 0, end, target)) == [Damage(0, end)]


def test_a_stretch_that_is_not_compressed_is_copied_and_only_it(tmp_path: Path) -> None:
    source, target = tmp_path / "plain", tmp_path / "copy"
    source.write_bytes(b"before" + b"plain text" + b"after")

    assert list(unpack(source, 6, 16, target)) == []
    assert target.read_bytes() == b"plain text"


def test_a_stream_that_begins_between_two_windows_is_found(tmp_path: Path) -> None:
    whole = gzip.compress(b"whole")
    # The first two bytes of the stream are the last of the first window of the search.
    cut = gzip.compress(b"cut")[:12] + bytes(SEARCH_BYTES - 13)
    source, target = tmp_path / "packed", tmp_path / "plain"
    source.write_bytes(cut + whole)

    list(unpack(source, 0, len(cut + whole), target))

    assert target.read_bytes().endswith(b"whole")


def test_the_first_bytes_are_read_without_the_compression(tmp_path: Path) -> None:
    path = tmp_path / "pages.gz"
    path.write_bytes(gzip.compress(warc_record()))

    assert first_bytes(path, 8) == b"WARC/1.0"
    assert first_bytes(path, 10_000) == warc_record()
