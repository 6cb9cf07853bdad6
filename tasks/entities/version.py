"""What extraction found depends on: `extractor_version(backend)`."""

import hashlib
from functools import lru_cache
from pathlib import Path

# Raise it when code changes what is found; models and lists are told by their content.
RULES_VERSION = "2"

_FOLDER = Path(__file__).parent
_LISTS = (_FOLDER / "known_entities.yml", *sorted((_FOLDER / "lists").iterdir()))
_MODEL = _FOLDER / "model" / "tagger.npz"
_JUDGEMENTS = _FOLDER / "judgements.yml"


@lru_cache(maxsize=4)
def extractor_version(backend: str) -> str:
    """Backend, rules and a digest of the lists (and of our weights), as `builtin/1-0a1b2c3d`."""
    lists = (*_LISTS, _JUDGEMENTS)
    files = (*lists, _MODEL) if backend == "builtin" else lists
    return f"{backend}/{RULES_VERSION}-{_digest(files)}"


def resolution_version() -> str:
    """The same for corpus resolution: rules, people's judgements and the list they edit."""
    return f"{RULES_VERSION}-{_digest((_JUDGEMENTS, *_LISTS))}"


def _digest(files: tuple[Path, ...]) -> str:
    contents = hashlib.sha256()
    for file in files:
        contents.update(hashlib.sha256(file.read_bytes()).digest())
    return contents.hexdigest()[:8]
