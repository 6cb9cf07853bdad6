"""Who, where, said what, with whom and when: entities found, resolved and linked."""
