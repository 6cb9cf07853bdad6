"""The archive twin: made-up pages in the archive's own HTML, with the truth beside them."""
