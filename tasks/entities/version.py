"""Versions that decide when articles are extracted and names resolved again."""

import hashlib
from functools import lru_cache
from pathlib import Path

from tasks.entities.gazetteer.overrides import OVERRIDES, read_overrides

# Raise when code changes what is found. Models and lists are identified by their content.
RULES_VERSION = "34"

_FOLDER = Path(__file__).parent
# Overrides count by their content, not by the layout of the file.
_LISTS = tuple(
    file
    for file in sorted((_FOLDER / "lists").iterdir())
    if file.name != OVERRIDES.name and not file.name.endswith(".schema.json")
)
_TAGGER = _FOLDER / "ner" / "model" / "tagger.npz"
_ENCODER = _FOLDER / "ner" / "model" / "encoder.npz"
_WEIGHTS = {"builtin": (_TAGGER, _ENCODER), "crf": (_TAGGER,)}


@lru_cache(maxsize=4)
def extractor_version(backend: str) -> str:
    """Return backend, rules version and a digest of lists and weights: `builtin/1-0a1b2c3d`."""
    files = (*_LISTS, *_WEIGHTS.get(backend, ()))
    # `same:` is applied across articles; only `not_same:` changes the extraction of one article.
    apart = repr(sorted(read_overrides().not_same))
    return f"{backend}/{RULES_VERSION}-{_digest(files, apart)}"


def resolution_version(path: Path = OVERRIDES) -> str:
    """Return the version of corpus resolution: rules, lists and manual overrides."""
    overrides = read_overrides(path)
    # Sorted, because the order of a set differs between processes.
    words = repr((overrides.same, sorted(overrides.not_same)))
    return f"{RULES_VERSION}-{_digest(_LISTS, words)}"


def _digest(files: tuple[Path, ...], more: str) -> str:
    contents = hashlib.sha256(more.encode())
    for file in files:
        contents.update(hashlib.sha256(file.read_bytes()).digest())
    return contents.hexdigest()[:8]
