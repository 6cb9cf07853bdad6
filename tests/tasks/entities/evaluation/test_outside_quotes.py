"""Speakers and statements on PolNeAR, US news of 2016 annotated by others.

The floors are the figures reached, less half a point (less two people for the small groups).
"""

import gzip
import json
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tasks.entities import extract_entities
from tasks.entities.models import Statement, StatementKind

ROOT = Path(__file__).parents[4]
TRUTH = ROOT.parent / "shared" / "truth"
POLNEAR = TRUTH / "entities" / "polnear.jsonl.gz"
SCORER = TRUTH / "tools" / "entities" / "score_quotes.py"
PRECISION_FLOOR = 0.895
RECALL_FLOOR = 0.572

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(
        not POLNEAR.exists(), reason="needs PolNeAR, which is not in the repository"
    ),
]


@cache
def score_lines() -> str:
    made = subprocess.run(
        [sys.executable, str(SCORER), str(POLNEAR)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


@pytest.mark.parametrize(
    ("figure", "floor"),
    [
        (r"direct quotes found:.*all, ([\d.]+) %", 98.2),
        (r"quotes given that are quotes: ([\d.]+) %", 96.3),
        (r"named .*end to end ([\d.]+) %", 93.3),
        (r"pronoun +speaker .*end to end ([\d.]+) %", 81.6),
        (r"role .*end to end ([\d.]+) %", 74.9),
        (r"quotes_end_to_end=([\d.]+)", 90.3),
    ],
)
def test_quotes_and_their_speakers_are_found_as_before(figure: str, floor: float) -> None:
    found = re.search(figure, score_lines())

    assert found is not None
    assert float(found[1]) >= floor


def test_half_of_the_indirect_statements_are_found_at_the_stated_precision() -> None:
    right = given = found = expected = 0
    for record in _records():
        made = _indirect(record)
        gold = [(one["start"], one["end"]) for one in record["indirect"]]
        quoted = [(one["start"], one["end"]) for one in record["quotes"]]
        right += sum(any(_overlaps(one, span) for span in gold + quoted) for one in made)
        given += len(made)
        found += sum(any(_overlaps(one, span) for one in made) for span in gold)
        expected += len(gold)

    assert right / given >= PRECISION_FLOOR
    assert found / expected >= RECALL_FLOOR


def _records() -> list[dict[str, Any]]:
    with gzip.open(POLNEAR, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _indirect(record: dict[str, Any]) -> list[Statement]:
    found = extract_entities(record["text"], date.fromisoformat(record["published_on"]))
    return [one for one in found.statements if one.kind is StatementKind.INDIRECT]


def _overlaps(one: Statement, span: tuple[int, int]) -> bool:
    """Whether half of the shorter of the two is in both, as the scorer counts quotes."""
    shared = min(one.end, span[1]) - max(one.start, span[0])
    return shared * 2 >= max(1, min(one.end - one.start, span[1] - span[0]))
