"""Who acts on whom: `Roles(...).of(number, at, root)`; see `targets` for who is acted on.

The actor is the name of the subject, or of the state or body whose people it is (`Turkish forces`,
`rebels of the SPLM-N`, `Iran’s parliament`); a pronoun is who it refers to. The target is the name
of the object or of those whose people or positions it is.
"""

import re
from dataclasses import replace
from functools import cached_property

from tasks.entities.facts.clauses import Sentence, TaggedText
from tasks.entities.facts.events.doers import (
    NOT_A_DOER,
    amount_of,
    body_of,
    doer_before,
    first_of_all,
    has_own_subject,
    is_acronym,
    name_in,
    second_doer,
    span_of,
    subject_of,
    without_amount,
)
from tasks.entities.facts.events.joined_names import Pair
from tasks.entities.facts.events.nouns import is_done_to, object_after, owner_of
from tasks.entities.facts.events.targets import (
    FIGHTS,
    MEETING,
    VICTIMS,
    object_at,
    object_of,
    target_of,
)
from tasks.entities.facts.events.things import (
    has_object,
    has_thing,
    him_before,
    is_of_words,
    is_own_act,
)
from tasks.entities.facts.events.unnamed import (
    OF_NAMED_ACTOR,
    are_unnamed,
    is_scenery,
    is_unnamed_victim,
    is_victim_of,
)
from tasks.entities.facts.events.verb_phrases import (
    FINITE,
    by_after,
    finite_verbs,
    is_also_passive,
    is_passive_at,
    word_at,
)
from tasks.entities.facts.events.verbs import WITHOUT_TARGET, Form, event_noun, form_of, past_of
from tasks.entities.facts.speech.sources import Sources
from tasks.entities.facts.speech.subjects import (
    NounPhrase,
    is_pronoun,
    main_subject,
    noun_before,
    subject_after,
    subject_before,
)
from tasks.entities.models import EntityType, Mention
from tasks.entities.names.word_lists import read_words

# `supported by X`, `released by X`: only of somebody named.
_OF_NAMED_TARGET = frozenset({"02", "05", "06", "07", "08", "09", "13"})
_SUPPORT = "05"
# Arrests and seizures, assaults, fighting.
_FORCE = frozenset({"17", *FIGHTS})
# `Ten people were killed when a train derailed in X` is not an act of force.
_ACCIDENTS = read_words("accident_words")
# `Despite being captured by X, Y`, `After being arrested, Y`
_FRONTED = re.compile(r"^[rs]xa?$")
_PERSON_BEFORE = re.compile(r"P(?:[rd]*[nzTb]*)?,?r[dngzaU]*$")
_LISTED_BEFORE = re.compile(r"(?:d?[POLD],)+$")
_TOGETHER = frozenset(
    {"met", "signed", "discussed", "clashed", "conferred", "spoke", "talked", "spoken", "agreed"}
    | {"negotiated"}
)


class Roles:
    """Finds actors and targets in the sentences of one text."""

    def __init__(self, text: str, tagged: TaggedText) -> None:
        self._text = text
        self._tagged = tagged

    def of(self, number: int, at: int, root: str) -> Pair:
        """Return actor and target of the verb at token `at` of sentence `number`."""
        sentence = self._tagged.sentences[number]
        if is_passive_at(sentence, at) or by_after(sentence, at) or is_also_passive(sentence, at):
            return self._of_passive(number, sentence, at, root)
        if not has_own_subject(sentence, at):
            return None, self._hit_by_what(sentence, at, root)
        return (None, None) if is_of_words(sentence, at) else self._of_active(number, at, root)

    def is_force_of_unnamed(self, number: int, at: int, root: str) -> bool:
        """Return whether people without a name use force, or suffer it: `gunmen killed ten men`."""
        sentence = self._tagged.sentences[number]
        words = {token.word.lower() for token in sentence.tokens}
        if root not in _FORCE or form_of(sentence, at) is Form.GERUND or words & _ACCIDENTS:
            return False
        if is_passive_at(sentence, at) or is_also_passive(sentence, at):
            return is_unnamed_victim(sentence, span_of(self._sufferer(sentence, at)))
        if by_after(sentence, at) or not has_own_subject(sentence, at):
            return False
        subject = subject_of(sentence, at)
        is_unnamed = subject is not None and are_unnamed(sentence, subject)
        return is_unnamed and is_unnamed_victim(sentence, object_of(sentence, at))

    def of_noun(self, number: int, at: int, root: str) -> Pair:
        """Return actor and target of the noun at token `at`: `the killing of X by Y`."""
        sentence = self._tagged.sentences[number]
        first = object_after(sentence, at)
        phrase = subject_after(sentence, first, len(sentence.tokens)) if first else None
        if root == MEETING or (first and sentence.tokens[first - 1].word == "between"):
            return self._of_meeting(number, at, first, phrase)
        actor, target = self._owner(sentence, at)
        if phrase and phrase.first == first:
            target = target_of(sentence, at, object_at(sentence, first), root) or target
            actor = actor or self._by(number, phrase)
            return (None, None) if root == _SUPPORT and not (actor and target) else (actor, target)
        if root == _SUPPORT:
            return None, None
        if not target and word_at(sentence, at + 1) == "by":
            by = subject_after(sentence, at + 2, len(sentence.tokens))
            actor = actor or self._actor(number, by)
        return actor, target

    def _of_meeting(
        self, number: int, at: int, first: int | None, phrase: NounPhrase | None
    ) -> Pair:
        """`talks between X and Y`; `X said after a meeting with Y`."""
        sentence = self._tagged.sentences[number]
        if not first or not phrase or phrase.first != first:
            return None, None
        if sentence.tokens[first - 1].word == "between":
            other = NounPhrase(*phrase.joined, phrase.joined[1]) if phrase.joined else None
            one = self._actor(number, replace(phrase, joined=None))
            return (one, self._actor(number, other)) if one and other else (None, None)
        target = target_of(sentence, first - 2, object_at(sentence, first), MEETING)
        owner = owner_of(sentence, at)
        if owner and owner[1]:
            return (sentence.tokens[owner[0]].mention, target) if target else (None, None)
        subject = self._who_met(sentence, at)
        actor = self._actor(number, subject) if target and subject else None
        return (actor, target) if actor else (None, None)

    def _who_met(self, sentence: Sentence, at: int) -> NounPhrase | None:
        """`X, in a meeting with Y, said`: the person before; else the subject of the sentence."""
        aside = _PERSON_BEFORE.search(sentence.kinds, 0, at)
        if aside:
            return NounPhrase(aside.start(), aside.start() + 1, aside.start() + 1)
        subject = main_subject(sentence, 0, at)
        if subject and not FINITE.search(sentence.kinds, subject.last, at):
            comma = sentence.kinds.find(",", at)
            subject = main_subject(sentence, comma, len(sentence.tokens)) if comma > 0 else None
        is_person = subject and set("Pp") & set(sentence.kinds[subject.first : subject.head_end])
        return subject if is_person else None

    def _owner(self, sentence: Sentence, at: int) -> Pair:
        """`Israel’s raid`, `the US raid`: who acted; `X’s arrest`: who was acted on."""
        owner = owner_of(sentence, at)
        mention = sentence.tokens[owner[0]].mention if owner else None
        if not owner or not mention:
            return None, None
        if mention.type is EntityType.PERSON and is_done_to(sentence, at):
            return None, mention
        if mention.type is EntityType.PLACE and not owner[1] and not is_acronym(mention.text):
            # `the Paris attacks`
            return None, None
        is_doer = owner[1] or mention.type is not EntityType.PERSON
        may_act = is_doer and not mention.entity_id.startswith((*NOT_A_DOER, "geo/"))
        return (mention if may_act else None), None

    def _by(self, number: int, phrase: NounPhrase) -> Mention | None:
        sentence = self._tagged.sentences[number]
        at = next(
            (at for at in (phrase.head_end, phrase.last) if word_at(sentence, at) == "by"), None
        )
        by = subject_after(sentence, at + 1, len(sentence.tokens)) if at is not None else None
        return self._actor(number, by)

    def _of_passive(self, number: int, sentence: Sentence, at: int, root: str) -> Pair:
        is_by = by_after(sentence, at)
        subject = self._sufferer(sentence, at)
        if not subject or (root == MEETING and not is_by):
            return None, None
        is_it = is_pronoun(sentence, subject) and sentence.tokens[subject.first].word == "it"
        if is_it:
            return None, None
        target = (
            self._antecedent(number, subject)
            if is_pronoun(sentence, subject)
            else target_of(sentence, at, amount_of(sentence, subject), root)
        )
        by = subject_after(sentence, is_by + 1, len(sentence.tokens)) if is_by else None
        actor = self._actor(number, by)
        if actor:
            is_victim = sentence.tokens[subject.head_end - 1].word.lower() in VICTIMS
            is_victim = is_victim or is_pronoun(sentence, subject)
            is_enough = target or is_victim or root not in _OF_NAMED_TARGET
            return (actor, target) if is_enough else (None, None)
        is_event = root not in OF_NAMED_ACTOR and not (by and is_scenery(sentence, by, target))
        return None, target if is_event else None

    def _sufferer(self, sentence: Sentence, at: int) -> NounPhrase | None:
        """The subject of a passive, or what a participle describes: `an attack condemned by X`."""
        if is_also_passive(sentence, at):
            return self._sufferer(sentence, finite_verbs(sentence.kinds, at)[-1])
        if not is_passive_at(sentence, at):
            return noun_before(sentence, 0, at)
        if _FRONTED.search(sentence.kinds[:at]):
            comma = sentence.kinds.find(",", at)
            return main_subject(sentence, comma, len(sentence.tokens)) if comma > 0 else None
        return first_of_all(sentence, subject_before(sentence, 0, at))

    def _hit_by_what(self, sentence: Sentence, at: int, root: str) -> Mention | None:
        """`The bombing that killed X`: the target of what is not named."""
        if root not in FIGHTS or sentence.kinds[:at].rstrip("axT")[-1:] not in ("t", "w"):
            return None
        return target_of(sentence, at, object_of(sentence, at), root)

    def _of_active(self, number: int, at: int, root: str) -> Pair:
        sentence = self._tagged.sentences[number]
        subject = subject_of(sentence, at)
        actor = self._actor(number, subject)
        span = object_of(sentence, at)
        target = target_of(sentence, at, span, root)
        if not actor:
            is_done_to = is_victim_of(sentence, subject, target, root)
            has_target = is_done_to and past_of(sentence, at) not in WITHOUT_TARGET
            return None, target if has_target else None
        target = target or him_before(sentence, at, actor) or self._joined(sentence, at, subject)
        if past_of(sentence, at) == "demonstrated":
            return (None, None) if has_object(sentence, at, span) else (actor, None)
        if past_of(sentence, at) == "left":
            # `left Fatah for good`
            is_place = target and target.type is EntityType.PLACE
            return (actor, target) if is_place else (None, None)
        is_enough = target or has_thing(sentence, at, span, root) or event_noun(sentence, at)
        is_enough = is_enough or is_own_act(sentence, at, subject)
        return (actor, target) if is_enough else (None, None)

    def _actor(self, number: int, phrase: NounPhrase | None) -> Mention | None:
        """The name of the subject, or of whose `forces` and `officials` they are."""
        sentence = self._tagged.sentences[number]
        if not phrase:
            return None
        if is_pronoun(sentence, phrase):
            return self._antecedent(number, phrase)
        if phrase.joined and (listed := _LISTED_BEFORE.search(sentence.kinds[: phrase.first])):
            is_same = sentence.kinds[listed.end() - 2] in sentence.kinds[phrase.first : phrase.last]
            if is_same:
                return sentence.tokens[listed.end() - 2].mention
        return body_of(sentence, phrase) or name_in(sentence, without_amount(sentence, phrase))

    def _antecedent(self, number: int, phrase: NounPhrase) -> Mention | None:
        sentence = self._tagged.sentences[number]
        mention = doer_before(sentence, phrase.first) or self._by_id.get(
            self._sources.of(number, phrase).entity_id or ""
        )
        if not mention or mention.entity_id.startswith((*NOT_A_DOER, "geo/")):
            return None
        token = sentence.tokens[phrase.first]
        return replace(mention, start=token.start, end=token.end, text=token.word)

    @cached_property
    def _sources(self) -> Sources:
        return Sources(self._text, self._tagged.sentences, self._tagged.mentions)

    @cached_property
    def _by_id(self) -> dict[str, Mention]:
        return {one.entity_id: one for one in reversed(self._tagged.mentions)}

    def _joined(self, sentence: Sentence, at: int, subject: NounPhrase | None) -> Mention | None:
        """`X and Y signed an accord`: each is the target of the other."""
        if not subject or past_of(sentence, at) not in _TOGETHER:
            return None
        if not subject.joined:
            return second_doer(sentence, subject, at)
        return name_in(sentence, NounPhrase(*subject.joined, subject.joined[1]))
