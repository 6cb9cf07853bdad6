import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.articles.markup.decode import decode_html


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
