"""Publish and search a synthetic archive with entities; load mentions beside a Parquet COPY.

    python -m tests.benchmarks.bench_publish [articles] [memory_limit]

Prints CPU seconds (user and system, all threads) and wall seconds of each step, and for searches
the median and the slowest of seven, in milliseconds of wall time.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from tests.benchmarks.bench_load import BATCH, _batch, _Capture, _words
from warehouse.db.connect import open_warehouse
from warehouse.db.publications import attached_latest, open_published
from warehouse.ingest.extraction_schemas import EXTRACTED_TABLES, extracted_tables
from warehouse.ingest.extractions import load_extracted
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.publish.release import publish
from warehouse.search.find import SearchFilters, search
from warehouse.transform.build import build_marts, changed_articles
from warehouse.transform.checks import run_checks, run_due_checks
from warehouse.transform.diff import count_changes

MENTIONS = 25
ENTITIES = 40_000
NIGHTLY = (500, 30, 0)
REPEATS = 7


def main(article_count: int = 100_000, memory_limit: str = "2GB", home: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(home or folder)
        words = _words()
        path = root / "warehouse.duckdb"
        with open_warehouse(path, memory_limit=memory_limit) as con:
            _load_articles(con, article_count, words)
        with open_warehouse(path, memory_limit=memory_limit) as con:
            _load_mentions(con, article_count, words, root)
        with open_warehouse(path, memory_limit=memory_limit) as con:
            steps: dict[str, Callable[[], object]] = {
                "build whole": lambda: build_marts(con),
                "checks": lambda: run_checks(con, root),
                "publish, the first": lambda: publish(con, root),
            }
            for changed in NIGHTLY:
                steps |= _night(con, root, words, article_count, changed)
            for name, step in steps.items():
                _say(name, *_measured(step))
        sys.stdout.write(f"warehouse {_megabytes(path)} MB\n")
        sys.stdout.write(f"published {_megabytes(root / 'published/latest')} MB\n")
        _search_all(root, words)


def _night(
    con: DuckDBPyConnection, root: Path, words: np.ndarray, count: int, changed: int
) -> dict[str, Callable[[], object]]:
    """Return the steps of a night in which that many articles changed."""
    return {
        f"load {changed} changed": lambda: _reload(con, count, words, changed),
        f"build {changed} changed": lambda: build_marts(con, changed_articles(con)),
        f"checks, {changed} changed": lambda: run_due_checks(con, root),
        f"diff alone, {changed} changed": lambda: _diff(con, root),
        f"publish {changed} changed": lambda: publish(con, root),
    }


def _load_articles(con: DuckDBPyConnection, count: int, words: np.ndarray) -> None:
    for first in range(0, count, BATCH):
        captures, tables = _batch(first, min(BATCH, count - first), words)
        tables["articles"] = _sectioned(tables["articles"])
        load_captures(con, captures, [], "run-1")
        load_parsed(con, tables)


def _sectioned(articles: pa.Table) -> pa.Table:
    """Add the rows that the checks require of every article besides its text."""
    column = articles.schema.get_field_index("body_sha256")
    digests = [sha256(str(body).encode()).hexdigest() for body in articles["body"].to_pylist()]
    return articles.set_column(column, "body_sha256", pa.array(digests))


def _load_mentions(con: DuckDBPyConnection, count: int, words: np.ndarray, root: Path) -> None:
    """Load mentions as a run does, and copy the same rows to Parquet."""
    floor = load = 0.0
    for first in range(0, count, BATCH):
        captures, tables = _batch(first, min(BATCH, count - first), words)
        found = _extracted([capture.capture_id for capture in captures], tables, words)
        floor += _measured(partial(_copy, con, found["mentions"], root))[0]
        load += _measured(partial(load_extracted, con, found))[0]
    _say("mentions: COPY to Parquet", floor, floor)
    _say("mentions: load from Arrow", load, load)
    sys.stdout.write(f"{'':28} {load / floor:.2f} x COPY\n")


def _extracted(
    ids: list[int], tables: dict[str, pa.Table], words: np.ndarray
) -> dict[str, pa.Table]:
    """Return made-up mentions with correct offsets: the words at fixed places of the body."""
    rng = np.random.default_rng(ids[0])
    bodies = [str(body) for body in tables["articles"]["body"].to_pylist()]
    starts, ends, texts = [], [], []
    for body in bodies:
        edges = np.flatnonzero(np.frombuffer(body.encode(), np.uint8) == 32)
        for edge in edges[:: max(1, len(edges) // MENTIONS)][:MENTIONS]:
            end = body.find(" ", edge + 1)
            starts.append(edge + 1)
            ends.append(end if end > 0 else len(body))
            texts.append(body[starts[-1] : ends[-1]])
    count = len(texts) // len(ids)
    entities = np.minimum(rng.zipf(1.2, len(texts)), ENTITIES)
    names = [f"person/entity-{number}" for number in entities.tolist()]
    empty = extracted_tables({name: () for name in EXTRACTED_TABLES})
    columns: dict[str, Any] = {
        "capture_id": np.repeat(np.array(ids), count),
        "seq": np.tile(np.arange(count), len(ids)),
        "field": ["body"] * len(texts),
        "paragraph_seq": np.tile(np.arange(count) // 2, len(ids)),
        "sentence_seq": np.tile(np.arange(count), len(ids)),
        "start_char": starts,
        "end_char": ends,
        "text": texts,
        "entity_type": ["PER"] * len(texts),
        "local_id": names,
        "name": names,
    }
    schema = empty["mentions"].schema
    mentions = pa.table(
        [pa.array(columns[field.name], field.type) for field in schema], schema=schema
    )
    done: dict[str, Any] = {
        "capture_id": ids,
        "extractor": ["x"] * len(ids),
        "text_sha256": ["x"] * len(ids),
    }
    done |= {"run_id": ["run-1"] * len(ids)}
    schema = empty["extractions"].schema
    extractions = pa.table(
        [pa.array(done[field.name], field.type) for field in schema], schema=schema
    )
    return {**empty, "mentions": mentions, "extractions": extractions}


def _copy(con: DuckDBPyConnection, table: pa.Table, root: Path) -> None:
    con.register("rows", table)
    con.execute(
        f"copy (from rows) to '{root / 'floor.parquet'}' (format parquet, compression zstd)"
    )
    con.unregister("rows")


def _reload(con: DuckDBPyConnection, count: int, words: np.ndarray, changed: int) -> None:
    """Change the title of some articles and replace their mentions by equal ones, like a changed page."""
    if not changed:
        return
    captures, tables = _batch(0, min(BATCH, count), words)
    some = captures[:changed]
    found = _extracted([taken.capture_id for taken in captures], tables, words)
    titles = pa.array(
        [f"Changed {changed} {title}" for title in tables["articles"]["title"].to_pylist()]
    )
    column = tables["articles"].schema.get_field_index("title")
    tables["articles"] = tables["articles"].set_column(column, "title", titles)
    load_parsed(con, _only(tables, some))
    load_extracted(con, _only(found, some))


def _only(tables: dict[str, pa.Table], captures: list["_Capture"]) -> dict[str, pa.Table]:
    ids = pa.array([taken.capture_id for taken in captures], pa.int64())
    return {
        name: table.filter(pc.is_in(table["capture_id"], ids)) for name, table in tables.items()
    }


def _diff(con: DuckDBPyConnection, root: Path) -> None:
    with attached_latest(con, root) as previous:
        count_changes(con, previous)


def _search_all(root: Path, words: np.ndarray) -> None:
    rare, common, most = words[20_000], words[40], words[0]
    queries: dict[str, tuple[str, SearchFilters]] = {
        "a rare word": (rare, SearchFilters()),
        "a common word": (common, SearchFilters()),
        "the commonest word": (most, SearchFilters()),
        "three words": (f"{words[300]} {words[700]} {common}", SearchFilters()),
        "five common words": (" ".join(words[1:6]), SearchFilters()),
        "a phrase": (f'"{words[12]} {words[30]}"', SearchFilters()),
        "a phrase of commonest words": (f'"{words[0]} {words[1]} {words[2]}"', SearchFilters()),
        "in the title": (f"title:{common}", SearchFilters()),
        "a beginning": (f"{most[:2]}*", SearchFilters()),
        "with an entity": (common, SearchFilters(entity="person/entity-3")),
        "with a rarer entity": (common, SearchFilters(entity="person/entity-9")),
    }
    with open_published(root) as con:
        for name, query in queries.items():
            walls = []
            for _ in range(REPEATS):
                started = time.perf_counter()
                found = search(con, *query)
                walls.append((time.perf_counter() - started) * 1000)
            sys.stdout.write(
                f"search: {name:28} {statistics.median(walls):7.1f} ms"
                f"  slowest {max(walls):7.1f}  ({found.total} found)\n"
            )


def _measured(step: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    step()
    return time.process_time() - cpu, time.perf_counter() - wall


def _say(name: str, cpu: float, wall: float) -> None:
    sys.stdout.write(f"{name:28} {cpu:8.2f} CPU s  {wall:8.2f} s\n")
    sys.stdout.flush()


def _megabytes(path: Path) -> int:
    return round(path.stat().st_size / 1e6)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, *sys.argv[2:4])
