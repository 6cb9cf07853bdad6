"""Commands that collect pages: runs, single pages, export."""
