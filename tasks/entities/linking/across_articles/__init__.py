"""Resolve names across all articles of the warehouse."""
