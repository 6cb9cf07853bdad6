"""Lists of known people, organisations and places, and lookups in them."""

from tasks.entities.gazetteer.lookup import read_gazetteer_file

__all__ = ["read_gazetteer_file"]
