"""Import an optional dependency, with an install hint."""

from importlib import import_module
from typing import Any

from warehouse.errors import PackageMissing


def needed(module: str, package: str) -> Any:
    """Import a module of an optional package and return it.

    Raises:
        PackageMissing: it is not installed; says what to install.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise PackageMissing(f"publishing there needs {module}: install {package}") from error
