"""The book kept while one page is read: where each field came from, and what disagreed."""

from dataclasses import dataclass, field

from tasks.models import Conflict, Provenance


@dataclass(slots=True)
class FieldProvenance:
    """Provenance and conflicts of one page, in the order they were noticed."""

    provenance: list[Provenance] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def record(self, name: str, source: str) -> None:
        """Note which selector or tag gave a field its value."""
        self.provenance.append(Provenance(name, source))

    def compare(self, name: str, chosen: tuple[str, str], other: tuple[str | None, str]) -> None:
        """Note a conflict when another place states another value. Pairs are (value, source)."""
        if other[0] and other[0] != chosen[0]:
            self.conflicts.append(Conflict(name, chosen[0], chosen[1], other[0], other[1]))
