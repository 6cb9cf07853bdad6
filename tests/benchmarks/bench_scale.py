"""The whole chain at growing sizes: backfill, nights, the same files again, re-parse and search.

    python -m tests.benchmarks.bench_scale [pages ...]        (default 1000 10000)

Each size is a sample of its own. Cost is CPU time a page of all processes; it should be flat.
Memory is the largest sum over the run's processes, disk what the home folder holds. A Prefect
server runs beside it and is not counted; each run's own start (importing Prefect) is. The nights
take the bundled sample for their site: the first finds its 300 pages new, the second nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.local.temporary_server import prefect_server
from tasks.articles.parse_captures import MIN_PAGES
from tests.archive_twin.write_sample import write_sample
from tests.benchmarks.table import Table
from tests.tasks.articles.sample_pages import REPOSITORY
from warehouse.db.connect import open_warehouse

SIZES = (1_000, 10_000)
SEED = 7
LOOK_SECONDS = 0.25
# One worker takes half an hour for 100,000 pages; the result is the same as for 10,000.
MOST_FOR_ONE_WORKER = 10_000
# A batch is loaded while the next one is parsed, so loading has no time of its own.
STAGES_SHARED_OUT = {"parse and load": ("parse", "load"), "extract": ("extract",)}
STAGES = ("discover", "fetch", "parse", "load", "extract", "link", "build", "publish")


@dataclass(frozen=True, slots=True)
class Step:
    """Cost of one command: seconds by stage, wall, CPU; peak memory of its processes."""

    stages: Mapping[str, float]
    wall: float
    cpu: float
    megabytes: float


def measure(sizes: Sequence[int] = SIZES) -> list[Table]:
    """Return a table of the steps at each size, and one of the gain of a second worker."""
    table = Table(
        "The whole chain at scale",
        ("pages", "step", "wall s", "in stages s", "CPU ms a page", "pages/s", "peak MB", *STAGES),
        note="Stages in wall seconds, and pages/s by their sum; the rest of the wall is Prefect's "
        "own start. On a shared machine CPU time a page is the figure to compare.",
    )
    speed_up = Table(
        "Two workers beside one: re-parse and search again",
        ("pages", "stages", "1 worker s", "2 workers s", "speed-up"),
        note=f"Wall seconds of the stages; on a shared machine a lower bound. Below {MIN_PAGES:,} "
        "pages no processes are started, and there is nothing to compare.",
    )
    disk = Table("Disk", ("pages", "part", "MB", "KB a page"))
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as folder:
        root = Path(folder)
        with prefect_server(root / "prefect") as url:
            for size in sizes:
                _measure_size(size, root / str(size), url, (table, speed_up, disk))
    return [table, speed_up, disk]


def _measure_size(size: int, root: Path, url: str, tables: tuple[Table, Table, Table]) -> None:
    table, speed_up, disk = tables
    write_sample(root / "sample", size, SEED)
    home = root / "home"
    load = ("backfill", "--source", "warc", "--path", str(root / "sample"))
    again = (*load, "--mode", "reparse")
    settings = {"PREFECT_API_URL": url, "AAWSAT_HOME": str(home)}
    _add(table, size, "backfill", _run(load, settings))
    night = ("nightly", "--source", "sample")
    _add(table, size, "night, 300 new", _run(night, settings))
    _add(table, size, "night, nothing new", _run(night, settings))
    _add(table, size, "same files again", _run(load, settings))
    _forget_extractions(home)
    two = _run(again, {**settings, "AAWSAT_WORKERS": "2"})
    _add(table, size, "re-parse, 2 workers", two)
    if size <= MOST_FOR_ONE_WORKER:
        _forget_extractions(home)
        one = _run(again, {**settings, "AAWSAT_WORKERS": "1"})
        _add(table, size, "re-parse, 1 worker", one)
        _compare(speed_up, size, one, two)
    for part in (root / "sample", home / "captures", home / "warehouse.duckdb", home / "published"):
        megabytes = _bytes_of(part) / 1e6
        disk.add(f"{size:,}", part.name, f"{megabytes:.1f}", f"{1e3 * megabytes / size:.1f}")


def _compare(speed_up: Table, size: int, one: Step, two: Step) -> None:
    for name, stages in STAGES_SHARED_OUT.items() if size >= MIN_PAGES else ():
        first, second = (sum(each.stages[stage] for stage in stages) for each in (one, two))
        cells = (f"{first:.1f}", f"{second:.1f}", f"{first / second:.2f}")
        speed_up.add(f"{size:,}", name, *cells)


def _forget_extractions(home: Path) -> None:
    """Extract every article again, as after a change of the tagger."""
    with open_warehouse(home / "warehouse.duckdb") as con:
        con.execute("update raw.extractions set extractor = 'an older one'")


def _add(table: Table, size: int, name: str, step: Step) -> None:
    stages = [f"{step.stages[stage]:.1f}" if stage in step.stages else "" for stage in STAGES]
    working = sum(step.stages.values())
    rates = (f"{1e3 * step.cpu / size:.1f}", f"{size / working:.0f}", f"{step.megabytes:.0f}")
    table.add(f"{size:,}", name, f"{step.wall:.1f}", f"{working:.1f}", *rates, *stages)
    sys.stderr.write(f"{size:,} {name}: {step.wall:.1f} s, {step.cpu:.1f} s of CPU\n")


def _run(order: Sequence[str], settings: Mapping[str, str]) -> Step:
    command = [sys.executable, "-m", "tests.benchmarks.timed_run", *order]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **settings},
            cwd=REPOSITORY,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        with _watching_memory(process.pid) as peak:
            process.wait()
        output.seek(0)
        lines = output.read().splitlines()
    try:
        answer = json.loads(lines[-1])
    except (ValueError, IndexError) as error:
        raise RuntimeError("\n".join(lines[-15:])) from error
    return Step(answer["stages"], answer["wall"], answer["cpu"], peak())


@contextmanager
def _watching_memory(pid: int) -> Iterator[Callable[[], float]]:
    """Yield a function that returns the peak memory of a process and its descendants, in MB."""
    largest = [0.0]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            largest[0] = max(largest[0], sum(map(_megabytes_of, _family_of(pid))))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield lambda: largest[0]
    finally:
        ended.set()
        watcher.join()


def _family_of(pid: int) -> list[int]:
    family = [pid]
    for member in family:
        for children in Path(f"/proc/{member}/task").glob("*/children"):
            try:
                family.extend(map(int, children.read_text().split()))
            except OSError:
                continue
    return family


def _megabytes_of(pid: int) -> float:
    """Return the private memory of a process, without memory it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _bytes_of(part: Path) -> int:
    if part.is_file():
        return part.stat().st_size
    files = (file for file in part.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files)


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    sizes = tuple(map(int, arguments)) or SIZES
    for table in measure(sizes):
        sys.stdout.write(table.as_markdown() + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
