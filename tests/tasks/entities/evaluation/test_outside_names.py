"""Names, places and spellings of people on sets annotated by others.

The floors are the figures reached, less half a point. Recall of unlisted names is for the names that
were on no list at commit 2a70968.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
TRUTH = ROOT.parent / "shared" / "truth"
SETS = TRUTH / "entities"
TOOLS = TRUTH / "tools" / "entities"
LISTED = TOOLS / "listed-2a70968.tsv.gz"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(
        not SETS.exists(), reason="needs annotated sets, which are not in the repository"
    ),
]


def _score(scorer: str, name: str, *more: str) -> str:
    made = subprocess.run(
        [sys.executable, str(TOOLS / scorer), str(SETS / f"{name}.jsonl.gz"), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


def _figures(output: str, *patterns: str) -> list[float]:
    found = [re.search(pattern, output, re.DOTALL) for pattern in patterns]
    return [float(one[1]) for one in found if one]


@pytest.mark.parametrize(
    ("name", "f_floor", "unlisted_floor"),
    [("re3d", 91.4, 80.8), ("gum-news", 75.6, 71.8), ("ewt", 68.7, 62.8)],
)
def test_names_are_found_as_before(name: str, f_floor: float, unlisted_floor: float) -> None:
    output = _score("score_mentions.py", name, "--listed", str(LISTED))

    micro, unlisted = _figures(
        output, r"mentions_micro_f=([\d.]+)", r"of unlisted forms:.*?all +([\d.]+)"
    )
    assert micro >= f_floor
    assert unlisted >= unlisted_floor


def test_places_are_right_as_before() -> None:
    output = _score("score_places.py", "tr-news")

    near, total = _figures(
        output,
        r"Middle East documents:.*?([\d.]+) % of all",
        r"places_right_161km=([\d.]+)",
    )
    assert near >= 90.1
    assert total >= 75.5


def test_people_are_told_apart_as_before() -> None:
    output = _score("score_people.py", "eu-sanctions", "--listed", str(LISTED))

    precision, recall, families = _figures(
        output,
        r"pairwise P ([\d.]+)",
        r"R ([\d.]+) of \d+ pairs, similar\n",
        r"father and child under one id: (\d+)",
    )
    assert precision >= 0.98
    assert recall >= 0.747
    assert families == 0
