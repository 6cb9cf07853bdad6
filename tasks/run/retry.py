"""The retry policy of every step, in one table.

Prefect retries steps; the frontier retries pages (in a later run, at the time in the page's row);
nothing else retries more than once. A step reads what is due when it starts, so a retry continues
where the failed attempt stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prefect.client.schemas.objects import State, TaskRun

from tasks.errors import TransientError


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Seconds to wait before each retry; `jitter` is the maximum relative extension of a wait.

    A step is retried after a `TransientError` only, unless `after_any_error`.
    """

    delays: tuple[float, ...] = ()
    jitter: float | None = None
    after_any_error: bool = False

    @property
    def task_options(self) -> dict[str, Any]:
        """The policy as arguments of Prefect's `task`."""
        condition: Callable[..., Any] | None = None if self.after_any_error else is_transient
        return {
            "retries": len(self.delays),
            "retry_delay_seconds": list(self.delays) or 0,
            "retry_jitter_factor": self.jitter,
            "retry_condition_fn": condition,
        }


RETRIES: dict[str, RetryPolicy] = {
    "recover": RetryPolicy(),
    "verify": RetryPolicy(),
    # A user who starts a backfill should see quickly that the site does not answer.
    "discover": RetryPolicy(),
    "discover changes": RetryPolicy((60, 300), jitter=0.5),
    "plan": RetryPolicy(),
    "fetch": RetryPolicy((10, 60), jitter=0.5),
    "parse": RetryPolicy((5, 30), jitter=0.5),
    "extract": RetryPolicy((5, 30), jitter=0.5),
    "link": RetryPolicy((30,)),
    "build": RetryPolicy((30,)),
    "check": RetryPolicy((30,)),
    "publish": RetryPolicy((30,)),
    "copy": RetryPolicy((10, 60)),
    # The step only writes an artifact, so only Prefect's server can make it fail.
    "report": RetryPolicy((30, 30), after_any_error=True),
    "prune": RetryPolicy(),
}


async def is_transient(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Return whether the step failed with a transient error."""
    error = await state.aresult(raise_on_failure=False)
    return isinstance(error, TransientError)
