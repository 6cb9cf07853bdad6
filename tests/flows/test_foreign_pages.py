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
  const change = (method) => send("/flows/", {...json, method});
  // The origin of a sandboxed frame is `null`.
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.srcdoc = `<script>fetch("${api}/flows/", {method: "POST", mode: "no-cors",
    body: JSON.stringify({name: "evil"})}).then((a) => a.status, () => "refused")
    .then((ended) => parent.postMessage(ended, "*"))</script>`;
  const sandboxed = new Promise((ended) => { onmessage = (sent) => ended(sent.data); });
  document.body.append(frame);
  return {
    put: await change("PUT"),
    patch: await change("PATCH"),
    delete: await change("DELETE"),
    sandboxed: await sandboxed,
    secrets: await send("/block_documents/filter", json),
    version: await send("/admin/version", {}),
    flow: await send("/flows/", form),
    socket: await socket,
  };
}"""

# The name of the only field and its value are the JSON text of a flow.
FORM = """(api) => {
  document.body.innerHTML = `<form method="post" enctype="text/plain" action="${api}/flows/">
    <input name='{"name": "evil", "x": "' value='"}'></form>`;
  document.forms[0].submit();
}"""
FRAME = """(url) => {
  const frame = document.createElement("iframe");
  frame.src = url;
  document.body.append(frame);
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


def _names_of_flows(prefect_api: str) -> set[str]:
    return {flow["name"] for flow in httpx.post(f"{prefect_api}/flows/filter", json={}).json()}


def test_a_foreign_page_neither_reads_nor_writes(
    page: Page, foreign_site: str, prefect_api: str
) -> None:
    page.goto(foreign_site)
    tried = page.evaluate(ATTACK, prefect_api)

    unread = {name: tried.pop(name) for name in ("flow", "sandboxed")}
    assert set(tried.values()) == {"refused"}
    assert set(unread.values()) == {0}
    assert "evil" not in _names_of_flows(prefect_api)


def test_a_form_of_a_foreign_page_is_refused(
    page: Page, foreign_site: str, prefect_api: str
) -> None:
    page.goto(foreign_site)
    with page.expect_navigation() as answer:
        page.evaluate(FORM, prefect_api)

    assert answer.value is not None
    assert answer.value.status == 403
    assert "evil" not in _names_of_flows(prefect_api)


def test_a_foreign_page_cannot_show_prefects_pages_in_a_frame(
    page: Page, foreign_site: str, prefect_api: str
) -> None:
    page.goto(foreign_site)
    with page.expect_response(f"{prefect_api}/health") as answer:
        page.evaluate(FRAME, f"{prefect_api}/health")

    assert answer.value.status == 403


def test_a_link_of_a_foreign_page_leads_to_prefects_pages(
    page: Page, foreign_site: str, prefect_api: str
) -> None:
    page.goto(foreign_site)
    with page.expect_popup() as opened:
        page.evaluate("(url) => window.open(url)", f"{prefect_api}/health")

    assert opened.value.inner_text("body") == "true"


def test_a_foreign_name_that_leads_to_loopback_is_refused(page: Page) -> None:
    answer = page.goto("http://evil.example/api/admin/version")

    assert answer is not None
    assert answer.status == 403


def test_the_own_page_reads_and_writes(page: Page, prefect_api: str) -> None:
    page.goto(f"{prefect_api}/health")
    tried = page.evaluate(ATTACK, prefect_api)

    assert (tried["secrets"], tried["version"], tried["socket"]) == (200, 200, "open")
