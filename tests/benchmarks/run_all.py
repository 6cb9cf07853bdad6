"""Run every benchmark and write BENCHMARKS.md.

    python -m tests.benchmarks.run_all [--quick | --whole | --full] [--only NAME ...] [--out FILE]

Each benchmark is a process of its own, and its progress is shown. A benchmark that fails or takes too
long, or a peer that cannot be installed, is reported as failed with its last line. The usual run takes
about half an hour on a quiet machine; `--quick` takes a few minutes, with fewer pages and rounds;
`--whole` an hour and a quarter, with the whole chain at 100,000 pages; `--full` hours, all at 100,000.

A section is replaced when its benchmark runs. All other sections of the file stay: those of benchmarks
that were not chosen, and those written by hand.
"""

import argparse
import os
import platform
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.peer_venvs import PeerMissingError, python_of
from tests.benchmarks.watched_process import run_watched
from tests.tasks.articles.sample_pages import REPOSITORY

PACKAGES = ("selectolax", "duckdb", "prefect", "numpy", "pyarrow")
LIMIT_SECONDS = {"quick": 400, "usual": 1_500, "whole": 2 * 3_600, "full": 5 * 3_600}
MODES = {
    "quick": "a few minutes",
    "whole": "also the whole chain at 100,000 pages: an hour and a quarter",
    "full": "hours: all at 100,000 pages",
}
# Longest error text in the report.
FAILURE_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A module of this folder, its arguments by mode (None: left out), and what it needs.

    Where `whole` says nothing, `usual` holds. `peer` is the environment it has to run in. What
    prints no tables is shown as printed.
    """

    module: str
    title: str
    quick: str | None = ""
    usual: str = ""
    full: str = ""
    whole: str = ""
    prints_tables: bool = False
    needs: Path | None = None
    peer: str | None = None

    def arguments(self, mode: str) -> list[str] | None:
        """Return the arguments for a mode; None if the module does not run in it."""
        given: str | None = getattr(self, mode)
        if mode == "whole":
            given = self.whole or self.usual
        return None if given is None else given.split()


ENTITY_DATA = REPOSITORY.parent / "shared" / "data" / "entities"
OUTSIDE_PAGES = REPOSITORY.parent / "shared" / "truth" / "pages"
BENCHMARKS = (
    Benchmark(
        "bench_outside_pages",
        "Real pages of other sites, beside peers",
        prints_tables=True,
        needs=OUTSIDE_PAGES,
    ),
    Benchmark("bench_parse", "Parsing beside a bare parse, and beside cleaning alone", "8"),
    Benchmark("bench_peers", "Parsing beside peers", "6 1", "20 3", "60 5", prints_tables=True),
    Benchmark("bench_captures", "Capture store beside warcio", "30 3", prints_tables=True),
    Benchmark("bench_dlt", "Loading beside dlt", "1000 1", "5000 3", "5000 5", prints_tables=True),
    Benchmark("bench_load", "Load and build beside a Parquet COPY", "5000", "20000", "100000"),
    Benchmark("bench_ner", "Names beside python-crfsuite", None, needs=ENTITY_DATA),
    Benchmark(
        "bench_ner_spacy",
        "Names beside spaCy",
        None,
        "--minutes 2",
        "--minutes 8",
        needs=ENTITY_DATA,
        peer="spacy",
    ),
    Benchmark("bench_entities", "Entities, stage by stage", "--articles 100", needs=ENTITY_DATA),
    Benchmark("bench_duplicates", "Near copies", "5000", "20000", "100000"),
    Benchmark("bench_publish", "Publish and search", "5000", "20000", "100000"),
    Benchmark("bench_explore", "The explorer's pages", "5000", "20000", "100000"),
    Benchmark("bench_orchestration", "What Prefect costs", "2000 1", "2000 3", "20000 3"),
    Benchmark(
        "bench_scale",
        "The whole chain",
        "1000",
        "1000 10000",
        "1000 10000 100000",
        whole="1000 10000 100000",
        prints_tables=True,
    ),
)


@dataclass(slots=True)
class Report:
    """The text before the first section, and the sections by title, in the file's order."""

    head: str
    sections: dict[str, str]

    @classmethod
    def read(cls, file: Path) -> "Report":
        """Return the report in a file; an empty one if there is no file."""
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        head, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
        titled = {one.partition("\n")[0].removeprefix("## "): one for one in sections}
        return cls(head or _head("usual"), titled)

    def text(self) -> str:
        """Return the whole file."""
        return "\n\n".join(part.strip() for part in (self.head, *self.sections.values())) + "\n"


def main() -> None:
    """Run the requested benchmarks and write the report."""
    given = _read_arguments()
    mode = given.mode
    report = Report.read(given.out)
    if not given.only:
        report.head = _head(mode)
    chosen = [each for each in BENCHMARKS if not given.only or each.module in given.only]
    started = time.monotonic()
    for number, benchmark in enumerate(chosen, start=1):
        _say(
            f"[{number}/{len(chosen)}] {benchmark.module}, {time.monotonic() - started:.0f} s so far"
        )
        report.sections[benchmark.title] = _section(benchmark, mode)
        # Written after each benchmark, so an interrupted run keeps its results.
        given.out.write_text(report.text(), encoding="utf-8")
    _say(f"{given.out}: done in {time.monotonic() - started:.0f} s")


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    size = parser.add_mutually_exclusive_group()
    for mode, text in MODES.items():
        size.add_argument(f"--{mode}", dest="mode", action="store_const", const=mode, help=text)
    parser.set_defaults(mode="usual")
    parser.add_argument("--only", action="append", help="such as bench_parse; may be repeated")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "BENCHMARKS.md")
    return parser.parse_args()


def _head(mode: str) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Sections with a command are written by `make bench`{'' if mode == 'usual' else f' ({mode})'}; "
        "the others are kept by hand. Trust ratios within one table more than times: other work may "
        "have shared the machine.",
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
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _section(benchmark: Benchmark, mode: str) -> str:
    arguments = benchmark.arguments(mode)
    if arguments is None:
        return f"## {benchmark.title}\n\nLeft out of a {mode} run.\n"
    started = time.monotonic()
    body = _outcome(benchmark, arguments, LIMIT_SECONDS[mode])
    seconds = time.monotonic() - started
    call = " ".join((f"tests.benchmarks.{benchmark.module}", *arguments))
    made = f"{seconds:.0f} s, {datetime.now(UTC):%Y-%m-%d}, version {version('aawsat-warehouse')}"
    return f"## {benchmark.title}\n\n`python -m {call}`, {made}\n\n{body}\n"


def _outcome(benchmark: Benchmark, arguments: list[str], limit_seconds: float) -> str:
    if benchmark.needs is not None and not benchmark.needs.exists():
        return f"NOT RUN: needs `{benchmark.needs}`."
    try:
        python = python_of(benchmark.peer) if benchmark.peer else sys.executable
    except PeerMissingError as error:
        return f"NOT RUN: {error}"
    data = ["--data", str(benchmark.needs)] if benchmark.needs else []
    command = [str(python), "-m", f"tests.benchmarks.{benchmark.module}", *arguments, *data]
    done = run_watched(command, REPOSITORY, limit_seconds)
    if done.failure:
        _say(f"  FAILED: {done.failure}")
        printed = f"```\n{done.output.rstrip()}\n```\n\n" if done.output.strip() else ""
        return f"{printed}FAILED: {done.failure[:FAILURE_CHARACTERS]}"
    return done.output if benchmark.prints_tables else f"```\n{done.output.rstrip()}\n```"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
