"""A home of every released version is opened and updated by this one.

`tests/data/homes/home-VERSION.tar.xz` is the home of a backfill of a few sample pages with that
version, without Prefect's database and publications.
"""

import re
import tarfile
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import Command

pytestmark = [pytest.mark.flow, pytest.mark.slow]

HOMES = sorted((Path(__file__).parents[1] / "data" / "homes").glob("home-*.tar.xz"))
TITLES = "select url, title from raw.articles order by url, title"


@pytest.mark.parametrize("packed", HOMES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def test_a_home_of_an_earlier_version_keeps_its_articles(
    packed: Path, aawsat: Command, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with tarfile.open(packed) as archive:
        archive.extractall(home, filter="data")
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as con:
        before = con.execute(TITLES).fetchall()

    done = aawsat("backfill", "--source", "sample", "--max-pages", "1")

    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as con:
        after = con.execute(TITLES).fetchall()
        unparsed = con.execute(
            "select count(*) from raw.articles where parser_version <>"
            " (select max(parser_version) from raw.articles)"
        ).fetchall()
    assert set(before) <= set(after)
    assert len(before) >= 6
    assert unparsed == [(0,)]
    assert list((home / "published").glob("aawsat-*.duckdb"))


def test_every_released_version_is_among_them() -> None:
    changelog = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[([\d.]+)\]", changelog, re.MULTILINE)

    assert {f"home-{version}.tar.xz" for version in released} == {path.name for path in HOMES}
