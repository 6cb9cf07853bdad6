"""Step 4 of 6: replace what the raw tables hold for a batch of captures."""

from collections.abc import Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.articles.parse_captures import ParsedBatch
from tasks.retry import is_transient
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.ingest.load import load_parsed


@task(
    task_run_name="load-{batch_number}",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_jitter_factor=0.5,
    retry_condition_fn=is_transient,
)
def load_batch(
    parts: Sequence[ParsedBatch], warehouse: WarehouseAddress, batch_number: int
) -> None:
    """Load a parsed batch, one transaction a part; loading it again changes nothing."""
    with open_warehouse(warehouse) as con:
        for part in parts:
            load_parsed(con, part.tables)
