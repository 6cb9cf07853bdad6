"""Quotes, interviews, events, dates and datelines found in text."""
