"""Direct quotes and their speakers: `find_quotes(text, mentions)`.

A quote is text between quotation marks that is attributed to a speaker; titles, names, slogans and
scare quotes are skipped. The speaker is the subject of the verb of speaking (`cue`) before or after
the quote; a pronoun or a title (`the minister said`) refers to the person it last stood for. A
speaker without a name is a role (`a source close to ...`) or unknown. The answers of an interview
are quotes with the cue `interview`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.entities.models import EntityType, Mention, Quote, SpeakerKind


def _alternatives(name: str) -> str:
    """The words of a list as one pattern, longest first; `_` in the list stands for a blank."""
    path = Path(__file__).parents[1] / "lists" / f"{name}.txt"
    words = path.read_text(encoding="utf-8")
    return "|".join(
        re.escape(word).replace("_", r"\s+")
        for word in sorted(words.split(), key=len, reverse=True)
    )


_PHRASES = (
    r"went on to say|goes on to say|went on|goes on|put it|puts it|pointed out|points out|"
    r"called on|calls on|[Aa]ccording to|as saying|as telling|as stating|as adding|in the words of|"
    r"was quoted|made it clear|had this to say"
)
_CUE = re.compile(rf"\b(?:{_PHRASES}|{_alternatives('quote_verbs')})\b(?! for\b)")
# The sentence continues with its subject: the quoted words are a part of it.
_GOES_ON = re.compile(
    r"\W*(?:and|but|then|while|who|which|or|when|as|because|that|in|on|at|by|of)\b"
)
# Verbs that also name and label: with them only quotes of some length count.
_LABELLING = frozenset(
    {
        "called",
        "branded",
        "labelled",
        "labeled",
        "termed",
        "dubbed",
        "described",
        "describes",
        "accused",
        "read",
        "praised",
    }
)
_STRETCH = re.compile(r"“([^“”\n]+)(”|$)|\"([^\"\n]+)(\"|$)", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]”’%])[.!?](?=\s+[“\"A-Z(\[]|\s*$)")
# What follows may have a subject of its own.
_JOINT = re.compile(r"[,;]?\s(?:while|whereas|but|and|as|after|before|because|although)\s")
_PRONOUN = re.compile(r"\b(he|she|they)\b", re.IGNORECASE)
# These prepositions belong to the title of the person that follows.
_OFFICE_OF = re.compile(
    r"(?:Custodian of the Two Holy \w+|(?:Minister|Secretary|Undersecretary|Chief|Commander|"
    r"Speaker|Head|Director|Governor|Ministry)(?:-General)? of (?:the )?"
    r"(?:[A-Z][\w’]+(?: and| for)? ?){1,4}?)"
    r"(?:,? (?:[A-Z][\w.’-]+ ){0,3})$"
)
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|with|by|from|in|about|against|between|near|under|after|over|on|at|behind|"
    r"and|including|among|like|towards?|than|before|visited|met|killed|thanked|told|accused)\s+"
    r"(?:(?:the|his|her|its|their|former|late|slain|ousted|jailed|exiled|assassinated|deposed|then|"
    r"detained|Mr\.?|Mrs\.?|Dr\.?|[A-Z][\w’'-]+)\s+){0,5}$"
)
# A full name right after the verb is the speaker even where the tagger has missed it.
_UNLISTED_NAME = re.compile(r"\s*([A-Z][a-z’]+(?: (?:[Aa]l-|[Ee]l-)?[A-Z][\w’-]+){1,2})(?=,|$)")
_TITLE_BEFORE = re.compile(r"(?:[\w’'.-]+[ \t]+){1,7}$")
_ROLE_MODIFIERS = (
    r"the|an?|one|two|three|several|some|another|other|many|his|her|their|its|senior|top|official|"
    r"informed|well-informed|reliable|western|diplomatic|government|military|security|"
    r"medical|local|"
    r"political|anonymous|unnamed|high-ranking"
)
_ROLE_WORD = rf"(?:{_alternatives('role_words')})"
_ROLE = re.compile(
    rf"\b(?:(?:(?i:{_ROLE_MODIFIERS})|[A-Z][\w’'-]+)\s+)*(?i:{_ROLE_WORD}(?:\s+{_ROLE_WORD})?)\b"
)
_OFFICE = re.compile(
    r"[’']s? (?:[a-z]+ )?(?:office|spokesman|spokeswoman|lawyer|aide|party|bloc|movement|camp|"
    r"government|son|daughter|wife|brother|father|mother|family|adviser|deputy|representative)"
    r"\b(?! [A-Z])"
)
_ROLE_TAIL = re.compile(
    r"(?:\s+(?:close to|at|in|from|of|for|with|within|inside|on)\s+(?:the\s+|an?\s+)?[\w’'-]+"
    r"(?:\s+[A-Z][\w’'-]+)*(?:\s+(?:minister|president|office|ministry|talks|negotiations|party|"
    r"movement|government|group|army))?)?"
    r"(?:\s+close to\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+)?)?"
)
_NAMING = re.compile(
    r"(?:so-called|calls? (?:itself|himself|herself|themselves)|called|known as|named|nicknamed|"
    r"entitled|titled|dubbed|hit,|single,|code-named|codenamed|the word|the term|the phrase|film|"
    r"movie|book|novel|"
    r"play|song|album|poem|series|magazine|newspaper|article|operation|exhibition|group|"
    r"slogan|line|"
    r"programme?|website|hashtag|banner|chant(?:ed|ing)?|reading|motto|headline|poet’s line|plan|"
    r"policy|doctrine|document|project|campaign|strategy|principle|phrase|term|song|anthem|theory)"
    r"(?:\s+(?:was|is|of|called|named))?\s*,?\s*$",
    re.IGNORECASE,
)
# `called the plan “a disaster”` describes the plan and does not name it.
_SAID_OF = re.compile(
    r"\b(?:called|termed|branded|labell?ed|deemed|considered)\s+"
    r"(?:the|an?|his|her|its|their|this|that|such)\s+(?:[\w’'-]+\s+){0,3}[\w’'-]+\s*$"
)
# `Obama said Assad “must go”`.
_BEGINS_PREDICATE = re.compile(
    r"(?:must|will|would|should|could|can|cannot|may|might|is|are|was|were|has|have|had|does|do|did)\s"
)
_NEAR = 6
_AND = re.compile(r",?\s+(?:and|but|or|then|while)\s", re.IGNORECASE)
_MOST_BETWEEN = 12
_MIN_FRAGMENT = 3
_MIN_FAR_FRAGMENT = 4
_MIN_UNATTRIBUTED = 6
_REACH = 400
# How many names back `the minister` may have been introduced.
_MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words between quotation marks, and the text around them up to the neighbouring quotes."""

    start: int
    end: int
    before: int
    after: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Speaker:
    name: str | None
    kind: SpeakerKind
    entity_id: str | None
    cue: str | None


_UNKNOWN = _Speaker(None, SpeakerKind.UNKNOWN, None, None)


def find_quotes(
    text: str, mentions: Sequence[Mention], answers: Sequence[Quote] = ()
) -> list[Quote]:
    """Return the quotes of a text in reading order.

    `mentions` are its resolved names. `answers` of an interview are quotes themselves; quotation
    marks inside them do not make further quotes.
    """
    reader = _Reader(text, mentions)
    starts = [answer.start for answer in answers]

    def is_in_answer(at: int) -> bool:
        number = bisect_right(starts, at)
        return number > 0 and at < answers[number - 1].end

    spoken = [quote for quote in reader.read() if not is_in_answer(quote.start)]
    return sorted([*answers, *spoken], key=lambda quote: quote.start)


class _Reader:
    """Reads the quoted stretches in order and keeps track of the last speaker."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._people = [one for one in mentions if one.type is EntityType.PERSON]
        self._groups = [one for one in mentions if one.type is EntityType.ORGANISATION]
        self._starts = [one.start for one in self._people]
        self._last = _UNKNOWN
        self._last_end = -1
        self._was_open = False

    def read(self) -> Iterator[Quote]:
        """Yield the quotes in order."""
        for stretch in _stretches(self._text):
            speaker = self._attribute(stretch)
            if speaker:
                self._last, self._last_end = speaker, stretch.end
                words = self._text[stretch.start : stretch.end]
                yield Quote(
                    stretch.start,
                    stretch.end,
                    words,
                    speaker.name,
                    speaker.kind,
                    speaker.cue,
                    speaker.entity_id,
                )
            self._was_open = stretch.is_open

    def _attribute(self, stretch: _Stretch) -> _Speaker | None:
        words = self._text[stretch.start : stretch.end]
        if self._was_open and self._text[self._last_end : stretch.start].strip() in ("“", '"'):
            return self._last
        if self._is_cut_in_two(stretch):
            return self._last
        if _is_naming(self._text[stretch.before : stretch.start - 1], words):
            return None
        return (
            self._from_after(stretch, words)
            or self._from_before(stretch, words)
            or self._joined(stretch, words)
            or self._continued(stretch, words)
        )

    def _joined(self, stretch: _Stretch, words: str) -> _Speaker | None:
        """`“...” and that they were “...”`: the same speaker continues in one sentence."""
        if self._last_end < 0 or self._last_end != stretch.before - 1:
            return None
        between = self._text[stretch.before : stretch.start - 1]
        first, last = stretch.before, stretch.start - 1
        is_other = bool(self._people_from(first, last))
        is_one = _AND.match(between) and not _SENTENCE_END.search(between)
        if not is_one or is_other or len(between.split()) > _MOST_BETWEEN:
            return None
        return self._last if len(words.split()) >= _MIN_FRAGMENT else None

    def _is_cut_in_two(self, stretch: _Stretch) -> bool:
        """`“The army,” said X, “is ready”`: the second part of one sentence."""
        if self._last_end < 0 or self._last_end != stretch.before - 1:
            return False
        between = self._text[stretch.before : stretch.start - 1].rstrip()
        return between.endswith(",") and bool(_first_cue(between)) and ". " not in between

    def _from_after(self, stretch: _Stretch, words: str) -> _Speaker | None:
        """`“...,” X said` and `“...,” said X`."""
        clause_end = self._clause_end(stretch.end + 1, stretch.after)
        clause = self._text[stretch.end + 1 : clause_end]
        if not _closes_with_comma(words, clause):
            return None
        cue = _first_cue(clause)
        if not cue:
            return None
        start = stretch.end + 1
        inverted = not re.search(r"\w", clause[: cue.start()])
        where = (start + cue.end(), clause_end) if inverted else (start, start + cue.start())
        speaker = self._subject(where, cue.group(), inverted=inverted)
        return speaker or _Speaker(None, SpeakerKind.UNKNOWN, None, cue.group())

    def _from_before(self, stretch: _Stretch, words: str) -> _Speaker | None:
        """`X said: “...”`, `X said that “...”`, `X called it “...”`, `according to X, “...”`."""
        opening = stretch.start - 1
        first = self._clause_start(max(stretch.before, opening - _REACH), opening)
        clause = self._text[first:opening]
        cues = [cue for cue in _CUE.finditer(clause) if not _is_noun(clause, cue)]
        if not cues or not _is_long_enough(words, clause, cues[-1]):
            return None
        return self._by_cue(first, opening, clause, cues) or self._from_afar(stretch, cues[-1])

    def _from_afar(self, stretch: _Stretch, cue: re.Match[str]) -> _Speaker | None:
        """`The statement of the “Army” said: “...”`: the subject is before another stretch."""
        line = self._text.rfind("\n", 0, stretch.start) + 1
        opening = stretch.start - 1
        first = self._clause_start(max(line, self._last_end + 1, opening - _REACH), stretch.before)
        if first >= stretch.before - 1 or self._last_end == stretch.before - 1:
            return None
        return self._subject((first, stretch.before), cue.group())

    def _by_cue(
        self, first: int, opening: int, clause: str, cues: list[re.Match[str]]
    ) -> _Speaker | None:
        cue = cues[-1]
        word = cue.group().lower()
        if word in ("as saying", "as telling", "as stating", "as adding"):
            quoted = re.search(r"\b(?:(was|is|were|been) )?(?:quoted|quoting|quotes)\b", clause)
            if quoted and quoted[1]:
                return self._subject((first, first + quoted.start()), word)
            if quoted:
                return self._subject(
                    (first + quoted.end(), first + cue.start()), word, inverted=True
                )
        if word in ("according to", "in the words of"):
            return self._subject((first + cue.end(), opening), word, inverted=True)
        starts = [first, *(first + one.end() for one in cues)]
        for number, one in reversed(list(enumerate(cues))):
            last = first + one.start()
            nested = self._subject((starts[number], last), one.group()) if number else None
            speaker = nested or self._of_clause(first, last, one.group())
            if speaker:
                return speaker
        if not clause[: cues[0].start()].strip():
            return self._subject((first + cues[0].end(), opening), cues[0].group(), inverted=True)
        return None

    def _of_clause(self, first: int, last: int, cue: str) -> _Speaker | None:
        """The subject of the nearest clause (`X left, while Y’s office said`), else of all."""
        joint = _last_match(_JOINT, self._text[first:last])
        near = self._subject((first + joint.end(), last), cue) if joint else None
        return near or self._subject((first, last), cue)

    def _continued(self, stretch: _Stretch, words: str) -> _Speaker | None:
        """A sentence of its own: the last speaker continues, or the speaker is unknown."""
        between = self._text[max(self._last_end, 0) : stretch.start - 1]
        if not _is_sentence(words):
            return None
        if self._last_end >= stretch.before - 1 and self._last_end > 0 and "\n" not in between:
            return _Speaker(self._last.name, self._last.kind, self._last.entity_id, self._last.cue)
        if self._text[stretch.before : stretch.start - 1].strip().endswith(":"):
            return self._subject((stretch.before, stretch.start - 1), ":")
        return _UNKNOWN if len(words.split()) >= _MIN_UNATTRIBUTED else None

    def _subject(
        self, where: tuple[int, int], cue: str, *, inverted: bool = False
    ) -> _Speaker | None:
        """The subject within `where`: a person, a pronoun, a title, an organisation or a role."""
        office = None if inverted else self._office_before(where)
        if office:
            return _Speaker(office, SpeakerKind.ROLE, None, cue)
        named = self._named_subject(where, inverted=inverted)
        if named:
            return _Speaker(named.name, SpeakerKind.NAMED, named.entity_id, cue)
        part = self._text[where[0] : where[1]]
        pronoun = _last_match(_PRONOUN, part) if not inverted else _PRONOUN.match(part.strip())
        unlisted = _UNLISTED_NAME.match(part) if inverted else None
        if unlisted and not named:
            return _Speaker(unlisted[1], SpeakerKind.NAMED, None, cue)
        role = self._role(where, inverted=inverted)
        if pronoun and not (role and not inverted and role.start() > pronoun.start()):
            return self._antecedent(where[0] + pronoun.start(), cue, pronoun.group())
        near = bisect_left(self._groups, where[0], key=_start)
        body = [one for one in self._groups[near : near + _MOST_PEOPLE] if one.end <= where[1]]
        if role and not any(one.end == where[0] + role.end() for one in body):
            return self._role_speaker(where[0] + role.start(), where[0] + role.end(), cue)
        if body:
            return _Speaker(body[0].name, SpeakerKind.NAMED, body[0].entity_id, cue)
        return None

    def _people_from(self, first: int, last: int) -> list[Mention]:
        """The people whose names begin between two places."""
        return self._people[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def _people_in(self, first: int, last: int) -> list[Mention]:
        """The people whose names lie between two places."""
        return [one for one in self._people_from(first, last) if one.end <= last]

    def _office_before(self, where: tuple[int, int]) -> str | None:
        """`Hariri’s office` right before the verb: the speaker is the office, not Hariri."""
        for person in reversed(self._people_in(*where)):
            office = _OFFICE.match(self._text, person.end, where[1])
            is_last = office and not self._text[office.end() : where[1]].strip(" ,")
            return self._text[person.start : office.end()] if office and is_last else None
        return None

    def _named_subject(self, where: tuple[int, int], *, inverted: bool) -> Mention | None:
        """The person who is the subject, not one inside `of X` or `X’s aide`."""
        inside = self._people_in(*where)
        free = [
            one
            for one in inside
            if not self._is_possessive(one) and not self._is_governed(where[0], one)
        ]
        if not free:
            return None
        if inverted:
            role = self._role(where, inverted=True)
            first = free[0]
            is_beyond = (
                bool(role) and self._text[where[0] + role.end() : first.start].strip(" ,") != ""
                if role
                else False
            )
            return None if is_beyond and first.start - where[0] > 60 else first
        return free[0] if len(free) == 1 else self._nearest_subject(where, free)

    def _nearest_subject(self, where: tuple[int, int], free: list[Mention]) -> Mention:
        """Of several in the clause: one in apposition just before the verb, else the first."""
        last = free[-1]
        tail = self._text[last.end : where[1]].strip()
        if tail in ("", ",") and self._text[: last.start].rstrip().endswith(","):
            return last
        verbs = [one for one in free if not self._text[one.end : where[1]].strip()]
        return verbs[-1] if verbs else free[0]

    def _is_possessive(self, person: Mention) -> bool:
        return self._text[person.end : person.end + 2] in ("’s", "'s", "’ ", "' ")

    def _is_governed(self, first: int, person: Mention) -> bool:
        before = self._text[first : person.start]
        return bool(_PREPOSITION.search(before)) and not _OFFICE_OF.search(before)

    def _role(self, where: tuple[int, int], *, inverted: bool) -> re.Match[str] | None:
        part = self._text[where[0] : where[1]]
        roles = [role for role in _ROLE.finditer(part)]
        return roles[0] if roles else None

    def _role_speaker(self, start: int, end: int, cue: str) -> _Speaker:
        """`the minister` is the minister named before; `a source ...` stays a role."""
        words = self._text[start:end]
        head = words.split()[-1].lower()
        is_definite = words.lower().startswith("the ") or words.lower() == "prime minister"
        person = self._titled_before(start, head) if is_definite else None
        if person:
            return _Speaker(person.name, SpeakerKind.NAMED, person.entity_id, cue)
        tail = _ROLE_TAIL.match(self._text, end)
        role = self._text[start : tail.end() if tail else end]
        return _Speaker(_strip_article(role), SpeakerKind.ROLE, None, cue)

    def _titled_before(self, at: int, head: str) -> Mention | None:
        """The person last introduced with this title: `Foreign Minister X`, `X, a minister`."""
        last = bisect_left(self._starts, at)
        for person in reversed(self._people[max(0, last - _MOST_PEOPLE) : last]):
            if person.end > at:
                continue
            before = _TITLE_BEFORE.search(self._text, max(0, person.start - 80), person.start)
            apposed = self._text[person.end : person.end + 60]
            title = (before.group() if before else "").split(".")[-1]
            if re.search(rf"(?i:\b{head}\b)(?:\s+[A-Z][\w.’-]*|\s+of [A-Z]\w+)*\s*$", title):
                return person
            if re.match(rf", (?:the |an? )?[^.]*?\b{head}\b", apposed, re.IGNORECASE):
                return person
        return None

    def _antecedent(self, at: int, cue: str, pronoun: str) -> _Speaker | None:
        """The person `he` stands for: the last speaker, or a later subject."""
        if pronoun.lower() == "they":
            return None
        line = self._text.rfind("\n", 0, at) + 1
        subject = self._last_subject(max(line, self._last_end), at)
        if subject:
            return _Speaker(subject.name, SpeakerKind.NAMED, subject.entity_id, cue)
        if self._last_end >= line:
            return _Speaker(self._last.name, self._last.kind, self._last.entity_id, cue)
        before = self._people_in(max(0, at - 2 * _REACH), at)
        subject = self._last_subject(self._text.rfind("\n", 0, max(line - 2, 0)) + 1, at)
        near = before[-1] if before and at - before[-1].end < _REACH else None
        chosen = subject or near
        if not chosen:
            return _Speaker(None, SpeakerKind.UNKNOWN, None, cue)
        return _Speaker(chosen.name, SpeakerKind.NAMED, chosen.entity_id, cue)

    def _last_subject(self, first: int, at: int) -> Mention | None:
        """The first free person of the last sentence that has one, between two places."""
        free = [
            one
            for one in self._people_in(first, at)
            if not self._is_possessive(one) and not self._is_governed(first, one)
        ]
        if not free:
            return None
        starts = [
            match.end() for match in _SENTENCE_END.finditer(self._text, first, free[-1].start)
        ]
        begin = starts[-1] if starts else first
        return next(one for one in free if one.start >= begin)

    def _clause_end(self, first: int, last: int) -> int:
        end = _SENTENCE_END.search(self._text, first, last)
        line = self._text.find("\n", first, last)
        ends = [at for at in (end.start() if end else -1, line, last) if at >= 0]
        return min(ends)

    def _clause_start(self, first: int, last: int) -> int:
        ends = [match.end() for match in _SENTENCE_END.finditer(self._text, first, last)]
        while ends and not self._text[ends[-1] : last].strip():
            ends.pop()
        return ends[-1] if ends else first


def _start(one: Mention) -> int:
    return one.start


def _stretches(text: str) -> list[_Stretch]:
    found = [match for match in _STRETCH.finditer(text)]
    spans = [_inside(match) for match in found]
    stretches = []
    for number, (start, end, is_open) in enumerate(spans):
        line = text.rfind("\n", 0, start) + 1
        before = max(line, spans[number - 1][1] + 1 if number else 0)
        stop = text.find("\n", end)
        after = min(
            stop if stop >= 0 else len(text),
            spans[number + 1][0] - 1 if number + 1 < len(spans) else len(text),
        )
        stretches.append(_Stretch(start, end, min(before, start - 1), max(after, end), is_open))
    return stretches


def _inside(match: re.Match[str]) -> tuple[int, int, bool]:
    group = 1 if match[1] is not None else 3
    return match.start(group), match.end(group), not match[group + 1]


def _is_naming(before: str, words: str) -> bool:
    """Names, titles of works, scare quotes: `the so-called “reforms”`, `the “Islamic Army”`."""
    is_said_of = (
        _SAID_OF.search(before) or before.rstrip().endswith(":") or _is_clause(before, words)
    )
    if _NAMING.search(before) and not is_said_of:
        labels = re.search(r"\bwhat (?:[\w’'-]+ ){1,5}(?:called|dubbed)\s*$", before)
        return not (labels and len(words.split()) >= _MIN_FAR_FRAGMENT)
    capital = [word for word in re.findall(r"[\w’'-]+", words) if len(word) > 3]
    titled = all(word[0].isupper() for word in capital)
    is_open = not re.search(r"[.,!?…]$", words.strip())
    return titled and is_open and not before.rstrip().endswith((":", ","))


def _is_clause(before: str, words: str) -> bool:
    """`said that the group “accepts a truce of 72 hours”`: an action of the subject, no name."""
    is_said = re.search(r"\b(?:said|says|stated|announced|added)\b.*\bthat\b", before)
    return bool(is_said) and words[:1].islower() and len(words.split()) >= _MIN_FAR_FRAGMENT


def _closes_with_comma(words: str, clause: str) -> bool:
    """Whether the sentence continues after the quote: comma, question or exclamation mark, dash."""
    if _GOES_ON.match(clause):
        return False
    if words.rstrip().endswith((".", "…")):
        return clause.lstrip(" ,")[:1].islower()
    return words.rstrip().endswith((",", "?", "!", "-", "—", "’")) or clause.lstrip().startswith(
        (",", "-", "—")
    )


def _first_cue(clause: str) -> re.Match[str] | None:
    return next((cue for cue in _CUE.finditer(clause) if not _is_noun(clause, cue)), None)


def _is_noun(clause: str, cue: re.Match[str]) -> bool:
    """Whether the cue is not a verb of speaking: `the said law`, `was called`, `so-called`."""
    before = clause[: cue.start()]
    word = cue.group().lower()
    if re.search(r"(?:-|\b(?:the|a|an|his|her|their|its|no)\s+)$", before) and word not in (
        "called on",
    ):
        return True
    return word in _LABELLING and bool(
        re.search(r"\b(?:was|is|were|are|been|be|being)\s+$", before)
    )


def _is_long_enough(words: str, clause: str, cue: re.Match[str]) -> bool:
    """Whether it is no scare quote: fragments need a colon or a cue right before them."""
    count = len(words.split())
    gap = clause[cue.end() :].strip(" ,")
    is_labelling = cue.group().lower() in _LABELLING
    if clause.rstrip().endswith(":") or gap in ("", "that"):
        return count >= 2 or not is_labelling
    if _is_sentence(words) and clause.rstrip().endswith(","):
        return True
    if _BEGINS_PREDICATE.match(words) and not is_labelling:
        return count >= 2
    is_near = len(gap.split()) <= _NEAR or gap.endswith((" that", " as")) or is_labelling
    return count >= (_MIN_FRAGMENT if is_near else _MIN_FAR_FRAGMENT)


def _is_sentence(words: str) -> bool:
    plain = words.strip()
    return bool(plain) and (plain[0].isupper() or plain[0] in "‘'([") and plain[-1] in ".?!,…’"


def _last_match(pattern: re.Pattern[str], part: str) -> re.Match[str] | None:
    found = list(pattern.finditer(part))
    return found[-1] if found else None


def _strip_article(role: str) -> str:
    plain = re.sub(
        r"^(?:(?:but|and|while|meanwhile|yet)\s+)?(?:(?:the|an?)\s+)?", "", role.strip(), flags=re.I
    )
    return re.sub(
        r"\s+(?:in|at|on|of)\s+an?\s+(?:statement|interview|speech|letter)\b.*$", "", plain
    )
