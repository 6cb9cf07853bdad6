"""The DuckDB database: raw tables Python writes -> staging views -> mart tables people query."""
