"""Publish a read-only snapshot of the tables, and copy it to other places."""
