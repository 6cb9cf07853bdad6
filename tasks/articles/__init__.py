"""From a page's bytes to an article, or to the reason why it holds none."""
