"""Layouts of pages, one file each: where the parts of an article are in the markup."""
