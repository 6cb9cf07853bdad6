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
from tasks.entities.facts.speech.attributions import (
    Attribution,
    content_of,
    find_attributions,
    is_wanting,
)
from tasks.entities.facts.speech.cues import CueClass
from tasks.entities.facts.speech.quotation_marks import Stretch
from tasks.entities.facts.speech.sources import UNKNOWN, Holders, Source, Sources
from tasks.entities.facts.speech.subjects import (
    main_subject,
    subject_after,
)
from tasks.entities.models import Mention, Quote, SpeakerKind, Statement, StatementKind

# Verbs that also introduce names and labels: only longer quotes count with them.
_LABELLING = frozenset(
    [
        "call",
        "brand",
        "label",
        "term",
        "dub",
        "describe",
        "accuse",
        "read",
        "praise",
        "view",
        "regard",
    ]
)
_NAMING = re.compile(
    r"(?:so-called|calls? (?:itself|himself|herself|themselves)|called|known as|named|nicknamed|"
    r"entitled|titled|dubbed|hit,|single,|code-named|codenamed|the word|the term|the phrase|film|"
    r"movie|book|novel|play|song|album|poem|series|magazine|newspaper|article|operation|exhibition|"
    r"group|slogan|line|programme?|website|hashtag|banner|chant(?:ed|ing)?|motto|headline|"
    r"poet’s line|plan|policy|doctrine|document|project|campaign|strategy|principle|phrase|term|"
    r"anthem|theory|(?:proverb|saying|adage|maxim) (?:goes|says|has it|runs))"
    r"(?:\s+(?:was|is|of|called|named))?\s*,?\s*$",
    re.IGNORECASE,
)
# `called the plan “a disaster”` describes the plan and does not name it.
_SAID_OF = re.compile(
    r"\b(?:called|termed|branded|labell?ed|deemed|considered)\s+"
    r"(?:the|an?|his|her|its|their|this|that|such)\s+(?:[\w’'-]+\s+){0,3}[\w’'-]+\s*$"
)
# `dubbed the plan the “bargain of the decade”` names it.
_NICKNAMED = re.compile(
    r"\b(?:dub(?:s|bed|bing)?|nicknam(?:es?|ed|ing)|christen(?:s|ed|ing)?)\b[^.;:]*$"
)
# `on “Face the Nation,”`, `NBC’s “Meet the Press.”`
_ON_AIR = re.compile(r"(?:\bon|\bthe|\bin|\bto|[’']s)\s+$")
_PREDICATE = re.compile(
    r"(?:must|will|would|should|could|can|cannot|may|might|is|are|was|were|has|have|had|does|do|did)"
    r"\s"
)
# `said the vote was “fair”`, `dismissed the offer as “worthless”`
_PREDICATED = re.compile(r"\b(?:is|are|was|were|be|been|as)\s+(?:an?\s+|the\s+)?$")
# `called it “a farce”`, `called X a “liar”`, `accused X of “recklessness”`
_CALLED = re.compile(r"\b(?:as|it|him|her|them|of)$|(?:[\w’'.]+|it|him|her|them)\s+an?$")
_SAID_THAT = re.compile(r"\b(?:said|says|stated|announced|added)\b.*\bthat\b")
_WORDS_OF = re.compile(
    r"\s*(?:(?:Th(?:is|at|ese|ose)|Such) (?:is|was|were|are) (?:the )?(?:[a-z]+ )?"
    r"(?:words?|answer|reply|view|opinion|message|response|verdict|comment|conclusion) of\s|"
    r"(?:So|Thus) (?:said|spoke|spake)\s|"
    r"With (?:this|that|these|those)(?: (?:words|remarks|phrase|sentence))?,?\s(?=[A-Z]))"
)
_THIS_IS_HOW = re.compile(r"\s*(?:This|That|These|Those|Such) (?:is|was|were|are)\b")
_GOES_ON = re.compile(
    r"\W*(?:and|but|then|while|who|which|or|when|as|because|that|in|on|at|by|of)\b"
)
_AS_PUT = re.compile(r"\s+as\s")
# A clause in which another person or body speaks.
_OTHER_CLAUSE = re.compile(r"[dUnDLa]*[PO][^;:tVx]*v")
_NEAR = 6
_MIN_FRAGMENT = 3
_MIN_FAR_FRAGMENT = 4
_MIN_UNATTRIBUTED = 6
_MOST_BETWEEN = 12


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
        used: set[int] = set()
        for at, token in enumerate(sentence.tokens):
            if token.stretch:
                self._read_quote(number, at, token.stretch, attributions, used)
        content = len(sentence.tokens)
        for one in attributions:
            if one.at not in used:
                content = min(content, self._read_indirect(number, one, content))

    def _read_quote(
        self,
        number: int,
        at: int,
        stretch: Stretch,
        attributions: Sequence[Attribution],
        used: set[int],
    ) -> None:
        reader = _Quoted(self._text, self._sentences[number], at, stretch)
        chosen = reader.choose(attributions)
        source, cue = self._source(number, reader, chosen)
        if source is None:
            self._was_open = self._was_open and stretch.is_open
            return
        if chosen:
            used.add(chosen.at)
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
        self, number: int, quoted: "_Quoted", chosen: Attribution | None
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

    def _from_first_quote(self, number: int, quoted: "_Quoted") -> Source | None:
        same = self._last_line == self._sentences[number].line and quoted.at > 0
        return self._last if same else None

    def _unmarked(self, number: int, quoted: "_Quoted") -> tuple[Source | None, str | None]:
        """A quote without a cue: the speaker of the sentence, the paragraph, or the last one."""
        sentence = self._sentences[number]
        if quoted.is_joined() and self._last_line == sentence.line:
            return (self._last, self._last_cue) if quoted.count >= _MIN_FRAGMENT else (None, None)
        if not quoted.is_sentence or quoted.is_inside():
            return self._of_sentence(number, quoted), None
        source = (
            self._whose_words(number)
            or self._from_before(number, quoted)
            or self._from_next(number)
        )
        if source:
            return source, self._last_cue
        return (UNKNOWN, None) if quoted.count >= _MIN_UNATTRIBUTED else (None, None)

    def _of_sentence(self, number: int, quoted: "_Quoted") -> Source | None:
        if quoted.count < _MIN_FAR_FRAGMENT or quoted.at == 0:
            return None
        phrase = main_subject(self._sentences[number], 0, quoted.at)
        return self._sources.of(number, phrase) if phrase else UNKNOWN

    def _from_before(self, number: int, quoted: "_Quoted") -> Source | None:
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

    def _read_indirect(self, number: int, one: Attribution, outer: int) -> int:
        """Add the statement of a cue; return where its content begins.

        `outer` is where the content of an earlier cue of the sentence begins.
        """
        sentence = self._sentences[number]
        nowhere = len(sentence.tokens)
        content = content_of(sentence, one)
        if not content or not one.phrase:
            return nowhere
        first, last, confidence = content
        last = _before_other_clause(sentence.kinds, first, last)
        while last > first and sentence.kinds[last - 1] in ",.;:-cB":
            last -= 1
        while first < last and sentence.kinds[first] in ",;:-":
            first += 1
        if last <= first or "Q" in sentence.kinds[first:last]:
            return nowhere
        source = self._sources.of(
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


class _Quoted:
    """One quoted stretch in its sentence."""

    def __init__(self, text: str, sentence: Sentence, at: int, stretch: Stretch) -> None:
        self._text = text
        self._sentence = sentence
        self.at = at
        self._stretch = stretch
        self.words = text[stretch.start : stretch.end]
        self.count = len(self.words.split())
        self.is_single = text[stretch.opening] in "‘'"
        previous = sentence.kinds.rfind("Q", 0, at)
        begin = sentence.tokens[previous].end if previous >= 0 else sentence.start
        self._before = text[begin : stretch.opening]
        self._previous = previous
        plain = self.words.strip()
        self.is_sentence = bool(plain) and (
            (plain[0].isupper() or plain[0] in "‘'([") and plain[-1] in ".?!,…’'"
        )

    def choose(self, attributions: Sequence[Attribution]) -> Attribution | None:
        """Return the attribution of the quote, after it or before it."""
        return self._after(attributions) or self._preceding(attributions)

    def _after(self, attributions: Sequence[Attribution]) -> Attribution | None:
        kinds = self._sentence.kinds
        after = self._text[self._stretch.closing : self._sentence.end]
        if not self._closes(after):
            return None
        for one in attributions:
            if one.at > self.at:
                between = kinds[self.at + 1 : one.at]
                first = one.phrase.first if one.phrase else one.at
                is_near = not set(between) & set("Qt;:") and (first > self.at or self.at == 0)
                return one if is_near else None
        return None

    def _closes(self, after: str) -> bool:
        """Whether the sentence continues after the quote: comma, question mark, dash."""
        plain = self.words.rstrip()
        if plain.endswith(",") and _AS_PUT.match(after):
            return True
        if _GOES_ON.match(after):
            return False
        if plain.endswith((".", "…")):
            return after.lstrip(" ,")[:1].islower()
        return plain.endswith((",", "?", "!", "-", "—", "’", "'")) or after.lstrip().startswith(
            (",", "-", "—")
        )

    def _preceding(self, attributions: Sequence[Attribution]) -> Attribution | None:
        before = [one for one in attributions if self._previous < one.at < self.at]
        if not before and self._previous >= 0:
            earlier = [one for one in attributions if one.at < self._previous]
            is_list = re.fullmatch(r"[,cdarn]*", self._sentence.kinds[self._previous + 1 : self.at])
            before = earlier[-1:] if is_list and self.count >= _MIN_FRAGMENT else []
            return before[-1] if before and not self.is_naming() else None
        if not before or self.is_naming():
            return None
        tokens = self._sentence.tokens
        speech = [one for one in before if one.phrase and not is_wanting(tokens[one.at])]
        chosen = (speech or [one for one in before if one.phrase] or before)[-1]
        return chosen if self._is_long_enough(before[-1]) else None

    def _is_long_enough(self, one: Attribution) -> bool:
        """Whether it is not a scare quote: fragments need a colon or a cue right before them."""
        token = self._sentence.tokens[one.at]
        gap = self._text[token.end : self._stretch.opening].strip(" ,")
        is_labelling = bool(
            token.cue and (token.cue.lemma in _LABELLING or token.cue.cue_class is CueClass.JUDGE)
        )
        if self._before.rstrip().endswith(":") or gap in ("", "that"):
            return self.count >= 2 or not is_labelling
        if self.is_sentence and self._before.rstrip().endswith(","):
            return True
        if _PREDICATE.match(self.words) and not is_labelling:
            return self.count >= 2
        if _PREDICATED.search(self._before) and len(gap.split()) <= _NEAR:
            return True
        if is_labelling and self.words[:1].islower() and _CALLED.search(gap):
            return True
        is_near = len(gap.split()) <= _NEAR or gap.endswith((" that", " as")) or is_labelling
        return self.count >= (_MIN_FRAGMENT if is_near else _MIN_FAR_FRAGMENT)

    def is_naming(self) -> bool:
        """Return whether it is a name, title or scare quote: `the so-called “reforms”`."""
        before = self._before
        if not self.is_sentence and _NICKNAMED.search(before):
            return True
        is_clause = (
            bool(_SAID_THAT.search(before))
            and self.words[:1].islower()
            and self.count >= _MIN_FAR_FRAGMENT
        )
        is_said_of = _SAID_OF.search(before) or before.rstrip().endswith(":") or is_clause
        if _NAMING.search(before) and not is_said_of:
            labels = re.search(r"\bwhat (?:[\w’'-]+ ){1,5}(?:called|dubbed)\s*$", before)
            return not (labels and self.count >= _MIN_FAR_FRAGMENT)
        capital = [word for word in re.findall(r"[\w’'-]+", self.words) if len(word) > 3]
        titled = all(word[0].isupper() for word in capital)
        is_open = not re.search(r"[.,!?…]$", self.words.strip())
        if titled and _ON_AIR.search(before):
            return True
        return titled and is_open and not before.rstrip().endswith((":", ","))

    def is_joined(self) -> bool:
        """Return whether it continues a quote of the same sentence (`“...” and “...”`)."""
        if self._previous < 0:
            return False
        return self.at - self._previous <= _MOST_BETWEEN

    def is_inside(self) -> bool:
        """Return whether the reporter's words stand around it in one sentence."""
        return self.at > 0 and self._sentence.kinds[self.at - 1] not in ":.Q"


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
