"""CPU time of parse_page beside a bare Lexbor parse of the same pages, and beside cleaning alone.

    python -m tests.benchmarks.bench_parse [rounds]

Sample pages and 147 KB pages of a real WordPress. All three are measured in one process, page by
page: what else the machine does then meets all three alike. Times are of each page's best round,
since neighbours only ever add time; ratios are medians over the rounds, with the smallest and the
largest in brackets.
"""

import gc
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from tasks.articles.body.blocks import BodyText
from tasks.articles.body.walk import read_bodies
from tasks.articles.content.paragraphs import read_text
from tasks.articles.layouts.registry import find_parts
from tasks.articles.markup.decode import decode_html
from tasks.articles.markup.dom import parse_tree
from tasks.articles.parse_page import open_document, parse_page
from tasks.articles.text.clean import TextCleaner
from tasks.models import Page
from tasks.urls import Site
from tests.benchmarks.known_pages import SITE_ORIGIN, PageSet, sample_set, wordpress_sets

Seconds = npt.NDArray[np.float64]

SITE = Site(SITE_ORIGIN)
ROUNDS = 15


def main(rounds: int = ROUNDS) -> None:
    """Print times and ratios of every set of pages."""
    for page_set in (sample_set(), *wordpress_sets()):
        _report(page_set, rounds)


def _report(page_set: PageSet, rounds: int) -> None:
    pages = [page.as_page() for page in page_set.pages]
    bodies = [_read_body(page) for page in pages]
    # Memory that is in use before the first page does not count.
    gc.collect()
    gc.freeze()
    bare, whole, cleaning = _measure(
        (
            [partial(parse_tree, page.body) for page in pages],
            [partial(parse_page, page, SITE) for page in pages],
            [partial(_clean_alone, body) for body in bodies],
        ),
        rounds,
    )
    rest = whole - cleaning
    print(f"{page_set.name}: {len(pages)} pages of {page_set.kilobytes} KB ({page_set.made_by})")
    for name, seconds in (("bare parse", bare), ("cleaning", cleaning), ("parse_page", whole)):
        print(f"  {name:32} {1_000 * seconds.min(axis=0).mean():7.3f} CPU ms a page")
    print(f"  {'parse_page / bare parse':32} {_ratio(whole, bare)}")
    print(f"  {'(parse_page - cleaning) / bare':32} {_ratio(rest, bare)}")


def _ratio(over: Seconds, under: Seconds) -> str:
    by_round = over.sum(axis=1) / under.sum(axis=1)
    return f"{np.median(by_round):7.2f} ({by_round.min():.2f}-{by_round.max():.2f})"


def _measure(tasks: Sequence[Sequence[Callable[[], object]]], rounds: int) -> list[Seconds]:
    """Return the seconds of every task, as an array of rounds by pages."""
    pages = list(zip(*tasks, strict=True))
    measured = [[[*map(_cpu_seconds, calls)] for calls in pages] for _ in range(rounds)]
    return list(np.moveaxis(np.array(measured), 2, 0))


def _cpu_seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _clean_alone(body: BodyText) -> None:
    read_text(body, TextCleaner())


def _read_body(page: Page) -> BodyText:
    html, _ = decode_html(page.body, page.content_type)
    document = open_document(page, SITE, html)
    assert document is not None
    return read_bodies(find_parts(document).contents)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
