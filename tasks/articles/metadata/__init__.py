"""Metadata of the article on a page: JSON-LD, headings, bylines and dates."""
