"""A small archive to publish: made-up articles whose mentions stand where they say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

from duckdb import DuckDBPyConnection

from tasks.models import Article, Capture
from tests.duckdb_pool import open_in_pool
from tests.empty_warehouse import empty_warehouse_file
from tests.warehouse.example_records import NOON, article, capture, extracted, mention
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import load_extracted
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts, changed_articles


@contextmanager
def open_archive(home: Path) -> Iterator[DuckDBPyConnection]:
    """Open the warehouse of a home; a new one starts migrated and empty."""
    if not (home / "warehouse.duckdb").exists():
        copyfile(empty_warehouse_file(), home / "warehouse.duckdb")
    with open_in_pool(home / "warehouse.duckdb") as con:
        yield con


def story(slug: str, title: str, body: str, **fields: Any) -> tuple[Capture, Article]:
    """A page and its article; the body is in one paragraph."""
    taken = capture(
        slug, fields.pop("captured_at", NOON), url=f"https://archive.test/s/news/{slug}/"
    )
    made = article(taken, title, body=body, body_sha256=f"{title}{body}", images=(), **fields)
    return taken, made


def load_stories(con: DuckDBPyConnection, *stories: tuple[Capture, Article]) -> None:
    """Load pages; every word of a title that begins with a capital is a person mentioned."""
    load_captures(con, [taken for taken, _ in stories], [], "run-1", NOON)
    load_parsed(con, parsed_tables([made for _, made in stories], []))
    mentions = tuple(row for pair in stories for row in _names(*pair))
    tables = extracted(*(taken for taken, _ in stories), mentions=mentions)
    for name in ("statements", "events", "text_dates"):
        tables[name] = tables[name].slice(0, 0)
    load_extracted(con, tables)
    build_marts(con, changed_articles(con))


def load_months(con: DuckDBPyConnection, count: int = 30, **fields: Any) -> None:
    """Load as many articles, of three months of 2011."""
    load_stories(
        con,
        *(
            story(
                f"page-{number}",
                f"Report {number}",
                f"The council of town {number} met. " * 5,
                published_on=date(2011, 1 + number % 3, 1 + number % 28),
                published_at=None,
                **fields,
            )
            for number in range(count)
        ),
    )


def _names(taken: Capture, made: Article) -> Iterator[Any]:
    start = 0
    for seq, word in enumerate(made.title.split()):
        place = {"field": "title", "paragraph_seq": None, "start_char": start}
        if word[0].isupper():
            yield mention(taken, seq, word, **place, end_char=start + len(word))
        start += len(word) + 1
