import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import HOUR, NOON
from tests.warehouse.published_archive import load_months, load_stories, open_archive, story
from warehouse.db.publications import (
    latest_publication,
    list_publications,
    open_published,
    published_folder,
    stamp_of,
    switch_link,
)
from warehouse.db.read_models import read_models
from warehouse.errors import ChecksFailed, NothingPublished, NotWritten
from warehouse.publish import release
from warehouse.publish.release import RunEnd, prune, publish, remove_leftovers
from warehouse.publish.snapshot_file import STORAGE_VERSION
from warehouse.transform.checks import CheckResult, keep_results, run_checks

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

STORY = story("ferry", "Ferry strike looms", "Crews vote today.")


def _titles(home: Path) -> list[str]:
    with open_published(home) as con:
        return [title for (title,) in con.execute("select title from articles").fetchall()]


def test_a_publication_holds_the_marts_as_a_file_of_its_own(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        publication = publish(con, tmp_path, run=RunEnd("run-1", "succeeded"), now=NOON)

    with duckdb.connect(publication.path, read_only=True) as reader:
        tables = reader.execute(
            "select table_name from duckdb_tables()"
            " where schema_name = 'main' and comment is not null"
        ).fetchall()
        silent = reader.execute(
            "select column_name from duckdb_columns()"
            " where schema_name = 'main' and comment is null and not internal"
        ).fetchall()
        found = reader.execute("select stamp, run_id, article_count from publications").fetchall()
        version = reader.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchall()
    assert {name for (name,) in tables} == {model.name for model in read_models("marts")}
    assert silent == []
    assert found == [("20260110T120000Z", "run-1", 1)]
    assert STORAGE_VERSION in version[0][0]
    assert publication.path.name == "aawsat-20260110T120000Z.duckdb"
    assert latest_publication(tmp_path) == publication.path
    assert publication.path.stat().st_mode & 0o222 == 0


def test_a_stop_keeps_the_last_publication(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        good = publish(con, tmp_path)
        load_stories(con, story("ferry", "Broken", "x"))
        keep_results(con, [CheckResult("bodies", "stop", "One row per x.", 3, (), 0.1)], NOON)

        with pytest.raises(ChecksFailed, match=r"bodies \(3\)"):
            publish(con, tmp_path)

    assert latest_publication(tmp_path) == good.path
    assert _titles(tmp_path) == ["Ferry strike looms"]


def test_an_operator_can_accept_a_change_but_not_a_contradiction(tmp_path: Path) -> None:
    changed = CheckResult("months_keep_their_articles", "stop", "One row per x.", 1, (), 0.1)
    wrong = CheckResult("keys.articles", "stop", "One row per y.", 2, (), 0.1)
    accepted = ["months_keep_their_articles", "keys.articles"]
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        keep_results(con, [changed, wrong], NOON)
        with pytest.raises(ChecksFailed, match=r"stays: keys.articles \(2\); see aawsat checks$"):
            publish(con, tmp_path, accepted=accepted)
        keep_results(con, [changed], NOON)
        with pytest.raises(ChecksFailed, match=r"--accept months_keep_their_articles$"):
            publish(con, tmp_path)
        publish(con, tmp_path, accepted=accepted)

    assert _titles(tmp_path) == ["Ferry strike looms"]


def test_the_way_to_accept_is_named_only_if_it_leads_to_a_publication(tmp_path: Path) -> None:
    names = ["articles_are_kept", "months_keep_their_articles"]
    changed = [CheckResult(name, "stop", "One row per x.", 1, (), 0.1) for name in names]
    wrong = CheckResult("keys.articles", "stop", "One row per y.", 2, (), 0.1)
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        keep_results(con, [*changed, wrong], NOON)
        with pytest.raises(ChecksFailed, match=r"keys.articles \(2\).*see aawsat checks$"):
            publish(con, tmp_path)
        keep_results(con, changed, NOON)
        with pytest.raises(ChecksFailed, match=f"publish --accept {' --accept '.join(names)}$"):
            publish(con, tmp_path, accepted=names[:1])


@pytest.mark.slow
@pytest.mark.parametrize("refilled", [0, 2])
def test_a_warehouse_that_was_lost_is_not_published_over_a_full_one(
    tmp_path: Path, refilled: int
) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 30)
        full = publish(con, tmp_path)
    (tmp_path / "warehouse.duckdb").unlink()

    with open_archive(tmp_path) as con:
        load_months(con, refilled)
        run_checks(con, tmp_path)
        with pytest.raises(ChecksFailed, match="articles_are_kept"):
            publish(con, tmp_path)

    assert latest_publication(tmp_path) == full.path


def test_a_publication_that_dies_leaves_the_last_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        good = publish(con, tmp_path, now=NOON)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", _no_space)
            with pytest.raises(NotWritten, match="No space left"):
                publish(con, tmp_path, now=NOON + timedelta(hours=1))
        stamps = con.execute("select stamp from marts.publications").fetchall()

    assert list(published_folder(tmp_path).glob(".*")) == []
    assert list_publications(tmp_path) == [good.path]
    assert _titles(tmp_path) == ["Ferry strike looms"]
    assert stamps == [(good.stamp,)]


def _no_space(_handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_leftovers_of_a_dead_process_are_removed(tmp_path: Path) -> None:
    folder = published_folder(tmp_path)
    folder.mkdir()
    left = [folder / ".aawsat-20260110T120000Z.duckdb", folder / ".aawsat-x.duckdb.wal"]
    for file in left:
        file.write_bytes(b"half")
    (folder / ".latest").symlink_to("nowhere")

    assert len(remove_leftovers(tmp_path)) == 3
    assert list(folder.iterdir()) == []


def test_old_publications_are_pruned_but_never_the_latest(tmp_path: Path) -> None:
    folder = published_folder(tmp_path)
    folder.mkdir()
    files = [folder / f"aawsat-2026011{day}T120000Z.duckdb" for day in range(5)]
    for file in files:
        file.touch()
    switch_link(folder, files[0].name)

    removed = prune(tmp_path, 1)

    assert removed == files[1:3]
    assert latest_publication(tmp_path) == files[0]
    assert list_publications(tmp_path) == [files[0], *files[3:]]


def test_nothing_published_raises_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished, match="nothing is published"), open_published(tmp_path):
        pass


@pytest.mark.slow
def test_readers_of_latest_see_only_whole_publications(tmp_path: Path) -> None:
    """Every publication has one title everywhere, so a mixture would show two."""
    stop, seen, troubles = threading.Event(), set[str](), list[object]()

    def hammer() -> None:
        while not stop.is_set():
            try:
                with open_published(tmp_path) as reader:
                    titles = _all_titles(reader)
                    seen.update(titles)
                    if len(titles) != 1:
                        troubles.append(titles)
                time.sleep(0.01)
            except Exception as error:  # whatever it is, the test is to show it
                troubles.append(error)

    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        publish(con, tmp_path, kept=2)
        readers = [threading.Thread(target=hammer) for _ in range(2)]
        for reader in readers:
            reader.start()
        for number in range(6):
            con.execute("update marts.articles set title = ?", [f"Title {number}"])
            # As a build does with the articles it changes.
            con.execute(
                "insert into raw.unpublished_articles select article_id from marts.articles"
            )
            publish(con, tmp_path, kept=2)
        stop.set()
        for reader in readers:
            reader.join()

    assert troubles == []
    assert len(seen) > 3
    assert len(list_publications(tmp_path)) == 2


def _all_titles(reader: DuckDBPyConnection) -> set[str]:
    rows = reader.execute(
        "select title from articles union all"
        " select articles.title from search.docs join articles using (article_id)"
    ).fetchall()
    return {title for (title,) in rows}


@pytest.mark.slow
@pytest.mark.parametrize("published_before", [False, True], ids=["the first", "a later one"])
def test_a_file_that_latest_was_never_switched_to_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published_before: bool
) -> None:
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        if published_before:
            publish(con, tmp_path, now=NOON)
        con.execute("update marts.articles set title = 'Strike is off'")
        con.execute("insert into raw.unpublished_articles select article_id from marts.articles")
        with monkeypatch.context() as patch:
            patch.setattr(release, "switch_link", _killed)
            with pytest.raises(KeyboardInterrupt):
                publish(con, tmp_path, now=NOON + HOUR)
        left = list_publications(tmp_path)

        after = publish(con, tmp_path, now=NOON + 2 * HOUR)
        stamps = con.execute("select stamp from marts.publications order by stamp").fetchall()

    assert len(left) == 1 + published_before
    assert not left[-1].exists()
    assert list_publications(tmp_path) == [*left[:-1], after.path]
    assert stamps == [(stamp_of(file),) for file in list_publications(tmp_path)]
    assert _titles(tmp_path) == ["Strike is off"]
    assert [
        (one.mart_name, one.changed) for one in after.changes if one.mart_name == "articles"
    ] == ([("articles", 1)] if published_before else [])


def _killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.slow
def test_after_latest_was_set_back_by_hand_no_file_is_removed(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        made = [publish(con, tmp_path, now=NOON + hour * HOUR) for hour in range(3)]
        switch_link(published_folder(tmp_path), made[0].path.name)

        publish(con, tmp_path, now=NOON + 3 * HOUR)

    assert all(one.path.exists() for one in made)


@pytest.mark.slow
@pytest.mark.parametrize("back", [HOUR, 400 * 24 * HOUR], ids=["an hour", "a year"])
def test_publications_stay_in_order_when_the_clock_is_set_back(
    tmp_path: Path, back: timedelta
) -> None:
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        times = [NOON, NOON + HOUR, NOON + HOUR - back, NOON + HOUR - back]
        made = [publish(con, tmp_path, now=time, kept=3) for time in times]
        found = con.execute(
            "select stamp, published_at from marts.publications order by stamp"
        ).fetchall()

    assert latest_publication(tmp_path) == made[-1].path
    assert list_publications(tmp_path) == [one.path for one in made[1:]]
    assert [stamp for stamp, _ in found] == [one.stamp for one in made]
    assert [when for _, when in found] == times


@pytest.mark.slow
def test_publications_of_one_second_have_names_of_their_own(tmp_path: Path) -> None:
    when = datetime(2026, 1, 10, 12, 0, 0, tzinfo=UTC)
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        first, second = (publish(con, tmp_path, now=when) for _ in range(2))

    assert first.path != second.path
    assert latest_publication(tmp_path) == second.path
    assert list_publications(tmp_path) == [first.path, second.path]


PUBLISH_FOR_EVER = """
import sys
from pathlib import Path
from warehouse.db.connect import open_warehouse
from warehouse.publish.release import publish
home = Path(sys.argv[1])
with open_warehouse(home / "warehouse.duckdb") as con:
    print("ready", flush=True)
    while True:
        publish(con, home, kept=2)
"""


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.2, 0.7, 1.6])
def test_a_killed_publisher_leaves_a_whole_publication(tmp_path: Path, seconds: float) -> None:
    with open_archive(tmp_path) as con:
        load_stories(con, STORY)
        publish(con, tmp_path, now=NOON)
    words = [sys.executable, "-c", PUBLISH_FOR_EVER, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()

    assert _titles(tmp_path) == ["Ferry strike looms"]
    with open_archive(tmp_path) as con:
        after = publish(con, tmp_path, kept=2)
        found = con.execute("select max(stamp) from marts.publications").fetchall()
    assert latest_publication(tmp_path) == after.path
    assert found == [(after.stamp,)]
    assert [file.name for file in published_folder(tmp_path).glob(".*")] == []
    assert len(list_publications(tmp_path)) == 2
