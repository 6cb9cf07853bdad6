"""Split text into sentences of tokens with offsets: `split_sentences(text)`.

Written for this archive: curly apostrophes (`Sana’a`, `Shi’ite` are one token, `Maliki’s` is two),
the Arabic article (`al-Maliki` is one token, `Al Maliki` two), abbreviations (`Brig. Gen.`, `U.S.`)
and datelines (`Baghdad, Asharq Al-Awsat—The`, where the dash stands alone).
"""

import re
from collections.abc import Iterator

from tasks.entities.models import Sentence
from tasks.entities.names.word_lists import read_words

# Abbreviations whose full stop belongs to them and never ends a sentence.
_TITLES = (
    "Mr|Mrs|Ms|Messrs|Dr|Drs|Prof|Rev|Fr|Hon|Sen|Rep|Gov|Pres|Amb|St|Gen|Brig|Maj|Lt|Lieut|Col|"
    "Capt|Cmdr|Cdr|Adm|Sgt|Cpl|Pvt|Supt|Insp|Eng|Sr|Jr|Mt|Ft|Vs|vs|cf|al|approx|ca|Art|pp"
)
_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_COMPANIES = "Inc|Corp|Ltd|Co|Bros|Dept|Univ"

_APOSTROPHE = "['’‘ʼ`´ʿʾ]"
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
      {_LETTER}{{2,}}(?=[ ,])                                # the common word, tried first
    | ^(?!(?:[AE]l|A[ndstrz]|Abu)-)[A-Z]\w+(?=-[A-Z]\w+\s?[-–—,])   # Baghdad-Irbil- Paris-
    | (?:{_LETTER}\.){{2,}}(?:-{_LETTER}+)*                # U.S.  U.S.-led  a.m.
    | (?:{_TITLES}|{_MONTHS})\.(?=\s*[\w("“])              # Brig.  Dec.
    | Nos?\.(?=\s?\d)                                      # No. 5
    | (?:{_COMPANIES})\.(?=[\s,;:)]+\S)                    # Corp.
    | [A-Z]\.(?=(?:\s?[A-Z]\.)*\s?[A-Z][\w'’])             # John F. Kennedy, George H. W. Bush
    | \d+(?:[.,:/]\d+)+%?                                  # 1,000.5  10:30  3/4
    | {_APOSTROPHE}[sS](?!\w)                              # Maliki's
    | \d+(?:st|nd|rd|th|s|bn|m|km)\b(?:-\w+)*              # 9th  1990s
    | \w+(?:
          {_APOSTROPHE}(?![sS](?!\w)){_LETTER}\w*          # Sana'a  Shi'ite  don't
        | [-‐‑]\w+                                         # al-Maliki  Iran-backed
        | &\w+                                             # AT&T
      )*
    | \.{{2,}} | -{{2,}}
    | \S
    """,
    re.VERBOSE | re.MULTILINE,
)
_LINE = re.compile(r"[^\r\n]+")
_ENDS = frozenset({".", "?", "!", "…", "...", "....", "؟"})
_CLOSERS = frozenset("\"”’'»)]")
_OPENERS = frozenset("\"“‘'«([—–-•")
# After `U.S.` or `p.m.` a sentence may end or go on; it ends before one of these.
_STARTERS = read_words("sentence_starters")


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of `text` in order; a line break always ends a sentence."""
    return [
        sentence
        for line in _LINE.finditer(text)
        for sentence in _split_line(text, line.start(), line.end())
    ]


def sentence_of_words(words: list[str]) -> tuple[str, Sentence]:
    """Return tokens joined by spaces and their one sentence (for annotated corpora)."""
    starts, position = [], 0
    for word in words:
        starts.append(position)
        position += len(word) + 1
    ends = tuple(start + len(word) for start, word in zip(starts, words, strict=True))
    sentence = Sentence(0, ends[-1] if ends else 0, tuple(words), tuple(starts), ends)
    return " ".join(words), sentence


def _split_line(text: str, start: int, end: int) -> Iterator[Sentence]:
    words: list[str] = _TOKEN.findall(text, start, end)
    starts: list[int] = []
    at = start
    for word in words:
        # Only spaces lie between tokens, so the next occurrence is the token itself.
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
    first = 0
    for last in _sentence_ends(words, starts):
        yield _make_sentence(words, starts, first, last)
        first = last


def _sentence_ends(words: list[str], starts: list[int]) -> Iterator[int]:
    """The index one past the last token of each sentence."""
    count, taken = len(words), 0
    for index in [at for at, word in enumerate(words) if word[-1] in ".?!…؟"]:
        word = words[index]
        if index < taken or not _may_end(word):
            continue
        after = _skip_closers(words, starts, index + 1)
        if after < count and _goes_on(word, words, after):
            continue
        taken = after
        yield after
    if taken < count:
        yield count


def _may_end(word: str) -> bool:
    return word in _ENDS or word.count(".") > 1


def _skip_closers(words: list[str], starts: list[int], index: int) -> int:
    """The index past quotation marks and brackets that directly follow the full stop."""
    while (
        index < len(words)
        and words[index] in _CLOSERS
        and starts[index] == starts[index - 1] + len(words[index - 1])
    ):
        index += 1
    return index


def _goes_on(word: str, words: list[str], after: int) -> bool:
    following = words[after]
    if word not in _ENDS:
        return following not in _STARTERS
    if following in _OPENERS and after + 1 < len(words):
        following = words[after + 1]
    return following[0].islower() and not following.startswith(("al-", "el-"))


def _make_sentence(words: list[str], starts: list[int], first: int, last: int) -> Sentence:
    own_starts = tuple(starts[first:last])
    own_words = tuple(words[first:last])
    ends = tuple(map(int.__add__, own_starts, map(len, own_words)))
    return Sentence(own_starts[0], ends[-1], own_words, own_starts, ends)
