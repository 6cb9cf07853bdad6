"""What an entity says, what is reported of it, and what others say about it."""

from dataclasses import dataclass

from warehouse.explorer.filters import page_limits
from warehouse.explorer.published_file import Row, Snapshot

QUOTED, INDIRECT = ("direct", "mixed", "answer"), ("indirect",)


@dataclass(frozen=True, slots=True)
class Statements:
    """A list of statements: the entity's role in them, their kinds, and a heading.

    The page of the entity shows the newest `most`.
    """

    role: str
    kinds: tuple[str, ...]
    most: int
    heading: str


STATEMENTS = {
    "quotes": Statements("speaker", QUOTED, 8, "In their own words"),
    "reported": Statements("speaker", INDIRECT, 8, "Reported, not quoted"),
    "said_about": Statements("named", QUOTED, 6, "What others say"),
}


def read_statements(
    snapshot: Snapshot, entity_id: str, said: str, size: int = 0, page: int = 1
) -> list[Row]:
    """Return a page of the statements `said` of STATEMENTS, newest first; their total is a column.

    A `size` of 0 is that of the page of the entity.
    """
    asked = STATEMENTS[said]
    return snapshot.rows(
        "entity_statements",
        entity_id=entity_id,
        role=asked.role,
        kinds=asked.kinds,
        **page_limits(size or asked.most, page),
    )
