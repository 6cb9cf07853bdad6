"""Correct the edges of spans and remove those that touch something else."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.models import EntityType, Mention, Span

# A name, without `the` before it and `'s` and marks after it; a full stop may be its own.
_EDGES = re.compile(r"[^\w]*(?:[Tt]he\s+)?(\w|\w.*?[\w.])(?:['’]s?)?[^\w.]*", re.DOTALL)
# `Edward Harrow QC`, `the pro-Kurdish Democratic Party`
_LETTERS_AFTER = re.compile(r",?\s(?:QC|KC|MP|MEP|OBE|CBE|MBE|PhD)\Z")
_SIDE_BEFORE = re.compile(r"(?:pro|anti)-[A-Z]\w+\s+(?=[A-Z])")
_MOSQUES = re.compile(r"(?:Custodian of the )?Two Holy (?:Mosques|Shrines)")

_STORM = re.compile(
    r"\b(?:Hurricane|Cyclone|Typhoon|Tropical [Ss]torm|Winter [Ss]torm)\s+([A-Z][a-z]+)\b"
)
_ALONE = r"(?P<before>\b(?!(?:After|Since|Before|When|As|While|But|And|Until|During|For|From)\s)"
_ALONE += r"[A-Z][\w’]+\s+)?\b(?P<name>{})\b(?!\s[A-Z])"


def trim_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans without article, possessive, punctuation and spaces at their edges."""
    trimmed = (one if _is_clean(text, one) else _trim(text, one) for one in spans)
    return [_without_additions(text, one) for one in trimmed if one.start < one.end]


def find_mosques(text: str) -> list[tuple[int, int]]:
    """Return the ranges of `Mosques` in the king's title, where they are not places."""
    return [match.span() for match in _MOSQUES.finditer(text)] if "Two Holy " in text else []


def find_storms(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the names of storms, which are given names: `Hurricane Harvey`."""
    found = []
    for name in {match[1] for match in _STORM.finditer(text)}:
        for match in re.finditer(_ALONE.format(name), text):
            # `Steve Harvey` is a person.
            if not match["before"] or _STORM.match(text, match.start()):
                found.append(match.span("name"))
    return found


def outside(spans: list[Span], taken: Sequence[tuple[int, int]]) -> list[Span]:
    """Return the spans that touch none of the `taken` ranges."""
    if not taken:
        return spans
    marks = sorted(taken)
    return [one for one in spans if not touches(one, marks)]


def touches(span: Span | Mention, marks: Sequence[tuple[int, int]]) -> bool:
    """Return whether a span overlaps one of the marks, which are sorted and do not overlap."""
    after = bisect_left(marks, (span.end, 0))
    return after > 0 and marks[after - 1][1] > span.start


def _without_additions(text: str, span: Span) -> Span:
    if span.label is EntityType.PERSON:
        letters = _LETTERS_AFTER.search(text, span.start, span.end)
        return replace(span, end=letters.start()) if letters else span
    side = _SIDE_BEFORE.match(text, span.start, span.end) if text[span.start] in "pa" else None
    return replace(span, start=side.end()) if side else span


def _is_clean(text: str, span: Span) -> bool:
    if not (text[span.start].isupper() and text[span.end - 1].isalnum()):
        return False
    if " & " in text[span.start : span.end]:
        return True  # `Standard & Poor’s`: the rules of names decide about its ending
    is_the = text.startswith("The ", span.start)
    return not is_the and text[span.end - 2 : span.end] not in ("'s", "’s")


def _trim(text: str, span: Span) -> Span:
    edges = _EDGES.fullmatch(text, span.start, span.end)
    return replace(span, start=edges.start(1), end=edges.end(1)) if edges else replace(span, end=0)
