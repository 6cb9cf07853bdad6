"""SQL of a reader, run in its own process with a time limit and without access to files."""
