"""Provenance and conflicts of fields."""

from tasks.articles.fields.provenance import FieldProvenance
from tasks.models import Conflict, Provenance


def test_sources_are_recorded_in_order() -> None:
    ledger = FieldProvenance()
    ledger.record("title", "h1")
    ledger.record("authors", "meta author")

    assert ledger.provenance == [Provenance("title", "h1"), Provenance("authors", "meta author")]


def test_only_a_different_value_is_a_conflict() -> None:
    ledger = FieldProvenance()
    for other in ("A", "", None, "B"):
        ledger.compare("title", ("A", "h1"), (other, "og:title"))

    assert ledger.conflicts == [Conflict("title", "A", "h1", "B", "og:title")]
