"""Write the table of a model in its order, with a bound on memory.

DuckDB keeps whole rows in memory while it sorts them: the 350 MB of texts of 98,000 articles did
not fit into a limit of 600 MB. A model with the header `part_rows` is sorted in parts, by ranges of
its first sort column, and in one thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model


def create_sorted(con: DuckDBPyConnection, model: Model, select: str) -> None:
    """Create or replace the table of a model from a SELECT."""
    if not model.part_rows:
        con.execute(
            f"create or replace table {model.full_name} as from ({select}\n)"
            f" order by {model.order_by}"
        )
        return
    with _one_thread(con):
        con.execute(f"create or replace temp table unsorted as from ({select}\n)")
    copy_sorted(con, model, "temp.unsorted", model.full_name)
    con.execute("drop table temp.unsorted")


@contextmanager
def _one_thread(con: DuckDBPyConnection) -> Iterator[None]:
    """Run the statements of the block in one thread, since each thread holds texts of its own.

    At 98,000 articles a second thread needs 100 MB more and makes these statements a third faster.
    """
    threads = con.execute("select current_setting('threads')").fetchall()[0][0]
    con.execute("set threads = 1")
    try:
        yield
    finally:
        con.execute(f"set threads = {threads}")


def copy_sorted(con: DuckDBPyConnection, model: Model, source: str, target: str) -> None:
    """Create or replace the table `target` with the rows of the table `source`."""
    rows = f"from {source} where {{}} order by {model.order_by}"
    if not model.part_rows:
        con.execute(f"create or replace table {target} as {rows.format('true')}")
        return
    first, *others = _ranges(con, model, source)
    with _one_thread(con):
        con.execute(f"create or replace table {target} as {rows.format(first)}")
        for condition in others:
            con.execute(f"insert into {target} {rows.format(condition)}")


def _ranges(con: DuckDBPyConnection, model: Model, source: str) -> Iterator[str]:
    """Yield conditions on the first sort column, in its order; each holds for about `part_rows`."""
    column = model.order_by.split(",")[0].split(" ")[0]
    count = con.execute(f"select count(*) from {source}").fetchall()[0][0]
    parts = 1 + count // model.part_rows
    shares = ", ".join(f"{number / parts}" for number in range(1, parts))
    ends = con.execute(
        f"select distinct unnest(quantile_disc({column}, [{shares}])) as value from {source}"
        " order by value"
    ).fetchall()
    bounds = ["", *(f"'{end}'" for (end,) in ends), ""]
    for low, high in pairwise(bounds):
        above = f"{column} > {low}" if low else "true"
        # Rows without a value are sorted last.
        yield f"{above} and {column} <= {high}" if high else f"({above} or {column} is null)"
