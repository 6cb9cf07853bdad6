"""Which steps are retried, and after which errors."""

import asyncio
from typing import Any

import pytest
from prefect.states import Failed

from tasks.errors import TransientError
from tasks.run.retry import RETRIES, RetryPolicy, is_transient


@pytest.mark.parametrize(
    ("error", "is_retried"), [(TransientError("the site is slow"), True), (ValueError(), False)]
)
def test_steps_are_retried_after_errors_that_pass(error: Exception, is_retried: bool) -> None:
    run: Any = None

    assert asyncio.run(is_transient(None, run, Failed(data=error))) is is_retried


def test_only_the_report_is_retried_after_any_error() -> None:
    assert [step for step, policy in RETRIES.items() if policy.after_any_error] == ["report"]
    assert RETRIES["report"].task_options["retry_condition_fn"] is None
    assert RETRIES["fetch"].task_options["retry_condition_fn"] is is_transient


def test_a_step_without_delays_is_not_retried() -> None:
    options = RetryPolicy().task_options

    assert options["retries"] == 0
    assert options["retry_delay_seconds"] == 0


def test_a_step_is_retried_once_per_delay() -> None:
    options = RetryPolicy((10, 60), jitter=0.5).task_options

    assert options["retries"] == 2
    assert options["retry_delay_seconds"] == [10, 60]
    assert options["retry_jitter_factor"] == 0.5
