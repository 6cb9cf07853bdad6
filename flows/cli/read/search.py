"""`aawsat search`: full-text search of the published articles."""

import json
from dataclasses import asdict
from datetime import date

import click

from flows.cli.days import FirstDay, LastDay
from flows.settings import read_settings
from warehouse.db.publications import open_published
from warehouse.reporting.row_formats import json_value
from warehouse.search.find import MOST_HITS, Order, SearchFilters, SearchResult
from warehouse.search.find import search as search_articles
from warehouse.search.suggestions import Suggestion, suggest_query


# An excluded word (-cricket) looks like an option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1)
@click.option("--since", type=FirstDay(), help="First day of publication.")
@click.option("--until", type=LastDay(), help="Last day of publication.")
@click.option("--section", help="Path or name of a section.")
@click.option("--entity", help="Id, name or any spelling of a person, organisation or place.")
@click.option("--author", help="Id of an author, or a name as printed.")
@click.option(
    "--order",
    type=click.Choice([order.value for order in Order]),
    default=Order.BEST.value,
    help="Best match first (default; without words, the newest), newest or oldest first.",
)
@click.option("--limit", type=click.IntRange(1, MOST_HITS), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per hit.")
def search(
    words: tuple[str, ...],
    since: date | None,
    until: date | None,
    section: str | None,
    entity: str | None,
    author: str | None,
    order: str,
    limit: int,
    as_json: bool,
) -> None:
    """Find published articles that contain all WORDS, best match first.

    Without words, lists the articles that pass the filters, newest first.

    Supports "phrases", title:word, body:word, prefixes (trud*) and excluded words (-word):

      aawsat search '"oil prices" title:opec'

      aawsat search gaza trud* -cricket
    """
    if unknown := next((word for word in words if word.startswith("--")), None):
        raise click.NoSuchOption(unknown)
    filters = SearchFilters(since, until, section, entity, author)
    if not (words or filters.are_set):
        raise click.UsageError("Missing words to search for, or a filter such as --entity.")
    with open_published(read_settings().home) as con:
        text = " ".join(words)
        result = search_articles(con, text, filters, order=Order(order), limit=limit)
        suggestion = suggest_query(con, text, filters) if words and not result.total else None
    if as_json:
        _print_json(result)
    else:
        from flows.cli.read.search_results import show_hits

        show_hits(result)
    if suggestion and suggestion.unknown:
        # On standard error: standard output has hits only.
        click.echo(_describe(suggestion), err=True)


def _describe(suggestion: Suggestion) -> str:
    """Return which words no article contains, and what to search for instead."""
    missing = f"no article contains {', '.join(suggestion.unknown)}"
    return f"{missing}; did you mean {suggestion.query!r}?" if suggestion.query else missing


def _print_json(result: SearchResult) -> None:
    for hit in result.hits:
        click.echo(json.dumps(json_value(asdict(hit)), ensure_ascii=False))
