"""Sources of pages. Each source is declared in its own file and found by `registry`."""
