"""Choose the passage of a text that best matches a query."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from warehouse.search.words import words_of

# Terms of consecutive words; most phrases have one term.
Phrase = tuple[str, ...]

SNIPPET_CHARS = 240
# Maximum number of characters a snippet may shift to start and end at a word.
SLACK_CHARS = 24


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage, and the (start, end) offsets of the search words in it."""

    text: str
    marks: tuple[tuple[int, int], ...]


def mark(text: str, phrases: Collection[Phrase], prefixes: Collection[str] = ()) -> Snippet:
    """Return the whole text as a snippet, with the offsets of phrases and prefixes."""
    return Snippet(text, tuple((first, end) for _, first, end in _found(text, phrases, prefixes)))


def cut_snippet(
    text: str,
    phrases: Collection[Phrase],
    prefixes: Collection[str] = (),
    length: int = SNIPPET_CHARS,
) -> Snippet:
    """Return the passage of about `length` characters with most of the phrases, on one line.

    Of equally good passages the first is chosen; if nothing matches, the start of the text.
    """
    flat = " ".join(text.split())
    found = _found(flat, phrases, prefixes)
    start = _best_start(found, length)
    first, end = _to_words(flat, start, length)
    before = "…" if first > 0 else ""
    after = "…" if end < len(flat) else ""
    shift = len(before) - first
    marks = tuple((a + shift, b + shift) for _, a, b in found if a >= first and b <= end)
    return Snippet(f"{before}{flat[first:end]}{after}", marks)


def _found(
    text: str, phrases: Collection[Phrase], prefixes: Collection[str]
) -> list[tuple[Phrase, int, int]]:
    """Return the matches and their offsets, in text order."""
    words = list(words_of(text))
    terms = tuple(term for term, _, _ in words)
    begins = tuple(prefixes)
    with_first = defaultdict[str, list[Phrase]](list)
    for phrase in phrases:
        with_first[phrase[0]].append(phrase)
    found: list[tuple[Phrase, int, int]] = []
    for index, (term, first, end) in enumerate(words):
        if begins and term.startswith(begins):
            found.append(((term,), first, end))
        if term in with_first:
            found += [
                (phrase, first, words[index + len(phrase) - 1][2])
                for phrase in with_first[term]
                if terms[index : index + len(phrase)] == phrase
            ]
    return found


def _best_start(found: list[tuple[Phrase, int, int]], length: int) -> int:
    """Return the start of the window with the most distinct phrases, then the most matches."""
    best, start = (0, 0), 0
    for index, (_, first, _) in enumerate(found):
        inside = [phrase for phrase, _, end in found[index:] if end <= first + length - SLACK_CHARS]
        score = (len(set(inside)), len(inside))
        if score > best:
            best, start = score, first
    return start


def _to_words(text: str, start: int, length: int) -> tuple[int, int]:
    """Return the bounds of a passage around `start`, moved to word boundaries."""
    wanted = max(0, min(start - SLACK_CHARS, len(text) - length))
    blank = text.rfind(" ", 0, wanted + 1) if wanted else -1
    first = blank + 1
    if first + length >= len(text):
        return first, len(text)
    last_blank = text.rfind(" ", first + length - SLACK_CHARS, first + length + 1)
    return first, last_blank if last_blank > 0 else first + length
