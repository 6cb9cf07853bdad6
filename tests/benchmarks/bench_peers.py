"""Speed and accuracy of parsing, beside other extractors.

    python -m tests.benchmarks.bench_peers [pages a set] [rounds]

Every contestant runs in a process and an environment of its own, all take turns round after round,
and each page counts with its best round (neighbours only ever add time). Speed is CPU time a page
and its ratio to a bare Lexbor parse of the same pages; accuracy is measured against the truth.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.accuracy import MEASURES, score_page
from tests.benchmarks.known_pages import KnownPage, PageSet, sample_set, wordpress_sets
from tests.benchmarks.peer_venvs import PeerMissingError, python_of
from tests.benchmarks.table import Table
from tests.tasks.articles.sample_pages import REPOSITORY

SCRIPT = Path(__file__).parent / "peers" / "extract_pages.py"
BASELINE, OURS = "lexbor", "aawsat"
# Names of the extractors, and the environment each needs (None: this one).
CONTESTANTS = {
    BASELINE: None,
    OURS: None,
    "resiliparse": "resiliparse",
    "trafilatura-fast": "trafilatura",
    "trafilatura": "trafilatura",
    "readability-lxml": "readability-lxml",
    "newspaper4k": "newspaper4k",
    "news-please": "news-please",
}
GIVES_NO_FIELDS = {BASELINE}
ANSWER_SECONDS = 900


@dataclass(slots=True)
class Contestant:
    """Results of one extractor: seconds per page of each round, fields, memory."""

    rounds: list[list[float]] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    megabytes: float = 0.0
    version: str = ""
    failure: str = ""

    @property
    def milliseconds(self) -> float:
        """CPU time per page: the mean of each page's best round."""
        return 1_000 * statistics.fmean(map(min, zip(*self.rounds, strict=True)))

    @property
    def spread(self) -> str:
        """Time per page of the fastest and the slowest round."""
        means = sorted(1_000 * statistics.fmean(each) for each in self.rounds)
        return f"{means[0]:.2f}-{means[-1]:.2f}"


def measure(page_count: int = 20, rounds: int = 3) -> list[Table]:
    """Return a table of speed and one of accuracy for every set of pages."""
    tables = []
    for page_set in (sample_set(), *wordpress_sets()):
        step = max(1, len(page_set.pages) // page_count)
        some = PageSet(page_set.name, page_set.made_by, page_set.pages[::step][:page_count])
        found = run_contestants(some, rounds)
        tables += [_speed_table(some, found), _accuracy_table(some, found)]
    return tables


def run_contestants(page_set: PageSet, rounds: int) -> dict[str, Contestant]:
    """Run all extractors on the pages, in turns."""
    found = {name: Contestant() for name in CONTESTANTS}
    with tempfile.TemporaryDirectory() as folder:
        _write_pages(page_set.pages, Path(folder))
        for _ in range(rounds):
            for name, contestant in found.items():
                if not contestant.failure:
                    take_turn(name, contestant, Path(folder))
    return found


def _write_pages(pages: Sequence[KnownPage], folder: Path) -> None:
    lines = []
    for number, page in enumerate(pages):
        (folder / f"{number}.html").write_bytes(page.html)
        lines.append(json.dumps({"file": f"{number}.html", "url": page.url}))
    (folder / "pages.jsonl").write_text("\n".join(lines))


def take_turn(name: str, contestant: Contestant, folder: Path, *modes: str) -> None:
    """Run one extractor on a folder of pages; add its results to `contestant`.

    With the mode `once`, a quick extractor reads the pages no more than once.
    """
    peer = CONTESTANTS[name]
    try:
        python = python_of(peer) if peer else Path(sys.executable)
        done = subprocess.run(
            [python, SCRIPT, name, folder, *modes],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY) if peer is None else ""},
            capture_output=True,
            text=True,
            check=True,
            timeout=ANSWER_SECONDS,
        )
    except PeerMissingError as error:
        contestant.failure = f"NOT INSTALLED: {error}"
        return
    except subprocess.TimeoutExpired:
        contestant.failure = f"FAILED: no answer in {ANSWER_SECONDS} seconds"
        return
    except subprocess.SubprocessError as error:
        lines = str(getattr(error, "stderr", None) or error).strip().splitlines()
        contestant.failure = f"FAILED: {lines[-1] if lines else error}"
        return
    answer = json.loads(done.stdout.splitlines()[-1])
    contestant.rounds.append(answer["seconds"])
    contestant.fields = answer["fields"]
    contestant.megabytes = answer["megabytes"]
    contestant.version = answer["version"]


def _speed_table(page_set: PageSet, found: Mapping[str, Contestant]) -> Table:
    table = Table(
        f"Parsing, {page_set.name}: {len(page_set.pages)} pages of {page_set.kilobytes} KB",
        ("library", "version", "CPU ms a page", "rounds", "x bare parse", "x aawsat", "peak MB"),
        note=f"Pages: {page_set.made_by}. Time with metadata and body where the library gives both. "
        "A process that only parses hands its memory back after every page and pays for it: "
        "what a page costs beyond a bare parse is shown by bench_parse, in one process.",
    )
    for name, contestant in found.items():
        if contestant.failure:
            table.add(name, contestant.failure, "", "", "", "", "")
            continue
        own = contestant.milliseconds
        table.add(
            f"**{name}**" if name == OURS else name,
            contestant.version,
            f"{own:.2f}",
            contestant.spread,
            f"{own / found[BASELINE].milliseconds:.1f}",
            f"{own / found[OURS].milliseconds:.1f}",
            f"{contestant.megabytes:.0f}",
        )
    return table


def _accuracy_table(page_set: PageSet, found: Mapping[str, Contestant]) -> Table:
    table = Table(
        f"Accuracy, {page_set.name}: {len(page_set.pages)} pages",
        ("library", *MEASURES),
        note="Share of pages that are exactly right, or mean F1 (tags, shingles of 4 words, "
        "paragraphs). 0.000 also stands for a field the library does not give; a title with the "
        "site's name behind it is not the title.",
    )
    for name, contestant in found.items():
        if name in GIVES_NO_FIELDS:
            continue
        if contestant.failure:
            table.add(name, contestant.failure, *[""] * (len(MEASURES) - 1))
            continue
        pairs = zip(contestant.fields, page_set.pages, strict=True)
        scores = [score_page(fields, page) for fields, page in pairs]
        means = [statistics.fmean(score[measure] for score in scores) for measure in MEASURES]
        label = f"**{name}**" if name == OURS else name
        table.add(label, *[f"{mean:.3f}" for mean in means])
    return table


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    for table in measure(*map(int, arguments)):
        sys.stdout.write(table.as_markdown() + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
