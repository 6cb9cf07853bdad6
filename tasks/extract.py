"""Step 5 of 6: who, where, said what and when in the articles; who is who in all of them."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.entities.extract_articles import ArticleSearch, listed_rows
from tasks.entities.linking.update_warehouse import resolve_archive
from tasks.retry import is_transient
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.ingest.extractions import (
    ExtractionChange,
    load_extracted,
    load_listed_entities,
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
    search: ArticleSearch, warehouse: WarehouseAddress, batch_number: int
) -> ExtractionChange:
    """Replace the entity rows of a batch of articles that is searched, one transaction a part."""
    change = ExtractionChange()
    with open_warehouse(warehouse) as con:
        load_listed_entities(con, listed_rows(search.backend), search.extractor)
        for part in search.results():
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
