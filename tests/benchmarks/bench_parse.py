"""CPU time of parse_page beside a bare Lexbor parse of the same pages, and beside cleaning alone.

    python -m tests.benchmarks.bench_parse [rounds]

Sample pages and 147 KB pages of a real WordPress. All three are measured in one process in
alternating rounds. Times are of the best round, since neighbours on the machine only ever add
time; ratios are medians over the rounds, with the smallest and the largest in brackets.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import starmap
from operator import truediv

from tasks.archive.urls import Site
from tasks.articles.body import BodyText, read_body
from tasks.articles.clean import TextCleaner
from tasks.articles.decode import decode_html
from tasks.articles.dom import parse_html
from tasks.articles.layouts.registry import find_parts
from tasks.articles.parse_page import open_document, parse_page
from tasks.articles.text import read_text
from tasks.models import Page
from tests.benchmarks.known_pages import SITE_ORIGIN, PageSet, sample_set, wordpress_sets

SITE = Site(SITE_ORIGIN)
ROUNDS = 15


def main(rounds: int = ROUNDS) -> None:
    """Print times and ratios of every set of pages."""
    for page_set in (sample_set(), *wordpress_sets()):
        _report(page_set, rounds)


def _report(page_set: PageSet, rounds: int) -> None:
    pages = [page.as_page() for page in page_set.pages]
    bodies = [_read_body(page) for page in pages]
    # What this process holds already is no part of what a page costs.
    gc.collect()
    gc.freeze()
    bare, whole, cleaning = _measure(
        (lambda: _parse_bare(pages), lambda: _parse_whole(pages), lambda: _clean_alone(bodies)),
        rounds,
    )
    rest = [max(0.0, one - two) for one, two in zip(whole, cleaning, strict=True)]
    print(f"{page_set.name}: {len(pages)} pages of {page_set.kilobytes} KB ({page_set.made_by})")
    for name, seconds in (("bare parse", bare), ("cleaning", cleaning), ("parse_page", whole)):
        print(f"  {name:32} {1_000 * min(seconds) / len(pages):7.3f} CPU ms a page")
    print(f"  {'parse_page / bare parse':32} {_ratio(whole, bare)}")
    print(f"  {'(parse_page - cleaning) / bare':32} {_ratio(rest, bare)}")


def _ratio(over: Iterable[float], under: Iterable[float]) -> str:
    ratios = list(starmap(truediv, zip(over, under, strict=True)))
    return f"{statistics.median(ratios):7.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def _measure(tasks: Sequence[Callable[[], None]], rounds: int) -> list[tuple[float, ...]]:
    """Return the seconds of every round, by task."""
    return list(zip(*([_cpu_seconds(task) for task in tasks] for _ in range(rounds)), strict=True))


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
    main(*map(int, sys.argv[1:]))
