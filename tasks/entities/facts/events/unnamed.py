"""People and grounds without a name: `gunmen`, `ten soldiers`, `a camp`."""

from dataclasses import replace

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.doers import PEOPLE
from tasks.entities.facts.events.targets import FIGHTS, GROUNDS, VICTIMS
from tasks.entities.facts.speech.subjects import NounPhrase, is_pronoun
from tasks.entities.models import EntityType, Mention
from tasks.entities.names.word_lists import read_words

# Offers, cooperation and refusals have a named actor.
OF_NAMED_ACTOR = frozenset({"03", "06", "12"})
# `A bomb killed X`, `a court acquitted X`: what acts without a name, beside people.
_UNNAMED = read_words("unnamed_doers")


def is_scenery(sentence: Sentence, by: NounPhrase, target: Mention | None) -> bool:
    """Return whether a place stands among things: `X is surrounded by hills`."""
    is_place = target is not None and target.type is EntityType.PLACE
    return is_place and sentence.tokens[by.head_end - 1].word.lower() not in PEOPLE


def is_victim_of(
    sentence: Sentence, subject: NounPhrase | None, target: Mention | None, root: str
) -> bool:
    """Return whether somebody without a name acts on the target: `Gunmen killed X`."""
    if not subject or not target or root in OF_NAMED_ACTOR:
        return False
    if target.type is not EntityType.PLACE or root not in FIGHTS:
        return True
    return are_unnamed(sentence, subject)


def _is_named(sentence: Sentence, subject: NounPhrase) -> bool:
    """Whether a name stands in the subject; `Gunmen` has its capital from its sentence."""
    kinds = sentence.kinds
    first = max(subject.first, 1) if kinds[0] == "U" else subject.first
    is_named = set("POLDU'g") & set(kinds[first : subject.head_end])
    return bool(is_named or set("POD'g") & set(kinds[subject.head_end : subject.last]))


def are_unnamed(sentence: Sentence, subject: NounPhrase) -> bool:
    """Return whether those who act have no name: `gunmen`, `rockets`; not `the crisis`."""
    head = sentence.tokens[subject.head_end - 1].word.lower()
    if head in _UNNAMED:
        # `blasts near the Iranian embassy`
        subject = replace(subject, last=subject.head_end)
    if is_pronoun(sentence, subject) or _is_named(sentence, subject):
        return False
    return head in PEOPLE | _UNNAMED


def is_unnamed_victim(sentence: Sentence, span: tuple[int, int] | None) -> bool:
    """Return whether people or grounds without a name are hit: `ten soldiers`, `a camp`."""
    # `Ten people` has its capital from its sentence.
    first = max(span[0], 1) if span and sentence.kinds[0] == "U" else span[0] if span else 0
    if not span or set("POLDU'p") & set(sentence.kinds[first : span[1]]):
        return False
    words = {token.word.lower() for token in sentence.tokens[span[0] : span[1] + 3]}
    return sentence.kinds[span[1] - 1] == "z" or bool(words & (VICTIMS | GROUNDS | {"people"}))
