"""What can go wrong with the warehouse, each told in one line for a person.

* WarehouseError
  x WriterBusy            another process writes now; waiting helps
  x BrokenWarehouse       the file is missing, damaged, or not ours; a person has to act
  x BadQuery              the SQL a person typed cannot be run
"""


class WarehouseError(Exception):
    """Base of every error the warehouse raises on purpose."""


class WriterBusy(WarehouseError):
    """Somebody else holds the warehouse; the text says who and since when."""


class BrokenWarehouse(WarehouseError):
    """The file is missing, damaged, or was not made by this project."""


class BadQuery(WarehouseError):
    """The SQL cannot be run as it stands."""
