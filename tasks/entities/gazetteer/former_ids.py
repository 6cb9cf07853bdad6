"""Ids that places had in earlier versions: `read_former_ids()`.

Saved work of an analyst may hold them; `entity_merges` says which id each of them has now.
"""

from functools import lru_cache

from tasks.entities.gazetteer.lookup import GAZETTEER_FILE

FORMER_IDS = GAZETTEER_FILE.with_name("former_ids.tsv")


@lru_cache(maxsize=1)
def read_former_ids() -> dict[str, str]:
    """Return the present id of each former id."""
    lines = FORMER_IDS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {former: present for former, present in rows}
