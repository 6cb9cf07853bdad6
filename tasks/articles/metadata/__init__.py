"""What a page states about its article: JSON-LD, headings, bylines, meta lines and date lines."""
