"""Correct names of people by what the article says: `correct_people(text, spans, gazetteer)`.

`bin` and family names belong to the name; a title alone is not a name; a leader named like a people
(`Baghdadi`) is a person where the word is a noun; the name of a clinic is a place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from tasks.entities.models import EntityType, Span
from tasks.entities.names.normalize import match_key
from tasks.entities.names.word_lists import TITLE_WORDS

# `King Fahd` + ` bin Abdulaziz`, `Nasser al-Muhammad` + ` al-Ahmad al-Jabir al-Sabah`.
_AL = r"(?:[Aa]l|[Ee]l)-[A-Z][\w’']+"
_SON = rf"\s(?:bin|ibn|bint|Bin|Ibn)\s(?:{_AL}|(?:Abdul?|Abdel|Abu)\s[A-Z][\w’'-]+|[A-Z][\w’'-]+)"
_HOUSE = r"\s[Aa]l\s(?:Saud|Thani|Nahyan|Maktoum|Khalifa|Sabah|Said|Qasimi|Sheikh)\b"
_MORE_NAMES = re.compile(rf"(?:{_SON}|\s{_AL}(?!\s[A-Z])|\s{_AL}(?=\s{_AL})|{_HOUSE})+")
_A_NAME_FOLLOWS = re.compile(r"\s+[A-Z][\w’'-]+")
# A people is an adjective before a noun; these follow a noun.
_NOUN_ENDS = re.compile(
    r"[’']s?\b|\s*[,.;:)?!”]|\s+\(|\s+(?:who|whose|was|is|has|had|will|would|could|and|or|in|on|at|"
    r"by|to|from|with|as|said|says|told|added|did|does|may|might|himself|then|also|met|gave|took|"
    r"appeared|announced|ordered|declared|called|died|fled|escaped|hid|vowed|claimed|warned)\b"
)
_PLACES = (
    "clinic|hospital|village|hamlet|town|area|district|quarter|neighborhood|neighbourhood|street|"
    "square|camp|base|prison|jail|mosque|church|school|farm|valley|mountain|hill|market|hotel|"
    "checkpoint|crossing|building|house|palace|tower|island|oasis|road|bridge|dam|field|port|"
    "harbor|region|province|zone|site|cemetery|cave|pass|spring|settlement|center|centre"
)
_BODIES = (
    "group|militia|brigade|battalion|organization|organisation|party|movement|cell|network|unit|"
    "gang|faction|force|company|agency|charity|association|front|council|committee|bloc"
)
_KNOWN_AS = (
    r"\b(?:{}))\b(?:\s[\w’',-]+){{0,5}}?\s(?:also |better |locally |popularly |commonly )?"
    r"(?:known as|called|named|dubbed|nicknamed)(?:\sthe)?\s[“\"]?$"
)
_KNOWN_PLACE = re.compile(_KNOWN_AS.format(rf"(?P<noun>{_PLACES}"))
_KNOWN_BODY = re.compile(_KNOWN_AS.format(rf"(?P<noun>{_BODIES}"))
_PEOPLE_NEAR = re.compile(r"\b(?:man|men|woman|leader|fighter|commander|sheikh|someone|person)\b")
_REACH = 90
_AFFAIRS = re.compile(
    r"\b(?:Minister|Secretary|Undersecretary|Commissioner|Advis[eo]r|Director)\s+(?:of|for)\s+"
    r"(?:(?:[A-Z][\w’'-]+,?|and|the)\s+){1,6}?Affairs,?\s+"
    r"(?P<name>[A-Z][a-z’'-]+(?:\s+(?:[Aa]l-)?[A-Z][a-z’'-]+){1,3})(?=\s*[(,.;]|\s+[a-z]|$)"
)


def correct_people(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans in reading order, with names of people whole and of the right type."""
    kept = [one for one in spans if not _is_bare_title(text, one)]
    kept = [_named_thing(text, one) for one in kept]
    kept = _after_affairs(text, list(_lengthened(text, kept)))
    return _people_named_like_peoples(text, kept)


def _after_affairs(text: str, spans: list[Span]) -> list[Span]:
    """`Minister of Detainees and Prisoners Affairs Nidal Barq`: the name after a long office."""
    for match in _AFFAIRS.finditer(text):
        start, end = match.span("name")
        over = [one for one in spans if one.start < end and start < one.end]
        if not any(one.label is EntityType.PERSON for one in over):
            spans = [one for one in spans if one not in over]
            spans.append(Span(start, end, EntityType.PERSON))
    return sorted(spans, key=lambda one: one.start)


def _is_bare_title(text: str, span: Span) -> bool:
    """`Sheikh` before a name, which a man of that surname makes look like a name."""
    surface = text[span.start : span.end].lower()
    is_title = span.label is EntityType.PERSON and surface in TITLE_WORDS
    return is_title and bool(_A_NAME_FOLLOWS.match(text, span.end))


def _lengthened(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Names with the names of father and family after them; spans inside these are dropped."""
    taken = 0
    for at, span in enumerate(spans):
        if span.start < taken:
            continue
        more = _MORE_NAMES.match(text, span.end) if span.label is EntityType.PERSON else None
        end = more.end() if more else span.end
        if more and all(map(partial(_can_be_part, end), _starting_before(spans, at + 1, end))):
            span = replace(span, end=end)
        taken = span.end
        yield span


def _starting_before(spans: Sequence[Span], first: int, end: int) -> Iterator[Span]:
    for number in range(first, len(spans)):
        if spans[number].start >= end:
            return
        yield spans[number]


def _can_be_part(end: int, span: Span) -> bool:
    return span.end <= end and span.label is not EntityType.ORGANISATION


def _named_thing(text: str, span: Span) -> Span:
    """`The clinic in Sirte known as al-Nakhla`: a place."""
    if span.label is not EntityType.PERSON:
        return span
    before = text[max(0, span.start - _REACH) : span.start]
    if not before.rstrip(' “"').endswith(("as", "called", "named", "dubbed", "nicknamed", "the")):
        return span
    for pattern, label in (
        (_KNOWN_PLACE, EntityType.PLACE),
        (_KNOWN_BODY, EntityType.ORGANISATION),
    ):
        match = pattern.search(before)
        if match and not _PEOPLE_NEAR.search(match.group()) and "." not in match.group():
            return replace(span, label=label)
    return span


def _people_named_like_peoples(text: str, spans: Sequence[Span]) -> list[Span]:
    """`Baghdadi` after `Abu Bakr al-Baghdadi`, where no noun follows."""
    surnames = {
        match_key(own[-1]).removeprefix("al-")
        for one in spans
        if one.label is EntityType.PERSON and len(own := text[one.start : one.end].split()) > 1
    }
    return [
        replace(one, label=EntityType.PERSON)
        if one.label is EntityType.DEMONYM
        and match_key(text[one.start : one.end]).removeprefix("al-") in surnames
        and _NOUN_ENDS.match(text, one.end)
        and not text.endswith(("the ", "The "), 0, one.start)
        else one
        for one in spans
    ]
