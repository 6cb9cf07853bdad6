"""Time of the explorer's pages on a made-up archive: wall and CPU, first and repeated requests.

python -m tests.benchmarks.bench_explore [ARTICLES | PUBLISHED]
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.warehouse.explorer.published_example import HERO, PLAIN_ID, write_published
from warehouse.explorer.app import make_app

PAGES = (
    "/",
    "/search",
    "/search?q=tariffs",
    '/search?q="power stations" treaty',
    f"/search?q=tariffs&entity={HERO}&since=2010-01-01&section=opinion",
    f"/search?entity={HERO}",
    "/entities?kind=PER",
    f"/entity/{HERO}",
    "/entity/geo/98182",
    f"/article/{PLAIN_ID}",
    "/map",
    "/map?layer=named",
    "/map?layer=named&view=world&section=opinion",
    "/sql?q=select section_path, count(*) from articles group by all",
)
AGAIN = 5


def main() -> None:
    given = sys.argv[1] if len(sys.argv) > 1 else "100000"
    with TemporaryDirectory() as folder:
        if given.isdigit():
            path = write_published(Path(folder) / "aawsat-made.duckdb", int(given))
        else:
            path = Path(given)
        asyncio.run(measure(path))


async def measure(path: Path) -> None:
    transport = httpx.ASGITransport(make_app(path))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", verify=False
    ) as client:
        print(f"{'first':>7} {'again':>7} {'cpu':>7} {'bytes':>8}  (ms; again: best of {AGAIN})")
        for page in PAGES:
            first, _, size = await timed(client.get, page)
            again = [await timed(client.get, page) for _ in range(AGAIN)]
            wall, cpu = min(one[0] for one in again), min(one[1] for one in again)
            print(f"{first:7.0f} {wall:7.0f} {cpu:7.0f} {size:8}  {page}")


async def timed(
    get: Callable[[str], Awaitable[httpx.Response]], page: str
) -> tuple[float, float, int]:
    started, cpu = time.perf_counter(), time.process_time()
    answer = await get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    return wall * 1000, used * 1000, len(answer.content)


if __name__ == "__main__":
    main()
