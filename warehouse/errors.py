"""Errors are named for what to do next. This module has their roots and those of the warehouse.

* AawsatError             every error this project raises on purpose; the text is one line
  x TransientError        trying again later can help
  x TerminalError         trying again cannot help; a person has to act

Each error of the warehouse is one of the two (T: transient):

* WarehouseError
  x WriterBusy          T another process is writing; wait for it
  x TargetUnavailable   T the place to publish to does not answer; publish there again later
  x NothingLoaded         there is no warehouse yet; run a backfill
  x NothingPublished      there is no publication yet; run `aawsat publish`
  x NotBuilt              a table or an index is missing; run `aawsat publish`
  x UnusableWarehouse     the file is damaged, foreign, or of a newer version; the text has the cure
  x NotWritten            the disk is full or not writable; make room and run again
  x MemoryTooSmall        DuckDB needs more memory; raise AAWSAT_MEMORY_LIMIT and run again
  x PackageMissing        an optional package is not installed; install it
  x TargetRefused         the place to publish to rejects us; check its address and access rights
  x BadTarget             the address of a place to publish to is not understood; correct it
  x ChecksFailed          a check failed that stops publication; the last publication stays
  x BadQuery              the SQL cannot be run; correct it

`tasks.errors` has the errors of everything above the warehouse, with the same roots.
"""


class AawsatError(Exception):
    """Base of every error this project raises on purpose; its text is one line for a person."""


class TransientError(AawsatError):
    """Trying again later can help."""


class TerminalError(AawsatError):
    """Trying again cannot help."""


class WarehouseError(AawsatError):
    """Base of the errors of the warehouse."""


class WriterBusy(WarehouseError, TransientError):
    """Another process or run holds the warehouse; the text says which, and since when."""


class TargetUnavailable(WarehouseError, TransientError):
    """The place to publish to does not answer, or answers with a temporary error."""


class NothingLoaded(WarehouseError, TerminalError):
    """There is no warehouse file yet."""


class NothingPublished(WarehouseError, TerminalError):
    """There is no publication yet."""


class NotBuilt(WarehouseError, TerminalError):
    """A table or an index of this version of the program has not been built."""


class UnusableWarehouse(WarehouseError, TerminalError):
    """The file is damaged, was not written by this program, or by a newer version of it."""


class NotWritten(WarehouseError, TerminalError):
    """The disk is full or cannot be written to; what was written before is kept.

    Also raised for WARC files. It ends the run: a source must not count it as one failed page.
    """


class MemoryTooSmall(WarehouseError, TerminalError):
    """A statement needs more memory than DuckDB may use; it was rolled back."""


class PackageMissing(WarehouseError, TerminalError):
    """An optional package is not installed; the text says how to install it."""


class TargetRefused(WarehouseError, TerminalError):
    """The place to publish to does not exist or denies access."""


class BadTarget(WarehouseError, TerminalError):
    """The address of a place to publish to is not understood."""


class ChecksFailed(WarehouseError, TerminalError):
    """Rows fail a check that stops publication; the text names the checks."""


class BadQuery(WarehouseError, TerminalError):
    """The SQL cannot be run as it stands."""
