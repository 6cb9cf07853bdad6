"""Our own errors are one line in the log; a traceback is for surprises."""

import logging

from prefect.exceptions import FailedRun

from tasks.errors import AawsatError

# Prefect logs a failed task or flow with its traceback through these two.
RUN_LOGGERS = ("prefect.flow_runs", "prefect.task_runs")


def drop_traceback(record: logging.LogRecord) -> bool:
    """Take the traceback off a record about an error whose text says all; keep the record.

    `FailedRun` is how a worker's engine learns that a flow returned our own failed state. Prefect
    calls it unexpected; the log says why the run failed instead.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, FailedRun):
        record.msg, record.args = str(error), None
    if isinstance(error, (AawsatError, FailedRun)):
        record.exc_info = None
        record.exc_text = None
    return True


def log_own_errors_in_one_line() -> None:
    """Make Prefect's run loggers treat our own errors so; safe to call again."""
    for name in RUN_LOGGERS:
        logger = logging.getLogger(name)
        if drop_traceback not in logger.filters:
            logger.addFilter(drop_traceback)
