"""Readers of single file formats; they know nothing of the sources that use them."""
