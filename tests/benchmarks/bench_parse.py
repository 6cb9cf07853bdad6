"""CPU time of parse_page beside a bare Lexbor parse of the same pages, and beside cleaning alone.

Run: python tests/benchmarks/bench_parse.py [FOLDER OF A SAMPLE]
All three are measured in one process in alternating rounds; the best round of each counts, since
neighbours on the machine only ever add time.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tasks.archive.urls import Site
from tasks.articles.body import BodyText, read_body
from tasks.articles.clean import TextCleaner
from tasks.articles.decode import decode_html
from tasks.articles.dom import parse_html
from tasks.articles.layouts.registry import find_parts
from tasks.articles.parse_page import open_document, parse_page
from tasks.articles.text import read_text
from tasks.models import Article, Page
from tests.tasks.articles.sample_pages import BUNDLED, read_sample

SITE = Site("https://eng-archive.aawsat.com")
ROUNDS = 15


def main(folder: Path) -> None:
    pages = [page for page, _ in read_sample(folder)]
    articles = [page for page in pages if isinstance(parse_page(page, SITE), Article)]
    bodies = [_read_body(page) for page in articles]
    bare, whole, cleaning = _best_rounds(
        (
            lambda: _parse_bare(articles),
            lambda: _parse_whole(articles),
            lambda: _clean_alone(bodies),
        )
    )
    count = len(articles)
    size = sum(len(page.body) for page in articles) / count / 1_000
    print(f"{count} articles of {size:.0f} KB, CPU ms a page, best of {ROUNDS} rounds")
    print(f"  bare Lexbor parse   {1_000 * bare / count:7.3f}")
    print(f"  cleaning alone      {1_000 * cleaning / count:7.3f}")
    print(
        f"  parse_page          {1_000 * whole / count:7.3f}   {count / whole:,.0f} pages/s a core"
    )
    print(f"  parse_page / bare               {whole / bare:5.2f}")
    print(f"  (parse_page - cleaning) / bare  {(whole - cleaning) / bare:5.2f}")
    print(f"  parse_page / cleaning           {whole / cleaning:5.2f}")


def _best_rounds(tasks: Sequence[Callable[[], None]]) -> list[float]:
    rounds = [[_cpu_seconds(task) for task in tasks] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _cpu_seconds(task: Callable[[], None]) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


def _parse_bare(pages: Sequence[Page]) -> None:
    for page in pages:
        parse_html(page.body)


def _parse_whole(pages: Sequence[Page]) -> None:
    for page in pages:
        parse_page(page, SITE)


def _clean_alone(bodies: Sequence[BodyText]) -> None:
    for body in bodies:
        read_text(body, TextCleaner())


def _read_body(page: Page) -> BodyText:
    html, _ = decode_html(page.body, page.content_type)
    document = open_document(page, SITE, html)
    assert document is not None
    content = find_parts(document).content
    return read_body(content) if content is not None else BodyText()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLED)
