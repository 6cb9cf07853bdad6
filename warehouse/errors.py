"""The roots of the error tree, and the errors of the warehouse. Names tell what to do next.

* AawsatError             base of all errors this project raises on purpose; the text is one line
  x TransientError        a retry can help
  x TerminalError         a retry cannot help; a person has to act

Each error of the warehouse is one of the two (T: transient):

* WarehouseError
  x WriterBusy          T another process is writing; wait for it
  x TargetUnavailable   T the publication target does not answer; publish to it again later
  x NothingLoaded         there is no warehouse yet; run a backfill
  x NothingPublished      there is no publication yet; run `aawsat publish`
  x NotBuilt              a table or an index is missing; run `aawsat publish`
  x UnusableWarehouse     the file is damaged, foreign, or of a newer version; see its text
  x NotWritten            the disk is full or not writable; make room and run again
  x MemoryTooSmall        DuckDB needs more memory; raise AAWSAT_MEMORY_LIMIT and run again
  x PackageMissing        an optional package is not installed; install it
  x TargetRefused         the publication target denies access; check its address and our rights
  x BadTarget             the address of a publication target is invalid; correct it
  x ChecksFailed          a `stop` check failed; the last publication stays
  x BadQuery              the SQL, search or name is invalid; correct it

`tasks.errors` has the errors of everything above the warehouse, with the same roots.
"""


class AawsatError(Exception):
    """Base of all errors this project raises on purpose. The text is one line for a user."""


class TransientError(AawsatError):
    """A retry can help."""


class TerminalError(AawsatError):
    """A retry cannot help."""


class WarehouseError(AawsatError):
    """Base of the errors of the warehouse."""


class WriterBusy(WarehouseError, TransientError):
    """Another process holds the warehouse; the text names it and its start time."""


class TargetUnavailable(WarehouseError, TransientError):
    """The publication target does not answer, or answers with a temporary error."""


class NothingLoaded(WarehouseError, TerminalError):
    """The warehouse file does not exist yet."""


class NothingPublished(WarehouseError, TerminalError):
    """Nothing has been published yet."""


class NotBuilt(WarehouseError, TerminalError):
    """A table or an index that this version of the program needs has not been built."""


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
    """The publication target does not exist or denies access."""


class BadTarget(WarehouseError, TerminalError):
    """The address of a publication target is invalid."""


class ChecksFailed(WarehouseError, TerminalError):
    """A `stop` check failed; the text names the checks."""


class BadQuery(WarehouseError, TerminalError):
    """The SQL, search or name is invalid; the text says why."""
