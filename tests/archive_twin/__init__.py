"""The archive twin: generated pages in the HTML of the archive, with the expected results."""
