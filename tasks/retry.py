"""When a step is worth trying again."""

from typing import Any

from prefect.client.schemas.objects import State, TaskRun

from tasks.errors import TransientError


async def is_transient(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Whether the step failed with an error that trying again can fix."""
    error = await state.aresult(raise_on_failure=False)
    return isinstance(error, TransientError)
