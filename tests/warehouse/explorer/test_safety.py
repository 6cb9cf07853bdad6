import re

import pytest

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import HOSTILE_ENTITY, HOSTILE_ID

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def assert_harmless(text: str) -> None:
    """No markup but our own: one script, no handler, no address that runs."""
    assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/explorer.js" defer>']
    assert "<img" not in text
    assert not re.search(r"<[^>]+\son\w+\s*=", re.sub(r'"[^"]*"', '""', text))
    assert 'href="javascript:' not in text


@pytest.mark.parametrize(
    "address",
    [
        f"/article/{HOSTILE_ID}",
        f"/entity/{HOSTILE_ENTITY.replace('?', '%3F')}",
        "/entities?q=nobody",
        "/search?q=quoted",
        "/search?month=2010-05&section=business",
    ],
)
def test_text_of_an_article_never_becomes_markup(reader: Reader, address: str) -> None:
    page = reader.get(address)

    assert page.status_code == 200
    assert "&lt;" in page.text
    assert_harmless(page.text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "/search?q={}",
        "/search?section={}",
        "/search?entity={}",
        "/search?since={}",
        "/search?month={}",
        "/entities?q={}",
        "/entities?kind={}",
        "/entity/{}",
        "/article/{}",
        "/article?url={}",
        "/map?layer={0}&view={0}&section={0}",
        "/sql?q={}",
        "/sql?example={}",
        "/{}",
    ],
)
def test_text_of_an_address_never_becomes_markup(reader: Reader, address: str) -> None:
    page = reader.get(address.format(ATTACK))

    assert page.status_code in (200, 404)
    assert_harmless(page.text)


def test_every_response_forbids_external_content(reader: Reader) -> None:
    for address in ("/", "/nothing", "/static/explorer.css"):
        headers = reader.get(address).headers

        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8088", 200),
        ("localhost:8088", 200),
        ("LOCALHOST", 200),
        ("[::1]:8088", 200),
        ("rebound.example:8088", 421),
        ("127.0.0.1.rebound.example", 421),
        ("", 421),
    ],
)
def test_only_requests_for_this_machine_are_answered(
    reader: Reader, host: str, status: int
) -> None:
    assert reader.get("/health", host=host).status_code == status


def test_the_app_only_reads(reader: Reader) -> None:
    methods = {method for route in reader.app.routes for method in getattr(route, "methods", ())}

    assert methods == {"GET", "HEAD"}


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"]
)
def test_static_files_are_the_apps_own(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 404
