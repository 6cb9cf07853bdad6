"""Who, where, said what, with whom and when: entities found, resolved and linked.

`extract_entities(text, published_on=None)` and `resolve_names(names)` are loaded when first asked
for: the lists behind them take most of a second.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasks.entities.extract import extract_entities
    from tasks.entities.linking.across_articles import resolve_names

__all__ = ["extract_entities", "resolve_names"]


def __getattr__(name: str) -> Any:
    if name == "extract_entities":
        from tasks.entities.extract import extract_entities

        return extract_entities
    if name == "resolve_names":
        from tasks.entities.linking.across_articles import resolve_names

        return resolve_names
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
