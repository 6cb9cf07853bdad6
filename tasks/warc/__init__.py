"""Read, write, store and export WARC records."""
