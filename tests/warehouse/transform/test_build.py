import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.entities.models import EntityMerge
from tasks.entities.raw_rows import KinRow, ListedRow, OfficeRow
from tasks.models import Author, Capture, Expectation, Reason, Term
from tests.warehouse.example_records import (
    DAY,
    NOON,
    article,
    candidate,
    capture,
    extracted,
    listed,
    mention,
    page_url,
    rejection,
)
from tests.warehouse.published_archive import open_archive
from warehouse.db.connect import open_reader, open_warehouse
from warehouse.db.read_models import MODELS as FOLDER
from warehouse.db.read_models import (
    Model,
    comment_of,
    in_build_order,
    read_models,
    tables_read,
)
from warehouse.errors import NotBuilt
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import (
    load_extracted,
    load_listed_entities,
    load_listed_kin,
    load_listed_offices,
    load_resolution,
    stage_latest_captures,
)
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.reporting.runs import start_run
from warehouse.transform.build import build_marts, changed_articles, refuse_unbuilt
from warehouse.transform.checks import CheckResult, keep_results
from warehouse.transform.replace_rows import MOST_VECTORS

MODELS = [*read_models("staging"), *read_models("intermediate"), *read_models("marts")]
MARTS = read_models("marts")


def _load(con: DuckDBPyConnection, *pairs: tuple[Capture, Any]) -> None:
    load_captures(con, [taken for taken, _ in pairs], [], "run-1", NOON)
    outcomes = [outcome for _, outcome in pairs]
    articles = [outcome for outcome in outcomes if hasattr(outcome, "title")]
    rejections = [outcome for outcome in outcomes if not hasattr(outcome, "title")]
    load_parsed(con, parsed_tables(articles, rejections))


def _load_several(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)
    ferry, port, empty = (capture(slug) for slug in ("ferry", "port", "empty"))
    undated = article(port, "Port opens", published_on=None, published_at=None)
    split = capture("tower")
    hints = [
        candidate("port", discovered_via="listing", published_on=date(2012, 2, 2)),
        candidate("port", discovered_via="sitemap", published_on=date(2013, 3, 3)),
    ]
    stated = [Expectation("listing", "news", 2, "https://archive.test/news/")]
    load_discoveries(con, hints, stated, "run-1", NOON)
    _load(con, (ferry, article(ferry)), (port, undated), (empty, rejection(empty)))
    older = capture("ferry", NOON - DAY, source="wayback")
    _load(con, (older, article(older, "Ferry strike feared")))
    _load(con, (split, article(split, "Tower falls", part_count=2)))
    load_extracted(con, extracted(ferry, port, split))
    brother = ListedRow("person/salim-haddad", "PER", "Salim Haddad", "XA", None, None, None, None)
    load_listed_entities(con, [*listed(), brother], "lists-1")
    kin = KinRow("person/maya-haddad", "sibling", brother.entity_id, brother.name)
    load_listed_kin(con, [kin], "lists-1")
    term = OfficeRow("person/maya-haddad", "mayor", None, "geo/1", date(2009, 1, 1), None)
    load_listed_offices(con, [term], "lists-1")
    merge = EntityMerge("person/maya-haddad", "person/m-haddad", "same letters", "M = Maya")
    stage_latest_captures(con)
    load_resolution(con, {"person/m-haddad": "person/maya-haddad"}, [merge], "rules-1")
    con.execute("insert into raw.text_signatures select body_sha256, '1', [1] from raw.articles")
    con.execute("insert into raw.text_groups select body_sha256, 'same' from raw.articles")
    con.execute(
        "insert into raw.publications values ('20260110T120000Z', ?, 'run-1', 2, map(), null)",
        [NOON],
    )
    con.execute(
        "insert into raw.publication_changes"
        " values ('20260110T120000Z', 'articles', 'parser', 1, 2, 3)"
    )
    keep_results(con, [CheckResult("dates", "warn", "One row per date.", 1, ("{}",), 0.1)], NOON)


@contextmanager
def _new_warehouse() -> Iterator[DuckDBPyConnection]:
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder)) as con:
        yield con


def _export(con: DuckDBPyConnection, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    for mart in MARTS:
        con.execute(f"copy {mart.full_name} to '{folder / mart.name}.parquet' (format parquet)")
        con.execute(f"copy {mart.full_name} to '{folder / mart.name}.csv' (format csv)")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def _contents(con: DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        mart.name: con.execute(f"from {mart.full_name} order by {mart.unique_key}").fetchall()
        for mart in MARTS
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.full_name)
def test_a_model_says_what_a_row_is(model: Model) -> None:
    assert re.fullmatch(r"One row (per|for) .+\.( .+\.)?", model.comment)


@pytest.fixture(scope="module")
def several() -> Iterator[DuckDBPyConnection]:
    """A warehouse with some of everything, built; only to be read."""
    with _new_warehouse() as con:
        _load_several(con)
        build_marts(con)
        yield con


@pytest.mark.parametrize("model", MARTS, ids=lambda model: model.name)
def test_a_mart_has_a_key_its_rows_keep_and_an_order_that_is_total(
    several: DuckDBPyConnection, model: Model
) -> None:
    repeated = several.execute(
        f"select {model.unique_key} from {model.full_name} group by all having count(*) > 1"
    ).fetchall()

    assert several.execute(f"select count(*) > 0 from {model.full_name}").fetchall() == [(True,)]
    assert repeated == []
    assert set(model.unique_key.split(", ")) <= set(re.findall(r"\w+", model.order_by))


def test_every_table_and_column_people_see_has_a_comment(several: DuckDBPyConnection) -> None:
    silent = several.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = 'aawsat' and comment is null"
        " union all select schema_name || '.' || view_name from duckdb_views()"
        " where database_name = 'aawsat' and not internal and comment is null"
        " union all select schema_name || '.' || table_name || '.' || column_name"
        " from duckdb_columns() where schema_name in ('raw', 'marts') and comment is null"
        " and database_name = 'aawsat'"
    ).fetchall()

    assert silent == []


def test_every_comment_belongs_to_a_column(several: DuckDBPyConnection) -> None:
    written = yaml.safe_load((FOLDER / "columns.yml").read_text(encoding="utf-8"))

    columns = several.execute(
        "select table_name, column_name from duckdb_columns()"
        " where schema_name in ('intermediate', 'marts') and database_name = 'aawsat'"
    ).fetchall()

    assert set(written["columns"]) <= {column for _, column in columns}
    own = {(table, column) for table, names in written["tables"].items() for column in names}
    assert own <= set(columns)


def test_no_model_reads_the_clock_or_chance() -> None:
    forbidden = re.compile(r"\b(now|today|current_\w+|random|uuid|nextval|any_value|first)\s*\(")

    assert [model.full_name for model in MODELS if forbidden.search(model.sql)] == []


def test_the_order_of_a_build_comes_from_the_sql(con: DuckDBPyConnection) -> None:
    order = [model.name for model in in_build_order(con, MARTS)]

    assert order.index("articles") < order.index("rejections")
    assert order.index("article_tags") < order.index("tags")


def test_tables_are_found_wherever_a_select_reads_them(con: DuckDBPyConnection) -> None:
    sql = (
        "with a as (select * from raw.one) select *, (select max(x) from marts.two) from a"
        " join staging.three using (id) where id in (select id from raw.four)"
    )

    assert tables_read(con, sql) == {"raw.one", "marts.two", "staging.three", "raw.four"}


@pytest.mark.slow
def test_the_latest_capture_of_an_article_wins(con: DuckDBPyConnection) -> None:
    monday, tuesday = capture("ferry", NOON), capture("ferry", NOON + DAY)
    _load(con, (tuesday, article(tuesday, "Strike is off")), (monday, article(monday, "Looms")))

    build_marts(con)

    assert con.execute("select title, capture_id from marts.articles").fetchall() == [
        ("Strike is off", tuesday.capture_id)
    ]
    assert con.execute("select count(*) from marts.paragraphs").fetchall() == [(2,)]


@pytest.mark.slow
def test_a_later_rejection_does_not_take_an_article_away(con: DuckDBPyConnection) -> None:
    good, lost = capture("ferry", NOON), capture("ferry", NOON + DAY, status=404)
    _load(con, (good, article(good)), (lost, rejection(lost, Reason.NOT_FOUND)))

    build_marts(con)

    assert con.execute("select title from marts.articles").fetchall() == [("Ferry strike looms",)]
    assert con.execute(
        "select reason, is_expected, has_article from marts.rejections"
    ).fetchall() == [("not_found", True, True)]


@pytest.mark.slow
def test_a_date_the_page_lacks_comes_from_the_best_route(con: DuckDBPyConnection) -> None:
    _load_several(con)

    build_marts(con)

    rows = con.execute(
        "select title, published_on, published_precision, published_from from marts.articles"
        " where title <> 'Tower falls' order by published_on"
    ).fetchall()
    assert rows == [
        ("Ferry strike looms", date(2011, 3, 4), "second", "page"),
        ("Port opens", date(2012, 2, 2), "day", "listing"),
    ]


@pytest.mark.slow
def test_an_article_row_holds_its_authors_dateline_and_counts(con: DuckDBPyConnection) -> None:
    _load_several(con)

    build_marts(con)

    row = con.execute(
        "select author, section, dateline_places, word_count, paragraph_count, captured_from"
        " from marts.articles where title = 'Ferry strike looms'"
    ).fetchall()[0]
    assert row == ("Maya Haddad, Staff Writer", "news", ["Port Town"], 5, 2, "live")


@pytest.mark.slow
def test_an_author_has_the_name_used_most_often(con: DuckDBPyConnection) -> None:
    sources = [capture(slug) for slug in ("a", "b", "c")]
    names = ["M. Haddad", "Maya Haddad", "Maya Haddad"]
    pairs = [
        (source, article(source, authors=(Author(name, "maya-haddad"),)))
        for source, name in zip(sources, names, strict=True)
    ]
    _load(con, *pairs)

    build_marts(con)

    rows = con.execute("select author_id, author_name, article_count from marts.authors")
    assert rows.fetchall() == [("maya-haddad", "Maya Haddad", 3)]


@pytest.mark.slow
def test_authors_without_a_latin_letter_are_not_one_author(con: DuckDBPyConnection) -> None:
    names = {"a": "مها كرمي", "b": "سمير حداد", "c": "***", "d": "Óscar Díaz"}
    sources = {slug: capture(slug) for slug in names}
    _load(
        con,
        *(
            (source, article(source, authors=(Author(names[slug], None),)))
            for slug, source in sources.items()
        ),
    )

    build_marts(con)

    rows = con.execute("select author_name, author_id from marts.authors").fetchall()
    assert dict(rows) == {
        "مها كرمي": "مها-كرمي",
        "سمير حداد": "سمير-حداد",
        "***": "***",
        "Óscar Díaz": "oscar-diaz",
    }


@pytest.mark.slow
def test_a_nested_section_knows_its_parent(con: DuckDBPyConnection) -> None:
    _load_several(con)

    build_marts(con)

    rows = con.execute("select section_path, section_name, parent_path from marts.sections")
    assert rows.fetchall() == [("news", "News", None), ("news/harbour", "Harbour", "news")]


@pytest.mark.slow
def test_reasons_are_expected_or_lost_as_the_pipeline_says(con: DuckDBPyConnection) -> None:
    pairs = [(capture(reason), rejection(capture(reason), reason)) for reason in Reason]
    _load(con, *pairs)

    build_marts(con)

    rows = dict(con.execute("select reason, is_expected from marts.rejections").fetchall())
    assert rows == {reason.value: reason.is_expected for reason in Reason}


@pytest.mark.slow
def test_the_same_input_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    exports = []
    for name in ("first", "second"):
        with _new_warehouse() as con:
            _load_several(con)
            build_marts(con)
            exports.append(_export(con, tmp_path / name))

    assert exports[0] == exports[1]
    assert len(exports[0]["articles.csv"].splitlines()) > 2


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(con: DuckDBPyConnection, tmp_path: Path) -> None:
    _load_several(con)
    build_marts(con)
    first = _export(con, tmp_path / "first")

    build_marts(con)

    assert _export(con, tmp_path / "second") == first


@pytest.mark.slow
def test_batches_loaded_in_another_order_give_the_same_marts(tmp_path: Path) -> None:
    sources = [capture(slug) for slug in ("a", "b", "c", "d")]
    pairs = [(source, article(source, f"Title {source.url}")) for source in sources]
    exports = []
    for name, batches in (("one", [pairs]), ("many", [[pair] for pair in reversed(pairs)])):
        with _new_warehouse() as con:
            for batch in batches:
                _load(con, *batch)
            build_marts(con)
            exports.append(_export(con, tmp_path / name))

    assert exports[0] == exports[1]


@pytest.mark.slow
def test_a_build_that_fails_keeps_the_marts_there_are(con: DuckDBPyConnection) -> None:
    _load_several(con)
    build_marts(con)
    before = _contents(con)
    con.execute("update raw.articles set title = 'Half-built'")
    con.execute("alter table raw.links rename column url to address")

    with pytest.raises(duckdb.Error):
        build_marts(con)

    assert _contents(con) == before


@pytest.mark.slow
def test_a_build_that_fails_halfway_is_completed_by_the_next(con: DuckDBPyConnection) -> None:
    sources = [capture(f"page-{number}") for number in range(20)]
    _load(con, *((source, article(source, "Before")) for source in sources))
    build_marts(con)
    _load(con, (sources[0], article(sources[0], "After")))
    con.execute("alter table raw.runs rename column run_id to run")

    with pytest.raises(duckdb.Error):
        build_marts(con, changed_articles(con))
    with pytest.raises(NotBuilt):
        refuse_unbuilt(con)
    con.execute("alter table raw.runs rename column run to run_id")
    report = build_marts(con, changed_articles(con))

    refuse_unbuilt(con)
    assert {"runs", "sections"} <= set(report.made_whole)
    found = _contents(con)
    build_marts(con)
    assert _contents(con) == found


@pytest.mark.slow
def test_a_build_reports_rows_and_forgets_what_was_changed(con: DuckDBPyConnection) -> None:
    _load_several(con)

    report = build_marts(con, changed_articles(con))

    assert (report.rows["articles"], report.rows["rejections"]) == (3, 1)
    assert changed_articles(con) == []


@pytest.mark.slow
def test_only_the_changed_articles_are_replaced(con: DuckDBPyConnection) -> None:
    sources = [capture(f"page-{number}") for number in range(20)]
    _load(con, *((source, article(source, "Before")) for source in sources))
    build_marts(con)
    con.execute("update raw.articles set title = 'Not noted as changed'")
    load_parsed(con, parsed_tables([article(sources[0], "After")], []))

    report = build_marts(con, changed_articles(con))

    titles = con.execute("select title, count(*) from marts.articles group by all order by 1")
    assert titles.fetchall() == [("After", 1), ("Before", 19)]
    assert (report.articles_replaced, "articles" in report.made_whole) == (1, False)


@pytest.mark.slow
def test_a_build_without_changed_articles_leaves_their_counts_alone(
    con: DuckDBPyConnection,
) -> None:
    _load_several(con)
    build_marts(con)

    unchanged = build_marts(con, [])
    changed = build_marts(con, [article(capture("ferry")).article_id])

    assert "entities" not in unchanged.made_whole
    assert "runs" in unchanged.made_whole
    assert "entities" in changed.made_whole


def test_a_mart_that_follows_articles_reads_nothing_else() -> None:
    own = {
        model.full_name for model in MODELS if model.incremental or model.sums_of or model.refresh
    }
    # These change only with the extractor, and all articles then; or the articles are noted.
    lists = {"raw.listed_entities", "raw.text_groups", "raw.text_pairs", "raw.text_signatures"}

    with duckdb.connect() as con:
        # A model that reads no table changes only with the code.
        constant = {model.full_name for model in MODELS if not tables_read(con, model.sql)}
        read = {
            model.name: tables_read(con, model.sql)
            for model in MODELS
            if model.refresh or model.sums_of
        }

    assert {name: tables - own - lists - constant for name, tables in read.items()} == {
        name: set() for name in read
    }


@pytest.mark.slow
def test_a_mart_whose_sql_changed_is_made_whole(con: DuckDBPyConnection) -> None:
    sources = [capture(f"page-{number}") for number in range(20)]
    _load(con, *((source, article(source)) for source in sources))
    build_marts(con)
    con.execute("update raw.built_models set sha256 = '' where name = 'marts.images'")

    report = build_marts(con, [])

    assert "images" in report.made_whole
    assert "paragraphs" not in report.made_whole


@pytest.mark.slow
def test_a_mart_without_a_model_file_is_dropped(con: DuckDBPyConnection) -> None:
    con.execute("create table marts.abandoned as select 1 as a")

    build_marts(con)

    assert con.execute(
        "select count(*) from duckdb_tables() where table_name = 'abandoned'"
    ).fetchall() == [(0,)]


@pytest.mark.slow
def test_readers_find_marts_by_their_bare_names(path: Path) -> None:
    with open_warehouse(path) as con:
        _load_several(con)
        build_marts(con)

    with open_reader(path) as reader:
        rows = reader.execute("select title from articles join links using (article_id)").fetchall()

    assert len(rows) == 3


SLUGS = st.sampled_from([f"page-{number}" for number in range(8)])
STEPS = st.lists(
    st.tuples(
        SLUGS,
        st.sampled_from(
            ["article", "shorter", "rejection", "hint", "names", "merge", "gone", "post", "away"]
        ),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=4,
)


REJECTED: dict[str, tuple[Reason, dict[str, Any]]] = {
    "rejection": (Reason.NO_BODY, {}),
    "gone": (Reason.NOT_FOUND, {"status": 404}),
    "away": (Reason.REDIRECT, {"status": 301, "redirects_to": page_url("base-1")}),
}


def _apply(con: DuckDBPyConnection, slug: str, what: str, day: int) -> None:
    source = capture(slug, NOON + day * DAY)
    if what == "hint":
        on = date(2012, 1, 1) + timedelta(days=day)
        load_discoveries(con, [candidate(slug, published_on=on)], [], "run-1", NOON)
    elif what in REJECTED:
        reason, fields = REJECTED[what]
        answer = replace(source, **fields)
        _load(con, (answer, rejection(answer, reason)))
    elif what == "post":
        # One post at several slugs is one article.
        _load(con, (source, article(source, "A post that moves", post_id=7)))
    elif what == "names":
        spelling = f"Maya Haddad {day % 2}"
        names = (mention(source, 0, spelling), mention(source, 1, f"Omar {day}", sentence_seq=day))
        load_extracted(con, extracted(source, mentions=names))
    elif what == "merge":
        ids = {"person/maya-haddad-1": "person/maya-haddad"} if day % 2 else {}
        stage_latest_captures(con)
        load_resolution(con, ids, [], f"rules-{day}")
    elif what == "article":
        _load(con, (source, article(source, f"Title of day {day}")))
    else:
        undated = article(
            source, paragraphs=(), tags=(Term("New", "new"),), published_on=None, published_at=None
        )
        _load(con, (source, undated))


@pytest.mark.slow
@pytest.mark.parametrize("most_vectors", [MOST_VECTORS, -1], ids=["deleted", "written again"])
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(batches=st.lists(STEPS, min_size=1, max_size=2))
def test_an_incremental_build_gives_the_same_rows_as_a_full_build(
    monkeypatch: pytest.MonkeyPatch, most_vectors: int, batches: list[list[tuple[str, str, int]]]
) -> None:
    monkeypatch.setattr("warehouse.transform.replace_rows.MOST_VECTORS", most_vectors)
    with _new_warehouse() as con:
        sources = [capture(f"base-{n}") for n in range(40)]
        _load(con, *((source, article(source)) for source in sources))
        load_extracted(con, extracted(*sources))
        build_marts(con)
        for batch in batches:
            for step in batch:
                _apply(con, *step)
            report = build_marts(con, changed_articles(con))
            assert "articles" not in report.made_whole
        replaced = _contents(con)

        build_marts(con)

        assert _contents(con) == replaced


def test_a_column_without_a_comment_is_named_with_the_file_for_it() -> None:
    model = next(model for model in MARTS if model.name == "articles")

    with pytest.raises(LookupError, match=r"articles\.no_such_column .*columns\.yml"):
        comment_of(model, "no_such_column")
