"""The short table of README: speed and accuracy beside peers, out of the tables of BENCHMARKS.md."""

import re
from pathlib import Path

BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
OURS = "aawsat"
# The pages closest to the archive's: 147 KB of a real WordPress in a Divi theme.
PAGES = ("wordpress-divi", "filled-sample", "sample")
FIELDS = ("title", "date", "authors", "section", "tags", "body exact", "shingle F1")
Rows = dict[str, dict[str, str]]


def put_short_table(report: Path, readme: Path) -> str:
    """Write the table between README's markers; return in a line what was done."""
    text, written = readme.read_text(encoding="utf-8"), report.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        return f"{readme.name}: no place for the short table"
    for pages in PAGES:
        speed, accuracy = _rows(written, f"Parsing, {pages}"), _rows(written, f"Accuracy, {pages}")
        if OURS in speed and OURS in accuracy:
            before, after = text.partition(BEGIN)[0], text.partition(END)[2]
            table = _short_table(_title_of(written, pages), speed, accuracy)
            readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
            return f"{readme.name}: short table of {pages}"
    return f"{readme.name} is as it was: no figures of ours in {report.name}"


def _rows(report: str, title: str) -> Rows:
    """Return the rows of the table of that title: by library, by column."""
    found = re.search(rf"^### {re.escape(title)}[^\n]*\n\n((?:\|.*\n)+)", report, re.MULTILINE)
    if found is None:
        return {}
    header, _, *lines = [_cells(line) for line in found[1].splitlines()]
    rows = {cells[0].strip("*"): dict(zip(header, cells, strict=True)) for cells in lines}
    return {name: row for name, row in rows.items() if all(row.values())}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _title_of(report: str, pages: str) -> str:
    found = re.search(rf"^### Parsing, {pages}: (.*)$", report, re.MULTILINE)
    return found[1] if found else pages


def _short_table(title: str, speed: Rows, accuracy: Rows) -> str:
    lines = [
        f"{title}; CPU time with metadata and body; share of pages exactly right, mean F1 of "
        "tags and of runs of 4 words:",
        "",
        f"| library | CPU ms a page | x {OURS} | {' | '.join(FIELDS)} |",
        f"| --- {'| ---: ' * (len(FIELDS) + 2)}|",
    ]
    for name, row in accuracy.items():
        cells = [row[field] for field in FIELDS]
        label = f"**{name}**" if name == OURS else name
        times = (
            [speed[name]["CPU ms a page"], speed[name][f"x {OURS}"]] if name in speed else ["", ""]
        )
        lines.append(f"| {' | '.join([label, *times, *cells])} |")
    return "\n".join(lines)
