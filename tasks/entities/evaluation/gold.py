"""Annotated texts in the markup of `tests/data/entities`: `read_gold_file(path)`.

`[PER:Nuri al-Maliki]` is a mention, `[PER:Maliki|nuri-al-maliki]` gives its entity (default: the
slug of its words); `{{speaker|named}}` (or role, unknown) stands before the opening mark of a
quote. In a file of articles each starts with `=== slug, YYYY-MM-DD, Place/CC; Place/CC`; in other
files texts are separated by blank lines, or every line is a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tasks.entities.errors import BadGold
from tasks.entities.names.normalize import slug

_MARK = re.compile(
    r"\[(PER|ORG|LOC|NORP):([^\]|]+)(?:\|([^\]]+))?\]|\{\{([^|}]+)\|(named|role|unknown)\}\}"
)
_CLOSING = {"“": "”", '"': '"'}
_ARTICLE = "=== "


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A name in the plain text, its type, and its entity (a slug of the file)."""

    start: int
    end: int
    label: str
    entity: str


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """Words between quotation marks and their speaker; `kind` as `SpeakerKind`."""

    start: int
    end: int
    speaker: str
    kind: str


@dataclass(frozen=True, slots=True)
class GoldText:
    """A plain text and its annotations; `places` of the dateline are (name, ISO country)."""

    text: str
    mentions: tuple[GoldMention, ...]
    quotes: tuple[GoldQuote, ...]
    slug: str = ""
    published_on: date | None = None
    places: tuple[tuple[str, str], ...] = ()


def read_gold_file(path: Path) -> list[GoldText]:
    """Return the texts of a file in order. Raises `BadGold` if it cannot be read."""
    try:
        raw = path.read_text(encoding="utf-8").strip()
        return [
            _article(block) if is_article else parse_markup(block)
            for block, is_article in _blocks(raw)
        ]
    except UnicodeDecodeError as error:
        raise BadGold(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from error
    except ValueError as error:
        raise BadGold(f"{path}: {error}") from error


def parse_markup(marked: str) -> GoldText:
    """Return one marked text. Raises ValueError if no quotation mark follows a `{{...}}`."""
    text, at = "", 0
    mentions: list[GoldMention] = []
    quotes: list[tuple[int, str, str]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[4]:
            quotes.append((len(text), mark[4], mark[5]))
            continue
        mentions.append(
            GoldMention(len(text), len(text) + len(mark[2]), mark[1], mark[3] or slug(mark[2]))
        )
        text += mark[2]
    text += marked[at:]
    return GoldText(text, tuple(mentions), tuple(_quote(text, *quote) for quote in quotes))


def _blocks(raw: str) -> Iterator[tuple[str, bool]]:
    if raw.startswith(_ARTICLE):
        yield from ((block, True) for block in raw.split(_ARTICLE)[1:])
    else:
        parts = raw.split("\n\n") if "\n\n" in raw else raw.splitlines()
        yield from ((block, False) for block in parts if block.strip())


def _quote(text: str, start: int, speaker: str, kind: str) -> GoldQuote:
    closing = _CLOSING.get(text[start : start + 1])
    if not closing or text.find(closing, start + 1) < 0:
        raise ValueError(f"no quotation marks after {{{{{speaker}|{kind}}}}}")
    return GoldQuote(start + 1, text.index(closing, start + 1), speaker, kind)


def _article(block: str) -> GoldText:
    head, _, body = block.partition("\n")
    parts = [part.strip() for part in head.split(",", 2)]
    if len(parts) != 3:
        raise ValueError(f"{head!r} is not `slug, YYYY-MM-DD, Place/CC; ...`")
    parsed = parse_markup(body.strip())
    pairs = [place.strip().rpartition("/") for place in parts[2].split(";") if place.strip()]
    return GoldText(
        parsed.text,
        parsed.mentions,
        parsed.quotes,
        parts[0],
        date.fromisoformat(parts[1]),
        tuple((name, country) for name, _, country in pairs),
    )
