"""Highlight names, quotes and search words in a text, as escaped HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from warehouse.explorer.links import entity_link
from warehouse.explorer.published_file import Row
from warehouse.search.snippets import Snippet

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "NORP": "people"}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an article: kind, speaker (in interviews) and highlighted text."""

    kind: str
    speaker: str
    text: Markup


def mark_names(text: str, mentions: Sequence[Row], quotes: Sequence[Row] = ()) -> Markup:
    """Return a text with names as links and quotes in <q> titled with the speaker.

    Offsets count characters of `text` from 0; rows that reach outside the text are ignored.
    """
    names = _without_overlaps([row for row in mentions if _fits(row, text)])
    said = _without_overlaps([row for row in quotes if _fits(row, text)])
    cuts = {0, len(text), *(edge for row in said for edge in (row["start_char"], row["end_char"]))}
    edges = sorted(cuts)
    marked = Markup("")
    for start, end in pairwise(edges):
        inner = _link_names(text, start, end, names)
        quote = next((row for row in said if row["start_char"] == start), None)
        marked += _quoted(inner, quote) if quote else inner
    return marked


def mark_body(
    body: str, paragraphs: Sequence[Row], mentions: Sequence[Row], quotes: Sequence[Row]
) -> list[Block]:
    """Return an article's paragraphs, highlighted.

    Offsets of `mentions` and `quotes` count characters of `body`; blank lines separate paragraphs.
    """
    parts = _parts(body, paragraphs)
    return [
        Block(
            kind,
            speaker,
            mark_names(body[start:end], _moved(mentions, start, end), _moved(quotes, start, end)),
        )
        for start, end, kind, speaker in parts
    ]


def mark_words(found: Snippet) -> Markup:
    """Return a snippet with the search words highlighted."""
    marked, last = Markup(""), 0
    for start, end in found.marks:
        marked += escape(found.text[last:start])
        marked += Markup("<mark>{}</mark>").format(found.text[start:end])
        last = end
    return marked + escape(found.text[last:])


def _fits(row: Row, text: str) -> bool:
    return bool(0 <= row["start_char"] < row["end_char"] <= len(text))


def _without_overlaps(rows: list[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["start_char"], -row["end_char"])):
        if not kept or row["start_char"] >= kept[-1]["end_char"]:
            kept.append(row)
    return kept


def _link_names(text: str, start: int, end: int, names: list[Row]) -> Markup:
    marked, last = Markup(""), start
    for row in names:
        begin, stop = max(row["start_char"], start), min(row["end_char"], end)
        if begin >= stop:
            continue
        marked += escape(text[last:begin])
        marked += _link(text[begin:stop], row)
        last = stop
    return marked + escape(text[last:end])


def _link(text: str, row: Row) -> Markup:
    kind = KINDS.get(row["entity_type"], "people")
    link = Markup('<a class="name {}" href="{}" title="{}">{}</a>')
    title = f"{row.get('name') or row['entity_id']} · {kind}"
    return link.format(kind, entity_link(row["entity_id"]), title, text)


def _quoted(inner: Markup, quote: Row) -> Markup:
    speaker = quote.get("speaker") or "speaker not named"
    return Markup('<q class="said" title="{}">{}</q>').format(speaker, inner)


def _moved(rows: Sequence[Row], start: int, end: int) -> list[Row]:
    """Clip rows to a part of the text; offsets become relative to its start."""
    return [
        {
            **row,
            "start_char": max(row["start_char"] - start, 0),
            "end_char": min(row["end_char"], end) - start,
        }
        for row in rows
        if row["start_char"] < end and row["end_char"] > start
    ]


def _parts(body: str, paragraphs: Sequence[Row]) -> list[tuple[int, int, str, str]]:
    """Return start, end, kind and speaker of each paragraph; all plain if `paragraphs` misfits."""
    if "\n\n".join(row["text"] for row in paragraphs) == body:
        rows = [(row["text"], row["paragraph_kind"], row["speaker"] or "") for row in paragraphs]
    else:
        rows = [(text, "paragraph", "") for text in body.split("\n\n")]
    parts, start = [], 0
    for text, kind, speaker in rows:
        parts.append((start, start + len(text), kind, speaker))
        start += len(text) + 2
    return parts
