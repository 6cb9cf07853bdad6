"""All sources: every `SourceSpec` that a module of this package declares.

The settings read the declarations, and every command reads the settings. So the modules without a
declaration are not imported here, and one with a declaration imports clients and parsers where it
opens the source.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages

import tasks.sources
from tasks.errors import BadRequest
from tasks.sources.source import SourceKind, SourceSetting, SourceSpec

DEFAULT_SOURCE = "auto"


@cache
def all_sources() -> dict[str, SourceSpec]:
    """Return the sources by name: the default first, then in alphabetical order."""
    found: dict[str, SourceSpec] = {}
    for spec in sorted(_declared(), key=lambda spec: (spec.name != DEFAULT_SOURCE, spec.name)):
        if spec.name in found:
            raise ValueError(f"two modules of tasks/sources declare the source {spec.name}")
        found[spec.name] = spec
    return found


def find_source(name: str) -> SourceSpec:
    """Return the source of that name.

    Raises:
        BadRequest: there is none; the text lists the known sources.
    """
    sources = all_sources()
    if name not in sources:
        raise BadRequest(f"unknown source {name!r}; known are {', '.join(sources)}")
    return sources[name]


def is_web_archive(name: str) -> bool:
    """Return whether a source of that name exists and is a web archive."""
    spec = all_sources().get(name)
    return spec is not None and spec.kind is SourceKind.ARCHIVE


def source_settings() -> list[SourceSetting]:
    """Return the settings of all sources, in the order of the sources."""
    return [setting for spec in all_sources().values() for setting in spec.settings]


def describe_sources() -> str:
    """Return one sentence per source, for help texts: `live: a WordPress site ...`."""
    return " ".join(f"{spec.name}: {spec.summary}." for spec in all_sources().values())


def _declared() -> list[SourceSpec]:
    modules = [import_module(name) for name in _names_of_declaring_modules()]
    values = {id(value): value for module in modules for value in vars(module).values()}
    return [value for value in values.values() if isinstance(value, SourceSpec)]


def _names_of_declaring_modules() -> Iterator[str]:
    """Yield the modules whose text has the word `SourceSpec`; the others declare no source."""
    for found in walk_packages(tasks.sources.__path__, "tasks.sources."):
        spec = find_spec(found.name)
        if spec and spec.origin and "SourceSpec" in Path(spec.origin).read_text("utf-8"):
            yield found.name
