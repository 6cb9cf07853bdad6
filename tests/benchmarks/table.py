"""A table of results, as markdown."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Table:
    """A table with a title; `note` is printed below and explains the figures."""

    title: str
    columns: tuple[str, ...]
    note: str = ""
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """Append a row.

        Raises:
            ValueError: it has not one cell a column.
        """
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells for {len(self.columns)} columns")
        self.rows.append(cells)

    def as_markdown(self) -> str:
        """Return the table below a heading of the third order."""
        ruler = ("---", *["---:"] * (len(self.columns) - 1))
        lines = [f"| {' | '.join(cells)} |" for cells in (self.columns, ruler, *self.rows)]
        return "\n".join([f"### {self.title}", "", *lines, "", self.note, ""])
