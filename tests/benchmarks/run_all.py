"""Run every benchmark and write BENCHMARKS.md.

    python -m tests.benchmarks.run_all [--quick] [--only NAME] [--out FILE]

Each benchmark is a process of its own. One that fails is shown as failed, with its last line; so
are peers that cannot be installed. `--quick` takes fewer pages and rounds (about five minutes).
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.tasks.articles.sample_pages import REPOSITORY

LIMIT_SECONDS = 3_600
PACKAGES = ("selectolax", "duckdb", "prefect", "numpy", "pyarrow")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A module of this folder, how to call it, and whether it prints markdown of its own."""

    module: str
    title: str
    arguments: tuple[str, ...]
    quick: tuple[str, ...]
    is_markdown: bool = False
    needs: Path | None = None


ENTITY_DATA = REPOSITORY.parent / "shared" / "data" / "entities"
BENCHMARKS = (
    Benchmark("bench_parse", "Parsing beside a bare parse, and beside cleaning alone", (), ()),
    Benchmark("bench_peers", "Parsing beside peers", ("20", "3"), ("8", "2"), True),
    Benchmark("bench_captures", "Capture store beside warcio", (), (), True),
    Benchmark("bench_ner", "Names beside python-crfsuite", (), (), needs=ENTITY_DATA),
    Benchmark(
        "bench_entities", "Entities, stage by stage", (), ("--articles", "100"), needs=ENTITY_DATA
    ),
    Benchmark("bench_load", "Load and build beside a Parquet COPY", ("100000",), ("5000",)),
    Benchmark("bench_publish", "Publish and search", ("100000",), ("5000",)),
    Benchmark("bench_scale", "The whole chain", ("1000", "10000"), ("1000",), True),
)


def main() -> None:
    """Run what was asked for and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", help="such as bench_parse; may be repeated")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "BENCHMARKS.md")
    given = parser.parse_args()
    chosen = [each for each in BENCHMARKS if not given.only or each.module in given.only]
    parts = [_head(given.quick)]
    for benchmark in chosen:
        parts.append(_section(benchmark, benchmark.quick if given.quick else benchmark.arguments))
        # Written after each: an interrupted run leaves what it has.
        given.out.write_text("\n".join(parts))


def _head(is_quick: bool) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Made by `make bench`{' (quick)' if is_quick else ''}; do not edit. Trust ratios within "
        "one table more than times: other work may have shared the machine.",
        "",
        "| | |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in _machine()),
    ]
    return "\n".join([*lines, ""])


def _machine() -> Iterator[tuple[str, str]]:
    yield "when", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield "processor", f"{_processor()}, {os.cpu_count()} cores"
    yield "load when it began", " ".join(f"{load:.1f}" for load in os.getloadavg())
    yield "system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    yield "packages", ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _section(benchmark: Benchmark, arguments: Sequence[str]) -> str:
    sys.stderr.write(f"{benchmark.module} {' '.join(arguments)}\n")
    started = time.monotonic()
    body = _outcome(benchmark, arguments)
    seconds = time.monotonic() - started
    call = " ".join((f"tests.benchmarks.{benchmark.module}", *arguments))
    return f"## {benchmark.title}\n\n`python -m {call}`, {seconds:.0f} s\n\n{body}\n"


def _outcome(benchmark: Benchmark, arguments: Sequence[str]) -> str:
    if benchmark.needs is not None and not benchmark.needs.exists():
        return f"NOT RUN: needs `{benchmark.needs}`."
    command = [sys.executable, "-m", f"tests.benchmarks.{benchmark.module}", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT_SECONDS,
        )
    except subprocess.SubprocessError as error:
        lines = str(getattr(error, "stderr", None) or error).strip().splitlines()
        return f"FAILED: {lines[-1] if lines else error}"
    return done.stdout if benchmark.is_markdown else f"```\n{done.stdout.rstrip()}\n```"


if __name__ == "__main__":
    main()
