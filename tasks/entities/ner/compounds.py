"""Names inside hyphen compounds: `Iran-backed`, `pro-Iranian`, `UN-sponsored`, `Lebanon-Syria`."""

import re
from collections.abc import Iterator, Sequence

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind, is_sure
from tasks.entities.models import Span

_COMPOUND = re.compile(r"(?<![\w-])[\w.’]+(?:-[\w.’]+)+")
_PREFIXES = frozenset({"pro", "anti", "non", "ex", "post", "pre", "mid", "intra", "trans", "all"})
# Names allowed on both sides of a pair: `Saudi-Iranian`, `Lebanon-Syria`, `UN-EU`.
_PAIRED = frozenset({ListKind.COUNTRY, ListKind.DEMONYM, ListKind.ORGANISATION, ListKind.REGION})
_SHORTEST_SUFFIX = 3


def find_in_compounds(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Return listed names inside hyphen compounds, unless a span touches more than the compound.

    A span that is the whole compound (`Lebanon-Syria`) is to be replaced by the names.
    """
    if "-" not in text:
        return []
    taken = [(span.start, span.end) for span in spans]
    return [
        Span(start, end, entry.type)
        for match in _COMPOUND.finditer(text)
        for start, end, entry in _names_in(match, gazetteer)
        if not any(
            first < match.end() and match.start() < last and (first, last) != match.span()
            for first, last in taken
        )
    ]


def _names_in(match: re.Match[str], gazetteer: Gazetteer) -> Iterator[tuple[int, int, Entry]]:
    token = match.group()
    parts = token.split("-")
    start = match.start()
    if parts[0].lower() in _PREFIXES:
        parts, start = parts[1:], start + len(parts[0]) + 1
    elif not (token[0].isupper() or token.startswith(("al-", "el-"))) or gazetteer.named(token):
        return
    suffix = parts[-1]
    if len(parts) > 1 and suffix.isalpha() and suffix.islower() and len(suffix) >= _SHORTEST_SUFFIX:
        parts = parts[:-1]
    whole = _listed("-".join(parts), gazetteer)
    if whole and token != "-".join(parts):
        yield start, start + len("-".join(parts)), whole
        return
    entries = [_listed(part, gazetteer) for part in parts]
    if len(parts) > 1 and all(one and one.kind in _PAIRED for one in entries):
        for part, entry in zip(parts, entries, strict=True):
            if entry:
                yield start, start + len(part), entry
            start += len(part) + 1


def _listed(name: str, gazetteer: Gazetteer) -> Entry | None:
    if not name[:1].isupper() and not name.startswith(("al-", "el-")):
        return None
    return next(
        (one for one in gazetteer.named(name) if one.kind is not ListKind.NOTHING and is_sure(one)),
        None,
    )
