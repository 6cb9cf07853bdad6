"""What pages show: found articles, facets, trends, coverage, and differences of versions."""
