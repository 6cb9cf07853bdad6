"""Turns of an interview: speaker, and whether it is a question or an answer.

Formats: (Q)/(A), Q)/A), Q:/A:, (Newspaper)/(Name), [Newspaper]/[Name], Newspaper:/Full Name:, and
prose, which has no turns.
"""

import re
from dataclasses import dataclass

from tasks.articles.dateline import HOUSE
from tasks.models import ParagraphKind

_HOUSE = r"Ashar[qk]\s+(?:[Aa]l[-\s]?\s?)?[Aa]w\w{0,2}sat"
_NAME_WORD = r"(?:[A-ZÀ-Þ‘’'][\w’‘'.-]*|[ae]l[-\s][\w’‘'-]+)"
_NAME = rf"{_NAME_WORD}(?:\s(?:(?:bin|ibn|al|el|of|de|Al)\s)?{_NAME_WORD}){{0,5}}"
_MARKER = re.compile(
    rf"\s*(?:\((?P<round>{_NAME})\)|\[(?P<square>{_NAME})\]|(?P<half>[QA])\)"
    rf"|(?P<colon>{_NAME})\s?:)\s*"
)
# Cheap test before the expensive pattern: every marker ends with one of these.
_MARKER_END = re.compile(r"[)\]:]")
_LONGEST_MARKER = 80
_IS_HOUSE = re.compile(_HOUSE)
# Bracketed words at the start of a turn that are not a speaker.
_STAGE_NOTES = frozenset({"Laughs", "Laughing", "Smiles", "Smiling", "Pause", "Pauses", "Editor"})
_FORMS = ("round", "square", "half", "colon")


@dataclass(frozen=True, slots=True)
class Turn:
    """A marker at the start of a text: its form, the speaker, and its end."""

    form: str
    speaker: str
    end: int

    @property
    def kind(self) -> ParagraphKind:
        """Question for the interviewer, answer for everyone else."""
        asks = self.speaker in ("Q", HOUSE)
        return ParagraphKind.QUESTION if asks else ParagraphKind.ANSWER


def read_turn(text: str) -> Turn | None:
    """Return the marker at the start of `text`, even if the article is not an interview."""
    start = text[:_LONGEST_MARKER]
    found = _MARKER.match(start) if _MARKER_END.search(start) else None
    if found is None:
        return None
    form = next(name for name in _FORMS if found[name])
    label = found[form]
    if label in _STAGE_NOTES or (form == "colon" and not _names_speaker(label)):
        return None
    return Turn(form, HOUSE if _IS_HOUSE.fullmatch(label) else label, found.end())


def _names_speaker(label: str) -> bool:
    # A single word before a colon may be anything (`Note:`); speakers are given by full name.
    return label in ("Q", "A") or (" " in label and not label.endswith("Note"))


def interview_forms(texts: list[str]) -> frozenset[str]:
    """Return the forms of markers that are valid in an article with these paragraphs.

    A name in brackets or before a colon is a speaker only if the article also marks questions.
    An article without questions has no turns.
    """
    turns = [turn for turn in map(read_turn, texts) if turn is not None]
    asking = {turn.form for turn in turns if turn.kind is ParagraphKind.QUESTION}
    return frozenset(asking)
