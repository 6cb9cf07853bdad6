"""Article pages with their truth, from the sample and from a real WordPress.

The WordPress pages (147 KB, once in a Divi-shaped theme and once in a theme of blocks) show
articles of the sample that were posted to it, so the truth is what was posted. They are made once
and kept in `.tools/bench-pages`; where no WordPress can run, pages of the sample are filled up with
menus and style sheets instead, and say so in their `made_by`.
"""

import html
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from tasks.models import Page
from tests.tasks.articles.sample_pages import REPOSITORY, read_sample

SCRIPTS = REPOSITORY / "tests" / "wordpress"
CACHE = REPOSITORY / ".tools" / "bench-pages"
PAGE_BYTES = 147_000
PAGE_COUNT = 60
THEMES = {"wordpress-divi": "divilike", "wordpress-blocks": "twentytwentythree"}
# A separate host and state, since the WordPress of the tests may run at the same time.
STATE = Path("/tmp/bench-wordpress")
HOST, PORT = "127.0.0.2", "8087"
SITE_ORIGIN = "https://eng-archive.aawsat.com"
_PLAIN_KINDS = {"paragraph", "heading", "quote", "list"}
_ELEMENTS = {"paragraph": "p", "heading": "h3", "quote": "blockquote", "list": "li"}


@dataclass(frozen=True, slots=True)
class KnownPage:
    """An article page and its truth. `paragraphs` include the dateline."""

    url: str
    html: bytes
    title: str
    authors: tuple[str, ...]
    published_on: str | None
    section: str | None
    tags: tuple[str, ...]
    paragraphs: tuple[str, ...]

    def as_page(self) -> Page:
        """Return the page as the parser takes it."""
        return Page(1, self.url, datetime(2026, 1, 1, tzinfo=UTC), 200, "text/html", self.html)


@dataclass(frozen=True, slots=True)
class PageSet:
    """Pages of one kind, and how they were made."""

    name: str
    made_by: str
    pages: tuple[KnownPage, ...]

    @property
    def kilobytes(self) -> int:
        """The mean size of a page."""
        return round(sum(len(page.html) for page in self.pages) / len(self.pages) / 1_000)


def sample_set() -> PageSet:
    """Return the article pages of the bundled sample, each article once."""
    truths = {
        truth["article"]["post_id"] or truth["article"]["url"]: (page, truth["article"])
        for page, truth in read_sample()
        if truth["article"]
    }
    pages = tuple(_known(page.url, page.body, article) for page, article in truths.values())
    return PageSet("sample", "aawsat's own sample", pages)


def wordpress_sets() -> list[PageSet]:
    """Return the 147 KB pages, one set per theme; they are made unless they are in the cache."""
    cached = [_read_set(CACHE / name) for name in THEMES if (CACHE / name).is_dir()]
    if len(cached) == len(THEMES):
        return cached
    try:
        sets = _render_sets()
    except (OSError, subprocess.SubprocessError, httpx.HTTPError) as error:
        sys.stderr.write(f"no WordPress here ({error}): pages of the sample, filled up, instead\n")
        return [_filled_sample()]
    for page_set in sets:
        _write_set(CACHE / page_set.name, page_set)
    return sets


def _known(url: str, body: bytes, article: dict[str, Any]) -> KnownPage:
    sections = article["sections"]
    return KnownPage(
        url=url,
        html=body,
        title=article["title"],
        authors=tuple(author["name"] for author in article["authors"] if author["name"]),
        published_on=article["published_on"],
        section=sections[0]["name"] if sections else None,
        tags=tuple(tag["name"] for tag in article["tags"]),
        paragraphs=tuple(part["text_with_dateline"] for part in article["paragraphs"]),
    )


def _postable() -> list[dict[str, Any]]:
    """Return articles of the sample that WordPress can show unchanged."""
    articles = {
        truth["article"]["title"]: truth["article"]
        for _, truth in read_sample()
        if truth["article"] and _is_postable(truth["article"])
    }
    return list(articles.values())[:PAGE_COUNT]


def _is_postable(article: dict[str, Any]) -> bool:
    kinds = {part["kind"] for part in article["paragraphs"]}
    return bool(
        kinds <= _PLAIN_KINDS
        and len(article["paragraphs"]) >= 4
        and len(article["authors"]) == 1
        and article["authors"][0]["slug"]
        and article["sections"]
        and article["published_on"]
    )


def _render_sets() -> list[PageSet]:
    articles = _postable()
    settings = {"WPX": str(STATE), "WPX_HOST": HOST, "WPX_PORT": PORT}
    environment = {**os.environ, **settings, "HTTP_HOST": f"{HOST}:{PORT}"}
    plugins = STATE / "content" / "mu-plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    plugin = plugins / "bench-boilerplate.php"
    plugin.write_bytes((SCRIPTS / plugin.name).read_bytes())
    _run([SCRIPTS / "wordpress-up.sh", "up"], environment)
    try:
        addresses = _post_all(articles, environment)
        return [_fetch_set(name, addresses, articles) for name in THEMES]
    finally:
        _run([SCRIPTS / "wordpress-up.sh", "wipe"], environment)


def _post_all(articles: Sequence[dict[str, Any]], environment: dict[str, str]) -> list[str]:
    lines = STATE / "posts.jsonl"
    posts = [_post(number, article) for number, article in enumerate(articles)]
    lines.write_text("".join(json.dumps(post) + "\n" for post in posts))
    return _run(["php", SCRIPTS / "wordpress-bulk.php", lines], environment).split()


def _post(number: int, article: dict[str, Any]) -> dict[str, Any]:
    author, section = article["authors"][0], article["sections"][0]
    return {
        "title": html.escape(article["title"], quote=False),
        "slug": article["canonical_url"].rstrip("/").rpartition("/")[2],
        "date": f"{article['published_on']} 09:30:00",
        "content": _content(number, article["paragraphs"]),
        "tags": [tag["name"] for tag in article["tags"]],
        "category": {"name": section["name"], "slug": section["slug"].rpartition("/")[2]},
        "author": {"name": author["name"], "slug": author["slug"]},
    }


def _content(number: int, paragraphs: Iterable[dict[str, Any]]) -> str:
    blocks = []
    for part in paragraphs:
        element = _ELEMENTS[part["kind"]]
        text = html.escape(part["text_with_dateline"], quote=False)
        blocks.append(f"<{element}>{text}</{element}>")
    picture = (
        f'[caption id="attachment_{900 + number}" align="alignright" width="300"]'
        f'<img src="/wp-content/uploads/in-the-text-{number}.jpg" width="300" height="200" />'
        f" A caption that was made up for picture {number}. (AFP Photo/Nobody)[/caption]"
    )
    return "\n\n".join([*blocks[:1], *([picture] if number % 3 == 0 else []), *blocks[1:]])


def _fetch_set(name: str, addresses: Sequence[str], articles: Sequence[dict[str, Any]]) -> PageSet:
    query = {"bench_theme": THEMES[name], "bench_bytes": str(PAGE_BYTES)}
    pages = []
    for address, article in zip(addresses, articles, strict=True):
        answer = httpx.get(address, params=query, timeout=60).raise_for_status()
        # The URL without its port, as on a public site.
        origin = f"http://{HOST}:{PORT}"
        body = answer.content.replace(origin.encode(), SITE_ORIGIN.encode())
        pages.append(_known(address.replace(origin, SITE_ORIGIN), body, article))
    return PageSet(name, f"a real WordPress, theme {THEMES[name]}", tuple(pages))


def _filled_sample() -> PageSet:
    """Return sample pages with links and style rules up to the size of a page of the archive."""
    link = (
        b'<li class="menu-item"><a href="/desk/news/an-article-%d/">Read this one too %d</a></li>\n'
    )
    menu = b"<nav><ul>" + b"".join(link % (n, n) for n in range(250)) + b"</ul></nav>"
    rule = b".et_pb_module_%d .et_pb_text { margin: 0 auto; padding: 2px 4%%; color: #%06d }\n"
    rules = b"".join(rule % (n, n) for n in range(2_000))
    pages = []
    for page in sample_set().pages[:PAGE_COUNT]:
        room = max(0, PAGE_BYTES - len(page.html) - len(menu))
        style = b"<style>" + rules[: rules.rfind(b"}", 0, room) + 1] + b"</style></head>"
        body = page.html.replace(b"</head>", style, 1).replace(b"</body>", menu + b"</body>", 1)
        fields = {name: getattr(page, name) for name in KnownPage.__slots__}
        pages.append(KnownPage(**{**fields, "html": body}))
    made_by = "the sample, filled up with links and style rules: NO WORDPRESS COULD RUN HERE"
    return PageSet("filled-sample", made_by, tuple(pages))


def _write_set(folder: Path, page_set: PageSet) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, page in enumerate(page_set.pages):
        (folder / f"{number:03d}.html").write_bytes(page.html)
        lines.append(json.dumps({**asdict(page), "html": None}))
    (folder / "truth.jsonl").write_text("\n".join(lines))


def _read_set(folder: Path) -> PageSet:
    pages = []
    for number, line in enumerate((folder / "truth.jsonl").read_text().splitlines()):
        fields = json.loads(line)
        lists = {name: tuple(fields[name]) for name in ("authors", "tags", "paragraphs")}
        body = (folder / f"{number:03d}.html").read_bytes()
        pages.append(KnownPage(**{**fields, **lists, "html": body}))
    return PageSet(folder.name, f"a real WordPress, theme {THEMES[folder.name]}", tuple(pages))


def _run(command: Sequence[str | Path], environment: dict[str, str]) -> str:
    # Output goes to a file: the servers the script starts would keep a pipe open.
    log = STATE.with_suffix(".log")
    with log.open("w+", encoding="utf-8") as output:
        subprocess.run(command, env=environment, stdout=output, stderr=output, check=True)
        output.seek(0)
        return output.read()
