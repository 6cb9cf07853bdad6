"""What can go wrong with the warehouse, each told in one line for a person.

* WarehouseError
  x WriterBusy            another process writes now; waiting helps
  x BrokenWarehouse       the file is missing, damaged, or not ours; a person has to act
  x NotWritten            the disk is full or refuses; make room and run again, nothing is lost
  x MemoryTooSmall        DuckDB may not use enough of it; raise the limit and run again
  x ChecksFailed          what was built is not fit to be published; the last publication stays
  x BadQuery              the SQL a person typed cannot be run
"""


class WarehouseError(Exception):
    """Base of every error the warehouse raises on purpose."""


class WriterBusy(WarehouseError):
    """Somebody else holds the warehouse; the text says who and since when."""


class BrokenWarehouse(WarehouseError):
    """The file is missing, damaged, or was not made by this project."""


class NotWritten(WarehouseError):
    """The disk is full or refuses to be written to; what was written before is kept.

    Also raised for the WARC files: no source may take it for the failure of one page.
    """


class MemoryTooSmall(WarehouseError):
    """A statement needs more memory than DuckDB may use; nothing of it was done."""


class ChecksFailed(WarehouseError):
    """Rows fail a check that stops publication; the text names the checks."""


class BadQuery(WarehouseError):
    """The SQL cannot be run as it stands."""
