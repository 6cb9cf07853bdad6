"""Connect to DuckDB, migrate the schema, read SQL files, hold the writer lock."""
