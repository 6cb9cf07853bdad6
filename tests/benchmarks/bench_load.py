"""Load and build a synthetic archive, beside a plain Parquet COPY of the same rows.

    python -m tests.benchmarks.bench_load [articles] [memory_limit]

Prints CPU seconds (user and system, all threads), their ratio to the COPY of the same run, and the
peak memory of the process. Articles have 15 paragraphs of about 330 characters.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.connect import open_warehouse
from warehouse.ingest.arrow_schemas import CAPTURES, parsed_tables
from warehouse.ingest.frontier import Selection, captures_to_parse, plan, select_due
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.reporting.status import read_status
from warehouse.transform.build import build_marts, changed_articles

BATCH = 5_000
PARAGRAPHS = 15
WORDS_A_PARAGRAPH = 55
NIGHTLY = 500


def main(article_count: int = 100_000, memory_limit: str = "2GB") -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with open_warehouse(path, memory_limit=memory_limit) as con:
            words = _words()
            floor = load = 0.0
            for first in range(0, article_count, BATCH):
                captures, tables = _batch(first, min(BATCH, article_count - first), words)
                with _cpu() as spent:
                    _load(con, captures, tables)
                load += spent[0]
                with _cpu() as spent:
                    _copy(con, tables, Path(folder))
                floor += spent[0]
            _say("plain COPY to Parquet", floor, floor)
            _say("load", load, floor)
            steps: dict[str, Callable[[], object]] = {
                "build whole": lambda: build_marts(con),
                "build whole again": lambda: build_marts(con),
                f"reload {NIGHTLY}": lambda: load_parsed(con, _batch(0, NIGHTLY, words)[1]),
                f"build {NIGHTLY} changed": lambda: build_marts(con, changed_articles(con)),
                "status": lambda: read_status(con),
                "plan": lambda: plan(con, Selection()),
                "select_due (refetch)": lambda: select_due(con, Selection(mode="refetch")),
                "captures_to_parse": lambda: captures_to_parse(con, Selection(), "1"),
            }
            for name, step in steps.items():
                with _cpu() as spent:
                    step()
                _say(name, spent[0], floor)
            sys.stdout.write(f"peak memory {_peak_gigabytes():.2f} GB under {memory_limit}\n")
        sys.stdout.write(f"file {path.stat().st_size / 1e6:.0f} MB\n")


def _load(con: DuckDBPyConnection, captures: list["_Capture"], tables: dict[str, pa.Table]) -> None:
    load_captures(con, captures, [], "run-1")
    load_parsed(con, tables)


def _copy(con: DuckDBPyConnection, tables: dict[str, pa.Table], folder: Path) -> None:
    for name, table in tables.items():
        con.register("rows", table)
        target = folder / f"{name}.parquet"
        con.execute(f"copy (from rows) to '{target}' (format parquet, compression zstd)")
        con.unregister("rows")


def _words() -> np.ndarray:
    """Return 50 000 made-up words; drawn by rank, they repeat about as often as the words of a text."""
    rng = np.random.default_rng(7)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    lengths = rng.integers(2, 11, 50_000)
    return np.array(["".join(rng.choice(letters, length)) for length in lengths])


def _batch(
    first: int, count: int, words: np.ndarray
) -> tuple[list["_Capture"], dict[str, pa.Table]]:
    rng = np.random.default_rng(first)
    ids = rng.integers(0, 2**62, count)
    days = [date(2005, 9, 1) + timedelta(days=int(day)) for day in rng.integers(0, 4400, count)]
    urls = [f"https://archive.test/author-{id_ % 900}/news/page-{id_}/" for id_ in ids]
    captures = [_Capture(int(id_), url) for id_, url in zip(ids, urls, strict=True)]
    texts = _texts(rng, words, count * PARAGRAPHS)
    bodies = ["\n\n".join(texts[i : i + PARAGRAPHS]) for i in range(0, len(texts), PARAGRAPHS)]
    tables = parsed_tables([], [])
    tables["articles"] = _filled(
        tables["articles"],
        count,
        {
            "capture_id": ids,
            "article_id": ids,
            "url": urls,
            "title": [text[:60] for text in texts[::PARAGRAPHS]],
            "published_on": days,
            "published_precision": ["day"] * count,
            "section_path": ["news"] * count,
            "lead": texts[::PARAGRAPHS],
            "body": bodies,
        },
    )
    every = np.repeat(ids, PARAGRAPHS)
    tables["paragraphs"] = _filled(
        tables["paragraphs"],
        len(texts),
        {
            "capture_id": every,
            "seq": np.tile(np.arange(PARAGRAPHS, dtype=np.int32), count),
            "kind": ["paragraph"] * len(texts),
            "text": texts,
        },
    )
    for name, per_article in (("provenance", 8), ("article_tags", 4), ("article_authors", 1)):
        tables[name] = _filled(
            tables[name],
            count * per_article,
            {
                "capture_id": np.repeat(ids, per_article),
                "seq": np.tile(np.arange(per_article, dtype=np.int32), count),
                "slug": [words[n % 3000] for n in rng.integers(0, 3000, count * per_article)],
            },
        )
    return captures, tables


def _texts(rng: np.random.Generator, words: np.ndarray, count: int) -> list[str]:
    ranks = np.minimum(rng.zipf(1.2, count * WORDS_A_PARAGRAPH) - 1, len(words) - 1)
    drawn = words[ranks].reshape(count, WORDS_A_PARAGRAPH)
    return [" ".join(row) for row in drawn.tolist()]


def _filled(empty: pa.Table, count: int, columns: dict[str, Any]) -> pa.Table:
    nullable = {"url", "dateline_text", "dateline_places", "published_at", "text_with_dateline"}
    filled = []
    for field in empty.schema:
        if field.name in columns:
            filled.append(pa.array(columns[field.name], field.type))
        elif pa.types.is_string(field.type) and field.name not in nullable:
            filled.append(pa.array(["x"] * count, field.type))
        elif field.name == "cleaning_rules":
            filled.append(pa.array([["blanks"]] * count, field.type))
        else:
            filled.append(pa.nulls(count, field.type))
    return pa.table(filled, schema=empty.schema)


class _Capture:
    """A capture whose fields are made up, but for its id and URL."""

    capture_id: int
    url: str

    def __init__(self, capture_id: int, url: str) -> None:
        defaults = dict.fromkeys(CAPTURES.names, "x") | {"status": 200, "purpose": "page"}
        defaults |= {"captured_at": datetime(2026, 1, 1, tzinfo=UTC), "is_revisit": False}
        defaults |= dict.fromkeys(("body_bytes", "warc_offset", "warc_length"), 1)
        self.__dict__.update(defaults, capture_id=capture_id, url=url, flags=())


@contextmanager
def _cpu() -> Iterator[list[float]]:
    before, spent = time.process_time(), [0.0]
    yield spent
    spent[0] = time.process_time() - before


def _say(name: str, seconds: float, floor: float) -> None:
    sys.stdout.write(f"{name:28} {seconds:8.2f} CPU s  {seconds / floor:6.2f} x COPY\n")


def _peak_gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, *sys.argv[2:3])
