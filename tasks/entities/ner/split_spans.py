"""Split tagged names by punctuation and the lists: `split_spans(...)`.

`Gulf Cooperation Council [GCC]` and `Fatah’s Central Committee` are two names, `Libyan Government
of National Accord` is a demonym and a listed body, `Drake & Scull` is a body, not a person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tasks.entities.gazetteer.lookup import Gazetteer, ListKind
from tasks.entities.models import EntityType, Span

_ACRONYM_INSIDE = re.compile(r"(.+?)\s+[\[(]([A-Z][A-Z&.-]{1,7})")
_BRACKET = re.compile(r"[\[\]()]")
_OPEN_BRACKET = re.compile(r"(.*?)\s*[\[(][^\])]*")
_CLOSED_BEFORE = re.compile(r"[^\[(]*[\])]\s*")
_OWNER = re.compile(r"(.+?)[’']s?\s+(?=[A-Z])")
# Bodies named after a group of people: `People’s Congress Party`.
_GROUP_BEFORE = re.compile(
    r"(?:General\s+)?(?:People|Women|Workers|Teachers|Students|Farmers|Journalists|Lawyers|Doctors|"
    r"Engineers|Children|Ba[’']?ath)(?:[’']s|s?[’'])\s+$"
)
_LONGEST_GROUP = 30


def split_spans(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Return the spans in reading order, with joined names as one and several names apart."""
    joined = _joined_by_ampersand(text, spans, gazetteer)
    parts = [part for span in joined for part in _parts(text, span, gazetteer)]
    # `People` and `Congress Party`, of which the second is now the whole name.
    inside = {
        one for one, after in pairwise(parts) if after.start <= one.start and one.end < after.end
    }
    return [part for part in parts if part not in inside]


def _joined_by_ampersand(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """`Drake & Scull` tagged as two names is one firm; two listed people are not."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if before and text[before.end : span.start] == " & " and _is_firm(text, span, gazetteer):
            found[-1] = replace(before, end=span.end, label=EntityType.ORGANISATION)
        else:
            found.append(span)
    return found


def _is_firm(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    name = text[span.start : span.end]
    is_name = span.label in (EntityType.PERSON, EntityType.ORGANISATION)
    return is_name and " " not in name and not gazetteer.named(name)


def _parts(text: str, span: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    surface = text[span.start : span.end]
    if " & " in surface and span.label is EntityType.PERSON:
        span = replace(span, label=EntityType.ORGANISATION)
    is_body = span.label is EntityType.ORGANISATION
    if not is_body and not _BRACKET.search(surface):
        yield span
    elif not surface.isalnum() and (
        not gazetteer.named(surface) or _same_alone(surface, gazetteer)
    ):
        for part in _in_brackets(surface, span):
            if part.label is EntityType.ORGANISATION:
                yield from _bodies(text, part, gazetteer)
            else:
                yield part
    else:
        yield _extended(text, span) if is_body else span


def _in_brackets(surface: str, span: Span) -> Iterator[Span]:
    """Name and acronym, or the part of a name outside of editor's brackets."""
    acronym = _ACRONYM_INSIDE.fullmatch(surface)
    if acronym:
        yield replace(span, end=span.start + acronym.end(1))
        yield replace(span, start=span.start + acronym.start(2))
        return
    closed = _CLOSED_BEFORE.match(surface) if not re.search(r"[\[(]", surface) else None
    if closed and closed.end() < len(surface):
        span, surface = replace(span, start=span.start + closed.end()), surface[closed.end() :]
    opened = _OPEN_BRACKET.fullmatch(surface)
    if opened and opened[1]:
        span = replace(span, end=span.start + opened.end(1))
    yield span


def _bodies(text: str, span: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    """A listed body and its organ, or a demonym and a listed body; else the name itself."""
    surface = text[span.start : span.end]
    owner = _OWNER.match(surface)
    listed = gazetteer.named(owner[1]) if owner else ()
    if owner and listed and listed[0].kind is not ListKind.NOTHING:
        yield Span(span.start, span.start + owner.end(1), listed[0].type)
        yield replace(span, start=span.start + owner.end())
        return
    first, _, rest = surface.partition(" ")
    people = next((one for one in gazetteer.named(first) if one.kind is ListKind.DEMONYM), None)
    body = next((one for one in gazetteer.named(rest) if one.kind is ListKind.ORGANISATION), None)
    if people and body:
        yield Span(span.start, span.start + len(first), EntityType.DEMONYM)
        yield replace(span, start=span.start + len(first) + 1)
        return
    yield _extended(text, span)


def _same_alone(surface: str, gazetteer: Gazetteer) -> bool:
    """Whether a people before a listed body is not part of its name: `Kurdish Peshmerga`."""
    first, _, rest = surface.partition(" ")
    is_people = any(one.kind is ListKind.DEMONYM for one in gazetteer.named(first))
    alone = {one.entity_id for one in gazetteer.named(rest)} if is_people else set()
    # `Syrian National Coalition` is itself the first name of its entry.
    return any(
        one.entity_id in alone and one.names[0] != surface for one in gazetteer.named(surface)
    )


def _extended(text: str, span: Span) -> Span:
    """`Congress Party` after `People’s` with this word."""
    reach = max(0, span.start - _LONGEST_GROUP)
    before = _GROUP_BEFORE.search(text[reach : span.start])
    return replace(span, start=reach + before.start()) if before else span
