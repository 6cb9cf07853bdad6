"""Verbs and phrases that introduce statements, thoughts or wishes: `CUES`, by their form.

`lists/cue_verbs.txt` has the base forms by class; the inflected forms are made here. A star marks
verbs with other meanings (`raise money`): they introduce an indirect statement only before `that`.
"""

from dataclasses import dataclass
from enum import StrEnum

from tasks.entities.names.word_lists import read_groups, read_words


class CueClass(StrEnum):
    """The kind of content after the cue, and the certainty of a statement."""

    SAY = "say"
    SHOW = "show"
    THINK = "think"
    WANT = "want"
    ASK = "ask"
    JUDGE = "judge"


class Form(StrEnum):
    """Form of a verb; `PAST` is also the participle."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    GERUND = "gerund"


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a cue.

    `particle` is the second word of `point out`, or empty. `needs_that`: it has other meanings.
    """

    lemma: str
    cue_class: CueClass
    form: Form
    particle: str = ""
    needs_that: bool = False


_PAST = read_groups("cue_past_forms")
_GERUNDS = read_groups("cue_gerunds")
# Words that are nouns as often as verbs: without -ed or -ing they need a clear subject.
NOUN_TOO = read_words("noun_cues")


def _inflected(base: str) -> dict[Form, tuple[str, ...]]:
    stem = base[:-1] if base.endswith("e") else base
    is_y = base.endswith("y") and base[-2] not in "aeiou"
    third = base[:-1] + "ies" if is_y else base + "s"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = base + "es"
    past = base[:-1] + "ied" if is_y else stem + "ed"
    return {
        Form.BASE: (base,),
        Form.THIRD: (third,),
        Form.PAST: _PAST.get(base, (past,)),
        Form.GERUND: _GERUNDS.get(base, (stem + "ing",)),
    }


def _read() -> dict[str, list[Cue]]:
    cues: dict[str, list[Cue]] = {}
    for name, words in read_groups("cue_verbs").items():
        for word in words:
            base, _, particle = word.rstrip("*").partition("_")
            for form, spellings in _inflected(base).items():
                for spelling in spellings:
                    cue = Cue(base, CueClass(name), form, particle, word.endswith("*"))
                    cues.setdefault(spelling, []).append(cue)
    return {word: sorted(found, key=lambda one: not one.particle) for word, found in cues.items()}


# By the word in lower case; cues with a particle first.
CUES = _read()
