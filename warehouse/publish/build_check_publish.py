"""Build, check and publish the tables. The order of the three steps is defined only here.

`aawsat publish` calls the steps directly; a flow passes them wrapped as Prefect tasks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.publish.release import KEPT, Publication, RunEnd, publish
from warehouse.transform.build import BuildReport, build_marts, changed_articles
from warehouse.transform.checks import CheckResult, run_due_checks
from warehouse.transform.duplicates import link_duplicates


def build_tables(warehouse: WarehouseAddress) -> BuildReport:
    """Link near copies and rebuild the tables of the articles that changed since the last build."""
    with open_warehouse(warehouse) as con:
        link_duplicates(con)
        return build_marts(con, changed_articles(con))


def check_tables(warehouse: WarehouseAddress, home: Path) -> list[CheckResult]:
    """Run the checks and store their results; failed checks come first."""
    with open_warehouse(warehouse) as con:
        return run_due_checks(con, home)


def publish_tables(
    warehouse: WarehouseAddress,
    home: Path,
    end: RunEnd | None,
    kept: int,
    *,
    accepted: Collection[str] = (),
) -> Publication:
    """Publish a snapshot of the tables, also if a check in `accepted` failed.

    Raises:
        ChecksFailed: a check failed that stops publication; the last publication stays.
    """
    with open_warehouse(warehouse) as con:
        return publish(con, home, run=end, kept=kept, accepted=accepted)


def no_run(_report: BuildReport) -> RunEnd | None:
    """Return None: the publication does not belong to a run."""
    return None


@dataclass(frozen=True, slots=True)
class ReleaseSteps:
    """The functions of the three steps. A flow wraps each as a task."""

    build: Callable[[WarehouseAddress], BuildReport] = build_tables
    check: Callable[[WarehouseAddress, Path], list[CheckResult]] = check_tables
    publish: Callable[[WarehouseAddress, Path, RunEnd | None, int], Publication] = publish_tables


def build_check_publish(
    warehouse: WarehouseAddress,
    home: Path,
    *,
    kept: int = KEPT,
    end_of_run: Callable[[BuildReport], RunEnd | None] = no_run,
    steps: ReleaseSteps = ReleaseSteps(),
) -> Publication:
    """Build, check and publish. The caller holds the home's writer lock.

    `end_of_run` is called after the build and returns how the publishing run ends, so that the
    snapshot contains it.

    Raises:
        ChecksFailed: a check failed that stops publication; the last publication stays.
    """
    report = steps.build(warehouse)
    steps.check(warehouse, home)
    return steps.publish(warehouse, home, end_of_run(report), kept)
