"""The halves of the gold in `tests/data/entities` (its README has the rules), and marked texts."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tasks.entities.evaluation.gold import GoldMention, GoldText, parse_markup, read_gold_file
from tasks.entities.models import EntityType, Mention

__all__ = [
    "mentions_of",
    "parse_markup",
    "read_articles",
    "read_people",
    "read_sentences",
    "read_snippets",
]

T = TypeVar("T")
DATA = Path(__file__).parents[2] / "data" / "entities"


def mentions_of(gold: GoldText, id_of: Callable[[GoldMention], str]) -> list[Mention]:
    """Return the names of a marked text as mentions; an entity has its first spelling as name."""
    names = {one.entity: gold.text[one.start : one.end] for one in reversed(gold.mentions)}
    return [
        Mention(
            one.start,
            one.end,
            EntityType(one.label),
            gold.text[one.start : one.end],
            id_of(one),
            names[one.entity],
        )
        for one in gold.mentions
    ]


def read_sentences(half: str) -> list[GoldText]:
    return _half(read_gold_file(DATA / "sentences.txt"), half)


def read_snippets(half: str) -> list[GoldText]:
    return _half(read_gold_file(DATA / "quotes.txt"), half)


def read_articles(half: str) -> list[GoldText]:
    return _half(read_gold_file(DATA / "articles.txt"), half)


def read_people(half: str, file: str = "people") -> list[list[str]]:
    lines = (DATA / f"{file}.txt").read_text(encoding="utf-8").strip().splitlines()
    own = [line for line in lines if not line.startswith("#")]
    people = [[name.strip() for name in line.split("|")] for line in own]
    return people if half == "all" else _half(people, half)


def _half(rows: list[T], half: str) -> list[T]:
    return rows[{"dev": 0, "held-out": 1}[half] :: 2]
