"""Events: who did what to whom, read from clauses: `find_events(text, mentions, dates)`.

An event is an active or passive verb of a list with a named actor; its target may have no name.
What is planned, denied or supposed is not an event. `lists/event_verbs.txt` has the verbs, all in
the past tense, by CAMEO root class: `shot_down` is a verb and its particle, `held+talks` a verb
whose object is the event, so that the target follows a preposition (`held talks with X`).
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from tasks.entities.facts.clauses import Sentence, read_sentences
from tasks.entities.facts.subjects import NounPhrase, main_subject, subject_after, subject_before
from tasks.entities.models import DatedText, DateKind, EntityType, Event, Mention
from tasks.entities.names.word_lists import read_words

_HOUSE = "org/asharq-al-awsat"
# Towns do not act; countries and capitals that stand for them do.
_NOT_A_DOER = ("place/", "wikidata/")
_MEETING, _SHOW_OF_FORCE = "04", "15"
# Verbs of these classes need a named target: `they met`, `he thanked everybody`.
# `bombed Beirut airport`, but not `criticised Vancouver Olympic officials`.
_FIGHTS = frozenset({"17", "18", "19"})
_NAMED_TARGET = frozenset({"04", "02", "13"})
_NOT_REAL = read_words("not_real")
_PARTICLES = frozenset({"off", "on", "out", "away", "up", "back", "over"})
_BE = frozenset({"was", "were", "been", "is", "are", "being"})
_ENVOYS = frozenset(
    {"ambassador", "ambassadors", "envoy", "envoys", "diplomats", "troops", "forces"}
)
_VICTIMS = read_words("victim_words")
_GROUNDS = frozenset({"airport", "port", "positions", "targets", "offices", "headquarters", "camp"})
_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "times"})
_WORDS = frozenset(
    {"statement", "statements", "report", "reports", "video", "letter", "letters", "message"}
    | {"messages", "figures", "data", "information", "news", "call", "calls", "copy", "photo"}
)
_IN_WORDS = re.compile(
    r"\b(?:in|during|on) (?:an?|his|her|the|its) (?:\w+ )?(?:speech|statement|interview|debate|"
    r"article|sermon|letter|column|address|knesset|parliament)\b|\b(?:verbally|on twitter)\b",
    re.IGNORECASE,
)
_CHUNK = re.compile(r"[da]*[zgnUDPOLbT']+")
_FINITE = re.compile("[vV]")
_DAY_REACH = 40
_OTHER_DAY = re.compile(r"\b(?:after|before|since|following|until|ahead|over|from|who|when)\b")


# What follows a verb and the noun that is the event: `launched a raid on X`, `cut ties with X`.
_TARGET_PREPOSITIONS = frozenset({"with", "on", "against", "to"})
_NOUN_REACH = 4
_INFINITIVES = frozenset({"refused", "agreed", "vowed", "pledged", "promised", "offered"})
_FORCES = frozenset(
    {"troops", "forces", "soldiers", "warships", "warship", "frigate", "jets", "brigade", "tanks"}
    | {"ships", "destroyer", "reinforcements", "warplanes", "fighters", "battalion", "marines"}
)

_GIVING = frozenset({"sent", "provided", "offered", "delivered"})
_AID = frozenset(
    {"aid", "food", "hospital", "hospitals", "doctors", "medicine", "medicines", "supplies"}
    | {"relief", "weapons", "arms", "ammunition", "blankets", "tents", "wheat", "rescuers", "help"}
)


def _read_roots() -> dict[str, str]:
    path = Path(__file__).parents[1] / "lists" / "event_verbs.txt"
    roots = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        root, _, verbs = line.partition(": ")
        roots.update(dict.fromkeys(verbs.split(), root))
    return roots


_ROOTS = _read_roots()
_FIRST_WORDS = frozenset(re.split(r"[_+]", verb)[0] for verb in _ROOTS)


def find_events(
    text: str,
    mentions: Sequence[Mention],
    dates: Sequence[DatedText] = (),
    listed: Container[str] | None = None,
) -> list[Event]:
    """Return events in reading order, with day and place if the same sentence names them.

    `listed` are the ids of the lists: what an unlisted single word names is too uncertain.
    """
    found = []
    for sentence in read_sentences(text, mentions).sentences:
        if any(token.mention for token in sentence.tokens):
            days = _days_in(dates, sentence)
            found += list(_events_of(text, sentence, days, listed))
    return found


def _events_of(
    text: str, sentence: Sentence, days: list[DatedText], listed: Container[str] | None
) -> Iterator[Event]:
    for at, token in enumerate(sentence.tokens):
        root = _root(sentence, at) if token.word in _FIRST_WORDS else None
        if not root or not _is_verb(sentence, at) or not _is_real(sentence, at):
            continue
        actor, target = _roles(sentence, at, root)
        if actor and not _is_doubtful(actor, target, listed):
            root = _root_for(sentence, at, root, target)
            event = _event(text, sentence, at, root, actor, target, days)
            if not _is_verbal(text, event, actor):
                yield event


def _root(sentence: Sentence, at: int) -> str | None:
    """The class of a verb, of a verb with its particle, or of a verb and the noun after it."""
    verb = sentence.tokens[at].word
    noun = _event_noun(sentence, at)
    if noun:
        return _ROOTS[f"{verb}+{sentence.tokens[noun].word.lower()}"]
    following = sentence.tokens[at + 1].word if at + 1 < len(sentence.tokens) else ""
    with_particle = _ROOTS.get(f"{verb}_{following}")
    # `backed off` does not back.
    return with_particle or (None if following in _PARTICLES else _ROOTS.get(verb))


def _event_noun(sentence: Sentence, at: int) -> int | None:
    """The token of the noun: `held lengthy talks with X`."""
    verb = sentence.tokens[at].word
    for number in range(at + 1, min(at + 1 + _NOUN_REACH, len(sentence.tokens))):
        if sentence.kinds[number] not in "dagnUDPOLz'":
            return None
        if f"{verb}+{sentence.tokens[number].word.lower()}" in _ROOTS:
            return number
    return None


def _after_verb(sentence: Sentence, at: int) -> int:
    """The token after the verb, its particle or its noun."""
    noun = _event_noun(sentence, at)
    if noun:
        return noun + 1
    following = sentence.tokens[at + 1].word if at + 1 < len(sentence.tokens) else ""
    return at + 2 if f"{sentence.tokens[at].word}_{following}" in _ROOTS else at + 1


def _root_for(sentence: Sentence, at: int, root: str, target: Mention | None) -> str:
    """`welcomed Abbas` is a meeting, `welcomed the vote` praise; troops are sent to threaten."""
    verb = sentence.tokens[at].word
    if verb == "welcomed" and target and target.type is EntityType.PERSON:
        return _MEETING
    return _SHOW_OF_FORCE if verb == "sent" and _words_after(sentence, at) & _FORCES else root


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Whether the word is a verb here; `and questioned` may look like a noun."""
    kinds = sentence.kinds
    if kinds[:at].rstrip("a").endswith(("r", "d", "g", "'")):
        return False
    return kinds[at] in "vV" or (kinds[at] == "n" and at > 0 and kinds[at - 1] in "c,")


def _is_real(sentence: Sentence, at: int) -> bool:
    """Whether it happened: no modal, negation, condition or infinitive before the verb."""
    if sentence.kinds[0] == "x":
        return False
    clause = max(sentence.kinds.rfind(mark, 0, at) for mark in ",;:cB") + 1
    before = [token.word.lower().replace("’", "'") for token in sentence.tokens[clause:at]]
    return not _NOT_REAL & set(before[-4:]) and not {"if", "unless"} & set(before)


def _roles(sentence: Sentence, at: int, root: str) -> tuple[Mention | None, Mention | None]:
    """Actor and target of the verb at a token."""
    by = _agent(sentence, at)
    if _is_by(sentence, at) or _is_passive(sentence, at):
        if not _is_passive(sentence, at):
            return None, None
        subject = subject_before(sentence, 0, at)
        target = _target(sentence, _span(subject), root) if subject else None
        return (by, target) if by and target and root != _MEETING else (None, None)
    if not _has_own_subject(sentence, at) or _is_of_words(sentence, at):
        return None, None
    actor = _actor(sentence, _subject(sentence, at))
    if not actor:
        return None, None
    span = _object(sentence, at)
    target = _target(sentence, span, root) or _him(sentence, at, actor)
    is_object = span is not None and not _is_time(sentence, span)
    is_thing = is_object and root not in _NAMED_TARGET and not _is_mere_giving(sentence, at)
    is_enough = target or is_thing or _event_noun(sentence, at)
    return (actor, target) if is_enough else (None, None)


def _is_mere_giving(sentence: Sentence, at: int) -> bool:
    """`sent an email`, `provided a list`: only troops and aid are events without a named target."""
    is_giving = sentence.tokens[at].word in _GIVING
    return is_giving and not _words_after(sentence, at) & (_FORCES | _AID)


def _words_after(sentence: Sentence, at: int) -> set[str]:
    return {token.word.lower() for token in sentence.tokens[at + 1 : at + 6]}


def _is_time(sentence: Sentence, span: tuple[int, int]) -> bool:
    words = {token.word.lower() for token in sentence.tokens[slice(*span)]}
    return "T" in sentence.kinds[slice(*span)] or bool(words & _SPANS)


def _him(sentence: Sentence, at: int, actor: Mention) -> Mention | None:
    """`invited him`: the person last named before in the sentence, other than the actor."""
    if sentence.kinds[at + 1 : at + 2] != "m":
        return None
    people = [
        token.mention
        for token in sentence.tokens[:at]
        if token.kind == "P" and token.mention and token.mention.entity_id != actor.entity_id
    ]
    return people[-1] if people else None


def _is_passive(sentence: Sentence, at: int) -> bool:
    before = [token.word.lower() for token in sentence.tokens[max(0, at - 3) : at]]
    return sentence.kinds[at - 1 : at] in ("x", "a") and bool(_BE & set(before))


def _is_by(sentence: Sentence, at: int) -> bool:
    return at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].word == "by"


def _has_own_subject(sentence: Sentence, at: int) -> bool:
    """Not `the attack that killed`, `Iran-backed`; `X, who thanked Y` has one."""
    kinds = sentence.kinds[:at].rstrip("axT")
    if kinds.endswith(("t", "-")):
        return False
    return not kinds.endswith("w") or kinds.endswith(("Pw", "P,w"))


def _is_of_words(sentence: Sentence, at: int) -> bool:
    """`released a statement`, `received reports of`: an exchange of words."""
    words = {token.word.lower() for token in sentence.tokens[at + 1 : at + 5]}
    if sentence.tokens[at].word == "recalled":
        return not words & _ENVOYS
    return bool(words & _WORDS)


def _agent(sentence: Sentence, at: int) -> Mention | None:
    if _is_by(sentence, at):
        return _actor(sentence, subject_after(sentence, at + 2, len(sentence.tokens)))
    return None


def _subject(sentence: Sentence, at: int) -> NounPhrase | None:
    """`X left and met Y`: the subject of the verb before."""
    kinds = sentence.kinds
    begin = len(kinds[:at].rstrip("axT"))
    if begin and kinds[begin - 1] in "c,":
        verbs = [one.start() for one in _FINITE.finditer(kinds, 0, begin - 1)]
        is_list = verbs and not re.search("[;:tsw]", kinds[verbs[-1] : begin])
        if is_list and kinds[begin - 1] == "c":
            if _is_passive(sentence, verbs[-1]):
                return None
            return _subject(sentence, verbs[-1])
        if is_list and _is_verb_list(sentence, verbs[-1], begin, at):
            return _subject(sentence, verbs[-1])
    phrase = subject_before(sentence, 0, at)
    if phrase and _is_disguise(sentence, phrase.first):
        return main_subject(sentence, 0, phrase.first - 2)
    cue = kinds.rfind("v", phrase.head_end, at) if phrase else -1
    # `X says Y killed`: the clause after the verb of speaking has a subject of its own.
    return main_subject(sentence, cue + 1, at) if cue >= 0 and begin - cue > 1 else phrase


def _is_disguise(sentence: Sentence, first: int) -> bool:
    """`commandos dressed as police abducted X`."""
    return (
        first > 1 and sentence.tokens[first - 1].word == "as" and sentence.kinds[first - 2] == "V"
    )


def _is_verb_list(sentence: Sentence, first: int, comma: int, at: int) -> bool:
    """`X denounced the attack, thanked Y and left`: no other comma since the last verb."""
    return comma == at and sentence.kinds.count(",", first, comma) == 1


def _span(phrase: NounPhrase | None) -> tuple[int, int] | None:
    return (phrase.first, phrase.head_end) if phrase else None


def _actor(sentence: Sentence, phrase: NounPhrase | None) -> Mention | None:
    """The name of the subject, or of whose `forces` and `officials` they are."""
    if not phrase:
        return None
    first, last = phrase.apposed or (phrase.first, phrase.head_end)
    for at in range(last - 1, first - 1, -1):
        mention = sentence.tokens[at].mention
        if mention:
            is_owner = at + 1 < last and sentence.kinds[at + 1] == "'"
            is_modifier = at + 1 < last and mention.type is EntityType.PERSON
            is_town = mention.entity_id.startswith(_NOT_A_DOER) or (
                at + 1 < last and mention.entity_id.startswith("geo/")
            )
            return None if is_owner or is_modifier or is_town else mention
    return None


def _object(sentence: Sentence, at: int) -> tuple[int, int] | None:
    kinds, first = sentence.kinds, _after_verb(sentence, at)
    while first < len(kinds) and kinds[first] in "ab":
        first += 1
    if first < len(kinds) and kinds[first] in "ro" and _takes(sentence, at, first):
        first += 1
    chunk = _CHUNK.match(kinds, first)
    if not chunk and sentence.tokens[at].word in _INFINITIVES and kinds[first : first + 1] == "o":
        return first, first + 1
    if not chunk:
        return None
    # `met X yesterday`: the day is not part of the object.
    end = first + len(kinds[first : chunk.end()].rstrip("T"))
    return first, end if end > first else chunk.end()


def _takes(sentence: Sentence, at: int, preposition: int) -> bool:
    """Whether the target of the verb follows this preposition: `met with`, `protested to`."""
    verb, word = sentence.tokens[at].word, sentence.tokens[preposition].word
    if _event_noun(sentence, at):
        return word in _TARGET_PREPOSITIONS
    return (verb, word) in {
        ("clashed", "with"),
        ("conferred", "with"),
        ("met", "with"),
        ("protested", "to"),
        ("appealed", "to"),
        ("apologized", "to"),
    }


def _target(sentence: Sentence, span: tuple[int, int] | None, root: str) -> Mention | None:
    """The name of the object, or whose `positions` and `soldiers` it is."""
    if not span:
        return None
    first, last = span
    person = _apposed(sentence, first, last, root)
    if person:
        return person
    for at in range(last - 1, first - 1, -1):
        mention = sentence.tokens[at].mention
        if mention:
            return mention if _is_hit(sentence, mention, at, last, root) else None
    return None


def _apposed(sentence: Sentence, first: int, last: int, root: str) -> Mention | None:
    """`met the Iraqi minister, X`: the person named beside the object."""
    after = re.compile(r"[,.]?P").match(sentence.kinds, last)
    if after and sentence.kinds[last - 1] == "U" and root == _MEETING:
        return sentence.tokens[after.end() - 1].mention
    phrase = subject_after(sentence, first, len(sentence.tokens))
    if not phrase or not phrase.apposed:
        return None
    names = [token.mention for token in sentence.tokens[slice(*phrase.apposed)] if token.mention]
    return names[0] if names and names[0].type is EntityType.PERSON else None


def _is_hit(sentence: Sentence, mention: Mention, at: int, last: int, root: str) -> bool:
    """Whether the object is this entity, its people or its positions; not `Israel’s plan`."""
    rest = sentence.kinds[at + 1 : last].strip("b")
    is_people = mention.type is EntityType.DEMONYM
    if not rest:
        return not is_people or mention.text.endswith("s")
    if sentence.tokens[last - 1].word.lower() not in _VICTIMS | _GROUNDS:
        return False
    is_attacked = root in _FIGHTS and mention.type is EntityType.PLACE
    is_body = mention.type is EntityType.ORGANISATION
    return is_people or ((is_body or is_attacked) and "'" not in rest)


def _is_doubtful(actor: Mention, target: Mention | None, listed: Container[str] | None) -> bool:
    """Whether a name is an unlisted single word (`Negroponte`), or the house newspaper."""
    names = [actor, target] if target else [actor]
    if target and actor.entity_id == target.entity_id:
        return True
    return any(one.entity_id == _HOUSE or _is_single(one, listed) for one in names if one)


def _is_single(name: Mention, listed: Container[str] | None) -> bool:
    if listed is None:
        return False
    is_body = name.type is EntityType.ORGANISATION and name.entity_id not in listed
    return is_body and " " not in name.text and not name.text.isupper()


def _event(
    text: str,
    sentence: Sentence,
    at: int,
    root: str,
    actor: Mention,
    target: Mention | None,
    days: list[DatedText],
) -> Event:
    verb = sentence.tokens[at]
    spans = [actor.start, actor.end, verb.start, verb.end]
    spans += [target.start, target.end] if target else []
    start, end = min(spans), max(spans)
    ids = {actor.entity_id, target.entity_id if target else ""}
    places = {
        one.mention.entity_id
        for one in sentence.tokens
        if one.mention and one.kind == "L" and one.mention.entity_id not in ids
    }
    day = days[0].day if len(days) == 1 and _is_day_of(text, start, end, days[0]) else None
    return Event(
        start,
        end,
        text[start:end],
        verb.word,
        root,
        actor.entity_id,
        target.entity_id if target else None,
        day,
        places.pop() if len(places) == 1 else None,
    )


def _is_verbal(text: str, event: Event, actor: Mention) -> bool:
    """An attack in words: in a speech, or by one person."""
    if event.verb != "attacked":
        return False
    end = event.end + _DAY_REACH
    return actor.type is EntityType.PERSON or bool(_IN_WORDS.search(text, event.start, end))


def _is_day_of(text: str, start: int, end: int, day: DatedText) -> bool:
    """The date beside the event, unless it dates something before or after it."""
    between = text[day.end : start] if day.end <= start else text[end : day.start]
    return len(between) <= _DAY_REACH and not _OTHER_DAY.search(between)


def _days_in(dates: Sequence[DatedText], sentence: Sentence) -> list[DatedText]:
    first = bisect_left(dates, sentence.start, key=_start)
    last = bisect_left(dates, sentence.end, key=_start)
    return [one for one in dates[first:last] if one.kind is DateKind.DAY]


def _start(one: DatedText) -> int:
    return one.start
