"""Overhead of Prefect: parse and load captured pages by the steps of the flow and by plain calls.

    python -m tests.benchmarks.bench_orchestration [pages] [rounds]

Both do the same work on equal copies of a warehouse, in turn, in one process beside a real Prefect
server; the share is of the medians. CPU is that of this process and of its parsing processes, which
other programs on the machine cannot change; the server's, which runs beside them, is counted separately.
What a run without pages takes is told apart from what each page adds, and from starting the server,
which a command does once, unless `aawsat serve` runs.
"""

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flows.local.temporary_server import prefect_server
from flows.run.run_request import Mode, RunRequest
from flows.settings import Settings
from tasks.articles.parse_captures import MIN_PAGES, CaptureParser
from tasks.articles.parse_page import PARSER_VERSION
from tasks.models import Candidate, Purpose
from tasks.run.context import STORED_BATCH_FACTOR
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import PageRequest, Window
from tasks.warc.store import CaptureStore
from tasks.workers.process_pool import prefetch_one
from tests.archive_twin.write_sample import write_sample
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import Selection, captures_to_parse, read_captures
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.reporting.runs import start_run

PAGES = 2_000
ROUNDS = 3
# The steps again, after they have parsed every page.
NO_PAGES = "the steps again"


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        os.environ["AAWSAT_HOME"] = str(home)
        settings = Settings(home=home)
        captured = capture_sample(settings, Path(folder) / "sample", pages)
        started = time.perf_counter()
        with prefect_server(home / "prefect"):
            print(f"start of the server  {time.perf_counter() - started:.1f} s, once per command")
            compare(settings, captured, rounds)


def capture_sample(settings: Settings, folder: Path, pages: int) -> int:
    """Put a made-up archive into the store and the index, unparsed; return its pages."""
    write_sample(folder, pages, 1)
    with CaptureStore(settings.captures_folder, "bench", "sample") as store:
        source = WarcFiles(folder, settings.site, store)
        found = source.discover(Window(date.min, date.max))
        urls = {each.url for each in found if isinstance(each, Candidate)}
        source.fetch([PageRequest(url, None, None) for url in sorted(urls)])
        captures = store.take()
    with open_warehouse(settings.warehouse) as con:
        start_run(con, "bench", "bench", "sample", {})
        load_captures(con, captures, [], "bench")
    return sum(capture.purpose is Purpose.PAGE for capture in captures)


@dataclass(frozen=True, slots=True)
class Spent:
    """Times of each round of one way: wall seconds, our CPU seconds, the server's CPU seconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)


def compare(settings: Settings, pages: int, rounds: int) -> None:
    run_steps = flow_way()
    ways = {"plain functions": parse_plainly, "the flow's steps": run_steps, NO_PAGES: run_steps}
    fresh = settings.warehouse.path.with_suffix(".fresh")
    shutil.copyfile(settings.warehouse.path, fresh)
    spent = {name: Spent() for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            if name != NO_PAGES:
                shutil.copyfile(fresh, settings.warehouse.path)
            before = time.perf_counter(), cpu_seconds(), server_seconds()
            way(settings)
            spent[name].wall.append(time.perf_counter() - before[0])
            spent[name].cpu.append(cpu_seconds() - before[1])
            spent[name].server.append(server_seconds() - before[2])
    show(spent, pages)


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def server_seconds() -> float:
    """Return the CPU seconds of the child that is Prefect's server, as /proc counts them."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    [server] = [pid for pid in children if "uvicorn" in Path(f"/proc/{pid}/cmdline").read_text()]
    ticks = Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def show(spent: dict[str, Spent], pages: int) -> None:
    for name, each in spent.items():
        wall, cpu, server = map(statistics.median, (each.wall, each.cpu, each.server))
        print(
            f"{name:<18} {wall:6.2f} s  CPU {cpu:6.2f} s"
            f"  (server {server:.2f} s; clock of {', '.join(f'{one:.2f}' for one in each.wall)})"
        )
    plain, flow, empty = spent.values()
    wall, cpu = share(plain.wall, flow.wall), share(plain.cpu, flow.cpu)
    print(f"orchestration: {wall:+.1%} on the clock, {cpu:+.1%} CPU, over {pages} pages")
    wall, cpu = (
        1_000 * (statistics.median(with_) - statistics.median(without) - statistics.median(none))
        for with_, without, none in zip(
            *((each.wall, each.cpu) for each in (flow, plain, empty)), strict=True
        )
    )
    print(f"beyond a run without pages: {wall / pages:+.3f} ms, {cpu / pages:+.3f} ms CPU a page")


def share(plain: list[float], flow: list[float]) -> float:
    return statistics.median(flow) / statistics.median(plain) - 1


def parse_plainly(settings: Settings) -> None:
    with open_warehouse(settings.warehouse) as con:
        captures = read_captures(con, captures_to_parse(con, Selection(), PARSER_VERSION))
    with settings.runner_of_batches.open_pool(len(captures), MIN_PAGES) as pool:
        parser = CaptureParser(pool, settings.captures_folder, settings.site)
        size = STORED_BATCH_FACTOR * settings.batch_pages
        starts = range(0, len(captures), size)
        batches = (parser.parse(captures[at : at + size]) for at in starts)
        for batch in prefetch_one(batches):
            parts = list(batch)
            with open_warehouse(settings.warehouse) as con:
                for part in parts:
                    load_parsed(con, part.tables)


def flow_way() -> Callable[[Settings], None]:
    # Prefect reads its settings on import, so import it only once the server's address is known.
    from prefect import flow

    from flows.cli.collect.run_flow import heartbeats_where_watched
    from flows.run.context import make_run
    from tasks.parse import parse
    from tasks.run.context import Before

    def run_flow(settings: Settings) -> None:
        request = RunRequest("sample", mode=Mode.MISSING)
        run = make_run("bench", request, settings, Before())
        with heartbeats_where_watched():
            flow(name="bench")(lambda: parse(run))()

    return run_flow


if __name__ == "__main__":
    main()
