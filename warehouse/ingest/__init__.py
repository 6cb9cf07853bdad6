"""Load records into the raw tables; the frontier of pages; the table of runs."""
