"""Responses that the tests of the store write, and the store they write to."""

from datetime import UTC, datetime
from pathlib import Path

from tasks.http.response import Response
from tasks.warc.store import CaptureStore

URL = "https://eng-archive.aawsat.com/w-mahdi/business/made-up/"
NOON = datetime(2017, 5, 20, 12, 0, 0, 250_000, tzinfo=UTC)
HTML = b"<html><body>" + b"<p>An invented paragraph.</p>" * 50 + b"</body></html>"


def a_response(body: bytes = HTML, status: int = 200, *headers: tuple[str, str]) -> Response:
    named = (("Content-Type", "text/html; charset=UTF-8"), *headers)
    return Response(URL + "?share=x", status, "Reason", named, body, NOON, "127.0.0.1")


def an_open_store(folder: Path) -> CaptureStore:
    return CaptureStore(folder, "run-1", "live", "aawsat-warehouse/0.1")
