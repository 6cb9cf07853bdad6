"""Count the articles in an export of a press database, such as LexisNexis, Factiva or ProQuest.

Such a file holds many articles, without the URLs of their pages.
"""

import re
from collections import Counter
from html import unescape
from itertools import pairwise

EXPORTED = "articles in one file, without the URLs of their pages"
# Exports of thousands of articles: enough of them is counted to say what the file is.
MOST_EXPORT_BYTES = 16 << 20
# A page quotes one of these lines by chance. Every article of an export has several of them.
LEAST_MARKS = 2
_MARK = re.compile(
    "|".join(
        f"(?P<{name}>{form})"
        for name, form in {
            # LexisNexis, Nexis Uni
            "number": r"(?:document )?\d+ of \d+(?: documents?)?",
            "length": r"(?:length: ?)?\d[\d,.]* words(?: approx\.)?",
            "loaded": r"load-date: ?.{6,40}",
            "kind": r"(?:publication-type|document-type|source type|document type): ?.{3,60}",
            "end": r"end of document",
            # Factiva
            "factiva": r"document [A-Z0-9]{4,8}\d{10}\w{8,12}",
            "code": r"(?:HD|WC|PD|SN|SC|LP|TD|AN)",
            # ProQuest, EBSCO, NewsBank, Gale
            "text": r"full text:.*",
            "published": r"publication (?:date|title|info|year):.*",
            "document": r"proquest document (?:link|id).*|document url:.*",
            "database": r"database: ?.{4,60}",
            "accession": r"(?:accession|record|gale document) number: ?\S.{3,40}",
            "link": r"persistent link to this record.*",
        }.items()
    ),
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"<!--|<(script|style|head)\b", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:a|b|i|em|strong|span|font|sup|sub|u|mark)\b[^<>]{0,400}>", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".replace(" ", "|")
_DAY = re.compile(
    rf"\b(?:(?:{_MONTHS})[a-z]*\.? \d\d?,? \d{{4}}|\d\d?\.? (?:{_MONTHS})[a-z]*\.? \d{{4}})\b", re.I
)
_CLOCK = re.compile(r"\d:\d\d")
_LONGEST_DATE_LINE = 120
# A block of text between dates that is longer than an excerpt or a comment.
_LEAST_TEXT = 800
_LEAST_PARAGRAPH = 150


def exported_articles(content: bytes) -> int:
    """Return the number of articles by the marks that press databases write; 0 for other texts."""
    marks: Counter[str] = Counter()
    for line in _lines(content):
        if found := _MARK.fullmatch(line):
            marks[str(found.lastgroup)] += 1
    counts = sorted(marks.values(), reverse=True)
    return counts[LEAST_MARKS - 1] if len(counts) >= LEAST_MARKS else 0


def dated_articles(content: bytes) -> int:
    """Return the number of long texts after a line with a day; comments have the time of day."""
    lines = list(_lines(content))
    days = [at for at, line in enumerate(lines) if _is_day_line(line)]
    blocks = [lines[start:end] for start, end in pairwise([*days, len(lines)])]
    return sum(_is_article(block) for block in blocks)


def _is_day_line(line: str) -> bool:
    is_short = len(line) <= _LONGEST_DATE_LINE
    return is_short and _DAY.search(line) is not None and _CLOCK.search(line) is None


def _is_article(block: list[str]) -> bool:
    return sum(len(line) for line in block if len(line) >= _LEAST_PARAGRAPH) >= _LEAST_TEXT


def _lines(content: bytes) -> list[str]:
    """Return the lines of a text, or of a page without its tags."""
    text = content[:MOST_EXPORT_BYTES].decode("utf-8", "replace")
    if "<" in text:
        text = _TAG.sub("\n", _INLINE.sub("", _visible(text)))
    lines = (" ".join(unescape(line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def _visible(text: str) -> str:
    """Return a page without its head, comments, scripts and styles."""
    pieces: list[str] = []
    at = 0
    while found := _OPAQUE.search(text, at):
        pieces.append(text[at : found.start()])
        close = f"</{found[1]}" if found[1] else "-->"
        at = text.find(close, found.end())
        if at < 0:
            return "".join(pieces)
        at += len(close)
    return "".join([*pieces, text[at:]])
