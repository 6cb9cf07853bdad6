"""First and last names of the world, as features of the tagger: `with_names_of_the_world(names)`.

The weights are learnt from the names of listed people; the same features on more names find more
people, without another training.
"""

import gzip
from functools import lru_cache
from pathlib import Path

from tasks.entities.ner.crf.features import NameWords

_LISTS = Path(__file__).parents[2] / "lists"
FIRST_NAMES = _LISTS / "first_names.txt.gz"
LAST_NAMES = _LISTS / "last_names.txt.gz"


def with_names_of_the_world(names: NameWords) -> NameWords:
    """Return the names of a model and those of the lists."""
    return NameWords(names.first | read_names(FIRST_NAMES), names.last | read_names(LAST_NAMES))


@lru_cache(maxsize=2)
def read_names(path: Path) -> frozenset[str]:
    """Return the names of a list, in lower case."""
    return frozenset(gzip.decompress(path.read_bytes()).decode().split("\n"))
