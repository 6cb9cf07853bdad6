"""Provenance and conflicts of fields, recorded while a page is parsed."""

from dataclasses import dataclass, field

from tasks.models import Conflict, Provenance


@dataclass(slots=True)
class FieldProvenance:
    """Provenance and conflicts of one page, in the order of recording."""

    provenance: list[Provenance] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def record(self, name: str, source: str) -> None:
        """Record the selector or tag that supplied a field's value."""
        self.provenance.append(Provenance(name, source))

    def compare(self, name: str, chosen: tuple[str, str], other: tuple[str | None, str]) -> None:
        """Record a conflict if another source has a different value. Pairs are (value, source)."""
        if other[0] and other[0] != chosen[0]:
            self.conflicts.append(Conflict(name, chosen[0], chosen[1], other[0], other[1]))
