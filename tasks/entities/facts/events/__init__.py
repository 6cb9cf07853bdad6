"""Who did what to whom, read from clauses: verbs and nouns of events, and the roles around them."""
