"""One quoted stretch in its sentence: `Quoted(text, sentence, at, stretch)`.

It finds the attribution of the stretch, and whether somebody says it or it only names something.
"""

import re
from collections.abc import Sequence

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.speech.attributions import Attribution, is_wanting
from tasks.entities.facts.speech.cues import CueClass
from tasks.entities.facts.speech.quotation_marks import Stretch
from tasks.entities.names.word_lists import read_words

# Verbs that also introduce names and labels: only longer quotes count with them.
_LABELLING = read_words("labelling_verbs")
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
# `called the retreat “shameful”`
_DESCRIBED = re.compile(
    r"(?:the|an?|his|her|its|their|this|that|these|those|[\w’'-]+[’']s?|[A-Z][\w’'-]*)"
    r"(?:\s+[\w’'-]+){0,5}"
)
_ADJECTIVE = re.compile(
    r"(?:\w+ly )?[a-z-]*(?:[ai]ble|ful|ous|ive|less|[^f]al|[ai]ry|ish|ic|ent|ant|ed|dly|ning)[.,]?"
)
_SAID_THAT = re.compile(r"\b(?:said|says|stated|announced|added)\b.*\bthat\b")
_GOES_ON = re.compile(
    r"\W*(?:and|but|then|while|who|which|or|when|as|because|that|in|on|at|by|of)\b"
)
_AS_PUT = re.compile(r"\s+as\s")
_FINITE = re.compile("[vVx]")
_NOT = frozenset({"not", "never", "haven't", "hasn't", "didn't", "haven’t", "hasn’t", "didn’t"})
_NEAR = 6
# Fewest words of a quoted part of a sentence, beside its cue and away from it.
MIN_FRAGMENT = 3
MIN_FAR_FRAGMENT = 4
_MOST_BETWEEN = 12


class Quoted:
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
            before = earlier[-1:] if is_list and self.count >= MIN_FRAGMENT else []
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
        if is_labelling and _DESCRIBED.fullmatch(gap) and _ADJECTIVE.fullmatch(self.words):
            return True
        if not is_labelling and self._is_in_clause(one):
            return True
        is_near = len(gap.split()) <= _NEAR or gap.endswith((" that", " as")) or is_labelling
        return self.count >= (MIN_FRAGMENT if is_near else MIN_FAR_FRAGMENT)

    def _is_in_clause(self, one: Attribution) -> bool:
        """`said that he was now “ready”`: in a clause that somebody says."""
        token = self._sentence.tokens[one.at]
        is_said = token.cue is not None and token.cue.cue_class is CueClass.SAY
        is_denied = one.at and self._sentence.tokens[one.at - 1].word.lower() in _NOT
        return (
            is_said
            and not is_denied
            and bool(_FINITE.search(self._sentence.kinds, one.at + 1, self.at))
        )

    def is_naming(self) -> bool:
        """Return whether it is a name, title or scare quote: `the so-called “reforms”`."""
        before = self._before
        if not self.is_sentence and _NICKNAMED.search(before):
            return True
        is_clause = (
            bool(_SAID_THAT.search(before))
            and self.words[:1].islower()
            and self.count >= MIN_FAR_FRAGMENT
        )
        is_said_of = _SAID_OF.search(before) or before.rstrip().endswith(":") or is_clause
        if _NAMING.search(before) and not is_said_of:
            labels = re.search(r"\bwhat (?:[\w’'-]+ ){1,5}(?:called|dubbed)\s*$", before)
            return not (labels and self.count >= MIN_FAR_FRAGMENT)
        is_titled = all(word[0].isupper() for word in self._long_words())
        is_open = not re.search(r"[.,!?…]$", self.words.strip())
        if is_titled and _ON_AIR.search(before):
            return True
        return is_titled and is_open and not before.rstrip().endswith((":", ","))

    def is_title(self) -> bool:
        """Return whether it has several long words, all with capitals: `A Throne in the Sand.`"""
        words = self._long_words()
        return len(words) > 1 and all(word[0].isupper() for word in words)

    def _long_words(self) -> list[str]:
        return [word for word in re.findall(r"[\w’'-]+", self.words) if len(word) > 3]

    def is_joined(self) -> bool:
        """Return whether it continues a quote of the same sentence (`“...” and “...”`)."""
        if self._previous < 0:
            return False
        return self.at - self._previous <= _MOST_BETWEEN

    def is_inside(self) -> bool:
        """Return whether the reporter's words stand around it in one sentence."""
        return self.at > 0 and self._sentence.kinds[self.at - 1] not in ":.Q"
