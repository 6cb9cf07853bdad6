"""What a page states about its article: JSON-LD, headings, bylines and dates."""
