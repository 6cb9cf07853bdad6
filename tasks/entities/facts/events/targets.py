"""Who is acted on: `object_of(sentence, at)`, `target_of(sentence, at, span, root)`.

The target is the name of the object, or of those whose people or positions it is (`stormed the camp
of X`), or what follows the object (`fired rockets at X`).
"""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.verbs import (
    ONLY_AFTER_OBJECT,
    PARTICLES,
    after_verb,
    past_of,
    takes,
    takes_after_object,
)
from tasks.entities.facts.speech.subjects import subject_after
from tasks.entities.models import EntityType, Mention
from tasks.entities.names.word_lists import read_words

MEETING = "04"
FIGHTS = frozenset({"17", "18", "19"})
VICTIMS = read_words("victim_words")
# `spoke by telephone with X`
MEANS = frozenset({"telephone", "phone", "video"})
_AMOUNTS = read_words("amount_words")
_MONEY = frozenset("$£€")
GROUNDS = read_words("ground_words")
# `criticised the government of X` is aimed at X, but `criticised the report of X` is not.
_OFFICES = read_words("role_words") - {"report", "reports", "figures", "figure"} | {
    "governments",
    "regime",
    "counterpart",
    "counterparts",
    "delegation",
}
_SENT_OUT = frozenset({"ambassador", "envoy", "representative", "consul", "delegate", "adviser"})
_CHUNK = re.compile(r"[da]*[zgnUDPOLbT']+|d+(?![zgnUDPOLb'])")
_MANNER = re.compile(r"rdn+[ad]?(?=[dDOPL])")
# `met on Sunday with X`, `arrived on Monday in X`
_WHEN = re.compile(r"r?[dn]*T(?=[ro])")
# `the co-leaders, X and Y`
_NAMES_OF_MANY = re.compile(r",(P)(?:,P)*,?cP")
# `47 people, including the cleric X`, `militants, among them X`
_INCLUDED = re.compile(r",?r(?:m|(?=[dnUDOP]))[dnUDO']*(P)")
_INCLUDING = frozenset({"including", "among"})
_OF_NAME = re.compile(r"r[dn]*[OLPD]")
INFINITIVES = frozenset(
    {"refused", "agreed", "vowed", "pledged", "promised", "offered", "threatened"}
)
# `returned to Cuba`, not `returned Cuba to the people`.
_ONLY_TO = frozenset({"arrived", "returned"})
_APPOINTING = frozenset({"appointed", "named", "nominated", "declared", "elected"})


def object_of(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Return the tokens of the object of the verb at a token."""
    kinds, first = sentence.kinds, _begin_of_object(sentence, at)
    chunk = _chunk(sentence, first)
    if not chunk and past_of(sentence, at) in INFINITIVES and kinds[first : first + 1] == "o":
        return first, first + 1
    is_bare = first == after_verb(sentence, at)
    if not chunk or (is_bare and past_of(sentence, at) in _ONLY_TO):
        return None
    # `met X yesterday`: the day is not part of the object; nor is the particle of `drove X out`.
    end = first + len(kinds[first : _before_particle(sentence, *chunk.span())].rstrip("T"))
    return first, end if end > first else chunk.end()


def _begin_of_object(sentence: Sentence, at: int) -> int:
    kinds, first = sentence.kinds, after_verb(sentence, at)
    while first < len(kinds) and (kinds[first] in "ab" or sentence.tokens[first].word in _MONEY):
        first += 1
    if kinds[first : first + 2] == "rn" and sentence.tokens[first + 1].word in MEANS:
        first += 2
    when = _WHEN.match(kinds, first)
    if when and takes(sentence, at, when.end()):
        return when.end() + 1
    if first < len(kinds) and kinds[first] in "ro" and takes(sentence, at, first):
        first += 1
    # `condemns in the strongest terms the attack`
    manner = _MANNER.match(kinds, first)
    return manner.end() if manner and sentence.tokens[first].word == "in" else first


def object_at(sentence: Sentence, first: int) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that begins at a token."""
    chunk = _chunk(sentence, first)
    return chunk.span() if chunk else None


def _chunk(sentence: Sentence, first: int) -> re.Match[str] | None:
    """The noun phrase at a token; `dozens of Syrian soldiers` are Syrian soldiers."""
    chunk = _CHUNK.match(sentence.kinds, first)
    while chunk and _is_amount(sentence, chunk):
        more = _CHUNK.match(sentence.kinds, chunk.end() + 1)
        if not more:
            break
        chunk = more
    return chunk


def _is_amount(sentence: Sentence, chunk: re.Match[str]) -> bool:
    is_of = [token.word for token in sentence.tokens[chunk.end() : chunk.end() + 1]] == ["of"]
    return is_of and sentence.tokens[chunk.end() - 1].word.lower() in _AMOUNTS


def _before_particle(sentence: Sentence, first: int, last: int) -> int:
    words = [token.word for token in sentence.tokens[first:last]]
    return next((first + number for number, word in enumerate(words) if word in PARTICLES), last)


def target_of(
    sentence: Sentence, at: int, span: tuple[int, int] | None, root: str
) -> Mention | None:
    """Return the name of the object, or whose `positions` and `soldiers` it is."""
    if not span:
        return None
    first, last = span
    is_object = first == after_verb(sentence, at)
    if past_of(sentence, at) in ONLY_AFTER_OBJECT and is_object:
        return _after_object(sentence, at, last)
    person = _one_of_many(sentence, first, last) or _apposed(sentence, first, last, root)
    if person:
        return person
    for number in range(last - 1, first - 1, -1):
        mention = sentence.tokens[number].mention
        if mention:
            is_hit = _is_hit(sentence, mention, number, last, root)
            is_appointed = _is_appointed(sentence, at, mention, number, last)
            return mention if is_hit or is_appointed else None
    return (
        _after_object(sentence, at, last)
        or _whose(sentence, last, root)
        or _one_of(sentence, last, root)
    )


def _is_appointed(sentence: Sentence, at: int, mention: Mention, number: int, last: int) -> bool:
    """`named X minister of defense`."""
    is_verb = past_of(sentence, at) in _APPOINTING
    is_person = mention.type is EntityType.PERSON
    return is_verb and is_person and not sentence.kinds[number + 1 : last].strip("nU")


def _after_object(sentence: Sentence, at: int, last: int) -> Mention | None:
    """`fired rockets at X`."""
    if not takes_after_object(sentence, at, last):
        return None
    phrase = subject_after(sentence, last + 1, len(sentence.tokens))
    return sentence.tokens[phrase.head_end - 1].mention if phrase else None


def _one_of(sentence: Sentence, last: int, root: str) -> Mention | None:
    """`executed 47 people, including the cleric X`, `detained the co-leaders, X and Y`: X."""
    included = _INCLUDED.match(sentence.kinds, last)
    words = {token.word for token in sentence.tokens[last : last + 2]}
    if included and root in FIGHTS and words & _INCLUDING:
        return sentence.tokens[included.start(1)].mention
    many = _NAMES_OF_MANY.match(sentence.kinds, last)
    is_many = sentence.tokens[last - 1].word.endswith("s")
    return sentence.tokens[many.start(1)].mention if many and is_many else None


def _one_of_many(sentence: Sentence, first: int, last: int) -> Mention | None:
    """`Two members of the group, X and Y, were arrested`: X, not the group."""
    many = _NAMES_OF_MANY.match(sentence.kinds, last)
    words = [token.word for token in sentence.tokens[max(0, first - 2) : first]]
    is_of_body = words[1:] == ["of"] and words[0].endswith("s")
    return sentence.tokens[many.start(1)].mention if many and is_of_body else None


def _whose(sentence: Sentence, last: int, root: str) -> Mention | None:
    """`stormed the camp of X`, `arrested a commander of X`."""
    match = _OF_NAME.match(sentence.kinds, last)
    if not match or sentence.tokens[last].word != "of":
        return None
    is_theirs = sentence.tokens[last - 1].word.lower() in (
        VICTIMS | GROUNDS if root in FIGHTS else VICTIMS | _OFFICES
    )
    return sentence.tokens[match.end() - 1].mention if is_theirs else None


def _apposed(sentence: Sentence, first: int, last: int, root: str) -> Mention | None:
    """`met the Iraqi minister, X`: the person named beside the object."""
    after = re.compile(r"[,.]?P").match(sentence.kinds, last)
    if after and sentence.kinds[last - 1] == "U" and root == MEETING:
        return sentence.tokens[after.end() - 1].mention
    # `met Secretary of State X`
    office = re.compile(r"(?<=U)r[dU]+(?:c[dU]+)*P").match(sentence.kinds, last)
    if office:
        return sentence.tokens[office.end() - 1].mention
    phrase = subject_after(sentence, first, len(sentence.tokens))
    if not phrase or not phrase.apposed or _is_speaker(sentence, phrase.apposed[1]):
        return None
    following = sentence.tokens[phrase.head_end].word
    is_office = sentence.tokens[phrase.head_end - 1].word.lower() in _SENT_OUT
    if phrase.head_end < phrase.apposed[0] - 1 and not (following == "of" or is_office):
        # `blamed X for the murder of its commander, Y`; but `the US ambassador to Libya, X`
        return None
    names = [token.mention for token in sentence.tokens[slice(*phrase.apposed)] if token.mention]
    return names[0] if names and names[0].type is EntityType.PERSON else None


def _is_speaker(sentence: Sentence, end: int) -> bool:
    """`Troops stormed the town, X, an activist, said`: the name before token `end` speaks."""
    return re.match(r"(?:,[^vVxQ]*,)?[aTx]*v", sentence.kinds[end:]) is not None


def _is_hit(sentence: Sentence, mention: Mention, at: int, last: int, root: str) -> bool:
    """Whether the object is this entity, its people or its positions; not `Israel’s plan`."""
    rest = sentence.kinds[at + 1 : last].strip("b")
    is_people = mention.type is EntityType.DEMONYM
    if not rest:
        return not is_people or mention.text.endswith("s")
    head = sentence.tokens[last - 1].word.lower()
    heads = VICTIMS if root in FIGHTS else VICTIMS | _OFFICES
    is_owner = rest.startswith("'") and head in heads
    if is_owner:
        # `contacted Thailand’s minister`, `backs Assad’s government`
        return True
    if head not in VICTIMS | GROUNDS:
        return is_people and head in _OFFICES and root not in FIGHTS
    is_attacked = root in FIGHTS and mention.type is EntityType.PLACE
    is_body = mention.type is EntityType.ORGANISATION
    return is_people or is_attacked or (is_body and ("'" not in rest or root in FIGHTS))
