"""Read the reviewed tables of faults in FAULTS.md."""

from dataclasses import dataclass
from pathlib import Path

TABLES = Path(__file__).with_name("FAULTS.md")


@dataclass(frozen=True, slots=True)
class Fault:
    """The expected handling of a faulty response: a row of the first table."""

    path: str
    what: str
    fault_class: str
    frontier: str
    again: str
    captured: str
    page: str


def read_faults() -> list[Fault]:
    """Return the rows of the first table."""
    return [Fault(*cells) for cells in _rows() if len(cells) == len(Fault.__match_args__)]


def read_shown_by() -> list[str]:
    """Return the tests that the second table names, as `file::test`."""
    return [cells[-1] for cells in _rows() if len(cells) == 3]


def _rows() -> list[list[str]]:
    lines = [line for line in TABLES.read_text().splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
