"""Rules that correct tagged names: boundaries, types, and what names say about each other."""
