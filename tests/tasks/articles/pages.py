"""Pages for tests, in the markup of the archive's theme, with text of our own."""

from datetime import UTC, datetime

from tasks.models import Page
from tasks.urls import Site

ROOT = "https://eng-archive.aawsat.com"
SITE = Site(ROOT)
URL = f"{ROOT}/lina-example/features/a-page/"
CAPTURED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def page_of(
    html: str | bytes,
    url: str = URL,
    status: int = 200,
    content_type: str = "text/html; charset=UTF-8",
    redirects_to: str | None = None,
    flags: tuple[str, ...] = (),
) -> Page:
    body = html.encode() if isinstance(html, str) else html
    return Page(7, url, CAPTURED_AT, status, content_type, body, redirects_to, flags)


def divi_html(content: str, title: str = "A Page", head: str = "", meta: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="en-US"><head>'
        "<title>Middle-east Arab News Opinion | Asharq Al-awsat</title>"
        f"<title>{title} - ASHARQ AL-AWSAT English Archive</title>{head}</head>"
        '<body class="single single-post postid-4711 et_divi_theme">'
        '<div id="left-area"><article id="post-4711" class="et_pb_post post-4711">'
        f'<div class="et_post_meta_wrapper"><h1 class="entry-title">{title}</h1>{meta}</div>'
        f'<div class="entry-content">{content}</div></article></div></body></html>'
    )
