"""Make a large published file from a small one: each article many times, with other ids and days.

python -m tests.benchmarks.multiply PUBLISHED COPIES TARGET

Names in one article only get another id in each hundredth copy, so that the number of names grows
too. Marts that count over others are computed by their models; the search index is repeated.
"""

import sys
import time
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model, in_build_order, read_models
from warehouse.publish.ready_views import create_views_and_macros
from warehouse.publish.snapshot_file import STORAGE_VERSION

# Days of the archive; each copy of an article is moved by another number of them.
FIRST_DAY, DAYS = "date '2005-01-01'", 4700
NAME_COPIES = 100
# Columns that hold an article or an entity; `k` is the number of the copy.
ARTICLE_IDS = ("article_id", "canonical_id")
ENTITY_IDS = ("entity_id", "actor_id", "target_id", "place_id", "filed_from_id")
DAY_COLUMNS = ("published_on", "happened_on")
# Read from the raw tables of a warehouse, which a published file does not have.
NOT_COMPUTED = ("entities", "duplicates")


def main() -> None:
    published, copies, target = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    multiply(published, copies, target)


def multiply(published: Path, copies: int, target: Path) -> None:
    target.unlink(missing_ok=True)
    with duckdb.connect(":memory:", config={"preserve_insertion_order": "false"}) as con:
        con.execute(f"attach '{published}' as small (read_only)")
        con.execute(f"attach '{target}' as big (storage_version '{STORAGE_VERSION}')")
        con.execute("use big")
        con.execute(f"create temp table copies as select k from range({copies}) as numbers (k)")
        con.execute(
            "create temp table rare as select entity_id from small.entities where article_count = 1"
        )
        models = (*read_models("intermediate"), *read_models("marts"))
        for model in in_build_order(con, models):
            started = time.perf_counter()
            _make(con, model)
            print(f"{model.name:20} {time.perf_counter() - started:6.1f} s", flush=True)
        _repeat_index(con)
        create_views_and_macros(con, "big")
        con.execute("checkpoint big")


def _is_computed(model: Model) -> bool:
    is_counted = "raw." not in model.sql and "staging." not in model.sql
    return is_counted and model.name not in NOT_COMPUTED


def _make(con: DuckDBPyConnection, model: Model) -> None:
    if model.layer == "intermediate":
        con.execute(f"create temp table {model.name} as {_local(model.sql)}")
        return
    select = _local(model.sql) if _is_computed(model) else _repeated(con, model.name)
    con.execute(f"create table {model.name} as from ({select}\n) order by {model.order_by}")


def _local(sql: str) -> str:
    return sql.replace("marts.", "main.").replace("intermediate.", "temp.main.")


def _repeated(con: DuckDBPyConnection, name: str) -> str:
    if name == "entities":
        return _entities()
    rows = con.execute(f"describe small.{name}").fetchall()
    columns = ", ".join(f"{_moved(row[0])} as {row[0]}" for row in rows)
    is_of_articles = any(row[0] in ("article_id", "canonical_id") for row in rows)
    times = " cross join copies" if is_of_articles else ""
    return f"select {columns} from small.{name} as old{times}" if times else f"from small.{name}"


def _moved(column: str) -> str:
    if column in ARTICLE_IDS:
        return f"(if(k = 0, old.{column}, hash(old.{column}, k) >> 1))::bigint"
    if column in ENTITY_IDS:
        return (
            f"if(old.{column} in (from rare), old.{column} || '-' || k % {NAME_COPIES},"
            f" old.{column})"
        )
    if column in DAY_COLUMNS:
        # All days of an article move by the same number.
        return f"({FIRST_DAY} + ((old.{column} - {FIRST_DAY} + k * 1009) % {DAYS})::integer)"
    return f"old.{column}"


def _entities() -> str:
    return f"""
        with named as (
            select entity_id, min(published_on) as first_published_on, max(published_on) as last_published_on,
                sum(article_count)::bigint as article_count,
                sum(mention_count)::bigint as mention_count
            from temp.main.entity_day_counts group by entity_id
        ), known as (
            from small.entities where entity_id not in (from rare)
            union all by name
            select * replace (entity_id || '-' || number as entity_id)
            from small.entities cross join range({NAME_COPIES}) as numbers (number)
            where entity_id in (from rare)
        )
        select known.* exclude (first_published_on, last_published_on, article_count, mention_count),
            named.* exclude (entity_id)
        from known inner join named using (entity_id)"""


def _repeat_index(con: DuckDBPyConnection) -> None:
    docs = con.execute("select max(doc) + 1 from small.search.docs").fetchall()[0][0]
    con.execute("create schema search")
    con.execute(
        f"create table search.docs as select (old.doc + k * {docs})::integer as doc,"
        f" {_moved('article_id')} as article_id, {_moved('published_on')} as published_on,"
        " old.text_digest, old.word_count from small.search.docs as old cross join copies"
        " order by doc"
    )
    con.execute(
        "create table search.postings as select old.* replace"
        f" ((old.doc + k * {docs})::integer as doc)"
        " from small.search.postings as old cross join copies order by term_id, doc"
    )
    con.execute(
        "create table search.terms as select old.* replace"
        " ((doc_count * (select count(*) from copies))::integer as doc_count,"
        " use_count * (select count(*) from copies) as use_count)"
        " from small.search.terms as old order by term"
    )
    for name in ("entity_names", "segments"):
        con.execute(f"create table search.{name} as from small.search.{name}")


if __name__ == "__main__":
    main()
