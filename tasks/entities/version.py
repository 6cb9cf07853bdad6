"""What extraction found depends on: `extractor_version(backend)`."""

import hashlib
from functools import lru_cache
from pathlib import Path

from tasks.entities.gazetteer.overrides import OVERRIDES, read_overrides

# Raise it when code changes what is found; models and lists are told by their content.
RULES_VERSION = "3"

_FOLDER = Path(__file__).parent
# Overrides count by what they say, not by how the file is laid out.
_LISTS = tuple(
    file for file in sorted((_FOLDER / "lists").iterdir()) if file.name != OVERRIDES.name
)
_MODEL = _FOLDER / "ner" / "model" / "tagger.npz"


@lru_cache(maxsize=4)
def extractor_version(backend: str) -> str:
    """Backend, rules and a digest of the lists (and of our weights), as `builtin/1-0a1b2c3d`."""
    files = (*_LISTS, _MODEL) if backend == "builtin" else _LISTS
    # `same:` is applied to the ids of all articles at once; only `not_same:` changes what one says.
    apart = repr(sorted(read_overrides().not_same))
    return f"{backend}/{RULES_VERSION}-{_digest(files, apart)}"


def resolution_version(judgements: Path = OVERRIDES) -> str:
    """The same for corpus resolution: rules, people's judgements and the list they edit."""
    judged = read_overrides(judgements)
    # Sorted: a set's own order is another in every process.
    words = repr((judged.same, sorted(judged.not_same)))
    return f"{RULES_VERSION}-{_digest(_LISTS, words)}"


def _digest(files: tuple[Path, ...], more: str) -> str:
    contents = hashlib.sha256(more.encode())
    for file in files:
        contents.update(hashlib.sha256(file.read_bytes()).digest())
    return contents.hexdigest()[:8]
