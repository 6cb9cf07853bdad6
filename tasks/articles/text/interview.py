"""Turns of an interview: speaker, and whether it is a question or an answer.

Formats: (Q)/(A), Q)/A), Q:/A:, Q./A., Q -/A -, letters with numbers (Q1) or as words (Question:),
(Newspaper)/(Name), [Newspaper]/[Name], Newspaper:/Full Name:, Newspaper:/Name:, two names or
initials of which one asks, questions in bold, italics or headings, and prose, which has no turns.
Where only questions are marked, the paragraph after a question is the answer.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.articles.text.dateline import HOUSE
from tasks.models import ParagraphKind

_HOUSE = r"Ashar[qk]\s+(?:[Aa]l[-\s]?\s?)?[Aa]w\w{0,2}sat"
_NAME_WORD = r"(?:[A-ZÀ-Þ‘’'][\w’‘'.-]*|[ae]l[-\s][\w’‘'-]+)"
_INITIALS = r"(?:[A-Z]\.){2,3}"
_NAME = rf"{_NAME_WORD}(?:\s(?:(?:bin|ibn|al|el|of|de|Al)\s)?{_NAME_WORD}){{0,5}}"
_LETTER = r"(?:Q(?i:uestion)?|A(?i:nswer)?)(?:\s?\d{1,3})?"
_LABEL = rf"(?:{_LETTER}(?!\w)|{_INITIALS}|{_NAME})"
_MARKER = re.compile(
    rf"\s*(?:\((?P<round>{_LABEL})\)|\[(?P<square>{_LABEL})\]|(?P<half>{_LETTER})\)"
    rf"|(?P<colon>{_LABEL})\s?:|(?P<dot>[QA]\d{{0,3}})\.(?=\s)|(?P<dash>{_LABEL})\s?[-–—](?=\s)"
    rf"|(?P<bare>[QA])\s(?=[A-ZÀ-Þ“\"‘']))\s*"
)
# Cheap test before the expensive pattern: every marker ends with one of these, or is a letter.
_MARKER_END = re.compile(r"[)\]:.–—-]|^\s*[QA]\s")
_LONGEST_MARKER = 80
_IS_HOUSE = re.compile(f"{_HOUSE}|Ashar[qk]", re.IGNORECASE)
_IS_LETTER = re.compile(_LETTER)
# Bracketed words at the start of a turn that are not a speaker.
_STAGE_NOTES = frozenset({"Laughs", "Laughing", "Smiles", "Smiling", "Pause", "Pauses", "Editor"})
_FORMS = ("round", "square", "half", "colon", "dot", "dash", "bare")
# One word before a colon may be anything (`Note:`), as may words before a dash or a dot, and a
# letter without a mark (`A minister said`).
_WORD = "word"
_LOOSE_FORMS = frozenset({"dot", "dash", "bare", _WORD})
# A label of a loose form is a speaker from this number of turns on.
_FEWEST_TURNS = 2
_LETTERS = ("Q", "A")
# Two sides with a few interviewers each; more labels are a list.
_MOST_SPEAKERS = 5
_FEWEST_QUESTIONS = 3
_QUESTION = re.compile(r"\?[\s\"'”’)]*$")
# A company speaks of `we` to its customers, a person also of `I`.
_ONE_PERSON = re.compile(r"\b(?:I|[Mm]y|[Mm]e)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e)\b")
_INTERVIEW = re.compile(r"\b(?:interview(?:ed)?|conversation)\b", re.IGNORECASE)
# Emphasised lines that address somebody are questions too (`Tell us how you came here`).
_ADDRESS = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_FEWEST_WORDS_OF_ADDRESS = 5
_ADDRESS_AT_MOST = 300
# Questions with a bullet, dash or number, and answers after a dash or without a mark.
BULLET_QUESTION = re.compile(r"(?:[*•●]\s*|(?:[-–—]|\d{1,2}[.)])\s+)(.{5,}\?)")
ANSWER_DASH = re.compile(r"[-–—]\s+")


@dataclass(frozen=True, slots=True)
class Turn:
    """A marker at the start of a text: its form, the speaker, and its end."""

    form: str
    speaker: str
    end: int
    is_interviewer: bool = False

    @property
    def asks(self) -> bool:
        """Whether the speaker is the interviewer."""
        return self.is_interviewer or self.speaker in ("Q", HOUSE)

    @property
    def kind(self) -> ParagraphKind:
        """Question for the interviewer, answer for everyone else."""
        return ParagraphKind.QUESTION if self.asks else ParagraphKind.ANSWER


# The turn of a paragraph after a question, where answers are not marked.
UNMARKED_ANSWER = Turn(_WORD, "A", 0)
# A question marked only by bold, italics or a heading.
UNMARKED_QUESTION = Turn(_WORD, "Q", 0)


@dataclass(frozen=True, slots=True)
class Marking:
    """How an article marks its turns: the forms, and the labels of the loose forms among them.

    `askers` are the labels, besides the newspaper's, whose turns are questions. `initials` has the
    names of speakers who are named once and have an initial afterwards (`Salman:`, `S:`). If
    `has_letters`, questions and answers have letters, and no name before a colon is a speaker.
    """

    forms: frozenset[str] = frozenset()
    labels: frozenset[tuple[str, str]] = frozenset()
    marks_answers: bool = True
    askers: frozenset[str] = frozenset()
    has_letters: bool = False
    initials: tuple[tuple[str, str], ...] = ()

    def name(self, turn: Turn) -> Turn:
        """Return the turn with the role and the name of its speaker."""
        if speaker := dict(self.initials).get(turn.speaker):
            turn = replace(turn, speaker=speaker)
        return replace(turn, is_interviewer=True) if turn.speaker in self.askers else turn

    def accepts(self, turn: Turn) -> bool:
        """Return whether a marker is one in this article."""
        if self.has_letters and turn.speaker not in _LETTERS:
            return False
        if (turn.form, turn.speaker) in self.labels or turn.speaker in dict(self.initials).values():
            return True
        return turn.form in self.forms and turn.form not in _LOOSE_FORMS

    def __bool__(self) -> bool:
        return bool(self.forms or self.labels)


def read_turn(text: str) -> Turn | None:
    """Return the marker at the start of `text`, even if the article is not an interview."""
    start = text[:_LONGEST_MARKER]
    found = _MARKER.match(start) if _MARKER_END.search(start) else None
    if found is None:
        return None
    form = next(name for name in _FORMS if found[name])
    label = found[form]
    if label in _STAGE_NOTES or (form == "colon" and label.endswith("Note")):
        return None
    is_word = form == "colon" and " " not in label and not _IS_LETTER.fullmatch(label)
    return Turn(_WORD if is_word else form, _speaker(label), found.end())


def _speaker(label: str) -> str:
    if _IS_LETTER.fullmatch(label):
        return label[0]
    return HOUSE if _IS_HOUSE.fullmatch(label) else label


def read_marking(texts: Sequence[str]) -> Marking:
    """Return how an article with these paragraphs marks its turns; empty if it has none.

    A name in brackets or before a colon is a speaker only if the article also marks questions. In
    a loose form (one word before a colon, a dash, a dot) questions and speakers occur repeatedly.
    """
    spoken = [(turn, text) for text in texts if (turn := read_turn(text)) is not None]
    turns = [turn for turn, _ in spoken]
    forms = frozenset(turn.form for turn in turns if turn.asks) - _LOOSE_FORMS
    marking = Marking(forms, _loose_labels(turns, forms))
    if not marking:
        return _read_names(spoken)
    accepted = [turn for turn in turns if marking.accepts(turn)]
    questions = sum(turn.asks for turn in accepted)
    has_answers = questions < len(accepted) or questions < _FEWEST_TURNS
    if _has_letters(accepted):
        return Marking(marking.forms, marking.labels, has_answers, has_letters=True)
    initials = _read_initials(turns, marking)
    marking = replace(marking, marks_answers=has_answers, initials=initials)
    said = [(marking.name(turn), text) for turn, text in spoken if marking.accepts(turn)]
    return replace(marking, askers=_find_askers(said))


def _read_initials(turns: Sequence[Turn], marking: Marking) -> tuple[tuple[str, str], ...]:
    """Return the initials that stand for speakers named in an earlier turn, with these names."""
    found: dict[str, str] = {}
    named: dict[str, None] = {}
    for turn in turns:
        if len(named) > _MOST_SPEAKERS:
            return ()
        label = turn.speaker
        if len(label) > 1 and turn.form in (_WORD, "colon") and not turn.asks:
            named[label] = None
        elif len(label) == 1 and label not in _LETTERS and marking.accepts(turn):
            owners = {name for name in named if re.search(rf"\b{label}", name)}
            if len(owners) == 1:
                found.setdefault(label, owners.pop())
    return tuple(found.items())


def _has_letters(turns: Sequence[Turn]) -> bool:
    """Return whether most questions and answers have the letters Q and A, from the first one on.

    Where the newspaper is named first, so is who answers; letters follow (2013-15).
    """
    counts = Counter(turn.speaker for turn in turns)
    return not counts[HOUSE] and counts["A"] >= _FEWEST_TURNS and 2 * counts["A"] >= counts["Q"]


def _read_names(spoken: Sequence[tuple[Turn, str]]) -> Marking:
    """Return the marking of an interview in which names or initials stand for both sides."""
    said = [(turn, text) for turn, text in spoken if turn.form in (_WORD, "colon", "dash")]
    counts = Counter(turn.speaker for turn, _ in said)
    askers = _find_askers(said)
    questions = sum(counts[name] for name in askers)
    if not askers or len(counts) > _MOST_SPEAKERS or questions < _FEWEST_TURNS:
        return Marking()
    return Marking(labels=frozenset((turn.form, turn.speaker) for turn, _ in said), askers=askers)


def _find_askers(said: Sequence[tuple[Turn, str]]) -> frozenset[str]:
    """Return the labels whose turns are all questions, each before a turn of the main speaker."""
    others = Counter(turn.speaker for turn, _ in said if not turn.asks)
    answers = Counter(turn.speaker for turn, text in said if not (turn.asks or is_question(text)))
    if len(others) < 2 or not answers:
        return frozenset()
    main, count = answers.most_common(1)[0]
    if count < _FEWEST_TURNS:
        return frozenset()
    follows = [turn.speaker for turn, _ in said[1:]] + [main]
    fitting = Counter(
        turn.speaker
        for (turn, text), after in zip(said, follows, strict=True)
        if turn.speaker != main and is_question(text) and after == main
    )
    return frozenset(name for name, fits in fitting.items() if fits == others[name])


def is_question(text: str) -> bool:
    """Return whether a text ends with a question mark."""
    return _QUESTION.search(text) is not None


def addresses_somebody(text: str) -> bool:
    """Return whether an emphasised line is a question: by its mark, or by whom it addresses."""
    if is_question(text):
        return True
    has_words = text.count(" ") >= _FEWEST_WORDS_OF_ADDRESS and len(text) <= _ADDRESS_AT_MOST
    return has_words and _ADDRESS.search(text) is not None


def asks_without_labels(
    questions: Sequence[str], crossheads: int, answers: Sequence[str], introduction: str = ""
) -> bool:
    """Return whether emphasised questions are those of an interview.

    At least three, most of the emphasised lines, and the answers speak in the first person, or the
    introduction names it: a list of questions and answers for readers does not.
    """
    if len(questions) < _FEWEST_QUESTIONS or crossheads > len(questions) / 2:
        return False
    if _INTERVIEW.search(introduction):
        return True
    personal = sum(_FIRST_PERSON.search(answer) is not None for answer in answers)
    single = sum(_ONE_PERSON.search(answer) is not None for answer in answers)
    return 2 * personal >= len(questions) and 3 * single >= len(questions)


def _loose_labels(turns: Sequence[Turn], forms: frozenset[str]) -> frozenset[tuple[str, str]]:
    counts = Counter((turn.form, turn.speaker) for turn in turns if turn.form in _LOOSE_FORMS)
    repeated = {label for label, count in counts.items() if count >= _FEWEST_TURNS}
    asking = {form for form, speaker in repeated if speaker in ("Q", HOUSE)}
    if "colon" in forms:
        asking.add(_WORD)
    return frozenset(label for label in repeated if label[0] in asking)
