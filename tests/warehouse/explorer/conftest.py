import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import httpx
import pytest
from starlette.applications import Starlette

from tests.made_once import made_once
from tests.warehouse.explorer.published_example import write_published
from warehouse.explorer.app import make_app


class Reader:
    """Asks an app for pages, as a browser on this machine would."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def get(self, address: str, **headers: str) -> httpx.Response:
        return asyncio.run(self._get(address, headers))

    async def _get(self, address: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8088", verify=False
        ) as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.get(address, headers=named)


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "example", _write_example) / "aawsat-1.duckdb"


def _write_example(folder: Path) -> None:
    write_published(folder / "aawsat-1.duckdb", articles=120)


@contextmanager
def reader_of_changed(file: Path, folder: Path, *statements: str) -> Iterator[Reader]:
    """Yield a reader of a copy of a publication, changed by SQL statements."""
    copy = Path(shutil.copyfile(file, folder / "aawsat-1.duckdb"))
    with duckdb.connect(str(copy)) as con:
        for statement in statements:
            con.execute(statement)
    app = make_app(copy, memory_limit="1GB")
    yield Reader(app)
    app.state.context.published.close()


@pytest.fixture(scope="session")
def reader(example_file: Path) -> Iterator[Reader]:
    app = make_app(example_file, memory_limit="1GB")
    yield Reader(app)
    app.state.context.published.close()
