"""Find direct and indirect statements: `find_statements(text, mentions, answers)`.

A statement is the content, the cue (`said`) and the source. Quoted words are `direct` if they are a
sentence of their own and `mixed` if they are part of the reporter's sentence; content without
quotation marks is `indirect`; the answers of an interview are `answer`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.facts.clauses import Sentence, read_sentences
from tasks.entities.facts.speech.attributions import Attribution, content_of, find_attributions
from tasks.entities.facts.speech.quotation_marks import Stretch
from tasks.entities.facts.speech.quoted import MIN_FAR_FRAGMENT, MIN_FRAGMENT, Quoted
from tasks.entities.facts.speech.sources import UNKNOWN, Holders, Source, Sources
from tasks.entities.facts.speech.subjects import (
    NounPhrase,
    is_pronoun,
    main_subject,
    subject_after,
    subject_before,
)
from tasks.entities.models import Mention, Quote, SpeakerKind, Statement, StatementKind

_WORDS_OF = re.compile(
    r"\s*(?:(?:Th(?:is|at|ese|ose)|Such) (?:is|was|were|are) (?:the )?(?:[a-z]+ )?"
    r"(?:words?|answer|reply|view|opinion|message|response|verdict|comment|conclusion) of\s|"
    r"(?:So|Thus) (?:said|spoke|spake)\s|"
    r"With (?:this|that|these|those)(?: (?:words|remarks|phrase|sentence))?,?\s(?=[A-Z]))"
)
_THIS_IS_HOW = re.compile(r"\s*(?:This|That|These|Those|Such) (?:is|was|were|are)\b")
# A clause in which another person or body speaks.
_OTHER_CLAUSE = re.compile(r"[dUnDLa]*[POn][^;:tVx]*v")
# `X shook`: a verb that is not known to be one may look like a part of the name.
_PERSON_FIRST = re.compile(r"[dUD]{0,4}P(?=[na])")
_MIN_UNATTRIBUTED = 6
_FINITE = re.compile("[vVx]")


def find_statements(
    text: str,
    mentions: Sequence[Mention],
    answers: Sequence[Quote] = (),
    holders: Holders | None = None,
) -> list[Statement]:
    """Return the statements of a text in reading order.

    `mentions` are its resolved names. `answers` of an interview are statements themselves; nothing
    inside them makes another one. `holders` tells who a description of an office means.
    """
    starts = [answer.start for answer in answers]

    def is_in_answer(at: int) -> bool:
        number = bisect_right(starts, at)
        return number > 0 and at < answers[number - 1].end

    spoken = [one for one in _Reader(text, mentions, holders).read() if not is_in_answer(one.start)]
    return sorted([*map(_answer, answers), *spoken], key=lambda one: (one.start, one.end))


def _answer(quote: Quote) -> Statement:
    return Statement(
        quote.start,
        quote.end,
        quote.text,
        StatementKind.ANSWER,
        quote.speaker,
        quote.speaker_kind,
        quote.cue,
        quote.speaker_id,
    )


class _Reader:
    """Reads the sentences in order and keeps track of the last speaker."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], holders: Holders | None = None
    ) -> None:
        self._text = text
        tagged = read_sentences(text, mentions)
        self._sentences = tagged.sentences
        self._sources = Sources(text, tagged.sentences, tagged.mentions, holders)
        self._last: Source | None = None
        self._last_cue: str | None = None
        self._last_line = -9
        self._was_open = False
        self._pending: list[int] = []
        self._found: list[Statement] = []

    def read(self) -> list[Statement]:
        """Return the statements, sentence by sentence."""
        for number, sentence in enumerate(self._sentences):
            if "v" in sentence.kinds or "Q" in sentence.kinds or "A" in sentence.kinds:
                self._read_sentence(number, sentence)
        return self._found

    def _read_sentence(self, number: int, sentence: Sentence) -> None:
        attributions = find_attributions(sentence)
        used: dict[int, Source] = {}
        for at, token in enumerate(sentence.tokens):
            if token.stretch:
                self._read_quote(number, at, token.stretch, attributions, used)
        content = len(sentence.tokens)
        for one in attributions:
            content = min(content, self._read_indirect(number, one, content, used.get(one.at)))

    def _read_quote(
        self,
        number: int,
        at: int,
        stretch: Stretch,
        attributions: Sequence[Attribution],
        used: dict[int, Source],
    ) -> None:
        reader = Quoted(self._text, self._sentences[number], at, stretch)
        chosen = reader.choose(attributions)
        source, cue = self._source(number, reader, chosen)
        if source is None:
            self._was_open = self._was_open and stretch.is_open
            return
        if chosen:
            used[chosen.at] = source
        kind = StatementKind.DIRECT if reader.is_sentence else StatementKind.MIXED
        statement = _statement(self._text, stretch.start, stretch.end, kind, source, cue, 1.0)
        self._settle(statement, source, cue, stretch)
        self._last_line = self._sentences[number].line

    def _settle(
        self, statement: Statement, source: Source, cue: str | None, stretch: Stretch
    ) -> None:
        """Keep a quote; a source found late also holds for the open paragraphs before it."""
        is_known = source.kind is not SpeakerKind.UNKNOWN
        if is_known:
            for number in self._pending:
                self._found[number] = _with_source(self._found[number], source, cue)
        if is_known or not self._pending:
            self._pending = []
        if not is_known and stretch.is_open:
            self._pending.append(len(self._found))
        self._found.append(statement)
        self._last, self._last_cue, self._was_open = source, cue, stretch.is_open

    def _source(
        self, number: int, quoted: "Quoted", chosen: Attribution | None
    ) -> tuple[Source | None, str | None]:
        sentence = self._sentences[number]
        is_told = chosen is not None and chosen.phrase is not None
        if self._was_open and self._last and quoted.at == 0 and not is_told:
            return self._last, self._last_cue
        if chosen:
            cue = sentence.tokens[chosen.at].word.lower()
            if not chosen.phrase:
                return self._from_first_quote(number, quoted) or UNKNOWN, cue
            return self._sources.of(number, chosen.phrase, is_fronted=chosen.at > quoted.at), cue
        if quoted.is_naming() or quoted.is_single:
            return None, None
        return self._unmarked(number, quoted)

    def _from_first_quote(self, number: int, quoted: "Quoted") -> Source | None:
        same = self._last_line == self._sentences[number].line and quoted.at > 0
        return self._last if same else None

    def _unmarked(self, number: int, quoted: "Quoted") -> tuple[Source | None, str | None]:
        """A quote without a cue: the speaker of the sentence, the paragraph, or the last one."""
        sentence = self._sentences[number]
        if quoted.is_joined() and self._last_line == sentence.line:
            return (self._last, self._last_cue) if quoted.count >= MIN_FRAGMENT else (None, None)
        if not quoted.is_sentence or quoted.is_inside():
            return self._of_sentence(number, quoted), None
        source = (
            self._of_person_before_colon(number, quoted)
            or self._whose_words(number)
            or self._from_before(number, quoted)
            or self._from_next(number)
            or self._between_subjects(number)
        )
        if source:
            return source, self._last_cue
        return (UNKNOWN, None) if quoted.count >= _MIN_UNATTRIBUTED else (None, None)

    def _of_person_before_colon(self, number: int, quoted: "Quoted") -> Source | None:
        """`X had one answer: “...”`"""
        sentence = self._sentences[number]
        if not quoted.at or sentence.kinds[quoted.at - 1] != ":" or quoted.is_title():
            return None
        opening = _PERSON_FIRST.match(sentence.kinds)
        verb = _FINITE.search(sentence.kinds, 1, quoted.at - 1)
        phrase = subject_before(sentence, 0, verb.start()) if verb else None
        if not phrase:
            phrase = main_subject(sentence, 0, quoted.at - 1)
        if opening:
            phrase = NounPhrase(0, opening.end(), opening.end())
        source = self._sources.of(number, phrase) if phrase else UNKNOWN
        return source if _is_person(source) else None

    def _of_sentence(self, number: int, quoted: "Quoted") -> Source | None:
        if quoted.count < MIN_FAR_FRAGMENT or quoted.at == 0:
            return None
        phrase = main_subject(self._sentences[number], 0, quoted.at)
        return self._sources.of(number, phrase) if phrase else UNKNOWN

    def _from_before(self, number: int, quoted: "Quoted") -> Source | None:
        sentence = self._sentences[number]
        before = self._sentences[number - 1] if number else None
        if before and before.kinds[-1] == ":" and before.line < sentence.line:
            cues = [one for one in find_attributions(before) if one.phrase]
            phrase = cues[-1].phrase if cues else main_subject(before, 0, len(before.tokens))
            return self._sources.of(number - 1, phrase) if phrase else None
        if self._last_line == sentence.line:
            return self._last
        if before and before.line == sentence.line and (said := self._sources.said_in(number - 1)):
            return said
        is_next = before is not None and self._last_line == before.line
        is_quote_before = is_next and before is not None and "Q" in before.kinds
        return self._last if is_quote_before and self._is_paragraph(number) else None

    def _is_paragraph(self, number: int) -> bool:
        """Whether a quote is a paragraph of its own."""
        lines = [one.line for one in self._sentences[number - 1 : number + 2]]
        is_alone = not self._sentences[number].kinds.strip("Q.")
        return is_alone and lines.count(self._sentences[number].line) == 1

    def _whose_words(self, number: int) -> Source | None:
        """`“...” These were the words of X`, `“...” With this X ended`."""
        if number + 1 >= len(self._sentences):
            return None
        following = self._sentences[number + 1]
        opening = _WORDS_OF.match(self._text, following.start)
        if not opening:
            return None
        first = sum(token.start < opening.end() for token in following.tokens)
        phrase = subject_after(following, first, len(following.tokens))
        return self._sources.of(number + 1, phrase) if phrase else None

    def _from_next(self, number: int) -> Source | None:
        """`“...” This is how X answered`: the speaker in the next sentence."""
        if number + 1 >= len(self._sentences):
            return None
        following = self._sentences[number + 1]
        if not _THIS_IS_HOW.match(self._text, following.start):
            return None
        phrase = next((one.phrase for one in find_attributions(following) if one.phrase), None)
        return self._sources.of(number + 1, phrase) if phrase else None

    def _between_subjects(self, number: int) -> Source | None:
        """`X wept. “They took my brothers.” She paused.`: the quote is hers."""
        around = self._sentences[max(0, number - 1) : number + 2]
        if len({one.line for one in around}) != 1 or len(around) != 3:
            return None
        before, _, after = around
        phrase = main_subject(before, 0, len(before.tokens))
        following = main_subject(after, 0, len(after.tokens))
        if not phrase or not following or not is_pronoun(after, following):
            return None
        source = self._sources.of(number - 1, phrase)
        same = self._sources.of(number + 1, following)
        return source if _is_person(source) and same.entity_id == source.entity_id else None

    def _read_indirect(
        self, number: int, one: Attribution, outer: int, quoting: Source | None
    ) -> int:
        """Add the statement of a cue; return where its content begins.

        `outer` is where the content of an earlier cue of the sentence begins; `quoting` the source
        of quoted words that have the same cue.
        """
        sentence = self._sentences[number]
        nowhere = len(sentence.tokens)
        content = content_of(sentence, one)
        if not content or not one.phrase:
            return nowhere
        first, last, confidence = content
        last = _before_other_clause(sentence.kinds, first, last)
        is_elsewhere = quoting and "Q" not in sentence.kinds[first:last]
        first, last = _around_quotes(sentence, first, last)
        if last <= first or is_elsewhere:
            return nowhere
        source = quoting or self._sources.of(
            number,
            one.phrase,
            is_fronted=first < one.phrase.first,
            is_nested=outer <= one.phrase.first,
        )
        start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
        cue = sentence.tokens[one.at].word.lower()
        self._found.append(
            _statement(self._text, start, end, StatementKind.INDIRECT, source, cue, confidence)
        )
        return first


def _around_quotes(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The content without punctuation at its ends, and without quotes that are no part of it.

    `said the deal would “have no standing”, and left` has one; `said it was late: “We go.”` none.
    """
    kinds = sentence.kinds
    quote = kinds.find("Q", first, last)
    if quote >= 0 and not _FINITE.search(kinds, first, quote):
        return first, first
    if quote >= 0 and _is_apart(sentence, quote):
        last = quote
    elif quote >= 0:
        after = kinds.rfind("Q", first, last) + 1
        last = after if kinds[after : after + 1] in tuple("cB,w-") else last
    while last > first and kinds[last - 1] in ",.;:-cB":
        last -= 1
    while first < last and kinds[first] in ",;:-":
        first += 1
    return first, last


def _is_apart(sentence: Sentence, quote: int) -> bool:
    """`said it was late: “We go.”`: a sentence of its own after the content."""
    return sentence.kinds[quote - 1] in ":-"


def _is_person(source: Source) -> bool:
    return (source.entity_id or "").startswith(("person/", "name/"))


def _before_other_clause(kinds: str, first: int, last: int) -> int:
    """`said the ruling was not final; X disagreed`: the content ends before the other clause."""
    mark = kinds.find(";", first, last)
    is_clause = mark > 0 and _OTHER_CLAUSE.match(kinds, mark + 1, last)
    return mark if is_clause else last


def _statement(
    text: str,
    start: int,
    end: int,
    kind: StatementKind,
    source: Source,
    cue: str | None,
    confidence: float,
) -> Statement:
    return Statement(
        start,
        end,
        text[start:end],
        kind,
        source.name,
        source.kind,
        cue,
        source.entity_id,
        source.start if source.start >= 0 else None,
        source.end if source.start >= 0 else None,
        confidence,
    )


def _with_source(statement: Statement, source: Source, cue: str | None) -> Statement:
    return replace(
        statement,
        speaker=source.name,
        speaker_kind=source.kind,
        speaker_id=source.entity_id,
        cue=cue,
        speaker_start=source.start if source.start >= 0 else None,
        speaker_end=source.end if source.start >= 0 else None,
    )
