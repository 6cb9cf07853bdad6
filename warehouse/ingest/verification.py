"""Verification of stored captures: which are due, and which are damaged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.db.transactions import registered, transaction


class DamagedCapture(NamedTuple):
    """A capture whose record is missing, unreadable or altered, and its page."""

    capture_id: int
    url: str
    detail: str


def captures_to_verify(
    con: DuckDBPyConnection, share: float = 1.0, least_bytes: int = 0
) -> list[int]:
    """Return the ids of a share of all captures: those verified longest ago, in stored order.

    The share is larger if its records have fewer than `least_bytes`.
    """
    asked = {"share": share, "least_bytes": least_bytes}
    rows = con.execute(read_query("ingest/captures_to_verify"), asked).fetchall()
    return [capture_id for (capture_id,) in rows]


def load_verified(
    con: DuckDBPyConnection,
    capture_ids: Sequence[int],
    damaged: Sequence[DamagedCapture],
    now: datetime | None = None,
) -> None:
    """Record which captures were compared with their digests, and which of them are damaged."""
    now = now or datetime.now(UTC)
    tables = {
        "batch_verified": pa.table({"capture_id": pa.array(capture_ids, pa.int64())}),
        "batch_damaged": pa.table(
            {
                "capture_id": pa.array([each.capture_id for each in damaged], pa.int64()),
                "detail": pa.array([each.detail for each in damaged], pa.string()),
            }
        ),
    }
    with registered(con, tables), transaction(con):
        for table in ("verified_captures", "damaged_captures"):
            con.execute(
                f"delete from raw.{table}"
                " where capture_id in (select capture_id from batch_verified)"
            )
        con.execute(
            "insert into raw.verified_captures select capture_id, ? from batch_verified", [now]
        )
        con.execute(
            "insert into raw.damaged_captures select capture_id, ?, detail from batch_damaged",
            [now],
        )
