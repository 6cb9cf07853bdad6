"""A small site on loopback that loses pages, is parked, or goes down, at one address."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

PARAGRAPH = (
    "On day {day} of story {number} the harbour master’s clerk counted {count} passengers, wrote"
    " the figure into a green book and said that nobody had asked him for it."
)
PARKED = "<!DOCTYPE html><html><body><h1>This domain may be for sale</h1></body></html>"


@dataclass
class ChangingSite:
    """Articles by number, named by a sitemap. `asked` counts the requests by path."""

    articles: set[int]
    is_parked: bool = False
    refuses: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    @cached_property
    def origin(self) -> str:
        """The address of the site; it stays the same while the site is down."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return f"http://127.0.0.1:{probe.getsockname()[1]}"

    def url(self, number: int) -> str:
        """Return the address of an article."""
        return f"{self.origin}/a-example/features/story-{number}/"

    @contextmanager
    def up(self) -> Iterator[None]:
        """Answer while the block runs."""
        address = ("127.0.0.1", urlsplit(self.origin).port or 0)
        with ThreadingHTTPServer(address, self._handler()) as server:
            serve = partial(server.serve_forever, poll_interval=0.02)
            Thread(target=serve, daemon=True).start()
            try:
                yield
            finally:
                server.shutdown()

    def answer(self, path: str) -> tuple[int, str, str]:
        """Return status, type and body of an answer."""
        self.asked[path] += 1
        number = path.strip("/").rpartition("story-")[2]
        if self.is_parked:
            return 200, "text/html", PARKED
        if self.refuses:
            return 403, "text/html", "<html>Forbidden</html>"
        if path == "/wp-sitemap.xml":
            return 200, "application/xml", self._sitemap()
        if path.startswith("/a-example/features/story-") and int(number) in self.articles:
            return 200, "text/html; charset=UTF-8", page(int(number))
        return 404, "text/html", "<html><body>Not found</body></html>"

    def _sitemap(self) -> str:
        urls = "".join(f"<url><loc>{self.url(each)}</loc></url>" for each in sorted(self.articles))
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = site.answer(self.path)
                content = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def page(number: int) -> str:
    """Return the page of an article of its own."""
    lines = (PARAGRAPH.format(day=day, number=number, count=day * number) for day in range(1, 9))
    body = "\n".join(f"<p>{line}</p>" for line in lines)
    title = f"The Ferry of Story {number}"
    return f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8" /><title>{title}</title>
<meta property="og:title" content="{title}" />
<meta property="article:published_time" content="2014-03-{1 + number % 28:02}T10:00:00+00:00" />
</head><body class="post-template-default single single-post postid-{number} et_divi_theme">
<article id="post-{number}" class="et_pb_post post-{number} post type-post category-features">
<div class="et_post_title_wrapper"><h1 class="entry-title">{title}</h1>
<p class="post-meta"> by <span class="author vcard"><a href="/author/a-example/" rel="author">A.
Example</a></span> | <span class="published">Mar {1 + number % 28}, 2014</span></p></div>
<div class="entry-content">
{body}
</div></article></body></html>
"""
