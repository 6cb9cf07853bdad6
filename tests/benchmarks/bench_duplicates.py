"""Link the near copies of a synthetic archive, whole and after a night.

    python -m tests.benchmarks.bench_duplicates [articles] [memory_limit]

One article in fifty is a copy of another with some words changed. Prints CPU seconds (user and
system, all threads), wall seconds, what was done, and the share of the copies that were linked.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from tests.benchmarks.bench_load import _batch, _words
from warehouse.db.connect import open_warehouse
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import make_mart
from warehouse.transform.duplicates import link_duplicates

BATCH = 5_000
NIGHTLY = 500
COPY_EVERY = 50
CHANGED_WORDS = 20


def main(article_count: int = 100_000, memory_limit: str = "2GB") -> None:
    words = _words()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(Path(folder) / "warehouse.duckdb", memory_limit=memory_limit) as con,
    ):
        for first in range(0, article_count, BATCH):
            _load(con, first, min(BATCH, article_count - first), words)
        _say("link all", con, lambda: link_duplicates(con))
        _say("mart articles", con, lambda: make_mart(con, "articles"))
        _say("mart duplicates", con, lambda: make_mart(con, "duplicates"))
        _say("link, nothing new", con, lambda: link_duplicates(con))
        _load(con, article_count, NIGHTLY, words)
        _say(f"link {NIGHTLY} new", con, lambda: link_duplicates(con))
        made = article_count // COPY_EVERY + NIGHTLY // COPY_EVERY
        linked = con.execute("select count(*) from raw.text_pairs").fetchall()[0][0]
        sys.stdout.write(f"{made} copies made, {linked} pairs linked\n")


def _load(con: DuckDBPyConnection, first: int, count: int, words: np.ndarray) -> None:
    captures, tables = _batch(first, count, words)
    empty = {name: table.slice(0, 0) for name, table in tables.items()}
    load_captures(con, captures, [], "run-1")
    load_parsed(con, {**empty, "articles": _with_copies(tables["articles"], first, words)})


def _with_copies(articles: pa.Table, seed: int, words: np.ndarray) -> pa.Table:
    """Make every fiftieth body the one before it with some words changed; digest all of them."""
    rng = np.random.default_rng(seed)
    bodies = [str(body) for body in articles["body"].to_pylist()]
    for place in range(COPY_EVERY - 1, len(bodies), COPY_EVERY):
        copy = bodies[place - 1].split(" ")
        for spot in rng.integers(0, len(copy), CHANGED_WORDS):
            copy[spot] = str(words[rng.integers(0, len(words))])
        bodies[place] = " ".join(copy)
    digests = [sha256(body.encode()).hexdigest() for body in bodies]
    for name, values in (("body", bodies), ("body_sha256", digests)):
        at = articles.schema.get_field_index(name)
        articles = articles.set_column(at, name, pa.array(values, pa.string()))
    return articles


def _say(name: str, con: DuckDBPyConnection, step: Callable[[], object]) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    done = step()
    spent = f"{time.process_time() - cpu:8.2f} CPU s {time.perf_counter() - wall:8.2f} s"
    size = con.execute("select count(*) from raw.text_signatures").fetchall()[0][0]
    sys.stdout.write(f"{name:20} {spent}  {size} signatures  {done or ''}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, *sys.argv[2:3])
