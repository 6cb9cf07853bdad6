"""Markdown for Prefect's pages: tables, numbers, durations and sizes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MINUTE = 60
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of Prefect's pages and of the explorer; empty: not running, no link."""

    pages: str = ""
    explorer: str = ""

    def line(self, other: str) -> str:
        """Return a line with links to the latest artifact of that key and to the explorer."""
        links = []
        if self.pages:
            links.append(f"[Latest {other}]({self.pages.rstrip('/')}/artifacts/key/{other})")
        if self.explorer:
            links.append(f"[Explorer]({self.explorer})")
        return " · ".join(links)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; columns of numbers are right-aligned, except the first."""
    filled = [[_cell(value) for value in row] for row in rows]
    numbers = [
        column > 0
        and bool(filled)
        and all(row[column].replace(",", "").isdigit() for row in filled)
        for column in range(len(headings))
    ]
    marks = ["---:" if is_number else "---" for is_number in numbers]
    return "\n".join(_line(row) for row in (headings, marks, *filled))


def number(count: float) -> str:
    """Format a whole number with thousands separators."""
    return f"{round(count):,}"


def counted(count: int, thing: str) -> str:
    """Format a count with its noun, such as `1 page` or `2,000 pages`."""
    return f"{number(count)} {thing}" + ("" if count == 1 else "s")


def duration(seconds: float) -> str:
    """Format a duration, such as `40 s`, `12 min` or `5 h 8 min`."""
    if seconds < MINUTE:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    hours, rest = divmod(round(seconds / MINUTE), MINUTE)
    return f"{hours} h {rest} min"


def size(byte_count: float) -> str:
    """Format a size, such as `850 kB` or `1.2 GB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if byte_count < 1000:
            return f"{byte_count:.0f} {unit}" if unit in ("B", "kB") else f"{byte_count:.1f} {unit}"
        byte_count /= 1000
    return f"{byte_count:.1f} TB"


def link(url: str) -> str:
    """Return a link labelled with the end of its URL."""
    shown = url if len(url) <= 60 else "..." + url[-57:]
    return f"[{shown}](<{url}>)"


def _cell(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    return str(value if value is not None else "").replace("|", "\\|").replace("\n", " ")


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
