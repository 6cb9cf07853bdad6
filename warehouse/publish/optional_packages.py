"""Packages only some need."""

from importlib import import_module
from typing import Any

from warehouse.errors import BrokenWarehouse


def needed(module: str, package: str) -> Any:
    """Return a module of an optional package.

    Raises:
        BrokenWarehouse: it is not installed; says what to install.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise BrokenWarehouse(f"publishing there needs {module}: install {package}") from error
