"""Steps publish and copy, and the release: build, check, publish."""

from collections.abc import Callable, Sequence
from typing import Protocol

from prefect import get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.assets import Asset, AssetProperties, add_asset_metadata, materialize

from tasks.build import build
from tasks.check import check
from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.steps import step, step_options
from warehouse.publish.build_check_publish import (
    ReleaseSteps,
    build_check_publish,
    publish_tables,
)
from warehouse.publish.release import Publication, RunEnd
from warehouse.publish.targets.publish_elsewhere import publish_elsewhere
from warehouse.transform.diff import Change

CAPTURES = Asset(
    key="aawsat://captures",
    properties=AssetProperties(name="captures", description="Every response, in WARC files"),
)
PUBLICATION = Asset(
    key="aawsat://published/latest",
    properties=AssetProperties(name="publication", description="All tables, for readers"),
)


class Outcome(Protocol):
    """The outcome of a run."""

    @property
    def ending(self) -> str:
        """The status in the published table `runs`."""
        ...

    @property
    def error(self) -> str | None:
        """The error, or what a partial run left undone."""
        ...


def release(run: Run, outcome: Callable[[], Outcome]) -> None:
    """Run the steps build, check and publish.

    `outcome` says, once the tables are built, how the run ends: the snapshot contains it.

    Raises:
        ChecksFailed: a check failed that stops publication; the last publication stays.
    """

    def end_of_run(_report: object) -> RunEnd:
        ended = outcome()
        return RunEnd(run.run_id, ended.ending, run.record.counts, ended.error)

    build_check_publish(
        run.warehouse,
        run.home,
        kept=run.publications_kept,
        end_of_run=end_of_run,
        steps=ReleaseSteps(
            build=lambda _warehouse: build(run),
            check=lambda _warehouse, _home: check(run),
            publish=lambda _warehouse, _home, end, _kept: publish(run, end),
        ),
    )


@materialize(PUBLICATION, asset_deps=[CAPTURES], **step_options("publish"))
def publish(run: Run, end: RunEnd | None) -> Publication:
    """Publish a snapshot and show the changes since the previous one.

    Raises:
        ChecksFailed: a check failed that stops publication; the last publication stays.
    """
    with run.record.stage("publish"):
        publication = publish_tables(run.warehouse, run.home, end, run.publications_kept)
    add_asset_metadata(
        PUBLICATION,
        {"file": str(publication.path), "bytes": publication.size, "rows": publication.rows},
    )
    _show(publication.changes, publication.path.name)
    get_run_logger().info(
        "published %s: %s, %.0f MB, %.1f s",
        publication.path.name,
        counted(publication.rows["articles"], "article"),
        publication.size / 1e6,
        publication.seconds,
    )
    return publication


@step("copy")
def copy_publication(run: Run) -> str:
    """Copy the latest publication to object storage or into a lake; return its address there.

    Raises:
        TargetUnavailable, TargetRefused: the local publication stays as it is.
    """
    with run.record.stage("copy"):
        where = publish_elsewhere(run.home, run.publish_to, run.publications_kept)
    get_run_logger().info("copied the publication to %s", where)
    return where


def _show(changes: Sequence[Change], name: str) -> None:
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
            for change in changes
        ],
        description=f"Rows that differ from the publication before {name}",
    )
