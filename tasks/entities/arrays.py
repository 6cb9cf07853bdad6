"""Arrays of the data files: read into this process, or mapped from files that processes share.

The encoder and the index of places take 70 MB as arrays. Worker processes map one copy of them,
which the process that starts the workers writes to a temporary folder (`share_arrays`).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]

# Where the arrays of each data file are, in a worker process.
_mapped: dict[Path, Path] = {}


def read_arrays(path: Path, prepare: Callable[[Arrays], Arrays] = dict) -> Arrays:
    """Return the arrays of an .npz file by name, as `prepare` returns them.

    Arrays that were mapped (`map_arrays`) are read-only. Raises FileNotFoundError.
    """
    if folder := _mapped.get(path):
        files = sorted(folder.glob("*.npy"))
        return {one.stem: np.asarray(np.load(one, mmap_mode="r")) for one in files}
    with np.load(path, allow_pickle=False) as stored:
        return prepare({name: stored[name] for name in stored.files})


def share_arrays(folder: Path, files: Mapping[Path, Arrays]) -> dict[Path, Path]:
    """Write the arrays of data files below `folder`; return what `map_arrays` takes."""
    written = {path: folder / path.stem for path in files}
    for path, arrays in files.items():
        written[path].mkdir()
        for name, values in arrays.items():
            np.save(written[path] / f"{name}.npy", values, allow_pickle=False)
    return written


def map_arrays(written: Mapping[Path, Path]) -> None:
    """Let `read_arrays` map these files from now on, in this process."""
    _mapped.update(written)
