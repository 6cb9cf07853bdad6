"""Pause Python's garbage collection: `with garbage_collection_paused(): ...`."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Pause it in the block, for code that makes many small records and no cycles.

    Searching them for cycles took 40 % of the time to resolve 40,000 names.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
