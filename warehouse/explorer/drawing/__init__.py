"""Charts, maps and networks, laid out for the templates."""
