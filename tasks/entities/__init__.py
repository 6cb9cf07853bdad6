"""Entity extraction: names, the people, bodies and places they refer to, quotes, dates, events.

The public functions, loaded on first use because their lists take most of a second to open:

- `extract_entities(text, published_on=None)`: extract from plain text.
- `extract_article(article)`: extract from a parsed `tasks.models.Article`, field by field, with the
  same code as the warehouse.
- `resolve_names(names)`: the entity id of each name of a person, resolved across all of them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasks.entities.extract import extract_article, extract_entities
    from tasks.entities.linking.across_articles.people import resolve_names

__all__ = ["extract_article", "extract_entities", "resolve_names"]


def __getattr__(name: str) -> Any:
    if name in ("extract_article", "extract_entities"):
        from tasks.entities import extract

        return getattr(extract, name)
    if name == "resolve_names":
        from tasks.entities.linking.across_articles.people import resolve_names

        return resolve_names
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
