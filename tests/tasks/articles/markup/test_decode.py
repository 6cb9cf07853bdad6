import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.articles.markup.decode import decode_html, unpack_gzip


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("é ’".encode(), "text/html", "é ’"),
        (b"\xef\xbb\xbfBOM", "text/html", "BOM"),
        ("é ’".encode("cp1252"), "text/html; charset=utf-8", "é ’"),
        (b'<meta charset="iso-8859-1">\x92', "text/html", '<meta charset="iso-8859-1">’'),
        (b"\x92", "text/html; charset=latin1", "’"),
        ("سلام".encode("cp1256"), "text/html; charset=windows-1256", "سلام"),
        ("é ".encode() + b"\x92", "text/html; charset=UTF-8", "é ’"),
        (b"\x81\x92", "text/html; charset=no-such-thing", "\x81’"),
        (b"\xe9", "text/html; charset=base64", "é"),
        ("Aé".encode("utf-16"), "text/html", "Aé"),
        ("é ’ \x81".encode().decode("cp1252", "aawsat_cp1252_byte").encode(), "", "é ’ \x81"),
        ("Ã\u0083Â© and é".encode(), "text/html", "Ã\u0083Â© and é"),
    ],
)
def test_bytes_are_read_as_a_browser_reads_them(body: bytes, content_type: str, text: str) -> None:
    html, _ = decode_html(body, content_type)

    assert html.decode().lstrip("\ufeff") == text


@pytest.mark.slow
@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_become_utf_8(body: bytes, content_type: str) -> None:
    html, encoding = decode_html(body, f"text/html; charset={content_type}")

    html.decode("utf-8")  # raises if it is not
    assert encoding


@given(st.text(max_size=200), st.text(max_size=40))
def test_utf_8_is_unchanged_under_any_declaration(text: str, content_type: str) -> None:
    html, encoding = decode_html(text.encode(), f"text/html; charset={content_type}")

    assert (html.decode(), encoding) == (text.removeprefix("\ufeff"), "utf-8")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("Aé".encode("utf-16-le"), "utf-16-le"),
        ("Aé".encode("utf-16-be"), "utf-16-be"),
        ("Aé".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "Aé".encode("utf-16-be"), "utf-16"),
        (b"A\x00B", "utf-8"),
        (b"\x00\x00\x00\x00", "utf-8"),
        (b"A\x00BCDEFG", "utf-8"),
        (("A" * 256 + "b" * 9).encode("utf-16-le") + b"cc", "utf-16-le"),
        (b"x" * 512 + "A".encode("utf-16-le") * 400, "utf-8"),
        ("a" * 4_095 + "é" + "a" * 10, "utf-8"),
        (b"a" * 5_000 + b"\xe9", "utf-8+cp1252"),
        (b"a" * 4_095 + b"\xc3", "utf-8+cp1252"),
        (b"\xe9", "utf-8+cp1252"),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_is_found_without_a_declaration(body: bytes | str, encoding: str) -> None:
    stored = body.encode() if isinstance(body, str) else body

    assert decode_html(stored, "text/html")[1] == encoding


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("windows-1256", "cp1256"),
        ("euc-kr", "euc_kr"),
        ("base64", "utf-8+cp1252"),
        ("no-such-thing", "utf-8+cp1252"),
    ],
)
def test_a_declared_encoding_of_text_is_used(declared: str, encoding: str) -> None:
    assert decode_html(b"\xe9", f"text/html; charset={declared}")[1] == encoding
    assert decode_html(f'<meta charset="{declared}">'.encode() + b"\xe9", "")[1] == encoding


def test_the_header_is_stronger_than_the_page() -> None:
    body = b'<meta charset="windows-1256">\xe9'

    assert decode_html(body, "text/html; charset=latin1")[1] == "cp1252"


def test_a_declaration_is_searched_for_in_the_first_100_000_bytes() -> None:
    declaration = b'<meta charset="latin1">'

    def encoding(position: int) -> str:
        return decode_html(b"\xe9".ljust(position) + declaration, "")[1]

    assert encoding(100_000 - 21) == "cp1252"
    assert encoding(100_000 - 19) == "utf-8+cp1252"


def test_gzip_is_unpacked_if_it_is_whole_and_small_enough() -> None:
    packed = gzip.compress(b"x" * 100)

    assert unpack_gzip(packed, 101) == b"x" * 100
    assert unpack_gzip(packed, 99) == packed
    assert unpack_gzip(packed[:-9], 1_000) == packed[:-9]
    assert unpack_gzip(packed[:12] + b"\xff" * 9, 1_000) == packed[:12] + b"\xff" * 9
    assert unpack_gzip(b"plain", 1_000) == b"plain"
