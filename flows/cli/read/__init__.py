"""Commands that read publications and stored pages."""
