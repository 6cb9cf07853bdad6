"""Lists of known people, organisations and places, and how to look them up."""
