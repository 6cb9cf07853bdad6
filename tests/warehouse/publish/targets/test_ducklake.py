"""A DuckLake with its catalog in PostgreSQL: DuckDB 1.5.5, the one its extension is made for."""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.published_archive import load_stories, open_archive, story
from warehouse.publish.release import publish

pytestmark = pytest.mark.slow

POSTGRES = Path("/usr/lib/postgresql/15/bin")
VERSION = "1.5.5"
PACKAGES = (
    f"duckdb=={VERSION}",
    f"duckdb-extensions=={VERSION}",
    f"duckdb-extension-ducklake=={VERSION}",
    f"duckdb-extension-postgres=={VERSION}",
    *("filelock", "numpy", "pyarrow", "pytz", "pyyaml"),
)
WRITER = Path(__file__).with_name("lake_writer.py")
READ = """
import sys, duckdb
from duckdb_extensions import extension_importer
con = duckdb.connect()
for name in ("ducklake", "postgres"):
    extension_importer.import_extension(name, con=con)
    con.execute(f"load {name}")
con.execute(f"attach '{sys.argv[1]}' as lake (read_only)")
print(con.execute("select title, comment from lake.articles, duckdb_tables()"
    " where table_name = 'articles' and database_name = 'lake'").fetchall())
print(con.execute("select count(*) from lake.mentions anti join lake.articles using (article_id)")
    .fetchall())
print(con.execute("select count(*) from ducklake_snapshots('lake')").fetchall())
"""


@pytest.fixture(scope="module")
def old_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with DuckDB 1.5.5 and the extensions made for it."""
    folder = tmp_path_factory.mktemp("lake") / "env"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


@pytest.fixture
def catalog() -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test."""
    if not POSTGRES.exists():
        pytest.skip(f"needs PostgreSQL 15 in {POSTGRES}: apt-get install postgresql-15")
    # Not below tmp_path: the server may not run as root, and only root may enter there.
    with tempfile.TemporaryDirectory(prefix="aawsat-lake-") as folder:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        where = ("-D", f"{folder}/data")
        _postgres("initdb", *where, "--auth=trust", "--username=lake", "--no-sync")
        options = f"-c listen_addresses='' -c fsync=off -k {folder}"
        _postgres("pg_ctl", *where, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            _postgres("createdb", "-h", folder, "-U", "lake", "lake")
            yield f"ducklake:postgres:dbname=lake host={folder} user=lake"
        finally:
            _postgres("pg_ctl", *where, "-m", "immediate", "stop")


def _postgres(program: str, *words: str) -> None:
    subprocess.run(
        [POSTGRES / program, *words],
        check=True,
        stdout=subprocess.DEVNULL,
        user="postgres" if os.getuid() == 0 else None,
        cwd="/",
    )


def test_two_writers_of_one_lake_do_not_mix(tmp_path: Path, old_duckdb: Path, catalog: str) -> None:
    files = [_published(tmp_path / name, name) for name in ("Ferry", "Harbour")]
    target = f"{catalog}?data={tmp_path / 'files'}/"
    _run(old_duckdb, files[0], target, "1").wait()

    writers = [_run(old_duckdb, file, target, "3") for file in files]

    assert [writer.wait() for writer in writers] == [0, 0]
    said = subprocess.run(
        [old_duckdb, "-c", READ, catalog], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    titles = ast.literal_eval(said[0])
    assert {title.split()[0] for title, _ in titles} in ({"Ferry"}, {"Harbour"})
    assert len(titles) == 3
    assert "One row per article" in titles[0][1]
    assert said[1] == "[(0,)]"
    assert int(said[2].strip("[](,)")) >= 7


def _published(home: Path, name: str) -> Path:
    home.mkdir()
    with open_archive(home) as con:
        load_stories(con, *(story(f"{name}-{n}", f"{name} {n}", "It sails.") for n in range(3)))
        return publish(con, home).path


def _run(python: Path, file: Path, target: str, times: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([python, WRITER, file, target, times])
