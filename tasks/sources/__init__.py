"""Where pages come from. Each source registers itself: adding a source is one file."""
