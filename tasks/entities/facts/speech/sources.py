"""Resolve the source of a statement: `Sources(...).of(number, phrase)`.

A name is its person, body or state. A pronoun is the nearest fitting subject or source before it,
by sex, over any distance. A title (`the minister`) is the person last introduced with it; any other
description stays a role.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.speech.subjects import (
    POSSESSIVES,
    NounPhrase,
    is_pronoun,
    main_subject,
    nouns,
)
from tasks.entities.facts.word_kinds import Token
from tasks.entities.models import EntityType, Mention, SpeakerKind
from tasks.entities.names.word_lists import ORGANISATION_HEADS, TITLE_WORDS, read_words


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a statement; `start` and `end` are the words that name it, -1 if none do."""

    name: str | None
    kind: SpeakerKind
    entity_id: str | None = None
    start: int = -1
    end: int = -1
    sex: str = ""
    is_plural: bool = False


class Holder(Protocol):
    """A person who holds an office."""

    @property
    def person_id(self) -> str:
        """Return the id of the person."""

    @property
    def name(self) -> str:
        """Return the name of the person."""

    @property
    def sex(self) -> str:
        """Return `m`, `f` or an empty string."""


# Who a description of an office means, given the ids of the people named before it.
Holders = Callable[[str, Collection[str]], Holder | None]

UNKNOWN = Source(None, SpeakerKind.UNKNOWN)
_ROLES = read_words("role_words")
# Nouns that describe one person; a speaker may be called by any of them.
_PEOPLE = _ROLES | read_words("occupations")
_WOMEN, _MEN = read_words("female_names"), read_words("male_names")
_TITLE_OF_MAN = re.compile(
    r"\b(?:Mr\.?|King|Prince|Sheikh|Shaikh|Sayyid|Sayyed|Sultan|Emir|Lord|Sir|Imam|Ayatollah|"
    r"Mullah|Father|Bishop|Patriarch|Pope|brother|son|father|husband|spokesman|chairman|"
    r"businessman|congressman)\s+$"
)
_TITLE_OF_WOMAN = re.compile(
    r"\b(?:Mrs\.?|Ms\.?|Miss|Queen|Princess|Sheikha|Lady|Madame|Dame|sister|daughter|mother|"
    r"wife|widow|spokeswoman|chairwoman|businesswoman|congresswoman|actress)\s+$"
)
_TITLE_BEFORE = re.compile(r"(?:[\w’'.-]+,?[ \t]+){1,8}$")
_HE = {"he": "m", "she": "f"}
_MOST_PEOPLE = 200
_LEAST_SHARED = 2
_REACH = 2_000
_ARTICLE = re.compile(r"^(?:(?:but|and|while|meanwhile|yet)\s+)?(?:(?:the|an?)\s+)?", re.IGNORECASE)
_MANNER = re.compile(r"\s+(?:in|at|on)\s+an?\s+(?:statement|interview|speech|letter)\b.*$")
_SINGULAR_BODIES = read_words("body_words")


class Sources:
    """Resolves noun phrases of one text in reading order."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        holders: Holders | None = None,
    ) -> None:
        self._text = text
        self._holders = holders
        self._sentences = sentences
        self._people = [one for one in mentions if one.type is EntityType.PERSON]
        self._starts = [one.start for one in self._people]
        self._said: dict[int, list[Source]] = defaultdict(list)
        self._subjects: dict[int, Source | None] = {}
        self._sexes = _sexes(text, self._people)
        self._line_starts = [one.start for one in sentences]

    def of(
        self,
        number: int,
        phrase: NounPhrase,
        *,
        is_fronted: bool = False,
        is_nested: bool = False,
    ) -> Source:
        """Return the source that a noun phrase of sentence `number` refers to, and remember it.

        `is_fronted`: the content is before the phrase (`It rains, he said`); `is_nested`: the
        phrase is part of the content of another statement.
        """
        sentence = self._sentences[number]
        if is_pronoun(sentence, phrase):
            found = self._antecedent(number, phrase, is_fronted)
        else:
            found = self._described(sentence, phrase)
        if found.kind is not SpeakerKind.UNKNOWN:
            self._said[number].insert(0 if is_nested else len(self._said[number]), found)
        return found

    def said_in(self, number: int) -> Source | None:
        """Return the last source of a sentence."""
        return self._said[number][-1] if self._said[number] else None

    def _described(self, sentence: Sentence, phrase: NounPhrase) -> Source:
        tokens = sentence.tokens
        start, end = tokens[phrase.first].start, tokens[phrase.last - 1].end
        named = self._named(sentence, phrase)
        if named and phrase.joined:
            other = self._named(sentence, NounPhrase(*phrase.joined, phrase.joined[1]))
            if other:
                name = f"{named.name} and {other.name}"
                named = replace(named, name=name, is_plural=True)
        if named:
            return replace(named, start=start, end=end)
        return self._role(sentence, phrase, start, end)

    def _named(self, sentence: Sentence, phrase: NounPhrase) -> Source | None:
        first, last = phrase.apposed or (phrase.first, phrase.head_end)
        tokens = sentence.tokens[first:last]
        kinds = sentence.kinds[first:last]
        for at in range(len(tokens) - 1, -1, -1):
            mention = tokens[at].mention
            if mention and mention.type is EntityType.PERSON:
                is_head = not kinds[at + 1 :].strip("b") or phrase.apposed
                return self._person(mention) if is_head else None
        plain = kinds.rstrip("b")
        if not plain:
            return None
        mention = tokens[len(plain) - 1].mention
        if mention and mention.type in (EntityType.ORGANISATION, EntityType.PLACE):
            return Source(mention.name, SpeakerKind.NAMED, mention.entity_id)
        return self._unlisted(tokens[: len(plain)], plain)

    def _person(self, mention: Mention) -> Source:
        sex = self._sexes.get(mention.entity_id, "")
        return Source(mention.name, SpeakerKind.NAMED, mention.entity_id, sex=sex)

    def _unlisted(self, tokens: Sequence[Token], kinds: str) -> Source | None:
        """A name that the tagger has not found: capitalised words after the titles."""
        first = len(kinds.rstrip("U"))
        words = [token.word for token in tokens[first:]]
        while words and _is_title(words[0]):
            words.pop(0)
        is_titled = 0 < len(words) < len(tokens)
        if not words or _is_role_word(words[-1]) or words[-1].isupper():
            return None
        last = words[-1].lower()
        same = [one for one in self._people if one.name.lower().split()[-1] == last]
        if same:
            return self._person(same[-1])
        is_bare = len(words) == 1 and not is_titled
        if is_bare and ("d" in kinds or last.endswith("s")):
            return None
        return Source(" ".join(words), SpeakerKind.NAMED)

    def _role(self, sentence: Sentence, phrase: NounPhrase, start: int, end: int) -> Source:
        words = nouns(sentence, phrase.first, phrase.head_end)
        is_definite = words[0] in ("the", "this", "that") or words[-1] == "minister"
        is_whole = not _POSSESSOR.search(
            self._text[start : sentence.tokens[phrase.head_end - 1].end]
        )
        owner = nouns(sentence, phrase.head_end, phrase.last)
        person, is_certain = (
            self._titled_before(start, words, owner) if is_definite and is_whole else (None, False)
        )
        if person and is_certain:
            return replace(self._person(person), start=start, end=end)
        holder = self._holder(start, end) or (self._described_before(start, end, is_definite))
        if holder:
            return replace(holder, start=start, end=end)
        is_of_this_state = not person or _is_of_the_state(sentence, phrase, self._text, person)
        if person and is_of_this_state:
            return replace(self._person(person), start=start, end=end)
        same = self._spoken_of(sentence, phrase, words)
        if same:
            return replace(same, start=start, end=end)
        name = _MANNER.sub("", _ARTICLE.sub("", self._text[start:end].strip()))
        return Source(
            name or self._text[start:end],
            SpeakerKind.ROLE,
            None,
            start,
            end,
            is_plural=words[0] != "one" and _is_plural(words[-1]),
        )

    def _spoken_of(
        self, sentence: Sentence, phrase: NounPhrase, words: Sequence[str]
    ) -> Source | None:
        """`X smiled. “It is over,” the singer said`: a word that is new in the text describes X.

        X is a person and the only one that the sentence before is about.
        """
        head, start = words[-1], sentence.tokens[phrase.first].start
        is_age = head.endswith("-year-old")
        kinds = sentence.kinds[phrase.first : phrase.last]
        if words[0] != "the" or not _VARIATION.fullmatch(kinds):
            return None
        if not is_age and (head not in _VARYING or _is_said_before(self._text, start, head)):
            return None
        number = bisect_left(self._line_starts, sentence.start)
        return self._person_of(number - 1) if number else None

    def _person_of(self, number: int) -> Source | None:
        """The person who speaks in a sentence, or whom it is about."""
        found = (self._said[number] or [self._subject(number) or UNKNOWN])[-1]
        is_person = (found.entity_id or "").startswith(("person/", "name/"))
        return found if is_person and not found.is_plural else None

    def _holder(self, start: int, end: int) -> Source | None:
        """`the Iraqi foreign minister`: the holder of the office on the day of the article."""
        if not self._holders:
            return None
        named = {one.entity_id for one in self._people[: bisect_left(self._starts, start)]}
        found = self._holders(self._text[start:end], named)
        if not found:
            return None
        return Source(found.name, SpeakerKind.NAMED, found.person_id, sex=found.sex)

    def _described_before(self, start: int, end: int, is_definite: bool) -> Source | None:
        """`the secretary of state` after `the US Secretary of State`."""
        words = _ARTICLE.sub("", self._text[start:end].strip())
        if not is_definite or not self._holders or len(words.split()) < _LEAST_SHARED:
            return None
        fuller = re.compile(rf"(?:[A-Z][\w.’-]*\s+){{1,2}}(?i:{re.escape(words)})\b")
        before = list(fuller.finditer(self._text, max(0, start - _REACH), start))
        return self._holder(*before[-1].span()) if before else None

    def _titled_before(
        self, at: int, words: Sequence[str], owner: Sequence[str]
    ) -> tuple[Mention | None, bool]:
        """The person last introduced with this title; one who shares more of it comes first.

        `owner` are the words after the title: `of the elections board`. The second value tells
        whether the person shares all that the words say.
        """
        head = words[-1]
        if head not in _PEOPLE:
            return None, False
        more = {_SYNONYMS.get(word, word) for word in words if len(word) > 3} - {head}
        more |= {word for word in owner if len(word) > 3}
        fallback = None
        last = bisect_left(self._starts, at)
        for person in reversed(self._people[max(0, last - _MOST_PEOPLE) : last]):
            title = self._title_of(person, head)
            if not title:
                continue
            own = {_SYNONYMS.get(word, word) for word in re.findall(r"[\w’'-]+", title.lower())}
            if not more or len(more & own) >= min(len(more), _LEAST_SHARED):
                return person, bool(more)
            fallback = fallback or (None if owner else person)
        return fallback, False

    def _title_of(self, person: Mention, head: str) -> str:
        before = _TITLE_BEFORE.search(self._text, max(0, person.start - 90), person.start)
        title = (before.group() if before else "").split(". ")[-1]
        same = "|".join(_SAME_HEADS.get(head, (head,)))
        beside = rf"(?i:\b{head}\b)(?:\s+[A-Z][\w.’-]*|\s+of [A-Z]\w+)*\s*$"
        apposed = rf"(?i:\b(?:{same})\b)(?:{_OF_A_BODY})?,\s*$"
        if re.search(beside, title) or re.search(apposed, title):
            return title
        after = self._text[person.end : person.end + 70]
        match = re.match(rf", (?:the |an? )?[^.]*?\b{head}\b[^,.]*", after, re.IGNORECASE)
        return match.group() if match else ""

    def _antecedent(self, number: int, phrase: NounPhrase, is_fronted: bool) -> Source:
        sentence = self._sentences[number]
        token = sentence.tokens[phrase.first]
        pronoun = POSSESSIVES.get(token.word.lower(), token.word.lower())
        for found in self._candidates(number, phrase, is_fronted):
            if _fits(found, pronoun):
                return replace(found, start=token.start, end=token.end)
        if pronoun in _HE:
            person = self._nearest(token.start, _HE[pronoun])
            if person:
                return replace(self._person(person), start=token.start, end=token.end)
        return replace(UNKNOWN, start=token.start, end=token.end)

    def _candidates(self, number: int, phrase: NounPhrase, is_fronted: bool) -> Iterator[Source]:
        """Sources and subjects, from the same sentence backwards."""
        sentence = self._sentences[number]
        # `X was blunter: “It is over,” he said`: the sentence before the colon is his. So are the
        # first words of `X explained that the plan “is over,” he wrote`.
        colon = _INTRODUCING.search(sentence.kinds, 0, phrase.first) if is_fronted else None
        if colon or (not is_fronted and phrase.first):
            subject = main_subject(sentence, 0, colon.start() if colon else phrase.first)
            if subject and not is_pronoun(sentence, subject):
                yield self._described(sentence, subject)
        for at in range(number, -1, -1):
            if at == number - 1 and (not self._said[at] or self._ends_paragraph(at)):
                yield from self._introduced(at)
            yield from reversed(self._said[at])
            subject_source = self._subject(at) if at < number else None
            if subject_source:
                yield subject_source

    def _ends_paragraph(self, number: int) -> bool:
        return self._sentences[number].line < self._sentences[number + 1].line

    def _introduced(self, number: int) -> Iterator[Source]:
        """`This worries X, a farmer from Homs.`: a person named for the first time, at the end."""
        sentence = self._sentences[number]
        for at, token in enumerate(sentence.tokens[:-1]):
            mention = token.mention
            is_person = mention is not None and mention.type is EntityType.PERSON
            if mention and is_person and re.match(r",[dn][^vx]*$", sentence.kinds[at + 1 :]):
                earlier = self._people[: bisect_left(self._starts, mention.start)]
                if all(one.entity_id != mention.entity_id for one in earlier):
                    yield self._person(mention)

    def _subject(self, number: int) -> Source | None:
        if number not in self._subjects:
            sentence = self._sentences[number]
            phrase = main_subject(sentence, 0, len(sentence.tokens))
            is_noun = phrase and not is_pronoun(sentence, phrase)
            self._subjects[number] = (
                self._described(sentence, phrase) if phrase and is_noun else None
            )
        return self._subjects[number]

    def _nearest(self, at: int, sex: str) -> Mention | None:
        last = bisect_left(self._starts, at)
        for person in reversed(self._people[max(0, last - _MOST_PEOPLE) : last]):
            if self._sexes.get(person.entity_id, sex) == sex:
                return person
        return None


# An office is stated with the name; these nouns may describe anybody: `the New York businessman`.
_VARYING = read_words("descriptions_of_people")
_VARIATION = re.compile(r"d[DULOz]*[nUz]")


def _is_said_before(text: str, at: int, head: str) -> bool:
    return bool(re.compile(rf"(?i)\b{re.escape(head)}\b").search(text, 0, at))


_INTRODUCING = re.compile(r":Q,?$|(?<=v)[^Q:;]*Q,?$")
# `the Vice President of the rebel council, `
_OF_A_BODY = r"\s+of (?:the )?(?:[\w’'-]+\s+){0,3}[\w’'-]+(?=,)"
# A head of a body may be called by any of these words.
_HEADS = ("leader", "president", "chief", "head", "chairman", "boss", "chairwoman")
_SAME_HEADS = {head: _HEADS for head in _HEADS}
_SYNONYMS = {"vice": "deputy"}
_POSSESSOR = re.compile(r"[’']s?\s")


def _is_of_the_state(sentence: Sentence, phrase: NounPhrase, text: str, person: Mention) -> bool:
    """`the Turkish minister` is not `the foreign minister of Iran, X`."""
    states = [one for one in sentence.tokens[phrase.first : phrase.head_end] if one.kind == "D"]
    limit = min(person.end + 70, sentence.tokens[phrase.first].start)
    around = text[max(0, person.start - 90) : limit].lower()
    return all(one.word[:_STATE_LETTERS].lower() in around for one in states)


# `Turkish` and `Turkey` begin with the same letters.
_STATE_LETTERS = 4
_ONE_OF = re.compile(r"^one of\s+", re.IGNORECASE)


def _fits(source: Source, pronoun: str) -> bool:
    if pronoun in _HE:
        if source.kind is SpeakerKind.ROLE:
            return _is_human(source.name or "") and not source.is_plural
        is_person = (source.entity_id or "person/").startswith(("person/", "name/"))
        return is_person and source.sex in ("", _HE[pronoun]) and not source.is_plural
    if pronoun == "they":
        return source.is_plural
    if pronoun == "it":
        is_body = (source.entity_id or "").startswith(("org/", "country/", "geo/"))
        return is_body or (source.kind is SpeakerKind.ROLE and not _is_human(source.name or ""))
    return False


def _is_plural(word: str) -> bool:
    return word.endswith("s") or word in ("people", "police", "men", "women")


def _is_human(role: str) -> bool:
    # `one of the relatives` is a relative.
    head = _ONE_OF.sub("", role)
    words = [
        word.lower().strip(",")
        for word in re.split(r"\s(?:of|for|in|at|from|to)\s", head)[0].split()
    ]
    return any(
        _PEOPLE & {word, word.removesuffix("s")} for word in words[-2:]
    ) and not _SINGULAR_BODIES & set(words)


def _is_title(word: str) -> bool:
    plain = word.lower()
    return plain in TITLE_WORDS or plain.rstrip(".") in TITLE_WORDS or plain in _ROLES


def _is_role_word(word: str) -> bool:
    plain = word.lower()
    return plain in _ROLES or plain in TITLE_WORDS or plain in ORGANISATION_HEADS


def _sexes(text: str, people: Sequence[Mention]) -> dict[str, str]:
    """The sex of people by title and given name, where the text shows it."""
    found: dict[str, str] = {}
    for one in people:
        before = text[max(0, one.start - 20) : one.start]
        if _TITLE_OF_WOMAN.search(before):
            found[one.entity_id] = "f"
        elif _TITLE_OF_MAN.search(before):
            found.setdefault(one.entity_id, "m")
    for one in people:
        given = re.split(r"[\s-]", one.name.lower())[0]
        if given in _WOMEN or given in _MEN:
            found.setdefault(one.entity_id, "f" if given in _WOMEN else "m")
    return found
