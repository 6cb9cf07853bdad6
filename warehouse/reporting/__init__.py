"""Status, coverage, citations, example queries."""
