"""A Wayback Machine and a Common Crawl on this machine, made of WARC files: pywb in its own venv.

pywb pins packages Prefect cannot live with, so it gets a venv of its own, from the package index,
kept in `.tools/pywb` between runs.
"""

import gzip
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from filelock import FileLock

ROOT = Path(__file__).parents[2]
FACADES = Path(__file__).parent
PYWB = ROOT / ".tools" / "pywb"
PYWB_VERSION = "2.10.0"
CRAWL = "CC-MAIN-2017-13"
BLOCK_LINES = 5
STARTS_WITHIN_SECONDS = 90
CONFIG = """
cdx_api_endpoint: /search/cdx
collections:
  web: {index: ./collections/made/indexes/, archive_paths: ./collections/made/archive/}
  cdx: {index: ./collections/made/indexes/, archive_paths: ./collections/made/archive/}
enable_memento: true
framed_replay: false
redirect_to_exact: true
"""
CRAWL_CONFIG = f"""
cdx_api_endpoint: -index
collections:
  {CRAWL}:
    index: {{type: zipnum, path: ./indexes/cluster.idx, max_blocks: 2}}
    archive_paths: ./archive/
"""


@dataclass(frozen=True)
class WebArchives:
    """Addresses of the servers, for the settings of the same names."""

    wayback: str
    commoncrawl: str
    pywb: str
    index_lines: int

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AAWSAT_WAYBACK_URL": self.wayback,
            "AAWSAT_COMMONCRAWL_INDEX_URL": self.commoncrawl,
            "AAWSAT_COMMONCRAWL_DATA_URL": f"{self.commoncrawl}/data",
        }


@contextmanager
def running_web_archives(folder: Path, warcs: Sequence[Path]) -> Iterator[WebArchives]:
    """Serve what the WARC files hold, as the Internet Archive and as Common Crawl would."""
    with ExitStack() as servers:
        pywb = servers.enter_context(running_pywb(folder / "wayback", warcs))
        facade = {"PYWB": pywb}
        wayback = servers.enter_context(_running_facade("ia_facade", facade))
        index = next((folder / "wayback" / "collections" / "made" / "indexes").glob("*.cdxj"))
        crawl = folder / "crawl"
        lines = write_zipnum(index, crawl / "indexes" / "cluster", warcs)
        (crawl / "config.yaml").write_text(CRAWL_CONFIG)
        zipnum = servers.enter_context(running_wayback(crawl))
        files = {"PYWB": zipnum, "FILES": str(warcs[0].parent), "CRAWL": CRAWL}
        commoncrawl = servers.enter_context(_running_facade("crawl_facade", files))
        yield WebArchives(wayback, commoncrawl, pywb, lines)


@contextmanager
def running_pywb(folder: Path, warcs: Sequence[Path]) -> Iterator[str]:
    """Run a plain pywb on some WARC files; yield its address."""
    folder.mkdir(parents=True)
    manage = str(pywb_command("wb-manager"))
    subprocess.run([manage, "init", "made"], cwd=folder, check=True, capture_output=True)
    added = [manage, "add", "made", *map(str, warcs)]
    subprocess.run(added, cwd=folder, check=True, capture_output=True)
    (folder / "config.yaml").write_text(CONFIG)
    with running_wayback(folder) as address:
        yield address


def pywb_command(name: str) -> Path:
    """Return a command of pywb; install it when this is the first time."""
    command, installed = PYWB / "bin" / name, PYWB / "installed"
    PYWB.parent.mkdir(parents=True, exist_ok=True)
    # Tests run in several processes: one installs, the others wait.
    with FileLock(PYWB.with_suffix(".lock")):
        if not installed.exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(PYWB)], check=True)
            pip = [str(PYWB / "bin" / "pip"), "install", "--quiet", f"pywb=={PYWB_VERSION}"]
            subprocess.run([*pip, "setuptools<81"], check=True)
            installed.touch()
    return command


def write_zipnum(index: Path, base: Path, warcs: Sequence[Path]) -> int:
    """Write a sorted CDXJ as Common Crawl does: blocks of lines, each a gzip member; count lines."""
    base.parent.mkdir(parents=True)
    lines = sorted(index.read_bytes().splitlines(keepends=True))
    offset = 0
    with (
        base.with_suffix(".cdx.gz").open("wb") as blocks,
        base.with_suffix(".idx").open("w") as idx,
    ):
        for number, first in enumerate(range(0, len(lines), BLOCK_LINES), start=1):
            block = gzip.compress(b"".join(lines[first : first + BLOCK_LINES]))
            key = b" ".join(lines[first].split(b" ")[:2]).decode()
            idx.write(f"{key}\tpart\t{offset}\t{len(block)}\t{number}\n")
            blocks.write(block)
            offset += len(block)
    base.with_suffix(".loc").write_text(f"part\t{base.with_suffix('.cdx.gz').resolve()}\n")
    return len(lines)


@contextmanager
def running_wayback(folder: Path) -> Iterator[str]:
    """Run pywb on the collections in a folder; yield its address."""
    port = _free_port()
    command = [str(pywb_command("wayback")), "-b", "127.0.0.1", "-p", str(port), "-t", "4"]
    with _running(command, port, cwd=folder) as address:
        yield address


@contextmanager
def _running_facade(module: str, environment: dict[str, str]) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--log-level", "warning", "--app-dir", str(FACADES), f"{module}:app"]
    with _running(command, port, env={**os.environ, **environment}) as address:
        yield address


@contextmanager
def _running(
    command: Sequence[str], port: int, cwd: Path | None = None, env: dict[str, str] | None = None
) -> Iterator[str]:
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"{process.args!r} did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
