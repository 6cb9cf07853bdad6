"""Pages of entities: the list of all, one entity, its statements and its events."""
