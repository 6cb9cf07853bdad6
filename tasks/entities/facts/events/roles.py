"""Who acts on whom: `Roles(...).of(number, at, root)`; see `targets` for who is acted on.

The actor is the name of the subject, or of the state or body whose people it is (`Turkish forces`,
`rebels of the SPLM-N`, `Iran’s parliament`); a pronoun is who it refers to. The target is the name
of the object or of those whose people or positions it is.
"""

import re
from dataclasses import replace
from functools import cached_property

from tasks.entities.facts.clauses import Sentence, TaggedText
from tasks.entities.facts.events.nouns import is_done_to, object_after, owner_of
from tasks.entities.facts.events.targets import (
    FIGHTS,
    GROUNDS,
    MEANS,
    MEETING,
    VICTIMS,
    object_at,
    object_of,
    target_of,
)
from tasks.entities.facts.events.verbs import (
    OF_ONE,
    WITHOUT_TARGET,
    Form,
    after_verb,
    event_noun,
    form_of,
    past_of,
    root_of,
)
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
from tasks.entities.names.word_lists import ORGANISATION_HEADS, read_words

# Actor and target; both None if it is not an event.
Pair = tuple[Mention | None, Mention | None]

# Towns do not act; countries and capitals that stand for them do.
_NOT_A_DOER = ("place/", "wikidata/")
# `X was arrested`, `X was appointed`: events without a named actor.
_SUFFERED = frozenset({"08", "11", "16", "17", "18", "19"})
# `Russian pressure`, `British bank`: what does not act for its country.
_ABSTRACT = re.compile(
    r".*(?:ure|al|ment|ity|ness|ism|ence|ance|tion|sion|age)|banks?|plans?|reports?|economy|visit|talks|press|"
    r"assistance|aid|firms?|company|companies|teams?|clubs?|media"
)
_GOVERNING = frozenset(
    {"government", "parliament", "coalition", "opposition", "regiment", "administration", "faction"}
    | {"delegation", "commission", "mission", "federation", "organization", "organisation", "union"}
    | {"association", "tribal", "general", "admiral", "militia", "intelligence", "resistance"}
    | {"movement", "section", "contingent", "official", "front", "alliance", "division", "attorney"}
)
# Offers, cooperation and refusals have a named actor.
_OF_NAMED_ACTOR = frozenset({"03", "06", "12"})
# `supported by X`, `released by X`: only of somebody named.
_OF_NAMED_TARGET = frozenset({"02", "05", "06", "07", "08", "09", "13"})
# Verbs of these classes need a named target: `they met`, `he thanked everybody`.
_NAMED_TARGET = frozenset({"04", "02", "13"})
BE = frozenset({"was", "were", "been", "is", "are", "being"})
_ENVOYS = frozenset(
    {"ambassador", "ambassadors", "envoy", "envoys", "diplomats", "troops", "forces"}
)
_PEOPLE = VICTIMS | read_words("role_words") | read_words("member_words")
_BODIES = frozenset(word.lower() for word in ORGANISATION_HEADS) | {"parliament"}
_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "times"})
_WORDS = frozenset(
    {"statement", "statements", "report", "reports", "video", "letter", "letters", "message"}
    | {"messages", "figures", "data", "information", "news", "call", "calls", "copy", "photo"}
)
# `A bomb killed X`, `a court acquitted X`: what acts without a name, beside people.
_UNNAMED = read_words("unnamed_doers")
_SUPPORT = "05"
# Arrests and seizures, assaults, fighting.
_FORCE = frozenset({"17", *FIGHTS})
# `Ten people were killed when a train derailed in X` is no act of force.
_ACCIDENTS = read_words("accident_words")
_NEAR = 6
# `mediated on Tuesday by X`, `received at the airport by X`
_WHEN = re.compile(r"(?:a|r?[dnz]*T|r[dnL]+(?=r))*")
_FINITE = re.compile("[vV]")
# `Despite being captured by X, Y`, `After being arrested, Y`
_FRONTED = re.compile(r"^[rs]xa?$")
_PERSON_BEFORE = re.compile(r"P(?:[rd]*[nzTb]*)?,?r[dngzaU]*$")
_AND_OTHERS = re.compile(r",[Un]{0,3}P,c$")
_AND_ANOTHER = re.compile(r"c(d?[DULOng']*,?[Un]{0,3}P),?[xaT]*$")
_LISTED_BEFORE = re.compile(r"(?:d?[POLD],)+$")
# `visited a camp`, `brokered a truce`: meetings without a second party.
_OF_THINGS = frozenset({"visited", "mediated", "brokered", "co-sponsored"})
_TOGETHER = frozenset(
    {"met", "signed", "discussed", "clashed", "conferred", "spoke", "talked", "spoken", "agreed"}
    | {"negotiated"}
)
FORCES = frozenset(
    {"troops", "forces", "soldiers", "warships", "warship", "frigate", "jets", "brigade", "tanks"}
    | {"ships", "destroyer", "reinforcements", "warplanes", "fighters", "battalion", "marines"}
)
_GIVING = frozenset({"sent", "provided", "offered", "delivered"})
_AID = frozenset(
    {"aid", "food", "hospital", "hospitals", "doctors", "medicine", "medicines", "supplies"}
    | {"relief", "weapons", "arms", "ammunition", "blankets", "tents", "wheat", "rescuers", "help"}
)


class Roles:
    """Finds actors and targets in the sentences of one text."""

    def __init__(self, text: str, tagged: TaggedText) -> None:
        self._text = text
        self._tagged = tagged

    def of(self, number: int, at: int, root: str) -> Pair:
        """Return actor and target of the verb at token `at` of sentence `number`."""
        sentence = self._tagged.sentences[number]
        if _is_passive(sentence, at) or _is_by(sentence, at) or _is_also_passive(sentence, at):
            return self._of_passive(number, sentence, at, root)
        if not _has_own_subject(sentence, at):
            return None, self._hit_by_what(sentence, at, root)
        return (None, None) if _is_of_words(sentence, at) else self._of_active(number, at, root)

    def is_force_of_unnamed(self, number: int, at: int, root: str) -> bool:
        """Return whether people without a name use force, or suffer it: `gunmen killed ten men`."""
        sentence = self._tagged.sentences[number]
        words = {token.word.lower() for token in sentence.tokens}
        if root not in _FORCE or form_of(sentence, at) is Form.GERUND or words & _ACCIDENTS:
            return False
        if _is_passive(sentence, at) or _is_also_passive(sentence, at):
            return _is_unnamed_victim(sentence, _span(self._sufferer(sentence, at)))
        if _is_by(sentence, at) or not _has_own_subject(sentence, at):
            return False
        subject = _subject(sentence, at)
        is_unnamed = subject is not None and _is_unnamed(sentence, subject)
        return is_unnamed and _is_unnamed_victim(sentence, object_of(sentence, at))

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
        if not target and _word(sentence, at + 1) == "by":
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
        if subject and not _FINITE.search(sentence.kinds, subject.last, at):
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
        if mention.type is EntityType.PLACE and not owner[1] and not _is_acronym(mention.text):
            # `the Paris attacks`
            return None, None
        is_doer = owner[1] or mention.type is not EntityType.PERSON
        may_act = is_doer and not mention.entity_id.startswith((*_NOT_A_DOER, "geo/"))
        return (mention if may_act else None), None

    def _by(self, number: int, phrase: NounPhrase) -> Mention | None:
        sentence = self._tagged.sentences[number]
        at = next(
            (at for at in (phrase.head_end, phrase.last) if _word(sentence, at) == "by"), None
        )
        by = subject_after(sentence, at + 1, len(sentence.tokens)) if at is not None else None
        return self._actor(number, by)

    def _of_passive(self, number: int, sentence: Sentence, at: int, root: str) -> Pair:
        is_by = _is_by(sentence, at)
        subject = self._sufferer(sentence, at)
        if not subject or (root == MEETING and not is_by):
            return None, None
        is_it = is_pronoun(sentence, subject) and sentence.tokens[subject.first].word == "it"
        if is_it:
            return None, None
        target = (
            self._antecedent(number, subject)
            if is_pronoun(sentence, subject)
            else target_of(sentence, at, _amount_of(sentence, subject), root)
        )
        by = subject_after(sentence, is_by + 1, len(sentence.tokens)) if is_by else None
        actor = self._actor(number, by)
        if actor:
            is_victim = sentence.tokens[subject.head_end - 1].word.lower() in VICTIMS
            is_victim = is_victim or is_pronoun(sentence, subject)
            is_enough = target or is_victim or root not in _OF_NAMED_TARGET
            return (actor, target) if is_enough else (None, None)
        is_event = root not in _OF_NAMED_ACTOR and not (by and _is_scenery(sentence, by, target))
        return None, target if is_event else None

    def _sufferer(self, sentence: Sentence, at: int) -> NounPhrase | None:
        """The subject of a passive, or what a participle describes: `an attack condemned by X`."""
        if _is_also_passive(sentence, at):
            return self._sufferer(sentence, _finite_verbs(sentence.kinds, at)[-1])
        if not _is_passive(sentence, at):
            return noun_before(sentence, 0, at)
        if _FRONTED.search(sentence.kinds[:at]):
            comma = sentence.kinds.find(",", at)
            return main_subject(sentence, comma, len(sentence.tokens)) if comma > 0 else None
        return _first_of_all(sentence, subject_before(sentence, 0, at))

    def _hit_by_what(self, sentence: Sentence, at: int, root: str) -> Mention | None:
        """`The bombing that killed X`: the target of what is not named."""
        if root not in FIGHTS or sentence.kinds[:at].rstrip("axT")[-1:] not in ("t", "w"):
            return None
        return target_of(sentence, at, object_of(sentence, at), root)

    def _of_active(self, number: int, at: int, root: str) -> Pair:
        sentence = self._tagged.sentences[number]
        subject = _subject(sentence, at)
        actor = self._actor(number, subject)
        span = object_of(sentence, at)
        target = target_of(sentence, at, span, root)
        if not actor:
            is_done_to = _is_done_to(sentence, subject, target, root)
            has_target = is_done_to and past_of(sentence, at) not in WITHOUT_TARGET
            return None, target if has_target else None
        target = target or _him(sentence, at, actor) or self._joined(sentence, at, subject)
        if past_of(sentence, at) == "demonstrated":
            return (None, None) if _has_object(sentence, at, span) else (actor, None)
        is_enough = target or _is_thing(sentence, at, span, root) or event_noun(sentence, at)
        is_enough = is_enough or _is_own_act(sentence, at, subject)
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
        return _of_body(sentence, phrase) or _named(sentence, _without_amount(sentence, phrase))

    def _antecedent(self, number: int, phrase: NounPhrase) -> Mention | None:
        sentence = self._tagged.sentences[number]
        mention = _doer_before(sentence, phrase.first) or self._by_id.get(
            self._sources.of(number, phrase).entity_id or ""
        )
        if not mention or mention.entity_id.startswith((*_NOT_A_DOER, "geo/")):
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
            return _second(sentence, subject, at)
        return _named(sentence, NounPhrase(*subject.joined, subject.joined[1]))


def _is_acronym(name: str) -> bool:
    return name.isupper() or "." in name


def _second(sentence: Sentence, subject: NounPhrase, at: int) -> Mention | None:
    """`X and the Saudi ambassador, Y, met`: Y."""
    second = _AND_ANOTHER.match(sentence.kinds, subject.head_end, at)
    return sentence.tokens[second.end(1) - 1].mention if second else None


def _word(sentence: Sentence, at: int) -> str:
    return sentence.tokens[at].word if at < len(sentence.tokens) else ""


def _doer_before(sentence: Sentence, at: int) -> Mention | None:
    """`before X flew to Doha, where he met Y`: the person who is the subject of the verb before."""
    verbs = _finite_verbs(sentence.kinds, at)
    if not verbs or sentence.tokens[at].word.lower() not in ("he", "she"):
        return None
    subject = _subject(sentence, verbs[-1])
    mention = _named(sentence, subject) if subject else None
    return mention if mention and mention.type is EntityType.PERSON else None


def _first_of_all(sentence: Sentence, subject: NounPhrase | None) -> NounPhrase | None:
    """`The envoy, X, and two aides were killed`: X."""
    named = _AND_OTHERS.search(sentence.kinds[: subject.first]) if subject else None
    if not named or _FINITE.search(sentence.kinds[: named.start()]):
        return subject
    return NounPhrase(named.start() + 1, named.end() - 2, named.end() - 2)


def _is_scenery(sentence: Sentence, by: NounPhrase, target: Mention | None) -> bool:
    """`X is surrounded by hills`: a place, and no people."""
    is_place = target is not None and target.type is EntityType.PLACE
    return is_place and sentence.tokens[by.head_end - 1].word.lower() not in _PEOPLE


def _is_done_to(
    sentence: Sentence, subject: NounPhrase | None, target: Mention | None, root: str
) -> bool:
    """`Gunmen killed X`: an act of force by somebody who is not named."""
    if not subject or not target or root in _OF_NAMED_ACTOR:
        return False
    if target.type is not EntityType.PLACE or root not in FIGHTS:
        return True
    return _is_unnamed(sentence, subject)


def _is_named(sentence: Sentence, subject: NounPhrase) -> bool:
    """Whether a name stands in the subject; `Gunmen` has its capital from its sentence."""
    kinds = sentence.kinds
    first = max(subject.first, 1) if kinds[0] == "U" else subject.first
    is_named = set("POLDU'g") & set(kinds[first : subject.head_end])
    return bool(is_named or set("POD'g") & set(kinds[subject.head_end : subject.last]))


def _is_unnamed(sentence: Sentence, subject: NounPhrase) -> bool:
    """`gunmen`, `troops combing the district`, `rockets`; not `the crisis`."""
    head = sentence.tokens[subject.head_end - 1].word.lower()
    if head in _UNNAMED:
        # `blasts near the Iranian embassy`
        subject = replace(subject, last=subject.head_end)
    if is_pronoun(sentence, subject) or _is_named(sentence, subject):
        return False
    return head in _PEOPLE | _UNNAMED


def _is_unnamed_victim(sentence: Sentence, span: tuple[int, int] | None) -> bool:
    """`ten soldiers`, `a camp`, `dozens of houses`: people or grounds without a name."""
    # `Ten people` has its capital from its sentence.
    first = max(span[0], 1) if span and sentence.kinds[0] == "U" else span[0] if span else 0
    if not span or set("POLDU'p") & set(sentence.kinds[first : span[1]]):
        return False
    words = {token.word.lower() for token in sentence.tokens[span[0] : span[1] + 3]}
    return sentence.kinds[span[1] - 1] == "z" or bool(words & (VICTIMS | GROUNDS | {"people"}))


def _is_thing(sentence: Sentence, at: int, span: tuple[int, int] | None, root: str) -> bool:
    """Whether the verb has an object that need not be named."""
    verb = past_of(sentence, at)
    is_of_nobody = (
        root in _NAMED_TARGET and verb not in _OF_THINGS and not _is_host(sentence, span, root)
    )
    if verb == "threatened" and span and sentence.kinds[slice(*span)] == "o":
        return True
    # `an elected official`: who is elected is named.
    if is_of_nobody or verb in ("elected", "named") or _is_mere_giving(sentence, at):
        return False
    if span is not None:
        return not _is_time(sentence, span)
    following = sentence.tokens[at + 1] if at + 1 < len(sentence.tokens) else None
    if following and following.word.endswith(("self", "selves")):
        return sentence.kinds[at + 2 : at + 3] in tuple("dnzg")
    is_pronoun_object = following and (following.kind == "m" or following.word == "it")
    return bool(is_pronoun_object) or _is_relative(sentence, at)


def _is_own_act(sentence: Sentence, at: int, subject: NounPhrase | None) -> bool:
    """`X resigned`; not `The guards, whose commander, X, was arrested, fled`."""
    if not subject or past_of(sentence, at) not in OF_ONE:
        return False
    between = sentence.kinds[subject.last : at]
    return not (between.endswith(",") and re.match(r",[^w]*[vVx]", between))


def _has_object(sentence: Sentence, at: int, span: tuple[int, int] | None) -> bool:
    """`X demonstrated skill`, `X demonstrated that`."""
    first = after_verb(sentence, at)
    return sentence.kinds[first : first + 1] in ("t", "w") or span is not None


def _is_host(sentence: Sentence, span: tuple[int, int] | None, root: str) -> bool:
    """`met opposition leaders`: people who are not named."""
    if not span or root not in (MEETING, "02"):
        return False
    return sentence.tokens[span[1] - 1].word.lower() in _PEOPLE - {"report", "figure", "figures"}


def _is_relative(sentence: Sentence, at: int) -> bool:
    """`a charge that X rejected`: the object is the noun before."""
    subject = subject_before(sentence, 0, at)
    if not subject or subject.first < 2:
        return False
    before = sentence.kinds[subject.first - 2 : subject.first]
    word = sentence.tokens[subject.first - 1].word
    return bool(re.fullmatch(r"n[tw]", before)) and word in ("that", "which", "whom")


def _is_mere_giving(sentence: Sentence, at: int) -> bool:
    """`sent an email`, `provided a list`: only troops and aid are events without a named target."""
    is_giving = past_of(sentence, at) in _GIVING
    return is_giving and not words_after(sentence, at) & (FORCES | _AID)


def words_after(sentence: Sentence, at: int) -> set[str]:
    """Return the words that may belong to the object of the verb at a token."""
    return {token.word.lower() for token in sentence.tokens[at + 1 : at + 9]}


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
    if form_of(sentence, at) is not Form.PAST:
        return False
    before = [
        token.word.lower() for token in sentence.tokens[max(0, at - 3) : at] if token.kind == "x"
    ]
    return sentence.kinds[at - 1 : at] in ("x", "a") and bool(BE & set(before))


def _is_also_passive(sentence: Sentence, at: int) -> bool:
    """`X was arrested and charged`: a second participle, without an object of its own."""
    kinds = sentence.kinds
    is_second = form_of(sentence, at) is Form.PAST and kinds[:at].rstrip("a")[-1:] == "c"
    if not is_second or kinds[at + 1 : at + 2] in tuple("dDPOLzm"):
        return False
    verbs = _finite_verbs(kinds, at)
    if not verbs or at - verbs[-1] > _NEAR or not root_of(sentence, verbs[-1]):
        return False
    return _is_passive(sentence, verbs[-1])


def _is_by(sentence: Sentence, at: int) -> int:
    """The token `by` after a verb, also after a day or place; else 0."""
    first = after_verb(sentence, at)
    if _word(sentence, first) != "by":
        match = _WHEN.match(sentence.kinds, first)
        first = match.end() if match else first
    is_means = _word(sentence, first + 1) in MEANS
    return first if _word(sentence, first) == "by" and not is_means else 0


def _without_amount(sentence: Sentence, phrase: NounPhrase) -> NounPhrase:
    """`A series of US raids`: US raids."""
    span = object_at(sentence, phrase.first)
    return NounPhrase(*span, span[1]) if span and span[0] >= phrase.head_end else phrase


def _amount_of(sentence: Sentence, subject: NounPhrase) -> tuple[int, int] | None:
    """`Hundreds of Syrians were killed`: Syrians."""
    span = object_at(sentence, subject.first)
    return span if span and span[0] >= subject.head_end else _span(subject)


def _has_own_subject(sentence: Sentence, at: int) -> bool:
    """Not `the attack that killed`, `Iran-backed`; `X, who thanked Y` has one."""
    kinds = sentence.kinds[:at].rstrip("axT")
    if form_of(sentence, at) is Form.GERUND:
        return True
    if kinds.endswith(("t", "-")):
        return False
    if kinds.endswith("w"):
        return kinds.endswith(("Pw", "P,w", "L,w", "O,w", "nw", "n,w", "Dw", "D,w"))
    return True


def _is_of_words(sentence: Sentence, at: int) -> bool:
    """`released a statement`, `received reports of`: an exchange of words."""
    words = {token.word.lower() for token in sentence.tokens[at + 1 : at + 5]}
    if past_of(sentence, at) == "recalled":
        return not words & _ENVOYS
    return bool(words & _WORDS)


def _subject(sentence: Sentence, at: int) -> NounPhrase | None:
    """`X left and met Y`: the subject of the verb before."""
    if form_of(sentence, at) is Form.GERUND and sentence.kinds[:at].rstrip("a")[-1:] != "x":
        return _subject_of_gerund(sentence, at)
    kinds = sentence.kinds
    begin = len(kinds[:at].rstrip("axT"))
    if begin and kinds[begin - 1] in "c,":
        verbs = _finite_verbs(kinds, begin - 1)
        is_list = verbs and not re.search("[;:tsw]", kinds[verbs[-1] : begin])
        if is_list and kinds[begin - 1] == "c":
            return None if _is_passive(sentence, verbs[-1]) else _subject(sentence, verbs[-1])
        if is_list and _is_verb_list(sentence, verbs[-1], begin, at):
            return _subject(sentence, verbs[-1])
    phrase = subject_before(sentence, 0, at)
    if phrase and _is_disguise(sentence, phrase.first):
        return main_subject(sentence, 0, phrase.first - 2)
    cue = kinds.rfind("v", phrase.head_end, at) if phrase else -1
    if cue >= 0 and _is_by(sentence, cue):
        # `X forces backed by Y attacked`
        return phrase
    # `X says Y killed`: the clause after the verb of speaking has a subject of its own.
    return main_subject(sentence, cue + 1, at) if cue >= 0 and begin - cue > 1 else phrase


def _subject_of_gerund(sentence: Sentence, at: int) -> NounPhrase | None:
    """`X raided the town, killing two`, `After meeting X, Y left`."""
    verbs = _finite_verbs(sentence.kinds, at - 1)
    if verbs:
        is_passive = _is_passive(sentence, verbs[-1]) or _is_by(sentence, verbs[-1])
        return None if is_passive else _subject(sentence, verbs[-1])
    comma = sentence.kinds.find(",", at)
    return main_subject(sentence, comma + 1, len(sentence.tokens)) if comma >= 0 else None


def _finite_verbs(kinds: str, end: int) -> list[int]:
    """The verbs before a token; not `to leave`."""
    found = [one.start() for one in _FINITE.finditer(kinds, 0, end)]
    return [one for one in found if not one or kinds[one - 1] != "o"]


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


def _of_body(sentence: Sentence, phrase: NounPhrase) -> Mention | None:
    """`Kurdish fighters of the YPG`: the body that the people belong to."""
    end = phrase.head_end
    head = sentence.tokens[end - 1]
    is_people = head.word.lower() in _PEOPLE or (head.kind == "D" and head.word.endswith("s"))
    if not is_people or phrase.apposed:
        return None
    match = re.compile(r"rd?O").match(sentence.kinds, end)
    is_of = match and sentence.tokens[end].word in ("of", "from")
    return sentence.tokens[match.end() - 1].mention if match and is_of else None


def _named(sentence: Sentence, phrase: NounPhrase) -> Mention | None:
    first, last = phrase.apposed or (phrase.first, phrase.head_end)
    for at in range(last - 1, first - 1, -1):
        mention = sentence.tokens[at].mention
        if mention:
            return mention if _may_act(sentence, mention, at, last) else None
    return None


def _may_act(sentence: Sentence, mention: Mention, at: int, last: int) -> bool:
    """Whether a name acts by the words after it: `Iran’s army`, not `the town’s mayor`."""
    if mention.entity_id.startswith(_NOT_A_DOER):
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
    return not is_owner or head in _PEOPLE | _BODIES
