"""The log of a run has a traceback for surprises only."""

import logging

import pytest
from prefect.exceptions import FailedRun

from flows.run.log_filter import drop_traceback
from tasks.errors import HostUnavailable
from warehouse.errors import WriterBusy


def record_of(error: Exception) -> logging.LogRecord:
    exc_info = (type(error), error, None)
    return logging.LogRecord("run", logging.ERROR, __file__, 1, "it failed", None, exc_info)


@pytest.mark.parametrize(
    "error",
    [HostUnavailable("away"), WriterBusy("held"), FileExistsError(17, "File exists", "captures")],
)
def test_an_error_of_ours_is_kept_without_its_traceback(error: Exception) -> None:
    record = record_of(error)

    assert drop_traceback(record)
    assert record.exc_info is None


def test_a_run_we_failed_ourselves_ends_with_the_reason_and_not_as_unexpected() -> None:
    record = record_of(FailedRun("since is after until"))

    assert drop_traceback(record)
    assert record.exc_info is None
    assert record.getMessage() == "since is after until"


def test_a_surprise_keeps_its_traceback() -> None:
    record = record_of(KeyError("surprise"))

    assert drop_traceback(record)
    assert record.exc_info is not None
