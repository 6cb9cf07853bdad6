"""Reads the inline markup of `tests/data/entities` (its README has the rules)."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "entities"
_MARK = re.compile(
    r"\[(PER|ORG|LOC|NORP):([^\]|]+)(?:\|([^\]]+))?\]|\{\{([^|}]+)\|(named|role|unknown)\}\}"
)
_CLOSING = {"“": "”", '"': '"'}


@dataclass(frozen=True)
class GoldMention:
    start: int
    end: int
    label: str
    entity: str


@dataclass(frozen=True)
class GoldQuote:
    start: int
    end: int
    speaker: str
    kind: str


@dataclass(frozen=True)
class GoldText:
    text: str
    mentions: tuple[GoldMention, ...]
    quotes: tuple[GoldQuote, ...]
    slug: str = ""
    published_on: date | None = None
    places: tuple[tuple[str, str], ...] = ()


def read_sentences(half: str) -> list[GoldText]:
    return [parse_markup(line) for line in _half(_lines("sentences.txt"), half)]


def read_snippets(half: str) -> list[GoldText]:
    blocks = (DATA / "quotes.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return [parse_markup(block) for block in _half(blocks, half)]


def read_articles(half: str) -> list[GoldText]:
    raw = (DATA / "articles.txt").read_text(encoding="utf-8")
    return [_article(block) for block in _half(raw.split("=== ")[1:], half)]


def read_people(half: str) -> list[list[str]]:
    lines = [[name.strip() for name in line.split("|")] for line in _lines("people.txt")]
    return lines if half == "all" else _half(lines, half)


def parse_markup(marked: str) -> GoldText:
    text, mentions, quotes, at = "", [], list[tuple[int, str, str]](), 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[4]:
            quotes.append((len(text), mark[4], mark[5]))
            continue
        entity = mark[3] or re.sub(r"[^a-z0-9]+", "-", mark[2].lower()).strip("-")
        mentions.append(GoldMention(len(text), len(text) + len(mark[2]), mark[1], entity))
        text += mark[2]
    text += marked[at:]
    return GoldText(text, tuple(mentions), tuple(_quote(text, *quote) for quote in quotes))


def _quote(text: str, start: int, speaker: str, kind: str) -> GoldQuote:
    end = text.index(_CLOSING[text[start]], start + 1)
    return GoldQuote(start + 1, end, speaker, kind)


def _article(block: str) -> GoldText:
    head, _, body = block.partition("\n")
    slug, day, places = (part.strip() for part in head.split(",", 2))
    parsed = parse_markup(body.strip())
    pairs = [tuple(place.strip().split("/")) for place in places.split(";") if place.strip()]
    return GoldText(
        parsed.text,
        parsed.mentions,
        parsed.quotes,
        slug,
        date.fromisoformat(day),
        tuple((name, country) for name, country in pairs),
    )


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").strip().splitlines()


def _half(rows: list, half: str) -> list:  # type: ignore[type-arg]
    return rows[{"dev": 0, "held-out": 1}[half] :: 2]
