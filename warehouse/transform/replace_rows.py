"""Replace some rows of a table, in a way that needs little memory.

DuckDB keeps 32 KB in memory for each vector of 2,048 rows from which a transaction deletes, until
the next checkpoint: with a few hundred changed articles, spread over the archive, that is every
vector of every table, or 400 MB for 11 million rows. Such a table is written again instead. The
other rows stay in place and the new ones follow them, as after a deletion: sorting a table of
millions of rows takes longer than writing it. Builds and publications of whole tables sort them.
"""

from duckdb import DuckDBPyConnection

# Rows of a vector of DuckDB.
VECTOR_ROWS = 2048
# Deleting from this many vectors needs 32 MB; above it the table is written again.
MOST_VECTORS = 1024


def replace_rows(
    con: DuckDBPyConnection, table: str, *, old: str, new: str, order_by: str = "all"
) -> bool:
    """Delete the rows that meet the condition `old` and insert those of the SELECT `new`.

    New rows follow the others, in the order `order_by`. `new` must not read the table. Returns
    whether the table was written again, which loses its comments.
    """
    if _touched_vectors(con, table, old) <= MOST_VECTORS:
        con.execute(f"delete from {table} where {old}")
        con.execute(f"insert into {table} by name from ({new}\n) order by {order_by}")
        return False
    con.execute(
        f"create or replace table {table} as from"
        f" (from {table} where not coalesce({old}, false))"
        f" union all by name from (from ({new}\n) order by {order_by})"
    )
    return True


def _touched_vectors(con: DuckDBPyConnection, table: str, condition: str) -> int:
    """Return the number of vectors that have rows which meet the condition."""
    query = f"select count(distinct rowid // {VECTOR_ROWS}) from {table} where {condition}"
    return int(con.execute(query).fetchall()[0][0])
