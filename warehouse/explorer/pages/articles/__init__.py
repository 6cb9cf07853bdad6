"""Pages of articles: one, its versions, search, lists, and reports on them."""
