"""Correct names of bodies and peoples by what the article says: `correct_bodies(...)`.

A club is often called by its town; a branch is in several countries; `the Coalition` is short for
the one named before; a language is not a people.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.entities.gazetteer.lookup import Gazetteer, ListKind
from tasks.entities.models import EntityType, Span
from tasks.entities.names.normalize import match_key
from tasks.entities.names.word_lists import ORGANISATION_HEADS, read_words

_LANGUAGES = read_words("languages")
_LANGUAGE_BEFORE = re.compile(
    r"(?:\b(?:in|into|[Ss]peaks?|[Ss]peaking|spoke|spoken|fluent|broken|perfect|poor|good|learn(?:s|ed|ing)?|"
    r"taught|teach(?:es|ing)?|stud(?:y|ied|ying)|translated (?:from|to)|from|understands?|reads?)"
    r"(?:\s(?:both|either|the|only|some|little|fluent|good|perfect|broken))?\s"
    r"(?:[A-Z][a-z]+(?:,\s|\s(?:and|or|to|into)\s)"
    r"(?:(?:some|a little|broken|fluent)\s)?){0,3})$"
)
_LANGUAGE_AFTER = re.compile(
    r"-language\b|-speaking\b|\s(?:language|texts?|script|subtitles|proverb|translation|translations|version|edition|subtitles?|"
    r"dictionary|phrases?|words? for|term for|"
    r"lessons?|classes|literature teacher|grammar|speakers?|alphabet)\b"
)
_ENDS = re.compile(
    r"\s*[.,;:)!?”]|\s+(?:and|or|but|as|at|for|with|by|to|into|on|in|is|was|that)\b|\s*$"
)
_FROM_LANGUAGE = re.compile(r"\b(?:from|understands?|reads?)\s$")
_TRANSLATED = re.compile(r"translat")
_INTO_LANGUAGE = re.compile(r"\s(?:in)?to\s[A-Z][a-z]+\b")

_BEATS = r"(?:beat|beats|defeated|thrashed|edged|overcame|hammered|drew with|lost to|lost at|held|"
_BEATS += r"trounced|crushed|stunned|visit|host|hosted|face|faced|play|played|won at|knocked out|"
# In a sentence with a score any town beside the verb is a club.
_SCORED = re.compile(r"\b\d{1,2}[-–]\d{1,2}\b")
_SCORE = r"(?:\d{1,2}[-–]\d{1,2}\s+)"
_BEATS += rf"(?:drew|lost)\s+{_SCORE}?(?:with|to|against|at)|(?:was|were)\s+(?:beaten|held)\s+by)"
_GAME = re.compile(
    r"\b\d{1,2}[-–]\d{1,2}\b|\b(?:league|match|goals?|cup|coach|striker|midfielder|defender|"
    r"goalkeeper|season|final|semi-finals?|quarter-finals?|penalty|football|soccer|club|derby|"
    r"champions|derby|title|fixture|stadium|kick-off)\b",
    re.IGNORECASE,
)
_AFTER_CLUB = re.compile(
    rf"\s+(?:will\s+|have\s+|has\s+)?{_BEATS}\b|(?:[’']s)?\s+(?:coach|striker|midfielder|defender|"
    r"goalkeeper|captain|manager|fans|forward|winger)\b"
)
_BEFORE_CLUB = re.compile(
    r"\b(?:beat|defeated|thrashed|edged|hammered|trounced|crushed|stunned|(?:beaten|held) by|"
    r"hosts?|hosted|faces?|visits?|plays?|"
    rf"lost (?:{_SCORE})?to|drew (?:{_SCORE})?with|"
    r"overcame|defeat by|draw with|win over|victory over|joined|signed for|plays for|played for|"
    r"against)\s+$"
)
_RIVALS = re.compile(rf"\s+(?:will\s+|have\s+|has\s+)?{_BEATS}\s+(?:[A-Z]\w+(?:[’']s)\s+)?")
_ONLY_IN_GAMES = re.compile(r"\b(?:beat|beats|thrashed|drew|knocked out)\b")
_LONGEST_CLUB = 3
_SIGNED = re.compile(r"\b(?:signed|plays|played) for\s+$")
_OFFICES = frozenset(
    {
        "Emir",
        "Amir",
        "Governor",
        "King",
        "Mufti",
        "Sheikh",
        "Sultan",
        "Patriarch",
        "Bishop",
        "Mayor",
    }
    | {"Archbishop", "Ambassador", "Prince", "Princess", "Queen", "Minister", "President", "Consul"}
)
_DATED_BODY = re.compile(
    r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2}|\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)) (?:Movement|Coalition|Alliance|Youth|Brigades?|Front|Bloc|Party|Camp)\b"
)
_IN = re.compile(r"\s+in\s+(?=[A-Z])")
_AND_PLACE = re.compile(r"(?:\s+and|,)\s+(?:in\s+)?$")
_SHORT = re.compile(r"\b[Tt]he\s+(?P<head>[A-Z][a-z]{3,})\b(?!\s+(?:of|for)\b|\s+[A-Z]|[-’'][A-Z])")
# Heads that are also used of things without a name.
_NEVER_SHORT = frozenset(
    {"house", "news", "times", "office", "post", "list", "press", "oil", "mission"}
)
# Names that can stand beside a name or around it; of all names the search would be quadratic.
_BESIDE = 3
_LONGEST_SENTENCE = 1_000
_BODY = frozenset({ListKind.ORGANISATION})
_TOWNS = frozenset({ListKind.CITY})
_AREAS = frozenset({ListKind.COUNTRY, ListKind.REGION, ListKind.CITY})
_HEADS = (ORGANISATION_HEADS | {"brotherhood", "bloc", "corps", "organization"}) - _NEVER_SHORT


def correct_bodies(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Return the spans in reading order, with bodies of the right type, and short forms added."""
    kept = [one for one in spans if not _is_language(text, one)]
    kept = [
        part
        for at, one in enumerate(kept)
        for part in _branches(text, one, kept[at + 1 : at + 1 + _BESIDE])
    ]
    kept = [part for one in kept for part in _of_town(text, one, gazetteer)]
    kept = [part for one in kept for part in _of_office(text, one, gazetteer)]
    kept = [_firm(text, _club(text, one, gazetteer), gazetteer) for one in kept]
    kept = _rivals(text, kept, gazetteer)
    added = [*_short_forms(text, kept, gazetteer), *_dated_bodies(text, kept)]
    return sorted([*kept, *added], key=lambda one: one.start)


def _is_language(text: str, span: Span) -> bool:
    # No place has the name of a language, but the tagger may take `Hebrew` for one.
    if span.label is EntityType.PLACE and text[span.start : span.end].lower() in _LANGUAGES:
        return True
    if span.label is not EntityType.DEMONYM:
        return False
    if text[span.start : span.end].lower() not in _LANGUAGES:
        return False
    if _LANGUAGE_AFTER.match(text, span.end):
        return True
    before = text[max(0, span.start - 60) : span.start]
    if not _LANGUAGE_BEFORE.search(before) or not _ENDS.match(text, span.end):
        return False
    is_into = _INTO_LANGUAGE.match(text, span.end)
    return not _FROM_LANGUAGE.search(before) or bool(_TRANSLATED.search(before) or is_into)


def _branches(text: str, span: Span, following: Sequence[Span]) -> Iterator[Span]:
    """`the Muslim Brotherhood in Jordan and Egypt`: the body, and the countries apart."""
    inside = _IN.search(text[span.start : span.end])
    joined = any(
        one.label is EntityType.PLACE
        and one.start > span.end
        and _AND_PLACE.fullmatch(text, span.end, one.start)
        for one in following
    )
    if span.label is not EntityType.ORGANISATION or not inside or not joined:
        yield span
        return
    yield replace(span, end=span.start + inside.start())
    yield Span(span.start + inside.end(), span.end, EntityType.PLACE)


def _of_town(text: str, span: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    """`Al Ahli of Jeddah`: a listed body and its place."""
    surface = text[span.start : span.end]
    body, of, place = surface.rpartition(" of ")
    is_split = span.label is EntityType.ORGANISATION and of and not gazetteer.named(surface)
    if not is_split or not _has(gazetteer, body, _BODY) or not _has(gazetteer, place, _AREAS):
        yield span
        return
    yield replace(span, end=span.start + len(body))
    yield Span(span.end - len(place), span.end, EntityType.PLACE)


def _of_office(text: str, span: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    """`Emir of Mecca`, tagged as a body: the place."""
    surface = text[span.start : span.end]
    office, of, place = surface.partition(" of ")
    is_office = span.label is EntityType.ORGANISATION and of and office.split()[-1] in _OFFICES
    if not is_office or gazetteer.named(surface):
        yield span
    elif _has(gazetteer, place, _AREAS):
        yield Span(span.end - len(place), span.end, EntityType.PLACE)


def _rivals(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """`Al Masry beat Al Ahly`: the opponent of a club is a club."""
    kept, is_game = list(spans), bool(_GAME.search(text))
    for match in _RIVALS.finditer(text):
        if not (is_game or _ONLY_IN_GAMES.search(match.group())):
            continue
        near = slice(
            max(0, bisect_left(kept, match.start(), key=lambda one: one.start) - 1),
            bisect_left(kept, match.end() + 1, key=lambda one: one.start),
        )
        sides = [
            number
            for number in range(*near.indices(len(kept)))
            if match.start() in (kept[number].end, kept[number].end + 2)
            or kept[number].start == match.end()
        ]
        if any(_is_club(text, kept[number], gazetteer) for number in sides):
            for number in sides:
                kept[number] = _as_rival(text, kept[number], gazetteer)
    return kept


def _is_club(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    name = text[span.start : span.end]
    return span.label is EntityType.ORGANISATION and _is_listed_club(gazetteer, name)


def _as_rival(text: str, span: Span, gazetteer: Gazetteer) -> Span:
    name = text[span.start : span.end]
    listed = gazetteer.named(name)
    is_other = any(one.kind in (ListKind.COUNTRY, ListKind.LEADER) for one in listed)
    is_long = len(name.split()) > _LONGEST_CLUB or text.endswith(" of ", 0, span.start)
    if is_long or (is_other and not _is_listed_club(gazetteer, name)):
        return span
    return replace(span, label=EntityType.ORGANISATION)


def _dated_bodies(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """`the February 20 Movement`"""
    for match in _DATED_BODY.finditer(text):
        if not any(one.start < match.end() and match.start() < one.end for one in spans):
            yield Span(match.start(), match.end(), EntityType.ORGANISATION)


def _has(gazetteer: Gazetteer, name: str, kinds: frozenset[ListKind]) -> bool:
    return any(one.kind in kinds for one in gazetteer.named(name))


def _firm(text: str, span: Span, gazetteer: Gazetteer) -> Span:
    """`Moody’s`: a firm whose listed name ends like that."""
    is_owner = text.startswith(("’s", "'s"), span.end)
    # The lists hold the ending as a word of its own.
    if not is_owner or not _has(gazetteer, f"{text[span.start : span.end]} ’s", _BODY):
        return span
    return replace(span, end=span.end + 2, label=EntityType.ORGANISATION)


def _club(text: str, span: Span, gazetteer: Gazetteer) -> Span:
    """`Barcelona beat Real Madrid 3-1`: the club, not the town; `Al Ahli of Jeddah`: the town."""
    span = _without_score(text, span)
    name = text[span.start : span.end]
    is_town = span.label is EntityType.PLACE or (
        span.label is EntityType.PERSON and _has(gazetteer, name, _TOWNS)
    )
    # `Everton` alone may be tagged as a person.
    is_listed = span.label is EntityType.PERSON and _is_listed_club(gazetteer, name)
    if not (is_town or is_listed) or text.endswith(" of ", 0, span.start):
        return span
    if any(one.kind is ListKind.COUNTRY for one in gazetteer.named(name)):
        return span
    begin, end = max(0, span.start - _LONGEST_SENTENCE), span.end + _LONGEST_SENTENCE
    first = max(text.rfind(". ", begin, span.start), text.rfind("\n", begin, span.start), begin)
    last = text.find(". ", span.end, end)
    if not _GAME.search(text[first : last if last > 0 else end]):
        return span
    beside = is_beside_game(text, span)
    has_club = _is_listed_club(gazetteer, name)
    # `signed for Hull City`
    has_club = has_club or _SIGNED.search(text, max(0, span.start - 24), span.start) is not None
    is_club = beside and (has_club or _SCORED.search(text, first, last if last > 0 else len(text)))
    return replace(span, label=EntityType.ORGANISATION) if is_club else span


def is_beside_game(text: str, span: Span) -> bool:
    """Whether a name stands as that of a club: `X beat`, `X’s coach`, `played for X`."""
    before = text[max(0, span.start - 24) : span.start]
    return bool(_AFTER_CLUB.match(text, span.end) or _BEFORE_CLUB.search(before))


def is_about_games(text: str) -> bool:
    """Whether a text has at least two different words of football."""
    words = {match.group().lower() for match in _GAME.finditer(text)}
    return len(words) > 1


def _without_score(text: str, span: Span) -> Span:
    """`beat Cairo 2–1`: the first number of a score is not part of the name."""
    number = re.search(r"\s\d{1,2}$", text[span.start : span.end])
    is_score = number and re.match(r"[-–]\d", text[span.end : span.end + 2])
    return replace(span, end=span.start + number.start()) if number and is_score else span


def _is_listed_club(gazetteer: Gazetteer, name: str) -> bool:
    return any(_has(gazetteer, name + end, _BODY) for end in (" FC", " SC", ""))


def _heads(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> dict[str, int]:
    """Where each word such as `coalition` has first been part of the name of a body."""
    heads: dict[str, int] = {}
    for one in spans:
        if one.label is EntityType.ORGANISATION:
            names = (text[one.start : one.end], *_listed_names(text, one, gazetteer))
            parts = [name.split() for name in names if " " in name]
            for word in {word for words in parts for word in (words[-1], words[0])}:
                if match_key(word) in _HEADS:
                    heads.setdefault(match_key(word), one.end)
    return heads


def _listed_names(text: str, span: Span, gazetteer: Gazetteer) -> tuple[str, ...]:
    named = gazetteer.named(text[span.start : span.end])
    return next((one.names for one in named if one.kind is ListKind.ORGANISATION), ())


def _short_forms(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> Iterator[Span]:
    """`the Coalition` after the Syrian National Coalition, `the Movement` after Hamas."""
    heads = _heads(text, spans, gazetteer)
    if not heads:
        return
    starts = [one.start for one in spans]
    for match in _SHORT.finditer(text):
        start, end = match.span("head")
        named = heads.get(match_key(match["head"]), len(text))
        near = spans[max(0, bisect_left(starts, start) - _BESIDE) : bisect_left(starts, end)]
        if named < start and not any(start < one.end for one in near):
            yield Span(start, end, EntityType.ORGANISATION)
