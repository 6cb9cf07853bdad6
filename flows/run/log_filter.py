"""Log our own errors in one line; only unexpected errors get a traceback."""

import logging

from prefect.exceptions import FailedRun

from tasks.errors import AawsatError
from tasks.run.terminal_line import TERMINAL

# Prefect logs a failed task or flow with its traceback through these two.
RUN_LOGGERS = ("prefect.flow_runs", "prefect.task_runs")


def drop_traceback(record: logging.LogRecord) -> bool:
    """Remove the traceback from a record about an error of ours or of a file; keep the record.

    A worker's engine raises `FailedRun` when a flow returns a failed state, and Prefect logs it as
    unexpected; the record gets the reason of the failure instead.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, FailedRun):
        record.msg, record.args = str(error), None
    if isinstance(error, (AawsatError, FailedRun, OSError)):
        record.exc_info = None
        record.exc_text = None
    return True


def clear_terminal_line(_record: logging.LogRecord) -> bool:
    """Remove the progress line before a record is printed."""
    TERMINAL.clear()
    return True


def log_own_errors_in_one_line() -> None:
    """Add the filters to Prefect's run loggers, once."""
    for name in RUN_LOGGERS:
        logger = logging.getLogger(name)
        for added in (drop_traceback, clear_terminal_line):
            if added not in logger.filters:
                logger.addFilter(added)
