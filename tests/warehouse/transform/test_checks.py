import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from duckdb import DuckDBPyConnection

from tests.warehouse.published_archive import load_months, load_stories, open_archive, story
from warehouse.db.publications import latest_publication
from warehouse.db.read_models import read_models, tables_read
from warehouse.publish.release import publish
from warehouse.transform.build import build_marts, changed_articles
from warehouse.transform.checks import (
    EXPECTATIONS,
    Check,
    CheckResult,
    find_failing,
    last_results,
    read_checks,
    run_checks,
    run_due_checks,
)

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

CHECKS = [check for check in read_checks() if not check.name.startswith("keys.")]


DAMAGES = [
    ("update marts.articles set body = ' ' where title = 'Report 3'", "articles_have_a_text"),
    (
        "update marts.articles set capture_id = 1 where title = 'Report 3'",
        "articles_have_a_capture",
    ),
    ("insert into marts.articles from marts.articles limit 1", "keys.articles"),
    ("insert into marts.mentions from marts.mentions limit 1", "keys.mentions"),
    ("update marts.paragraphs set article_id = 7 where seq = 1", "parts_have_an_article"),
    ("delete from marts.authors", "names_are_listed"),
    ("delete from marts.entities where name = 'Report'", "names_are_listed"),
    ("update marts.entities set mention_count = 9 where name = 'Report'", "entity_counts_add_up"),
    ("update marts.mentions set start_char = 1", "mentions_stand_where_they_say"),
    ("update marts.mentions set text = 'report'", "mentions_stand_where_they_say"),
    (
        "insert into marts.text_dates by name select article_id, 0 as seq, 0 as start_char,"
        " 5 as end_char, 'today' as text from marts.articles limit 1",
        "quotes_stand_where_they_say",
    ),
    (
        "update marts.articles set published_on = '1999-01-01' where title = 'Report 3'",
        "dates_are_of_the_archive",
    ),
    (
        "update marts.articles set post_id = 55 + day(published_on),"
        " published_on = if(title = 'Report 3', '2015-01-01', published_on)",
        "post_ids_rise_with_time",
    ),
    ("update marts.articles set author = null", "fields_are_filled"),
    ("update marts.articles set lead = ''", "fields_stay_filled"),
    ("update marts.articles set body_chars = 20", "bodies_keep_their_length"),
    ("delete from marts.articles where month(published_on) = 2", "months_keep_their_articles"),
    ("update marts.articles set published_on = published_on + 1", "days_are_kept"),
    ("update marts.articles set body = 'A <br /> B' where title = 'Report 3'", "texts_are_clean"),
    ("update marts.captures set outcome = null", "captures_are_parsed"),
    (
        "insert into marts.rejections by name select capture_id, url, 'no_body' as reason,"
        " false as is_expected, false as has_article from marts.captures limit 1",
        "rejections_are_harmless",
    ),
    (
        "delete from marts.articles where title in ('Report 3', 'Report 9', 'Report 15')"
        " or day(published_on) = 7",
        "articles_are_kept",
    ),
    (
        "insert into marts.article_versions by name select * replace (2 as version, 'Other' as"
        " title, ['title'] as changed_fields) from marts.article_versions limit 1",
        "versions_agree",
    ),
    ("update marts.captures set url = 'https://archive.test/x/'", "captures_have_one_outcome"),
    (
        "insert into marts.source_conflicts by name select article_id, 'live by REST' as other_from,"
        " 'title' as field, 'A' as chosen, 'live' as chosen_from, 'B' as other"
        " from marts.articles limit 1",
        "posts_equal_their_pages",
    ),
    (
        "insert into raw.damaged_captures by name select capture_id, 'altered' as detail,"
        " '2026-01-01'::timestamptz as found_at from raw.captures",
        "captures_can_be_read",
    ),
    (
        "update marts.articles set body_confidence = 0.4 where title = 'Report 3'",
        "bodies_are_agreed",
    ),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBPyConnection, Path]]:
    """A sound archive, published once; tests change its marts within a transaction."""
    home = tmp_path_factory.mktemp("home")
    with open_archive(home) as con:
        load_months(con)
        publish(con, home)
        yield con, home


@pytest.fixture
def con(archive: tuple[DuckDBPyConnection, Path]) -> DuckDBPyConnection:
    return archive[0]


@contextmanager
def _damaged(con: DuckDBPyConnection, damage: str) -> Iterator[None]:
    """Run SQL that changes a table, and take it back afterwards."""
    table = re.findall(r"(?:marts|raw)\.\w+", damage)[0]
    con.execute(f"create or replace temp table sound as from {table}")
    con.execute(damage)
    yield
    con.execute(f"truncate {table}")
    con.execute(f"insert into {table} from temp.sound")


def _find(con: DuckDBPyConnection, home: Path, name: str) -> CheckResult:
    check = next(check for check in read_checks() if check.name == name)
    return find_failing(con, home, [check])[0]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_says_what_a_failing_row_is(check: Check) -> None:
    assert check.description.startswith("One row per ")


def test_every_mart_has_a_check_of_its_key() -> None:
    names = {check.name for check in read_checks()}

    assert {f"keys.{model.name}" for model in read_models("marts")} <= names


def test_every_expectation_is_used() -> None:
    written = yaml.safe_load(EXPECTATIONS.read_text())
    sql = " ".join(check.sql for check in CHECKS)

    assert [name for name in written if name != "fields" and f"${name}" not in sql] == []


def test_a_sound_archive_passes(archive: tuple[DuckDBPyConnection, Path]) -> None:
    con, home = archive

    results = run_checks(con, home)

    assert [result for result in results if result.failing_count] == []
    assert len(last_results(con)) == len(read_checks())


@pytest.mark.parametrize(("damage", "check"), DAMAGES, ids=[check for _, check in DAMAGES])
def test_damage_is_found(
    con: DuckDBPyConnection, archive: tuple[DuckDBPyConnection, Path], damage: str, check: str
) -> None:
    with _damaged(con, damage):
        result = _find(con, archive[1], check)

    assert result.failing_count > 0
    assert _find(con, archive[1], check).failing_count == 0


def test_every_check_of_a_file_has_a_damage_it_finds() -> None:
    tested = {check for _, check in DAMAGES}

    assert {check.name for check in CHECKS} <= tested


def test_failing_rows_are_kept_to_look_at(
    con: DuckDBPyConnection, archive: tuple[DuckDBPyConnection, Path]
) -> None:
    damage = "update marts.articles set published_on = '1999-01-01' where title = 'Report 3'"

    with _damaged(con, damage):
        result = _find(con, archive[1], "dates_are_of_the_archive")

    assert (result.failing_count, result.severity, result.stops) == (1, "warn", False)
    assert 0 < result.seconds < 60
    assert '"published_on":"1999-01-01"' in result.sample[0]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (
            "update marts.articles set published_on = published_on + 200",
            "months_keep_their_articles",
        ),
        (
            "update marts.articles set author = null, body_chars = 20, article_id = article_id + 1"
            " where month(published_on) = 2",
            "fields_stay_filled",
        ),
        (
            "update marts.articles set body_chars = 20, article_id = article_id + 1"
            " where month(published_on) = 2",
            "bodies_keep_their_length",
        ),
    ],
)
def test_moved_days_and_other_articles_do_not_look_like_losses(
    con: DuckDBPyConnection, archive: tuple[DuckDBPyConnection, Path], change: str, check: str
) -> None:
    with _damaged(con, change):
        assert _find(con, archive[1], check).failing_count == 0


def test_articles_without_a_day_never_stop_a_publication(
    con: DuckDBPyConnection, archive: tuple[DuckDBPyConnection, Path]
) -> None:
    home = archive[1]
    undated = "update marts.articles set published_on = null where day(published_on) = 7"
    with _damaged(con, undated):
        few = _find(con, home, "fields_are_filled")
    with _damaged(con, undated.replace("= 7", "<= 14")):
        many = _find(con, home, "fields_are_filled")

    assert few.failing_count == 0
    assert (many.failing_count, many.stops) == (1, False)


@pytest.mark.slow
def test_a_broken_parser_is_stopped_and_the_last_publication_stays(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con)
        run_checks(con, tmp_path)
        good = publish(con, tmp_path)
        load_months(con, authors=(), lead="", parser_version="2")

        results = run_checks(con, tmp_path)

        assert [result.check_name for result in results if result.stops] == ["fields_stay_filled"]
        with pytest.raises(Exception, match="fields_stay_filled"):
            publish(con, tmp_path)
    assert latest_publication(tmp_path) == good.path


def test_due_checks_find_what_all_checks_find(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 5)
        run_due_checks(con, tmp_path)
        load_stories(con, story("bad", "Ferry Strike", "Crews <p> vote."), story("empty", "", "x"))

        found = _failing(run_due_checks(con, tmp_path))
        again = _failing(run_due_checks(con, tmp_path))

        assert {"articles_have_a_text", "texts_are_clean"} <= set(found)
        assert found == again == _failing(run_checks(con, tmp_path))


def test_rows_that_were_checked_are_not_checked_again_unless_all_are(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 5)
        run_due_checks(con, tmp_path)
        con.execute("update marts.articles set body = ' ' where title = 'Report 3'")

        assert "articles_have_a_text" not in _failing(run_due_checks(con, tmp_path))
        assert "articles_have_a_text" in _failing(run_checks(con, tmp_path))


def test_a_check_of_tables_that_no_build_changed_is_not_run_again(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 5)
        run_due_checks(con, tmp_path)
        build_marts(con, changed_articles(con))
        con.execute("delete from marts.sections")

        assert "names_are_listed" not in _failing(run_due_checks(con, tmp_path))
        assert "names_are_listed" in _failing(run_checks(con, tmp_path))
        assert "names_are_listed" in _failing(run_due_checks(con, tmp_path))


@pytest.mark.parametrize("changed", ["an article", "the SQL of a table"])
def test_a_check_of_tables_that_a_build_changed_is_run_again(tmp_path: Path, changed: str) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 5)
        run_due_checks(con, tmp_path)
        if changed == "an article":
            load_stories(con, story("new", "Ferry Strike", "Crews vote."))
        else:
            con.execute("update raw.built_models set sha256 = '' where name = 'marts.tags'")
            build_marts(con, changed_articles(con))
        con.execute("delete from marts.sections")

        assert "names_are_listed" in _failing(run_due_checks(con, tmp_path))


def test_checks_that_are_not_run_again_read_only_tables_that_follow_articles(
    tmp_path: Path,
) -> None:
    kept = {model.full_name for model in read_models("marts") if model.incremental or model.refresh}
    with open_archive(tmp_path) as con:
        for check in read_checks():
            if check.refresh:
                assert tables_read(con, check.sql) <= kept, check.name


def test_marts_made_whole_are_checked_whole(tmp_path: Path) -> None:
    with open_archive(tmp_path) as con:
        load_months(con, 5)
        run_due_checks(con, tmp_path)
        con.execute("update raw.articles set body = ' ' where title = 'Report 3'")
        build_marts(con)

        assert "articles_have_a_text" in _failing(run_due_checks(con, tmp_path))


def _failing(results: list[CheckResult]) -> dict[str, int]:
    return {row.check_name: row.failing_count for row in results if row.failing_count}
