"""One module per field: title, authors, dates, sections and tags, images; and their provenance."""
