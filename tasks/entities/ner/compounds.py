"""Names inside hyphen compounds: `Iran-backed`, `pro-Iranian`, `UN-sponsored`, `Lebanon-Syria`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind, is_sure
from tasks.entities.models import EntityType, Span

_COMPOUND = re.compile(r"(?<![\w-])[\w.’]+(?:-[\w.’]+)+")
_PREFIXES = frozenset({"pro", "anti", "non", "ex", "post", "pre", "mid", "intra", "trans", "all"})
# Names allowed on both sides of a pair: `Saudi-Iranian`, `Lebanon-Syria`, `UN-EU`.
_PAIRED = frozenset(
    {
        *(ListKind.COUNTRY, ListKind.DEMONYM, ListKind.ORGANISATION),
        *(ListKind.REGION, ListKind.CITY),
    }
)
_SHORTEST_SUFFIX = 3


def find_in_compounds(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Return listed names inside hyphen compounds, unless a span touches more than the compound.

    A span that is the whole compound (`Lebanon-Syria`) is to be replaced by the names.
    """
    if "-" not in text:
        return []
    taken = [(span.start, span.end) for span in spans]
    return [
        Span(start, end, label)
        for match in _COMPOUND.finditer(text)
        for start, end, label in _names_in(match, gazetteer)
        if not any(
            first < match.end() and match.start() < last and (first, last) != match.span()
            for first, last in taken
        )
    ]


def without_compounds(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Return the spans, of `Houthi-held Hodeidah` only the name after the compound.

    `UN-Arab League` is two bodies.
    """
    return [
        part
        for span in spans
        for part in _pair(text, _after_compound(text, span, gazetteer), gazetteer)
    ]


def _pair(text: str, span: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    surface = text[span.start : span.end]
    first, hyphen, second = surface.partition("-")
    is_body = span.label is EntityType.ORGANISATION and hyphen and " " in second
    one, other = (
        (_listed(first, gazetteer), _listed(second, gazetteer)) if is_body else (None, None)
    )
    if not one or not other or gazetteer.named(surface):
        yield span
        return
    yield Span(span.start, span.start + len(first), one.type)
    yield Span(span.end - len(second), span.end, other.type)


def _after_compound(text: str, span: Span, gazetteer: Gazetteer) -> Span:
    match = _COMPOUND.match(text, span.start)
    after = match.end() + 1 if match else span.end
    is_before = match and match.group().rpartition("-")[2].islower() and text[after - 1] == " "
    if not match or after >= span.end or not is_before or not any(_names_in(match, gazetteer)):
        return span
    listed = _listed(text[after : span.end], gazetteer)
    return replace(span, start=after, label=listed.type if listed else span.label)


def _names_in(match: re.Match[str], gazetteer: Gazetteer) -> Iterator[tuple[int, int, EntityType]]:
    token = match.group()
    begin, parts = _parts(token, gazetteer)
    start, name = match.start() + begin, "-".join(parts)
    label = _label(name, gazetteer) if parts and token != name else None
    if label:
        yield start, start + len(name), label
        return
    entries = [_listed(part, gazetteer) for part in parts]
    if len(parts) > 1 and all(one and one.kind in _PAIRED for one in entries):
        for part, entry in zip(parts, entries, strict=True):
            if entry:
                yield start, start + len(part), entry.type
            start += len(part) + 1


def _parts(token: str, gazetteer: Gazetteer) -> tuple[int, list[str]]:
    """The parts of a compound that may be names, and where the first begins in it."""
    parts, begin = token.split("-"), 0
    if parts[0].lower() in _PREFIXES:
        begin, parts = len(parts[0]) + 1, parts[1:]
    elif not (token[0].isupper() or token.startswith(("al-", "el-"))) or gazetteer.named(token):
        return 0, []
    suffix = parts[-1]
    is_small = suffix.isalpha() and suffix.islower() and len(suffix) >= _SHORTEST_SUFFIX
    return begin, parts[:-1] if len(parts) > 1 and is_small else parts


def _label(name: str, gazetteer: Gazetteer) -> EntityType | None:
    """The type of a name beside `pro-` or `-led`: a politician, before a town of the same name."""
    whole = _listed(name, gazetteer)
    is_town = whole is not None and whole.kind is ListKind.CITY
    if name in _surnames(gazetteer) and (is_town or not whole):
        return EntityType.PERSON
    return whole.type if whole else None


def _listed(name: str, gazetteer: Gazetteer) -> Entry | None:
    if not name[:1].isupper() and not name.startswith(("al-", "el-")):
        return None
    return next(
        (one for one in gazetteer.named(name) if one.kind is not ListKind.NOTHING and is_sure(one)),
        None,
    )


@lru_cache(maxsize=4)
def _surnames(gazetteer: Gazetteer) -> frozenset[str]:
    """Last names of listed people, as written: `Hariri`, which alone may be one of several."""
    people = (one for one in gazetteer.by_id.values() if one.kind is ListKind.LEADER)
    words = (name.split()[-1] for one in people for name in one.names if " " in name)
    bare = (word.removeprefix("al-").removeprefix("Al-") for word in words)
    return frozenset(word for word in bare if len(word) > _SHORTEST_SUFFIX and word[0].isupper())
