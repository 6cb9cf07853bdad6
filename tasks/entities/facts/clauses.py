"""Sentences as tokens with a rough part of speech: `read_sentences(text, stretches, mentions)`.

There is no parser: closed word classes come from lists, everything else counts as a noun. That is
enough to find the subject of a verb of speaking. Quoted stretches and names are one token each. The
kinds of the tokens of a sentence form a string, one letter a token (`Sentence.kinds`), so that
phrases can be found by regular expressions.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tasks.entities.facts.cues import CUES, NOUN_TOO, Cue, CueClass, Form
from tasks.entities.facts.quotation_marks import MASKED, Stretch, mask
from tasks.entities.models import EntityType, Mention
from tasks.entities.names.word_lists import TITLE_WORDS, read_words

_CLOSED = {
    "d": "the a an this these those his her its their our my your some many several most all each "
    "every both another other others no any one two three four five few neither either more "
    "none half dozens hundreds thousands",
    "p": "he she they it we i you there somebody someone nobody everybody everyone",
    "m": "him them me us himself herself themselves itself",
    "r": "of in on at for from with by about against between under over near into onto among "
    "across through throughout during toward towards upon within without behind beyond despite "
    "amid around via following including like unlike concerning regarding inside outside alongside",
    "o": "to",
    "c": "and or",
    "B": "but yet nor",
    "s": "while whereas because although though when whenever if unless since until whether what "
    "how why where before after once as than so lest",
    "t": "that",
    "w": "who which whom whose",
    "x": "is are was were be been being am has have had having do does did will would shall should "
    "can could may might must cannot not never didn't doesn't don't won't wouldn't can't couldn't "
    "hasn't haven't hadn't isn't aren't wasn't weren't shouldn't ain't",
    "a": "also then later again now still already ever even just only too soon often once twice "
    "earlier further furthermore moreover however meanwhile instead though perhaps maybe together "
    "very quite rather almost here ahead apart away there first back himself herself both",
    "T": "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow "
    "morning afternoon evening night week month year january february march april june july august "
    "september october november december",
}
_KIND = {word: kind for kind, words in reversed(_CLOSED.items()) for word in words.split()}
_VERBS = read_words("common_verbs")
_OF_TYPE = {
    EntityType.PERSON: "P",
    EntityType.ORGANISATION: "O",
    EntityType.PLACE: "L",
    EntityType.DEMONYM: "D",
}
_TOKEN = re.compile(
    r"\([^()\n]*\)|\[[^\[\]\n]*\]|"
    r"(?:[^\W\d_]\.){2,}|"
    r"\d+(?:[.,/:]\d+)*\w*|[^\W_]+(?:[’'.&/-]+[^\W_]+)*[’'.]?|--+|[^\w\s]"
)
_SPACE = re.compile(r"\s*")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rep reps sen sens gov gen lt col maj capt sgt cpl adm brig cmdr rev fr st "
    "hon pres amb supt insp det eng sec dep asst no vs jan feb mar apr jun jul aug sep sept oct nov "
    "dec ft mt jr sr co corp inc ltd etc al ret".split()
)
_END = re.compile(r"[.!?…](?P<marks>[\"”’»')\]]*)(?=\s+[\"“‘«(\[A-Z0-9']|\s*$)")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)$")
_NEXT_WORD = re.compile(r"\s+([A-Z][\w’'-]*)")
_STARTERS = frozenset(
    "The He She It In But A An They This That On At We As And For There Its His Their After".split()
)
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_ATTRIBUTION = re.compile(r"\s+[^“\".:;?!\n]{0,60}")
_BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
_PLURAL = re.compile(r".*s$|people|police|men|women|some|many|others|most|all|both|few")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, name, punctuation mark or quoted stretch.

    `kind` is a letter: `Q` quote, `P` person, `O` body, `L` place, `D` people of a country, `U`
    other capitalised word, `n` noun or adjective, `z` number, `d` determiner, `g` possessor
    (`group’s`), `'` possessive sign, `b` bracket, `p` and `m` pronouns, `r` preposition, `o` to,
    `c` and, `B` but, `s` subordinator, `t` that, `w` who, `x` auxiliary, `a` adverb, `T` time,
    `v` cue, `V` other verb, `A` according to, `,` `;` `:` `-` `.` punctuation.
    """

    kind: str
    start: int
    end: int
    word: str
    mention: Mention | None = None
    stretch: Stretch | None = None
    cue: Cue | None = None


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


def read_sentences(
    text: str, stretches: Sequence[Stretch], mentions: Sequence[Mention]
) -> list[Sentence]:
    """Return the sentences of a text; a quote of several sentences does not end the outer one."""
    masked = mask(text, stretches)
    reader = _Tokens(text, masked, stretches, mentions)
    sentences = []
    start = 0
    for number, line in enumerate(masked.split("\n")):
        for first, last in _split(masked, start, start + len(line)):
            tokens = reader.tagged(first, last)
            if tokens:
                sentences.append(Sentence(tokens, first, last, number))
        start += len(line) + 1
    return sentences


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
    """Cuts stretches of a text into tokens; must be asked in reading order."""

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
        while at < last:
            token = self._token(at, last)
            if token:
                tokens.append(token)
                at = token.end
            else:
                space = _SPACE.match(self._masked, at)
                at = max(at + 1, space.end() if space else at)
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
            kind, cue = _tag(token, found, after)
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
        mention = self._mentions.get(at)
        if mention and mention.end <= last:
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


def _is_dotted(word: str) -> bool:
    return word.endswith(".") and (
        (word[0].isupper() and (word[:-1].lower() in _ABBREVIATIONS or len(word) == 2))
        or "." in word[:-1]
    )


@lru_cache(maxsize=50_000)
def _closed_kind(word: str, is_first: bool) -> str:
    """The kind of a word that does not depend on its neighbours; empty if it may be a verb."""
    plain = word.lower().replace("’", "'")
    if not word[0].isalnum():
        return _PUNCTUATION.get(word[0], ".")
    if plain in ("'s", "s") and word[0] in "’'":
        return "'"
    if word[0].isdigit():
        return "z"
    if plain in _KIND:
        return _KIND[plain]
    if plain.endswith("'s"):
        return "g"
    if word[0].isupper() and not is_first:
        return "U"
    return ""


_PUNCTUATION = {
    "(": "b", "[": "b", ",": ",", ";": ";", ":": ":", "–": "-", "—": "-", "-": "-", "’": "'",
    "'": "'",
}  # fmt: skip


def _tag(token: Token, before: list[Token], after: Token | None) -> tuple[str, Cue | None]:
    plain = token.word.lower().replace("’", "'")
    is_first = not before or before[-1].kind in "Q:-" and len(before) < 2
    if plain == "according" and after and after.word.lower() == "to":
        return "A", None
    if plain == "per" and before and before[-1].kind == "Q":
        return "A", None
    kind = _closed_kind(token.word, is_first)
    if kind:
        return kind, None
    cue = _cue(plain, before, after)
    if cue:
        return "v", cue
    if plain in _VERBS and _may_be_verb(before):
        return "V", None
    if is_first and not before and plain.endswith(("ed", "ing")) and len(plain) > 5:
        return "V", None
    if plain.endswith("ed") and len(plain) > 4 and before and before[-1].kind in "nUPOLDp'bawxT":
        return "V", None
    if plain.endswith("ly") and len(plain) > 4:
        return "a", None
    if token.word[0].isupper() and (plain in TITLE_WORDS or plain.rstrip(".") in _ABBREVIATIONS):
        return "U", None
    return ("U" if token.word[0].isupper() else "n"), None


def _may_be_verb(before: list[Token]) -> bool:
    return bool(before) and before[-1].kind in "nUPOLDpbawxTc,o"


def _cue(word: str, before: list[Token], after: Token | None) -> Cue | None:
    for cue in CUES.get(word, ()):
        if cue.particle and not (after and after.word.lower() == cue.particle):
            continue
        if cue.lemma in _ONLY_BEFORE_WORDS and not _is_stop(after):
            return None
        return cue if _is_verb(cue, before, after) else None
    return None


# `he continued: “...”` speaks; `the talks continued in Geneva` does not.
_ONLY_BEFORE_WORDS = frozenset({"continue", "go"})


def _is_stop(after: Token | None) -> bool:
    return after is None or after.kind == "Q" or not after.word[0].isalnum() or after.word == "on"


def _is_verb(cue: Cue, before: list[Token], after: Token | None) -> bool:
    """Whether a cue word is a finite verb or a participle here, and no noun and not passive."""
    at = len(before) - 1
    while at >= 0 and before[at].kind == "a":
        at -= 1
    previous = before[at] if at >= 0 else None
    if cue.form is Form.PAST:
        return _is_active(previous, before, at)
    if cue.form is Form.GERUND:
        return previous is None or previous.kind not in "d'g"
    if previous is None:
        return False
    if previous.kind in "pxow":
        return previous.word.lower() not in _BE
    if previous.kind in "cQ,)":
        return cue.lemma not in NOUN_TOO
    if previous.kind not in "PULOnDdbzT":
        return False
    is_plural = bool(_PLURAL.fullmatch(previous.word.lower()))
    if previous.kind in "Pb":
        return cue.form is Form.THIRD or previous.kind == "b"
    if previous.kind == "d":
        return is_plural and cue.form is Form.BASE and previous.word.lower() != "this"
    return is_plural is (cue.form is Form.BASE) and not (
        cue.lemma in NOUN_TOO
        and previous.kind == "n"
        and cue.form is Form.THIRD
        and not (_is_stop(after) or (after and after.word == "that"))
    )


def _is_active(previous: Token | None, before: list[Token], at: int) -> bool:
    """`X said`, `had said`; not `was told`, `the said law`."""
    if previous is None:
        return True
    if previous.kind in "d'g":
        return previous.word.lower() in ("one", "another", "some", "many", "others", "both", "all")
    if previous.word.lower() in _BE:
        return False
    if previous.kind == "x":
        return not (at and before[at - 1].word.lower() in _BE)
    return previous.kind not in "r"
