"""Accuracy and speed on real pages of other sites, beside other extractors.

    python -m tests.benchmarks.bench_outside_pages --data FOLDER

FOLDER holds `pages.jsonl.gz` (file, class, url, gold) and `html/*.html.gz`: pages whose text, title,
day and authors are stated by their publishers or by readers. None of them was made here, and none
is in the repository. Every extractor runs once, in a process and an environment of its own.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.accuracy import f1
from tests.benchmarks.bench_peers import OURS, Contestant, take_turn
from tests.benchmarks.table import Table

CONTESTANTS = (
    OURS,
    "trafilatura",
    "trafilatura-fast",
    "readability-lxml",
    "resiliparse",
    "newspaper4k",
)
CLASSES = {"wp": "WordPress", "divi": "Divi", "other": "other"}
# A page whose text has a lower F1 counts as lost.
LOST = 0.5
_SHINGLE = 4
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """A real page, its class, and what its publisher or a reader states about it."""

    url: str
    html: bytes
    kind: str
    gold: dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table of texts and one of the other fields."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args(arguments)
    pages = [page for page in read_pages(given.data) if page.kind in CLASSES]
    found = run_all(pages)
    for table in (text_table(pages, found), field_table(pages, found)):
        sys.stdout.write(table.as_markdown() + "\n")


def read_pages(folder: Path) -> Iterator[OutsidePage]:
    """Yield the pages of a folder."""
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            html = gzip.decompress((folder / "html" / row["file"]).read_bytes())
            host = re.sub(r"^https?://|[/:?].*$", "", row["url"] or "") or "archive.example"
            # The URL states no author, section or day.
            url = f"https://{host.rpartition('@')[2].lower()}/2014/05/a-page-{row['file'][:8]}/"
            yield OutsidePage(url, html, row["class"], row["gold"])


def run_all(pages: Sequence[OutsidePage]) -> dict[str, Contestant]:
    """Let every extractor read all pages once."""
    found = {name: Contestant() for name in CONTESTANTS}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lines = []
        for number, page in enumerate(pages):
            (folder / f"{number}.html").write_bytes(page.html)
            lines.append(json.dumps({"file": f"{number}.html", "url": page.url}))
        (folder / "pages.jsonl").write_text("\n".join(lines))
        for name, contestant in found.items():
            take_turn(name, contestant, folder, "once")
    return found


def text_table(pages: Sequence[OutsidePage], found: dict[str, Contestant]) -> Table:
    """Return F1 of the texts by class, the share of lost pages, and the time of one page."""
    counts = Counter(page.kind for page in pages if page.gold.get("body"))
    columns = [f"{CLASSES[kind]} ({counts[kind]})" for kind in CLASSES]
    table = Table(
        "Text of outside pages: F1 of four-word runs",
        ("extractor", "version", *columns, "WordPress lost", "CPU ms a page"),
        note="Real pages of other sites with a text that their publisher states; none is from the "
        "archive. The rules of aawsat were chosen on these pages (docs/decisions/0007), so expect "
        f"less on others. Lost: share of pages with F1 below {LOST}. aawsat runs trafilatura as a "
        "second opinion on pages of unknown layouts. Each page is read in a process of its own.",
    )
    for name, contestant in found.items():
        if contestant.failure:
            table.add(name, contestant.failure, *[""] * (len(columns) + 2))
            continue
        scores = _text_scores(pages, contestant)
        lost = statistics.fmean(score < LOST for score in scores["wp"])
        means = [f"{statistics.fmean(scores[kind]):.3f}" for kind in CLASSES]
        time = f"{contestant.milliseconds:.1f}"
        table.add(_bold(name), contestant.version, *means, f"{lost:.3f}", time)
    return table


def _text_scores(pages: Sequence[OutsidePage], contestant: Contestant) -> dict[str, list[float]]:
    scores: dict[str, list[float]] = {kind: [] for kind in CLASSES}
    for page, fields in zip(pages, contestant.fields, strict=True):
        if wanted := page.gold.get("body"):
            text = "\n".join(part for part in fields.get("paragraphs") or [] if part)
            scores[page.kind].append(f1(_shingles(text), _shingles(wanted)))
    return scores


def field_table(pages: Sequence[OutsidePage], found: dict[str, Contestant]) -> Table:
    """Return the share of WordPress pages whose title, day and authors are exactly right."""
    checks = {"title": _has_title, "date": _has_day, "authors": _has_authors}
    table = Table(
        "Title, day and authors of outside WordPress pages, share exactly right",
        ("extractor", *checks),
        note="0.000 also stands for a field the extractor does not give.",
    )
    for name, contestant in found.items():
        if contestant.failure:
            continue
        pairs = list(zip(pages, contestant.fields, strict=True))
        shares = [
            statistics.fmean(
                check(page.gold[key], fields)
                for page, fields in pairs
                if page.kind == "wp" and _is_stated(key, page.gold)
            )
            for key, check in checks.items()
        ]
        table.add(_bold(name), *[f"{share:.3f}" for share in shares])
    return table


def _bold(name: str) -> str:
    return f"**{name}**" if name == OURS else name


def _is_stated(key: str, gold: dict[str, Any]) -> bool:
    """Return whether the truth states a field; one page states only a month, which is no day."""
    value = gold.get(key)
    return bool(value) and (key != "date" or _DAY.match(str(value)) is not None)


def _has_title(gold: str, fields: dict[str, Any]) -> bool:
    return _plain(gold) == _plain(fields.get("title"))


def _has_day(gold: str, fields: dict[str, Any]) -> bool:
    return str(gold)[:10] == (fields.get("published_on") or "")[:10]


def _has_authors(gold: Sequence[Any], fields: dict[str, Any]) -> bool:
    return _names(gold) == _names(fields.get("authors") or [])


def _names(values: Sequence[Any]) -> set[str]:
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    plain = (re.sub(r"\W+", " ", re.sub(r"^by\s+", "", _plain(one))).strip() for one in flat)
    return {name for name in plain if name}


def _plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", text or "").translate(_STRAIGHT).split()).lower()


def _shingles(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", _plain(text))
    starts = range(max(1, len(words) - _SHINGLE + 1))
    return [tuple(words[at : at + _SHINGLE]) for at in starts] if words else []


if __name__ == "__main__":
    main()
