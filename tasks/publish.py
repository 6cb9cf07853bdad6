"""Publish what was built, for people to read while the next run writes."""

from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.assets import Asset, AssetProperties, add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE

from tasks.retry import is_transient
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.publish.release import Publication, RunEnd, publish
from warehouse.publish.targets import publish_elsewhere

CAPTURES = Asset(
    key="aawsat://captures",
    properties=AssetProperties(name="captures", description="Every response, in WARC files"),
)
PUBLICATION = Asset(
    key="aawsat://published/latest",
    properties=AssetProperties(name="publication", description="What people read: all tables"),
)


@materialize(
    PUBLICATION,
    asset_deps=[CAPTURES],
    task_run_name="publish",
    cache_policy=NO_CACHE,
    retries=1,
    retry_delay_seconds=30,
    retry_condition_fn=is_transient,
)
def publish_marts(warehouse: WarehouseAddress, home: Path, run: RunEnd, kept: int) -> Publication:
    """Publish a snapshot and show what changed since the one before.

    Raises:
        ChecksFailed: a check that stops publication failed; the last publication stays.
    """
    with open_warehouse(warehouse) as con:
        publication = publish(con, home, run=run, kept=kept)
    add_asset_metadata(
        PUBLICATION,
        {"file": str(publication.path), "bytes": publication.size, "rows": publication.rows},
    )
    create_table_artifact(
        key="changes",
        table=[
            {
                "table": change.mart_name,
                "because of": change.cause,
                "added": change.added,
                "changed": change.changed,
                "removed": change.removed,
            }
            for change in publication.changes
        ],
        description=f"Rows that differ from the publication before {publication.path.name}",
    )
    get_run_logger().info(
        "published %s: %d articles, %.0f MB, %.1f s",
        publication.path.name,
        publication.rows["articles"],
        publication.size / 1e6,
        publication.seconds,
    )
    return publication


@task(
    task_run_name="publish-elsewhere",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[10, 60],
    retry_condition_fn=is_transient,
)
def publish_to(home: Path, target: str, kept: int) -> str:
    """Copy the latest publication to object storage or into a lake; return its address there.

    Raises:
        TargetUnavailable, TargetRefused: the local publication stays as it is.
    """
    where = publish_elsewhere(home, target, kept)
    get_run_logger().info("published to %s", where)
    return where
