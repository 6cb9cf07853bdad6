"""Who acts: the subject of the verb of an event, and the name in it that can act."""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.targets import VICTIMS, object_at
from tasks.entities.facts.events.verb_phrases import (
    FINITE,
    by_after,
    finite_verbs,
    is_passive_at,
    is_verb_list,
)
from tasks.entities.facts.events.verbs import Form, form_of
from tasks.entities.facts.speech.subjects import NounPhrase, main_subject, subject_before
from tasks.entities.models import EntityType, Mention
from tasks.entities.names.word_lists import ORGANISATION_HEADS, read_words

# Towns do not act; countries and capitals that stand for them do.
NOT_A_DOER = ("place/", "wikidata/")
# `Russian pressure`, `British bank`: what does not act for its country.
_ABSTRACT = re.compile(
    r".*(?:ure|al|ment|ity|ness|ism|ence|ance|tion|sion|age)|banks?|plans?|reports?|economy|visit|talks|press|"
    r"assistance|aid|firms?|company|companies|teams?|clubs?|media"
)
_GOVERNING = read_words("governing_words")
PEOPLE = VICTIMS | read_words("role_words") | read_words("member_words")
_BODIES = frozenset(word.lower() for word in ORGANISATION_HEADS) | {"parliament"}
_AND_OTHERS = re.compile(r",[Un]{0,3}P,c$")
_AND_ANOTHER = re.compile(r"c(d?[DULOng']*,?[Un]{0,3}P),?[xaT]*$")


def is_acronym(name: str) -> bool:
    """Return whether a name is written as an acronym: `US`, `U.N.`."""
    return name.isupper() or "." in name


def second_doer(sentence: Sentence, subject: NounPhrase, at: int) -> Mention | None:
    """Return Y of `X and the Saudi ambassador, Y, met`."""
    second = _AND_ANOTHER.match(sentence.kinds, subject.head_end, at)
    return sentence.tokens[second.end(1) - 1].mention if second else None


def doer_before(sentence: Sentence, at: int) -> Mention | None:
    """Return X as `he` of `X flew to Doha, where he met Y`: the subject of the verb before."""
    verbs = finite_verbs(sentence.kinds, at)
    if not verbs or sentence.tokens[at].word.lower() not in ("he", "she"):
        return None
    subject = subject_of(sentence, verbs[-1])
    mention = name_in(sentence, subject) if subject else None
    return mention if mention and mention.type is EntityType.PERSON else None


def first_of_all(sentence: Sentence, subject: NounPhrase | None) -> NounPhrase | None:
    """Return X of `The envoy, X, and two aides were killed`; else the subject itself."""
    named = _AND_OTHERS.search(sentence.kinds[: subject.first]) if subject else None
    if not named or FINITE.search(sentence.kinds[: named.start()]):
        return subject
    return NounPhrase(named.start() + 1, named.end() - 2, named.end() - 2)


def without_amount(sentence: Sentence, phrase: NounPhrase) -> NounPhrase:
    """Return `US raids` of `A series of US raids`; else the phrase itself."""
    span = object_at(sentence, phrase.first)
    return NounPhrase(*span, span[1]) if span and span[0] >= phrase.head_end else phrase


def amount_of(sentence: Sentence, subject: NounPhrase) -> tuple[int, int] | None:
    """Return the tokens of `Syrians` in `Hundreds of Syrians were killed`."""
    span = object_at(sentence, subject.first)
    return span if span and span[0] >= subject.head_end else span_of(subject)


def has_own_subject(sentence: Sentence, at: int) -> bool:
    """Return whether the verb has a subject: `X, who thanked Y`, not `the attack that killed Y`."""
    kinds = sentence.kinds[:at].rstrip("axT")
    if form_of(sentence, at) is Form.GERUND:
        return True
    if kinds.endswith(("t", "-")):
        return False
    if kinds.endswith("w"):
        return kinds.endswith(("Pw", "P,w", "L,w", "O,w", "nw", "n,w", "Dw", "D,w"))
    return True


def subject_of(sentence: Sentence, at: int) -> NounPhrase | None:
    """Return the subject of a verb; of `met` in `X left and met Y`, that of the verb before."""
    if form_of(sentence, at) is Form.GERUND and sentence.kinds[:at].rstrip("a")[-1:] != "x":
        return _subject_of_gerund(sentence, at)
    kinds = sentence.kinds
    begin = len(kinds[:at].rstrip("axT"))
    if begin and kinds[begin - 1] in "c,":
        verbs = finite_verbs(kinds, begin - 1)
        is_list = verbs and not re.search("[;:tsw]", kinds[verbs[-1] : begin])
        if is_list and kinds[begin - 1] == "c":
            return None if is_passive_at(sentence, verbs[-1]) else subject_of(sentence, verbs[-1])
        if is_list and is_verb_list(sentence, verbs[-1], begin, at):
            return subject_of(sentence, verbs[-1])
    phrase = subject_before(sentence, 0, at)
    if phrase and _is_disguise(sentence, phrase.first):
        return main_subject(sentence, 0, phrase.first - 2)
    cue = kinds.rfind("v", phrase.head_end, at) if phrase else -1
    if cue >= 0 and by_after(sentence, cue):
        # `X forces backed by Y attacked`
        return phrase
    # `X says Y killed`: the clause after the verb of speaking has a subject of its own.
    return main_subject(sentence, cue + 1, at) if cue >= 0 and begin - cue > 1 else phrase


def _subject_of_gerund(sentence: Sentence, at: int) -> NounPhrase | None:
    """`X raided the town, killing two`, `After meeting X, Y left`."""
    verbs = finite_verbs(sentence.kinds, at - 1)
    if verbs:
        is_passive = is_passive_at(sentence, verbs[-1]) or by_after(sentence, verbs[-1])
        return None if is_passive else subject_of(sentence, verbs[-1])
    comma = sentence.kinds.find(",", at)
    return main_subject(sentence, comma + 1, len(sentence.tokens)) if comma >= 0 else None


def _is_disguise(sentence: Sentence, first: int) -> bool:
    """`commandos dressed as police abducted X`."""
    return (
        first > 1 and sentence.tokens[first - 1].word == "as" and sentence.kinds[first - 2] == "V"
    )


def span_of(phrase: NounPhrase | None) -> tuple[int, int] | None:
    """Return the tokens of a noun phrase before any preposition."""
    return (phrase.first, phrase.head_end) if phrase else None


def body_of(sentence: Sentence, phrase: NounPhrase) -> Mention | None:
    """Return the body that people belong to: `Kurdish fighters of the YPG`."""
    end = phrase.head_end
    head = sentence.tokens[end - 1]
    is_people = head.word.lower() in PEOPLE or (head.kind == "D" and head.word.endswith("s"))
    if not is_people or phrase.apposed:
        return None
    match = re.compile(r"rd?O").match(sentence.kinds, end)
    is_of = match and sentence.tokens[end].word in ("of", "from")
    return sentence.tokens[match.end() - 1].mention if match and is_of else None


def name_in(sentence: Sentence, phrase: NounPhrase) -> Mention | None:
    """Return the last name of a noun phrase, if the words after it let it act."""
    first, last = phrase.apposed or (phrase.first, phrase.head_end)
    for at in range(last - 1, first - 1, -1):
        mention = sentence.tokens[at].mention
        if mention:
            return mention if _may_act(sentence, mention, at, last) else None
    return None


def _may_act(sentence: Sentence, mention: Mention, at: int, last: int) -> bool:
    """Whether a name acts by the words after it: `Iran’s army`, not `the town’s mayor`."""
    if mention.entity_id.startswith(NOT_A_DOER):
        return False
    if at + 1 == last:
        return True
    head = sentence.tokens[last - 1].word.lower()
    if mention.type is EntityType.PERSON:
        # `the Assad regime`, `Haftar’s forces`
        return head in VICTIMS | _BODIES | {"administration"}
    if mention.entity_id.startswith("geo/"):
        return False
    is_owner = sentence.kinds[at + 1] == "'"
    if _ABSTRACT.fullmatch(head):
        return head in _GOVERNING
    return not is_owner or head in PEOPLE | _BODIES
