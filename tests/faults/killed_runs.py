"""Start runs, kill them at chosen moments, and inspect the results."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tasks.models import Purpose
from tasks.warc.scanner import FoundRecord, scan_records
from tasks.warc.store import OPEN, PURPOSE
from warehouse.db.connect import open_reader, open_warehouse
from warehouse.db.writer_lock import is_writer_held

# Time limit of a run, which takes 5 s on an idle machine; CI machines are shared.
RUN_SECONDS = 300
# A forked process must have a single thread, since a lock held by another thread would stay locked
# in the child. OpenBLAS and Arrow's allocator each start a thread on import.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
# Suffixes of columns that differ between runs that fetched the same pages at different times.
OF_THE_RUN = (
    *("capture_id", "captured_at", "_run", "run_id"),
    *("warc_file", "warc_offset", "warc_length"),
)
# Tables about runs, not about the archive.
ABOUT_RUNS = {"runs", "captures", "publications", "publication_changes", "check_results"}


@dataclass(frozen=True, slots=True)
class Kill:
    """When to kill: `delay` seconds after the start of a stage, or `steps` calls into a write."""

    stage: str
    delay: float = 0.0
    write: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit code (-9: killed), and its stages as (`+stage` | `-stage`, seconds)."""

    code: int
    said: list[tuple[str, float]]

    @property
    def stage(self) -> str | None:
        """The innermost stage the run was in when it ended."""
        open_stages: list[str] = []
        for word, _ in self.said:
            if word.startswith("+"):
                open_stages.append(word[1:])
            elif word[1:] in open_stages:
                open_stages.remove(word[1:])
        return open_stages[-1] if open_stages else None

    def longest(self) -> dict[str, float]:
        """Return the maximum duration of each stage in seconds."""
        began: dict[str, float] = {}
        took: dict[str, float] = {}
        for word, at in self.said:
            name = word[1:]
            if word.startswith("+"):
                began[name] = at
            elif name in began:
                took[name] = max(took.get(name, 0.0), at - began[name])
        return took


@dataclass(slots=True)
class Runner:
    """Starts runs against one site, each in a fork of a process that has imported all code."""

    process: subprocess.Popen[str]
    folder: Path
    settings: dict[str, str]
    count: int = 0
    logs: list[Path] = field(default_factory=list)

    def run(self, home: Path, kill: Kill | None = None, end: int = signal.SIGKILL) -> Ended:
        """Run a backfill into `home`; send it the signal at the moment of `kill`."""
        self.count += 1
        pipe = self.folder / f"pipe-{self.count}"
        os.mkfifo(pipe)
        reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            return self._follow(home, kill, end, pipe, reading)
        finally:
            os.close(reading)
            pipe.unlink()

    def _follow(self, home: Path, kill: Kill | None, end: int, pipe: Path, reading: int) -> Ended:
        pid = self._start(home, kill, pipe)
        listener = Listener(reading, pid, kill, end)
        try:
            said = listener.listen(self.process)
        except BaseException:
            os.kill(pid, signal.SIGKILL)
            raise
        return Ended(int(self._line()), said)

    def _start(self, home: Path, kill: Kill | None, pipe: Path) -> int:
        self.logs.append(self.folder / f"run-{self.count}.log")
        order = {
            "environment": {**self.settings, "AAWSAT_HOME": str(home)},
            "log": str(self.logs[-1]),
            "pipe": str(pipe),
            "die_in_write": [kill.write, kill.steps] if kill else [0, 0],
        }
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self._line())

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    @property
    def log(self) -> str:
        """The output of the last run."""
        return self.logs[-1].read_text()


@dataclass(slots=True)
class Listener:
    """Reads the stages of a run, and sends the signal at the chosen moment."""

    reading: int
    pid: int
    kill: Kill | None
    end: int
    said: list[tuple[str, float]] = field(default_factory=list)
    _due: float | None = None
    _rest: bytes = b""

    def listen(self, starter: subprocess.Popen[str]) -> list[tuple[str, float]]:
        """Return all messages once the run has ended."""
        deadline = time.monotonic() + RUN_SECONDS
        answered = starter.stdout
        assert answered
        waits: list[int | IO[str]] = [self.reading, answered]
        while time.monotonic() < deadline:
            readable, _, _ = select.select(waits, [], [], self._patience())
            self._kill_if_due()
            heard = self.reading in readable and self._hear()
            if answered in readable and not heard:
                return self.said
        raise TimeoutError(f"the run still goes on after {RUN_SECONDS} s")

    def _patience(self) -> float:
        return max(self._due - time.monotonic(), 0) if self._due else 1.0

    def _hear(self) -> bool:
        heard = os.read(self.reading, 1 << 16)
        *words, self._rest = (self._rest + heard).split(b"\n")
        for word in words:
            self.said.append((word.decode(), time.monotonic()))
            if self.kill and not self.kill.write and word.decode() == "+" + self.kill.stage:
                self._due = self._due or time.monotonic() + self.kill.delay
        return bool(heard)

    def _kill_if_due(self) -> None:
        if self._due and time.monotonic() >= self._due:
            os.kill(self.pid, self.end)
            self.kill, self._due = None, None


@contextmanager
def runner(folder: Path, settings: dict[str, str], api: str) -> Iterator[Runner]:
    """Start the process that starts runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.run_stages"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **ONE_THREAD, "PREFECT_API_URL": api},
        cwd=Path(__file__).parents[2],
    )
    with process:
        assert process.stdin and process.stdout
        assert process.stdout.readline() == "ready\n"
        yield Runner(process, folder, settings)
        process.stdin.close()


def random_kill(stage: str, seconds: float, rng: random.Random) -> Kill:
    """Return a random moment of a stage that takes that many seconds."""
    if stage == "write":
        return Kill(stage, write=rng.randint(1, 15), steps=rng.randint(1, 400))
    # The machine may be faster than when the stage was timed.
    return Kill(stage, delay=rng.uniform(0, seconds * 0.6))


def captured_pages(home: Path) -> set[str]:
    """Return the URLs of all pages whose response is complete in the home's WARC files."""
    found = set()
    for file in (home / "captures").glob("*.warc.gz*"):
        for record in scan_records(file, 0, file.stat().st_size):
            if isinstance(record, FoundRecord) and _purpose(record.content) == Purpose.PAGE:
                found.add(_header(record.content, "WARC-Target-URI"))
    return found


def _purpose(content: bytes) -> str:
    return _header(content, PURPOSE)


def _header(content: bytes, name: str) -> str:
    _, found, rest = content.partition(b"\r\n" + name.encode() + b": ")
    return rest.partition(b"\r\n")[0].decode() if found else ""


def leftovers(home: Path) -> list[str]:
    """Return leftovers that a successful run must not have."""
    found = [file.name for file in (home / "captures").glob(f"*{OPEN}")]
    found += [file.name for file in home.glob("*.wal")]
    found += [file.name for file in (home / "published").glob(".*")]
    found += ["writer.json"] if (home / "writer.json").exists() else []
    found += ["the writer's lock"] if is_writer_held(home) else []
    with open_warehouse(home / "warehouse.duckdb", wait_seconds=0) as con:
        running = con.execute("select run_id from raw.runs where status = 'running'").fetchall()
    return found + [f"{run_id} running" for (run_id,) in running]


def marts(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every mart except those about runs, without run-specific columns.

    A listed page that gives no article is tried again by the next run, so it may be rejected more
    than once: equal rejections count once.
    """
    with open_reader(home / "warehouse.duckdb") as con:
        rows = con.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns()"
            " where schema_name = 'marts' and database_name = 'aawsat' group by all"
        ).fetchall()
        return {
            name: sorted(
                set(con.execute(f"select {_kept(columns)} from marts.{name}").fetchall())
                if name == "rejections"
                else con.execute(f"select {_kept(columns)} from marts.{name}").fetchall(),
                key=repr,
            )
            for name, columns in rows
            if name not in ABOUT_RUNS
        }


def _kept(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns if not column.endswith(OF_THE_RUN))
