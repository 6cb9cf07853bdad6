"""Step 5 of 6: who, where, said what and when in the articles; who is who in all of them."""

from collections.abc import Sequence
from functools import partial

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.entities.extract_articles import extract_articles, listed_rows
from tasks.entities.resolve_archive import resolve_archive
from tasks.entities.version import extractor_version
from tasks.retry import is_transient
from tasks.worker_pool import Pool
from warehouse.connect import WarehouseAddress, open_warehouse
from warehouse.extractions import (
    ExtractionChange,
    load_extracted,
    load_listed_entities,
    read_article_texts,
)


@task(
    task_run_name="extract-{batch_number}",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_jitter_factor=0.5,
    retry_condition_fn=is_transient,
)
def extract_batch(
    pool: Pool,
    capture_ids: Sequence[int],
    warehouse: WarehouseAddress,
    backend: str,
    run_id: str,
    batch_number: int,
) -> ExtractionChange:
    """Search a batch of articles and replace their entity rows, one transaction a part."""
    extractor = extractor_version(backend)
    work = partial(extract_articles, backend=backend, extractor=extractor, run_id=run_id)
    change = ExtractionChange()
    with open_warehouse(warehouse) as con:
        load_listed_entities(con, listed_rows(backend), extractor)
        for part in pool.run(work, read_article_texts(con, capture_ids)):
            change += load_extracted(con, part.tables)
    get_run_logger().info(
        "batch %d: %d articles searched, %d mentions new, %d gone",
        batch_number,
        change.articles,
        change.mentions_added,
        change.mentions_removed,
    )
    return change


@task(
    task_run_name="resolve-names",
    cache_policy=NO_CACHE,
    retries=1,
    retry_delay_seconds=30,
    retry_condition_fn=is_transient,
)
def resolve_people(warehouse: WarehouseAddress) -> int:
    """Say anew who is who across all articles, if names or rules have changed since."""
    with open_warehouse(warehouse) as con:
        moved = resolve_archive(con)
    get_run_logger().info("%d names mean somebody else than before", moved)
    return moved
