"""One module a page: each reads what the page shows and hands it to its template."""
