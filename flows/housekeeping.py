"""Flow housekeeping: delete old runs with their logs and artifacts from Prefect's database."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.run.form_field import form_field
from tasks.prune import prune_runs


@flow(name="housekeeping", flow_run_name="delete runs older than {keep_days} days")
def housekeeping(
    keep_days: Annotated[
        int,
        form_field(
            "Days to keep successful runs",
            "Successful runs are deleted after this number of days.",
            ge=1,
            le=3650,
        ),
    ] = 30,
    keep_failed_days: Annotated[
        int,
        form_field(
            "Days to keep failed runs",
            "Failed, crashed and cancelled runs are kept longer, for diagnosis.",
            ge=1,
            le=3650,
        ),
    ] = 180,
) -> State[Any]:
    """Delete old runs of our flows, with their logs and artifacts, from Prefect's database.

    The warehouse is not changed: its table `runs` keeps every run, and the captures stay.
    """
    now = datetime.now(UTC)
    good = prune_runs("good", now - timedelta(days=keep_days))
    failed = prune_runs("failed", now - timedelta(days=max(keep_days, keep_failed_days)))
    pruned = good + failed
    return Completed(
        message=f"deleted {pruned.runs} runs and {pruned.artifacts} artifacts "
        f"older than {keep_days} days ({keep_failed_days} if they failed)"
    )
