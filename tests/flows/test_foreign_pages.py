"""Prefect's server in the operator's browser, next to a page of another site."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

pytestmark = [pytest.mark.flow, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ATTACK = """async (api) => {
  const json = {method: "POST", headers: {"content-type": "application/json"}, body: "{}"};
  const form = {method: "POST", mode: "no-cors", body: JSON.stringify({name: "evil"})};
  const send = (path, how) => fetch(api + path, how).then((a) => a.status, () => "refused");
  const socket = new Promise((ended) => {
    const events = new WebSocket(api.replace("http", "ws") + "/events/out");
    events.onopen = () => ended("open");
    events.onerror = () => ended("refused");
  });
  return {
    secrets: await send("/block_documents/filter", json),
    version: await send("/admin/version", {}),
    flow: await send("/flows/", form),
    socket: await socket,
  };
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write no request log."""


@pytest.fixture
def foreign_site(tmp_path: Path) -> Iterator[str]:
    """The URL of a page that has nothing to do with Prefect."""
    (tmp_path / "index.html").write_text("<title>A page of another site</title>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(prefect_api: str) -> Iterator[Page]:
    """A page of Chromium, for which `evil.example` leads to Prefect's server."""
    port = urlsplit(prefect_api).port
    rebinding = f"--host-resolver-rules=MAP evil.example 127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", rebinding]
        )
        yield browser.new_page()
        browser.close()


def test_a_foreign_page_neither_reads_nor_writes(
    page: Page, foreign_site: str, prefect_api: str
) -> None:
    page.goto(foreign_site)
    tried = page.evaluate(ATTACK, prefect_api)

    assert tried == {"secrets": "refused", "version": "refused", "flow": 0, "socket": "refused"}
    flows = httpx.post(f"{prefect_api}/flows/filter", json={}).json()
    assert "evil" not in {flow["name"] for flow in flows}


def test_a_foreign_name_that_leads_to_loopback_is_refused(page: Page) -> None:
    answer = page.goto("http://evil.example/api/admin/version")

    assert answer is not None
    assert answer.status == 403


def test_the_own_page_reads_and_writes(page: Page, prefect_api: str) -> None:
    page.goto(f"{prefect_api}/health")
    tried = page.evaluate(ATTACK, prefect_api)

    assert (tried["secrets"], tried["version"], tried["socket"]) == (200, 200, "open")
