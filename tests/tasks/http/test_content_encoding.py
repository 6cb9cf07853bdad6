import gzip
import random
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import PolicyRefusal
from tasks.http.content_encoding import Decoded, decode_body

PAGE = b"<html>" + b"<p>An invented sentence.</p>" * 200 + b"</html>"
PACKED = gzip.compress(PAGE, mtime=0)
LIMIT = 1 << 20
COMPRESSORS = {"br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress}


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("raw", "encoding", "flags"),
    [
        (PAGE, "", ()),
        (PAGE, "identity", ()),
        (PACKED, "gzip", ()),
        (PACKED, " GZip ", ()),
        (PACKED, "x-gzip", ()),
        (gzip.compress(PACKED, mtime=0), "gzip, gzip", ()),
        (gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), "gzip", ()),
        (zlib.compress(PAGE), "deflate", ()),
        (raw_deflate(PAGE), "deflate", ()),
        (brotli.compress(PAGE), "br", ()),
        (zstandard.ZstdCompressor().compress(PAGE), "zstd", ()),
        (brotli.compress(PACKED), "gzip, br", ()),
        (PACKED, "", ("hidden-gzip",)),
        (gzip.compress(PACKED, mtime=0), "gzip", ("hidden-gzip",)),
        (PACKED, "br", ("hidden-gzip",)),
        (PACKED, "utf-8", ("hidden-gzip", "unknown-encoding:utf-8")),
        (brotli.compress(PAGE), "gzip", ("hidden-br",)),
        (brotli.compress(PAGE), "", ("hidden-br",)),
        (zstandard.ZstdCompressor().compress(PAGE), "gzip", ("hidden-zstd",)),
        (zlib.compress(PAGE), "", ("hidden-deflate",)),
        (PAGE, "gzip", ("not-gzip",)),
        (PACKED + b"junk", "gzip", ("junk-after-gzip",)),
        (PACKED + b"\0" * 20, "gzip", ()),
    ],
)
def test_a_complete_body_is_decoded_under_any_headers(
    raw: bytes, encoding: str, flags: tuple[str, ...]
) -> None:
    decoded = decode_body(raw, encoding, LIMIT)

    assert (decoded.body, decoded.flags) == (PAGE, flags)


@pytest.mark.parametrize(
    "raw",
    [
        "<html>صحيفة</html>".encode("utf-16"),
        "صحيفة الشرق الأوسط".encode("cp1256"),
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + bytes(range(256)),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)),
        b"x\x9cnot deflate at all, but it begins as if it were",
        b"",
    ],
)
def test_a_body_that_is_not_compressed_stays_as_it_is(raw: bytes) -> None:
    assert decode_body(raw, "", LIMIT) == Decoded(raw, ())


def test_only_a_body_with_the_mark_of_gzip_is_unpacked_to_anything_but_text() -> None:
    """Any bytes can be brotli by chance."""
    picture = b"\xff\xd8\xff\xe0" + bytes(range(256))
    by_chance = brotli.compress(picture)

    assert decode_body(gzip.compress(picture, mtime=0), "", LIMIT).body == picture
    assert decode_body(by_chance, "", LIMIT) == Decoded(by_chance, ())


def test_a_truncated_body_is_flagged() -> None:
    decoded = decode_body(PACKED[:-40], "gzip", LIMIT)

    assert PAGE.startswith(decoded.body)
    assert decoded.flags == ("truncated-gzip",)


def test_a_damaged_body_is_kept_unchanged_and_flagged() -> None:
    damaged = PACKED[:-8] + b"\0" * 8

    assert decode_body(damaged, "gzip", LIMIT).flags == ("corrupt-gzip",)


def test_an_unknown_encoding_is_kept_as_received_and_flagged() -> None:
    decoded = decode_body(b"\x00\x01", "compress", LIMIT)

    assert (decoded.body, decoded.flags) == (b"\x00\x01", ("unknown-encoding:compress",))


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_what_is_not_decodable_as_brotli_or_zstd_is_kept_as_received(encoding: str) -> None:
    junk = b"\x00\x01junk" * 50

    assert decode_body(junk, encoding, LIMIT) == Decoded(junk, (f"corrupt-{encoding}",))
    assert decode_body(PAGE, encoding, LIMIT) == Decoded(PAGE, (f"not-{encoding}",))


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_cut_brotli_or_zstd_body_is_flagged(encoding: str) -> None:
    # zstd decodes whole blocks of 128 KB.
    noise = PAGE + bytes(random.Random(1).randbytes(300_000))
    whole = COMPRESSORS[encoding](noise)

    decoded = decode_body(whole[: len(whole) // 2], encoding, LIMIT)

    assert decoded.flags == (f"truncated-{encoding}",)
    assert decoded.body.startswith(PAGE)


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_brotli_or_zstd_bomb_is_refused(encoding: str) -> None:
    with pytest.raises(PolicyRefusal):
        decode_body(COMPRESSORS[encoding](b"\0" * (LIMIT + 1)), encoding, LIMIT)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_a_body_over_the_limit_is_refused(encoding: str) -> None:
    pack = zlib.compress if encoding == "deflate" else gzip.compress

    with pytest.raises(PolicyRefusal, match="1048576"):
        decode_body(pack(b"\0" * (LIMIT + 1)), encoding, LIMIT)


def test_a_body_of_just_the_limit_is_not() -> None:
    assert len(decode_body(gzip.compress(b"\0" * LIMIT), "gzip", LIMIT).body) == LIMIT


@given(raw=st.binary(max_size=2000), encoding=st.sampled_from(["", "gzip", "deflate", "gzip,br"]))
def test_any_bytes_under_any_name_are_decoded_or_kept(raw: bytes, encoding: str) -> None:
    assert isinstance(decode_body(raw, encoding, LIMIT).body, bytes)


@given(body=st.binary(max_size=5000), cut=st.integers(0, 5000))
def test_a_cut_anywhere_never_passes_for_a_whole_body(body: bytes, cut: int) -> None:
    packed = gzip.compress(body, mtime=0)
    if cut >= len(packed) or cut == 0:
        return

    decoded = decode_body(packed[:cut], "gzip", LIMIT)

    assert decoded.flags != ()
