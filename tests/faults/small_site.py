"""A small site on loopback with the pages of `tests.archive_twin` that counts its requests."""

import gzip
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from tasks.http.response import Response
from tasks.warc.parse_record import parse_record, read_response
from tasks.warc.scanner import FoundRecord, scan_records
from tests.archive_twin.write_sample import write_sample

SITE = b"https://eng-archive.aawsat.com"
# Headers of a generated page; the content encoding is that of the sample.
KEPT_HEADERS = ("content-type", "content-encoding", "location")


@dataclass(slots=True)
class SmallSite:
    """Answers by path; `asked` counts the requests per path, `articles` are the paths of articles.

    Other listed pages are fetched again on purpose, since they may become articles later.
    """

    origin: str
    answers: dict[str, Response]
    articles: frozenset[str] = frozenset()
    asked: Counter[str] = field(default_factory=Counter)

    def settings(self, per_second: int, batch_pages: int) -> dict[str, str]:
        """Return the settings of a run that asks this site."""
        return {
            "AAWSAT_SITE_URL": self.origin,
            "AAWSAT_ROUTES": "sitemap",
            "AAWSAT_REQUESTS_PER_SECOND": str(per_second),
            "AAWSAT_BATCH_PAGES": str(batch_pages),
        }

    def sitemap(self) -> bytes:
        """Return the only list of the site's pages."""
        urls = "".join(
            f"<url><loc>{self.origin}{escape(path)}</loc></url>" for path in self.answers
        )
        return f"<urlset>{urls}</urlset>".encode()

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body for a path."""
        self.asked[path] += 1
        if path == "/sitemap.xml":
            return 200, {"Content-Type": "text/xml"}, self.sitemap()
        found = self.answers.get(path)
        if found is None:
            return 404, {"Content-Type": "text/plain"}, b"nothing here"
        headers = {name: found.header(name) or "" for name in KEPT_HEADERS if found.header(name)}
        body = found.raw_body
        if found.header("content-encoding") == "gzip":
            body = self._moved_packed(body)
        elif "html" in headers.get("content-type", ""):
            body = self._moved(body)
        return found.status, headers, body

    def _moved(self, body: bytes) -> bytes:
        return body.replace(SITE, self.origin.encode())

    def _moved_packed(self, body: bytes) -> bytes:
        try:
            return gzip.compress(self._moved(gzip.decompress(body)), mtime=0)
        except (OSError, EOFError, zlib.error):
            return body


class QuietServer(ThreadingHTTPServer):
    """Ignores clients that are killed in the middle of a request."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Raise errors that are not due to a killed client, for `threading.excepthook`."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            raise


@contextmanager
def small_site(folder: Path, pages: int, seed: int) -> Iterator[SmallSite]:
    """Serve `pages` generated pages on a free port of 127.0.0.1, listed in one sitemap."""
    summary = write_sample(folder, pages, seed)
    records = _records(summary.truth_file)
    site = SmallSite("", _answers(summary.warc_files, _addresses(records)), _articles(records))
    server = QuietServer(("127.0.0.1", 0), _handler(site))
    site.origin = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _records(truth: Path) -> list[dict[str, Any]]:
    with gzip.open(truth, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _articles(records: list[dict[str, Any]]) -> frozenset[str]:
    urls = [record["requested_url"] for record in records if record["outcome"] == "article"]
    return frozenset(urlsplit(url).path for url in urls)


def _addresses(records: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    return {
        (record["warc_file"], record["warc_offset"]): record["requested_url"] for record in records
    }


def _answers(files: tuple[Path, ...], addresses: dict[tuple[str, int], str]) -> dict[str, Response]:
    answers: dict[str, Response] = {}
    for file in files:
        for record in scan_records(file, 0, file.stat().st_size):
            url = addresses.get((file.name, record.offset))
            found = (
                read_response(parse_record(record.content))
                if isinstance(record, FoundRecord)
                else None
            )
            if url and found:
                answers.setdefault(urlsplit(url).path or "/", found.response)
    return answers


def _handler(site: SmallSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = site.answer(urlsplit(self.path).path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Do not log: runs killed during a request would fill the terminal."""

    return Handler
