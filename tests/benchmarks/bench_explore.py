"""Time of every kind of page of the explorer on a made-up archive: first and repeated requests.

python -m tests.benchmarks.bench_explore [ARTICLES | PUBLISHED]
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import httpx

from tests.warehouse.explorer.published_example import write_published
from warehouse.explorer.app import make_app

AGAIN = 5
# Addresses with names of what the file holds, so that any published file can be measured.
PAGES = (
    "/",
    "/search",
    "/search?q={word}",
    "/search?q={common} {word}",
    '/search?q="{common_phrase}"',
    "/search?q={word}&entity={person}&since=2010-01-01&section={section}",
    "/search?q={word}&view=lines",
    "/search?q={common}&view=beside",
    "/search?entity={person}",
    "/search?month=2010-05",
    "/entities?kind=PER",
    "/entities?q={name}",
    "/entity/{person}",
    "/entity/{person}?as=share&by=pmi",
    "/entity/{place}",
    "/entity/{country}",
    "/entity/{rare}",
    "/statements/{person}",
    "/events/{country}?part=happenings",
    "/article/{article}",
    "/article/{changed}/versions",
    "/map",
    "/map?layer=named",
    "/map?layer=named&view=world&section={section}",
    "/trends?q={word}, {common}, {person}",
    "/authors",
    "/author/{author}",
    "/sections",
    "/section/{section}",
    "/tags",
    "/tag/{tag}",
    "/day/{day}",
    "/stories",
    "/keyness?section={section}",
    "/keyness?section={section}&against=opinion",
    "/data",
    "/method",
    "/search.csv?q={word}&month=2010-05",
    "/entity/{person}.json",
    "/entity/{person}.gexf",
    "/entities.csv?kind=PER",
    "/map.csv",
    "/sql?q=select section_path, count(*) from articles group by all",
)
# Each SELECT returns one value for the addresses above.
VALUES = {
    "person": "select entity_id from entities where entity_type = 'PER' order by article_count desc limit 1",
    "name": "select name from entities where entity_type = 'PER' order by article_count desc limit 1",
    "place": "select entity_id from entities where entity_id like 'geo/%' order by article_count desc limit 1",
    "country": "select entity_id from entities where entity_id like 'country/%' order by article_count desc limit 1",
    "rare": "select entity_id from entities where entity_type = 'PER' order by article_count limit 1",
    "article": "select article_id from articles order by word_count desc, article_id limit 1",
    "changed": "select article_id from article_versions group by article_id order by count(*) desc, article_id limit 1",
    "section": "select section_path from sections order by article_count desc limit 1",
    "author": "select author_id from authors order by article_count desc limit 1",
    "tag": "select tag_slug from tags order by article_count desc limit 1",
    "day": "select published_on from articles where published_on is not null group by all order by count(*) desc limit 1",
    "common": "select term from search.terms order by doc_count desc, term limit 1",
    "word": "select term from search.terms where doc_count < (select count(*) / 8 from search.docs) and length(term) > 4 order by doc_count desc, term limit 1",
    "common_phrase": """
        select terms.term || ' ' || later.term from search.terms as terms, search.terms as later
        where terms.term <> later.term
        order by terms.doc_count + later.doc_count desc, terms.term limit 1 offset 1""",
}  # fmt: skip


def main() -> None:
    given = sys.argv[1] if len(sys.argv) > 1 else "100000"
    with TemporaryDirectory() as folder:
        if given.isdigit():
            path = write_published(Path(folder) / "aawsat-made.duckdb", int(given))
        else:
            path = Path(given)
        asyncio.run(measure(path, tuple(_addresses(path))))


async def measure(path: Path, pages: tuple[str, ...]) -> None:
    transport = httpx.ASGITransport(make_app(path))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", verify=False, follow_redirects=True
    ) as client:
        print(f"{'first':>7} {'again':>7} {'cpu':>7} {'bytes':>8}  (ms; again: best of {AGAIN})")
        for page in pages:
            first, _, size = await timed(client.get, page)
            again = [await timed(client.get, page) for _ in range(AGAIN)]
            wall, cpu = min(one[0] for one in again), min(one[1] for one in again)
            print(f"{first:7.0f} {wall:7.0f} {cpu:7.0f} {size:8}  {page}", flush=True)


async def timed(
    get: Callable[[str], Awaitable[httpx.Response]], page: str
) -> tuple[float, float, int]:
    started, cpu = time.perf_counter(), time.process_time()
    answer = await get(page)
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    # A file with too many rows is refused, which also takes its time.
    assert answer.status_code in (200, 413), (page, answer.status_code)
    return wall * 1000, used * 1000, len(answer.content)


def _addresses(path: Path) -> Iterator[str]:
    """Yield the addresses of all kinds of pages that the file has something for."""
    with duckdb.connect(path, read_only=True) as con:
        found = {name: con.execute(sql).fetchone() for name, sql in VALUES.items()}
    values = {name: row[0] for name, row in found.items() if row}
    for page in PAGES:
        try:
            yield page.format(**values)
        except KeyError as error:
            print(f"nothing to show for {error} in {page}")


if __name__ == "__main__":
    main()
