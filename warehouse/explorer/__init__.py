"""A local, read-only web app for looking at the published DuckDB file."""
