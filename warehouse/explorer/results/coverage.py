"""Expected, loaded and missing articles per month and section, from the coverage ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from warehouse.explorer.published_file import Row, Snapshot


@dataclass(frozen=True, slots=True)
class Cell:
    """Articles of one month: expected (None: no count known), loaded, missing, and the reasons.

    `month` and `section` are empty if unknown.
    """

    month: str
    section: str
    expected: int | None
    loaded: int
    missing: int
    reasons: str = ""

    @property
    def missing_share(self) -> float:
        """Missing articles as a share of all that should be there, 0 to 1."""
        whole = self.loaded + self.missing
        return self.missing / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """All months in order, sections by size, and the cells that hold articles."""

    months: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    totals: dict[str, Cell] = field(default_factory=dict)
    undated: tuple[Cell, ...] = ()
    has_ledger: bool = False

    @property
    def missing(self) -> int:
        """All missing articles, including those of unknown month."""
        return sum(cell.missing for cell in (*self.totals.values(), *self.undated))

    def in_years(self) -> "Coverage":
        """Return the same by year: `months` are years, without sections."""
        years = tuple(sorted({month[:4] for month in self.months}))
        whole = [replace(cell, month=month[:4]) for month, cell in self.totals.items()]
        return replace(
            self,
            months=years,
            cells={},
            totals={year: _total(year, whole) for year in years},
        )


def read_coverage(snapshot: Snapshot) -> Coverage:
    """Read the coverage ledger; a snapshot without one yields loaded articles only."""
    return snapshot.once("coverage", lambda: _read(snapshot))


def _read(snapshot: Snapshot) -> Coverage:
    rows = snapshot.rows("coverage_months")
    has_ledger = bool(rows)
    found = [_cell(row) for row in rows or snapshot.rows("loaded_months")]
    cells = [cell for cell in found if cell.month]
    undated = tuple(cell for cell in found if not cell.month)
    if not cells:
        return Coverage(undated=undated, has_ledger=has_ledger)
    sizes: dict[str, int] = {}
    for cell in cells:
        sizes[cell.section] = sizes.get(cell.section, 0) + cell.loaded + cell.missing
    months = tuple(_months(min(c.month for c in cells), max(c.month for c in cells)))
    return Coverage(
        months=months,
        sections=tuple(sorted(sizes, key=lambda section: (-sizes[section], section))),
        cells={(cell.month, cell.section): cell for cell in cells},
        totals={month: _total(month, cells) for month in sorted({c.month for c in cells})},
        undated=undated,
        has_ledger=has_ledger,
    )


def _cell(row: Row) -> Cell:
    return Cell(
        month=row["month"] or "",
        section=row["section"] or "",
        expected=row["expected"],
        loaded=row["loaded"] or 0,
        missing=row["missing"] or 0,
        reasons=row["reasons"] or "",
    )


def _total(month: str, cells: Iterable[Cell]) -> Cell:
    mine = [cell for cell in cells if cell.month == month]
    known = [cell.expected for cell in mine if cell.expected is not None]
    return Cell(
        month,
        "",
        sum(known) if known else None,
        sum(cell.loaded for cell in mine),
        sum(cell.missing for cell in mine),
        "; ".join(sorted({cell.reasons for cell in mine if cell.reasons}))[:300],
    )


def _months(first: str, last: str) -> Iterator[str]:
    year, month = (int(part) for part in first.split("-"))
    while f"{year:04}-{month:02}" <= last:
        yield f"{year:04}-{month:02}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
