"""Statements, events, dates and datelines found in text."""
