"""Typical words page: those of a period, a section, an author or the articles on an entity.

They are compared with all other articles, or with those of the section `against`.
"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import Table, save_table
from warehouse.explorer.filters import Filters, read_exact_filters, read_filters
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.explorer.results.facets import read_sections
from warehouse.explorer.results.find_articles import with_entity_id
from warehouse.explorer.results.sections import refuse_unknown_section, with_section_checked

WORDS_SHOWN, WORDS_SAVED = 60, 1_000


def show_keyness(request: Request) -> Response:
    """Answer `/keyness?since=2011-01-01&until=2011-12-31&section=opinion&entity=ID&author=NAME`."""
    with context_of(request).published.read() as snapshot:
        filters = _of_page(snapshot, read_filters(request.query_params))
        filters = with_section_checked(snapshot, filters)
        against = read_against(snapshot, request)
        entity = snapshot.row("entity", entity_id=filters.entity_id) if filters.entity_id else None
        return show(
            request,
            "keyness.html",
            snapshot.info,
            filters=filters,
            entity=entity,
            sections=read_sections(snapshot),
            has_index=snapshot.has("keyness(author)", "search.postings"),
            against=against,
            can_compare=snapshot.has("keyness(against)"),
            rows=_words(snapshot, filters, against, WORDS_SHOWN),
        )


def save_keyness(request: Request) -> Response:
    """Answer `/keyness.csv?section=opinion` (or `.json`) with up to 1,000 words."""
    with context_of(request).published.read() as snapshot:
        filters = _of_page(snapshot, read_exact_filters(request.query_params))
        refuse_unknown_section(snapshot, filters)
        against = read_against(snapshot, request)
        rows = _words(snapshot, filters, against, WORDS_SAVED)
        table = Table("typical-words", rows, len(rows), {"filters": filters.as_search()})
        return save_table(table, request.path_params["shape"], snapshot.info)


def _of_page(snapshot: Snapshot, filters: Filters) -> Filters:
    """Return days, section, entity and author; this page has no other filters."""
    return with_entity_id(snapshot, replace(filters, words="", beside_id=""))


def read_against(snapshot: Snapshot, request: Request) -> str:
    """Return the section to compare with; empty for all other articles, or if there is none."""
    asked = request.query_params.get("against", "")
    return asked if asked in {row["section_path"] for row in read_sections(snapshot)} else ""


def _words(snapshot: Snapshot, filters: Filters, against: str, size: int) -> list[Row]:
    if not filters.is_narrow:
        return []
    given: dict[str, object] = {
        "since": filters.since,
        "until": filters.until,
        "section": filters.section or None,
        "entity": filters.entity_id or None,
        "author": filters.author or None,
    }
    if against:
        return snapshot.rows("typical_words_against", **given, against=against, max_rows=size)
    return snapshot.rows("typical_words", **given, max_rows=size)
