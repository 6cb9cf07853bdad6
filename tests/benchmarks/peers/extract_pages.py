"""Run by a peer's own Python: extract a folder of pages with one library, and time each page.

    python extract_pages.py LIBRARY FOLDER [once]

With `once`, each page is read once and in a process of its own.

FOLDER holds pages.jsonl (`file`, `url`) and the pages. Prints one JSON line: the CPU seconds of
each page, its fields, the peak memory, the version. Imports nothing of the project but for the
libraries `aawsat` and `lexbor`.
"""

# Runs where the peers are installed, not where types are checked.
# mypy: ignore-errors

import importlib.metadata
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Fields = dict[str, Any]
# Libraries that take less than this a page go over all pages several times more.
QUICK_SECONDS = 0.05
PASSES = 4
# In the mode `once`, a page that takes more CPU time is given up: newspaper4k hangs on one.
SECONDS_A_PAGE = 20
# Read before the pages, so that what a library loads for pages of unknown themes is not timed.
PLAIN_PAGE = (
    b"<html><head><title>The harbour opens</title></head><body><div><h1>The harbour opens</h1>"
    + b"<p>The council opened the new harbour on Monday, after two years of work on its walls.</p>"
    * 6
    + b"</div></body></html>"
)
PACKAGES = {"trafilatura-fast": "trafilatura", "aawsat": "aawsat-warehouse", "lexbor": "selectolax"}


def main(library: str, folder: Path, once: bool = False) -> None:
    extract = OPENERS[library]()
    pages = [json.loads(line) for line in (folder / "pages.jsonl").read_text().splitlines()]
    bodies = [(folder / page["file"]).read_bytes() for page in pages]
    for body in (bodies[0], PLAIN_PAGE):
        _extracted(extract, body, pages[0]["url"])
    seconds, fields = (_timed_apart if once else _timed)(extract, pages, bodies)
    if not once and sum(seconds) < QUICK_SECONDS * len(pages):
        # A few milliseconds in a fresh process tell of its caches, not of the library.
        passes = [_timed(extract, pages, bodies)[0] for _ in range(PASSES)]
        seconds = list(map(min, zip(*passes, strict=True)))
    package = PACKAGES.get(library, library)
    answer = {"seconds": seconds, "fields": fields, "megabytes": _peak_megabytes()}
    print(json.dumps({**answer, "version": _version(package)}))


def _timed(
    extract: Callable[[bytes, str], Fields], pages: list[dict[str, str]], bodies: list[bytes]
) -> tuple[list[float], list[Fields]]:
    seconds, fields = [], []
    for page, body in zip(pages, bodies, strict=True):
        start = time.process_time()
        found = _extracted(extract, body, page["url"])
        seconds.append(time.process_time() - start)
        fields.append(found)
    return seconds, fields


def _timed_apart(
    extract: Callable[[bytes, str], Fields], pages: list[dict[str, str]], bodies: list[bytes]
) -> tuple[list[float], list[Fields]]:
    """Read each page in a process of its own, which ends after `SECONDS_A_PAGE` of CPU."""
    answers = [
        _read_apart(extract, body, page["url"]) for page, body in zip(pages, bodies, strict=True)
    ]
    return [seconds for seconds, _ in answers], [fields for _, fields in answers]


def _read_apart(
    extract: Callable[[bytes, str], Fields], body: bytes, url: str
) -> tuple[float, Fields]:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_A_PAGE, SECONDS_A_PAGE))
        start = time.process_time()
        fields = _extracted(extract, body, url)
        with os.fdopen(writer, "w") as out:
            json.dump([time.process_time() - start, fields], out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if text:
        seconds, fields = json.loads(text)
        return seconds, fields
    return SECONDS_A_PAGE, {"error": f"no answer in {SECONDS_A_PAGE} seconds"}


def _extracted(extract: Callable[[bytes, str], Fields], body: bytes, url: str) -> Fields:
    try:
        return extract(body, url)
    except Exception as error:  # what a library raises on a page is part of what it is worth
        return {"error": f"{type(error).__name__}: {error}"}


def _peak_megabytes() -> float:
    # Not ru_maxrss: that of a child begins with the memory of the process that forked it.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "of this tree"


def open_aawsat() -> Callable[[bytes, str], Fields]:
    from tasks.articles import parse_html
    from tasks.models import Article

    def extract(body: bytes, url: str) -> Fields:
        article = parse_html(body, url)
        if not isinstance(article, Article):
            return {}
        return {
            "title": article.title,
            "published_on": article.published_on and article.published_on.isoformat(),
            "authors": [author.name for author in article.authors],
            "section": article.sections[0].name if article.sections else None,
            "tags": [tag.name for tag in article.tags],
            "paragraphs": [part.text_with_dateline for part in article.paragraphs],
        }

    return extract


def open_lexbor() -> Callable[[bytes, str], Fields]:
    from selectolax.lexbor import LexborHTMLParser

    def extract(body: bytes, url: str) -> Fields:
        LexborHTMLParser(body, options=1, scripting=True)
        return {}

    return extract


def open_trafilatura(**options: bool) -> Callable[[bytes, str], Fields]:
    from trafilatura import bare_extraction

    def extract(body: bytes, url: str) -> Fields:
        html = body.decode("utf-8", "replace")
        found = bare_extraction(html, url=url, with_metadata=True, **options)
        if found is None:
            return {}
        fields = found.as_dict()
        return {
            "title": fields.get("title"),
            "published_on": fields.get("date"),
            "authors": (fields.get("author") or "").split("; "),
            "section": next(iter(fields.get("categories") or []), None),
            "tags": fields.get("tags") or [],
            "paragraphs": (fields.get("text") or "").split("\n"),
        }

    return extract


def open_newspaper4k() -> Callable[[bytes, str], Fields]:
    from newspaper import Article

    def extract(body: bytes, url: str) -> Fields:
        # Without it, it requests the pictures of every page.
        article = Article(url, fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        return {
            "title": article.title,
            "published_on": article.publish_date and article.publish_date.date().isoformat(),
            "authors": article.authors,
            "section": (article.meta_data.get("article") or {}).get("section") or None,
            "tags": sorted(article.tags or []),
            "paragraphs": article.text.split("\n\n"),
        }

    return extract


def open_news_please() -> Callable[[bytes, str], Fields]:
    from newsplease import NewsPlease

    def extract(body: bytes, url: str) -> Fields:
        article = NewsPlease.from_html(body.decode("utf-8", "replace"), url=url)
        return {
            "title": article.title,
            "published_on": article.date_publish and article.date_publish.date().isoformat(),
            "authors": article.authors,
            "section": None,
            "tags": [],
            "paragraphs": (article.maintext or "").split("\n"),
        }

    return extract


def open_resiliparse() -> Callable[[bytes, str], Fields]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def extract(body: bytes, url: str) -> Fields:
        tree = HTMLTree.parse(body.decode("utf-8", "replace"))
        text = extract_plain_text(tree, main_content=True)
        return {"title": tree.title, "paragraphs": text.split("\n")}

    return extract


def open_readability() -> Callable[[bytes, str], Fields]:
    from lxml import html as lxml_html
    from readability import Document

    def extract(body: bytes, url: str) -> Fields:
        document = Document(body.decode("utf-8", "replace"), url=url)
        summary = lxml_html.fromstring(document.summary())
        blocks = summary.xpath("//p|//li|//h2|//h3|//h4|//blockquote[not(p)]")
        paragraphs = [block.text_content() for block in blocks]
        return {"title": document.short_title(), "paragraphs": paragraphs}

    return extract


OPENERS: dict[str, Callable[[], Callable[[bytes, str], Fields]]] = {
    "aawsat": open_aawsat,
    "lexbor": open_lexbor,
    "trafilatura": open_trafilatura,
    "trafilatura-fast": lambda: open_trafilatura(fast=True),
    "newspaper4k": open_newspaper4k,
    "news-please": open_news_please,
    "resiliparse": open_resiliparse,
    "readability-lxml": open_readability,
}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), once="once" in sys.argv[3:])
