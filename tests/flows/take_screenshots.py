"""Take the pictures of README, of a made-up archive.

python -m tests.flows.take_screenshots FOLDER [PUBLISHED]
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from tests.warehouse.explorer.published_example import HERO, write_published

AAWSAT = Path(sys.executable).with_name("aawsat")
CHROMIUM = "/usr/bin/chromium"
# name, address, width, height, light or dark
PICTURES = (
    ("explorer-overview", "/", 1200, 860, "light"),
    ("explorer-entity", f"/entity/{HERO}", 1100, 1190, "light"),
    ("explorer-uses", "/search?q=tariffs&view=lines", 1280, 780, "light"),
    ("explorer-beside", "/search?q=tariffs&view=beside", 1280, 900, "light"),
    ("explorer-map", "/map?layer=named", 1200, 960, "dark"),
)


@contextmanager
def running_explorer(published: Path, home: Path) -> Iterator[str]:
    """Run `aawsat explore` on a free port and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(AAWSAT), "explore", "--published", str(published), "--port", str(port)]
    server = subprocess.Popen(command, env={**os.environ, "AAWSAT_HOME": str(home)})
    try:
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        # Root, as in CI, may not use Chromium's sandbox; the pages are our own.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def take_screenshots(address: str, folder: Path, pictures: tuple[tuple[Any, ...], ...]) -> None:
    """Write one PNG for each picture."""
    with running_browser() as browser:
        for name, path, width, height, scheme in pictures:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(address + path, wait_until="networkidle")
            page.screenshot(path=folder / f"{name}.png")
            page.close()


def _wait_for(address: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            httpx.get(address, verify=False).raise_for_status()
            return
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        given = Path(sys.argv[2]) if len(sys.argv) > 2 else None
        file = given or write_published(Path(made) / "aawsat-example.duckdb", articles=6000)
        with running_explorer(file, Path(made)) as found:
            take_screenshots(found, Path(sys.argv[1]), PICTURES)
