"""Sentences as tokens with a rough part of speech: `read_sentences(text, mentions)`.

There is no parser: closed word classes come from lists, everything else counts as a noun. That is
enough to find the subject of a verb of speaking. Quoted stretches and names are one token each. The
kinds of the tokens of a sentence form a string, one letter a token (`Sentence.kinds`), so that
phrases can be found by regular expressions.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tasks.entities.facts.speech.cues import CUES, CueClass
from tasks.entities.facts.speech.quotation_marks import MASKED, Stretch, find_stretches, mask
from tasks.entities.facts.word_kinds import Token, kind_of
from tasks.entities.models import EntityType, Mention
from tasks.entities.names.word_lists import read_words

_OF_TYPE = {
    EntityType.PERSON: "P",
    EntityType.ORGANISATION: "O",
    EntityType.PLACE: "L",
    EntityType.DEMONYM: "D",
}
_TOKEN = re.compile(
    r"[’']s\b|\([^()\n]*\)|\[[^\[\]\n]*\]|"
    r"(?:[^\W\d_]\.){2,}|"
    r"\d+(?:[.,/:]\d+)*\w*(?:-(?:year|month|week|day)-old)?|[^\W_]+(?:[’'.&/-]+[^\W_]+)*[’'.]?|--+|[^\w\s]"
)
_SPACE = re.compile(r"\s*")
_ABBREVIATIONS = read_words("abbreviations")
_END = re.compile(r"[.!?…](?P<marks>[\"”’»')\]]*)(?=\s+[\"“‘«(\[A-Z0-9']|\s*$)")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)$")
_NEXT_WORD = re.compile(r"\s+([A-Z][\w’'-]*)")
_STARTERS = read_words("sentence_starters")
# `the France-held meeting`: a word that describes the noun, not a name that acts.
_COMPOUND = re.compile(r"-(?:[a-z]+(?:ed|ing)|held|led|run|built|born|wide|era)\b")
_ATTRIBUTION = re.compile(r"\s+[^“\".:;?!\n]{0,60}")


@dataclass(frozen=True)
class Sentence:
    """The tokens of a sentence; `line` numbers the lines of the text."""

    tokens: list[Token]
    start: int
    end: int
    line: int
    kinds: str = field(init=False)

    def __post_init__(self) -> None:
        """Join the kinds of the tokens."""
        object.__setattr__(self, "kinds", "".join(token.kind for token in self.tokens))


@dataclass(frozen=True, slots=True)
class TaggedText:
    """The sentences of a text, and the mentions outside quotation marks."""

    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


def read_sentences(text: str, mentions: Sequence[Mention]) -> TaggedText:
    """Return the sentences of a text; a quote of several sentences does not end the outer one."""
    return _read(text, tuple(mentions))


# Statements and events are read from the same sentences, one after the other.
@lru_cache(maxsize=1)
def _read(text: str, mentions: tuple[Mention, ...]) -> TaggedText:
    stretches = find_stretches(text)
    outside = tuple(_outside(mentions, stretches))
    masked = mask(text, stretches)
    reader = _Tokens(text, masked, stretches, outside)
    sentences = []
    start = 0
    for number, line in enumerate(masked.split("\n")):
        for first, last in _split(masked, start, start + len(line)):
            tokens = reader.tagged(first, last)
            if tokens:
                sentences.append(Sentence(tokens, first, last, number))
        start += len(line) + 1
    return TaggedText(tuple(sentences), outside)


def _outside(mentions: Sequence[Mention], stretches: Sequence[Stretch]) -> Iterator[Mention]:
    """Yield the mentions outside quotation marks: who is named inside neither speaks nor acts."""
    openings = [one.opening for one in stretches]
    for one in mentions:
        number = bisect_right(openings, one.start)
        if not number or one.start >= stretches[number - 1].closing:
            yield one


def _split(masked: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    begin = first
    for match in _END.finditer(masked, first, last):
        if match.end() < last and not _is_end(masked, match, begin, last):
            continue
        yield begin, match.end()
        begin = match.end()
    if masked[begin:last].strip():
        yield begin, last


def _is_end(masked: str, match: re.Match[str], begin: int, last: int) -> bool:
    """Whether a sentence ends here: not after `Mr.` or an initial, nor in `“Why?” X asked`."""
    mark = masked[match.start()]
    if match["marks"] and mark in "!?" and masked[match.start() - 1] == MASKED:
        after = _ATTRIBUTION.match(masked, match.end(), last)
        return not (after and _has_saying(after.group()))
    if mark != "." or match["marks"]:
        return True
    word = _LAST_WORD.search(masked, begin, match.start())
    if not word:
        return True
    if "." in word[1] or (len(word[1]) == 1 and word[1].isupper()):
        following = _NEXT_WORD.match(masked, match.end())
        return bool(following) and following is not None and following[1] in _STARTERS
    return word[1].lower() not in _ABBREVIATIONS or not word[1][0].isupper()


def _has_saying(words: str) -> bool:
    for word in words.lower().split():
        if any(cue.cue_class is CueClass.SAY for cue in CUES.get(word.strip(".,"), ())):
            return True
    return False


class _Tokens:
    """Splits ranges of a text into tokens; must be called in reading order."""

    def __init__(
        self, text: str, masked: str, stretches: Sequence[Stretch], mentions: Sequence[Mention]
    ) -> None:
        self._text = text
        self._masked = masked
        self._stretches = {one.opening: one for one in stretches}
        self._mentions = {one.start: one for one in mentions}
        self._starts = sorted([*self._stretches, *self._mentions])
        self._small = frozenset(re.findall(r"\b[a-z][a-z’'-]+", masked))

    def read(self, first: int, last: int) -> list[Token]:
        """Return the tokens between two offsets."""
        tokens = []
        at = first
        while (at := _after_space(self._masked, at)) < last:
            token = self._token(at, last)
            if token:
                tokens.append(token)
            at = token.end if token else at + 1
        return tokens

    def tagged(self, first: int, last: int) -> list[Token]:
        """Return the tokens between two offsets with their kinds."""
        tokens = self.read(first, last)
        found: list[Token] = []
        for number, token in enumerate(tokens):
            if token.kind:
                found.append(token)
                continue
            after = tokens[number + 1] if number + 1 < len(tokens) else None
            kind, cue = kind_of(token, found, after)
            if kind == "U" and self._is_common(token, found):
                kind = "n"
            found.append(Token(kind, token.start, token.end, token.word, cue=cue))
        return found

    def _is_common(self, token: Token, before: Sequence[Token]) -> bool:
        """Whether a capital only begins the sentence: the text has the word in lower case too."""
        if before and before[-1].kind not in "Q:-":
            return False
        plain = token.word.lower()
        return plain in self._small or plain.endswith(("s", "ing", "ed", "ion"))

    def _token(self, at: int, last: int) -> Token | None:
        stretch = self._stretches.get(at)
        if stretch:
            return Token("Q", at, stretch.closing, "", stretch=stretch)
        short = self._mentions.get(at + 1)
        if short and self._text[at] == "(" and self._text[short.end : short.end + 1] == ")":
            # `the Patriotic Union of Kurdistan (PUK) signed`
            return Token("b", at, short.end + 1, self._text[at : short.end + 1])
        mention = self._mentions.get(at)
        if mention and mention.end <= last:
            compound = _COMPOUND.match(self._masked, mention.end, last)
            if compound:
                return Token("n", at, compound.end(), self._text[at : compound.end()])
            return Token(_OF_TYPE[mention.type], at, mention.end, mention.text, mention)
        match = _TOKEN.match(self._masked, at, last)
        if not match:
            return None
        near = bisect_left(self._starts, at + 1)
        limit = self._starts[near] if near < len(self._starts) else last
        end = min(match.end(), limit)
        word = self._text[at:end]
        if word[-1:] in ".’'" and len(word) > 1 and not _is_dotted(word):
            word, end = word[:-1], end - 1
        return Token("", at, end, word)


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _is_dotted(word: str) -> bool:
    return word.endswith(".") and (
        (word[0].isupper() and (word[:-1].lower() in _ABBREVIATIONS or len(word) == 2))
        or "." in word[:-1]
    )
