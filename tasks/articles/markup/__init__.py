"""From bytes to a tree: decoding, limits, selectors, the head, and the pages of a split post."""
