"""Which responses are refused before they are parsed, and for which reason."""

import pytest

from tasks.articles.markup.classify_response import refuse_response, refuse_target
from tasks.models import Reason
from tests.tasks.articles.pages import ROOT, SITE, URL, page_of

HTML = "<p>Text of the page.</p>"
MOST_BYTES = 10_000_000


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (199, Reason.REFUSED),
        (200, None),
        (299, None),
        (300, None),
        (399, None),
        (400, Reason.REFUSED),
        (401, Reason.REFUSED),
        (403, Reason.REFUSED),
        (404, Reason.NOT_FOUND),
        (405, Reason.REFUSED),
        (410, Reason.NOT_FOUND),
        (411, Reason.REFUSED),
        (429, Reason.REFUSED),
        (499, Reason.REFUSED),
        (500, Reason.SERVER_ERROR),
        (503, Reason.SERVER_ERROR),
    ],
)
def test_the_status_decides_first(status: int, reason: Reason | None) -> None:
    refusal = refuse_response(page_of(HTML, status=status))

    assert refusal == ((reason, f"status {status}") if reason else None)


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        (299, "1 bytes, all blank"),
        (300, "status 300, with neither a page nor a target"),
        (399, "status 399, with neither a page nor a target"),
        (400, "status 400"),
    ],
)
def test_a_redirect_without_target_and_page_is_empty(status: int, detail: str) -> None:
    refusal = refuse_response(page_of(" ", status=status))

    assert refusal is not None
    assert refusal[1] == detail


@pytest.mark.parametrize(
    ("url", "target", "reason"),
    [
        (URL, URL.replace("https:", "http:"), Reason.EMPTY_PAGE),
        (URL, URL.upper().rstrip("/"), Reason.EMPTY_PAGE),
        (f"{URL}?p=1", f"{URL}?p=2", Reason.REDIRECT),
        (URL, f"{ROOT}/another/", Reason.REDIRECT),
        (ROOT, ROOT.replace("https:", "http:"), Reason.REDIRECT),
    ],
    ids=["other scheme", "other case", "other query", "other path", "front page"],
)
def test_a_redirect_to_the_same_path_is_an_empty_page(
    url: str, target: str, reason: Reason
) -> None:
    refusal = refuse_response(page_of(HTML, url=url, status=301, redirects_to=target))

    assert refusal is not None
    assert refusal[0] is reason


def test_a_page_above_the_maximum_size_is_too_large() -> None:
    largest = b"<" + b"a" * (MOST_BYTES - 1)

    assert refuse_response(page_of(largest)) is None
    assert refuse_response(page_of(largest + b"a")) == (
        Reason.TOO_LARGE,
        "10000001 bytes, more than the maximum of 10000000",
    )


@pytest.mark.parametrize(
    ("flag", "body", "is_corrupt"),
    [
        ("not-gzip", HTML, False),
        ("not-gzip", "binary", True),
        ("unknown-encoding:x", "binary", True),
        ("corrupt-gzip", HTML, True),
        ("truncated-record", HTML, False),
        ("truncated-gzip", HTML, False),
        ("truncated-body", HTML, False),
        ("seen-twice", "binary", False),
    ],
)
def test_a_body_that_does_not_match_its_encoding_is_corrupt(
    flag: str, body: str, is_corrupt: bool
) -> None:
    refusal = refuse_response(page_of(body, flags=("harmless", flag)))

    expected = (Reason.CORRUPT, f"the body does not match its encoding: {flag}")
    assert refusal == (expected if is_corrupt else None)


@pytest.mark.parametrize(
    ("body", "content_type", "refusal"),
    [
        ("<rss version='2.0'>", "text/html", (Reason.FEED, "a feed (text/html)")),
        ("<rss version='2.0'>", "", (Reason.FEED, "a feed (no content type)")),
        (" " * 1_995 + "<rss>", "text/html", (Reason.FEED, "a feed (text/html)")),
        (" " * 1_996 + "<rss>", "text/html", None),
        ("%PDF", "application/pdf", (Reason.NOT_HTML, "content type application/pdf")),
        ("words", "", None),
        ("words", "text/html", None),
    ],
)
def test_feeds_and_other_types_are_refused(
    body: str, content_type: str, refusal: tuple[Reason, str] | None
) -> None:
    assert refuse_response(page_of(body, content_type=content_type)) == refusal


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY_PAGE),
        (b" \n", Reason.EMPTY_PAGE),
        (b"\x1f\x8bxyz", Reason.CORRUPT),
        (b"\x00words", Reason.NOT_HTML),
        (b"<\x00words", None),
        (b"words", None),
    ],
)
def test_bytes_without_a_page_are_refused(body: bytes, reason: Reason | None) -> None:
    refusal = refuse_response(page_of(body))

    assert (refusal[0] if refusal else None) is reason


@pytest.mark.parametrize(
    ("url", "target", "reason"),
    [
        (URL, None, None),
        (f"{ROOT}/category/news/", "https://other.example/", None),
        (URL, "https://other.example/a/", Reason.REFUSED),
        (URL, f"{ROOT}/wp-login.php", Reason.REFUSED),
        (URL, f"{ROOT}/", Reason.SOFT_NOT_FOUND),
        (URL, f"{ROOT}/category/news/", Reason.SOFT_NOT_FOUND),
        (URL, f"{ROOT}/lina-example/features/another/", None),
    ],
    ids=["no target", "of a listing", "other site", "login", "front page", "listing", "article"],
)
def test_an_articles_address_that_leads_elsewhere_is_refused(
    url: str, target: str | None, reason: Reason | None
) -> None:
    refusal = refuse_target(page_of(HTML, url=url, redirects_to=target), SITE)

    assert (refusal[0] if refusal else None) is reason
