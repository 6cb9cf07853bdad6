"""Spelling, titles and identity of personal names."""
