"""Subjects of verbs of speaking: `subject_before(...)`, `subject_after(...)`, `main_subject(...)`.

All work on the kinds of the tokens (see `word_kinds.Token`) and return a `NounPhrase`: the tokens
of the subject, with a name in apposition if there is one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.entities.facts.clauses import Sentence
from tasks.entities.names.word_lists import read_words

# A chunk: determiner, modifiers and head; a determiner later begins a new one.
_CHUNK = re.compile(r"[da]*[zgnUDPOLbT']+|[da]*d(?![zgnUDPOLb'])")
# `Gaza, Asharq Al-Awsat- `, `Baghdad-Irbil- Paris- `
_DATELINE = re.compile(r"(?:[LO](?:[,bLOUPTzc]|\.(?=[,-]))*-)+")
_TIME_PHRASE = re.compile(r"[dz][na]*T,?")
_OFFICES = read_words("offices_before_names")
# `X, who heads A, and the activist Y`
_FIRST_OF_TWO = re.compile(
    r"(?:^|[;:-]|Q,)[dUnDO]{0,5}(?P<one>P),(?:w[^,;:QB]*|[^,;:QBwsvV]*),c[dUnDO]{0,5}P$"
)
_PRONOUN = "p"
# `his answer was`: the answer of the one that `he` means.
POSSESSIVES = {"his": "he", "her": "she", "their": "they", "its": "it"}
_NOMINAL = frozenset("dzgnUDPOLb'p")
_HARD = frozenset(";:")
_CLAUSE = frozenset(";:-tswB,Q")
_PREPOSITIONS = frozenset("ro")
_FINITE = re.compile("[vVx]")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens `first` to `last` (excluded); `head_end` ends the part before any preposition.

    `apposed` are the tokens of a name in apposition; `joined` those of a second, joint speaker.
    """

    first: int
    last: int
    head_end: int
    apposed: tuple[int, int] | None = None
    joined: tuple[int, int] | None = None


def subject_before(sentence: Sentence, first: int, cue: int) -> NounPhrase | None:
    """Return the subject of the verb at token `cue`, looking back as far as token `first`."""
    phrase = _nearest_subject(sentence, first, cue)
    return _with_the_first(sentence, phrase) if phrase else None


def _with_the_first(sentence: Sentence, phrase: NounPhrase) -> NounPhrase:
    """`X, a farmer, and Y, a trader, said`: X and Y."""
    joint = _FIRST_OF_TWO.search(sentence.kinds, 0, phrase.head_end)
    if not joint or phrase.joined or phrase.apposed:
        return phrase
    at = joint.start("one")
    return NounPhrase(at, phrase.last, at + 1, joined=(phrase.head_end - 1, phrase.head_end))


def _nearest_subject(sentence: Sentence, first: int, cue: int) -> NounPhrase | None:
    kinds = sentence.kinds
    at = _skip_back(sentence, first, cue)
    if at <= first:
        return None
    kind = kinds[at - 1]
    if kind in ",-":
        return _before_aside(sentence, first, at - 1)
    if kind in "cBQ" or (kind == "o" and at - 1 > first):
        return main_subject(sentence, first, at - 1)
    if kind == "w":
        return noun_before(sentence, first, at - 1)
    if kind not in _NOMINAL:
        return _of_clause(sentence, first, at) or main_subject(sentence, first, at)
    return _of_clause(sentence, first, at)


def subject_after(sentence: Sentence, first: int, last: int) -> NounPhrase | None:
    """Return the subject that follows a verb (`said X`), between two tokens."""
    kinds = sentence.kinds
    while first < last and kinds[first] in "aT":
        first += 1
    if first < last and kinds[first] == _PRONOUN:
        return NounPhrase(first, first + 1, first + 1)
    chunk = _chunk(sentence, first, last)
    if not chunk:
        return None
    return _with_apposition(sentence, *_joint(sentence, chunk, last), last)


def main_subject(sentence: Sentence, first: int, last: int) -> NounPhrase | None:
    """Return the first noun phrase between two tokens that is neither governed nor subordinate."""
    kinds = sentence.kinds
    hard = max((kinds.rfind(mark, first, last) for mark in _HARD), default=-1)
    at = max(first, hard + 1)
    dateline = _DATELINE.match(kinds, at, last)
    at = dateline.end() if dateline else at
    while at < last:
        at = _skip_lead(sentence, at, last)
        if at >= last:
            return None
        if kinds[at] == _PRONOUN:
            return NounPhrase(at, at + 1, at + 1)
        if kinds[at] == "v" and at + 1 < last and at and kinds[at - 1] == "Q":
            return subject_after(sentence, at + 1, last)
        chunk = _chunk(sentence, at, last)
        if chunk:
            return _with_apposition(sentence, *_joint(sentence, chunk, last), last)
        at += 1
    return None


def _skip_back(sentence: Sentence, first: int, cue: int) -> int:
    """Go back over auxiliaries, adverbs and days: `X on Monday also had said`."""
    kinds, at = sentence.kinds, cue
    while at > first and kinds[at - 1] in "xaT":
        at -= 1
        if kinds[at] == "T" and at > first and _is_time_lead(sentence, at - 1):
            at -= 1
    return at


def _is_time_lead(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at].word.lower() in ("on", "last", "in", "late", "early", "this")


def _before_aside(sentence: Sentence, first: int, comma: int) -> NounPhrase | None:
    """`X, an aide, said`; `X, who left, said`; `the aide, X, said`."""
    kinds = sentence.kinds
    pieces = _pieces(kinds, first, comma)
    if len(pieces) < 2:
        return main_subject(sentence, first, comma) if pieces else None
    aside = pieces[-1]
    role: NounPhrase | None = None
    for piece in reversed(pieces[:-1]):
        found = _of_piece(sentence, *piece)
        if not found:
            continue
        if role or _has_person(kinds, found):
            return found if _has_person(kinds, found) else role
        if _is_name(kinds, aside):
            return NounPhrase(found.first, aside[1], found.head_end, aside)
        role = found
        if not _is_apposition(kinds, piece):
            break
    return role or _of_piece(sentence, *aside)


def _pieces(kinds: str, first: int, comma: int) -> list[tuple[int, int]]:
    """What stands between the commas (or dashes, like the mark at `comma`) before it."""
    marks = (kinds[comma], "Q", ";", ":")
    ends = [at for at in range(first, comma) if kinds[at] in marks]
    starts = [first, *(at + 1 for at in ends)]
    pieces = zip(starts, [*ends, comma], strict=True)
    return [(start, end) for start, end in pieces if start < end]


def _of_piece(sentence: Sentence, first: int, last: int) -> NounPhrase | None:
    if sentence.tokens[first].word.lower() == "whose":
        return _of_clause(sentence, first + 1, last)
    if sentence.kinds[first] in "wr" or _is_opening(sentence, first):
        return None
    return _of_clause(sentence, first, last)


def _is_opening(sentence: Sentence, first: int) -> bool:
    """`Speaking to a station, the minister, X, said`."""
    return first == 0 and sentence.kinds[0] in "vV" and _is_participle(sentence, first)


def _is_apposition(kinds: str, piece: tuple[int, int]) -> bool:
    """`X, a farmer from Homs, in his sixties`: no verb of its own."""
    return piece[0] > 0 and not _FINITE.search(kinds, *piece) and kinds[piece[0]] in "dnU"


def _is_name(kinds: str, piece: tuple[int, int]) -> bool:
    words = kinds[piece[0] : piece[1]]
    return bool(re.fullmatch(r"[Un]{0,4}P(?:r[dULO]+|b|O|L)*|U{2,5}b?|d?O", words))


def _has_person(kinds: str, phrase: NounPhrase) -> bool:
    end = phrase.apposed[1] if phrase.apposed else phrase.head_end
    return _ends_in_person(kinds, phrase.first, end)


def _ends_in_person(kinds: str, first: int, last: int) -> bool:
    """`Mr. X (R-Utah)`; not `X’s aide`."""
    return kinds[first:last].rstrip("bU").endswith("P")


def _of_clause(sentence: Sentence, first: int, last: int) -> NounPhrase | None:
    """The subject of the clause that ends at token `last`."""
    kinds = sentence.kinds
    begin = last
    while begin > first and kinds[begin - 1] not in _CLAUSE:
        if kinds[begin - 1] == "c" and _is_clause_and(kinds, first, begin - 1):
            break
        begin -= 1
    at = _skip_lead(sentence, begin, last)
    if at >= last:
        is_more = begin > first and kinds[begin - 1] in ",Q-"
        return _of_clause(sentence, first, begin - 1) if is_more else None
    return _from(sentence, at, last)


def _is_clause_and(kinds: str, first: int, conjunction: int) -> bool:
    """`X left and Y said` begins a clause; `the head of A and B said` does not."""
    begin = max(kinds.rfind(mark, first, conjunction) for mark in ",;:tswB") + 1
    return bool(_FINITE.search(kinds, max(begin, first), conjunction))


def _from(sentence: Sentence, at: int, last: int) -> NounPhrase | None:
    """The noun phrase at `at`; a name right before the verb that nothing governs comes first."""
    kinds = sentence.kinds
    if kinds[at] == _PRONOUN:
        return NounPhrase(at, at + 1, at + 1)
    if kinds[last - 1] == _PRONOUN:
        return NounPhrase(last - 1, last, last)
    chunk = _chunk(sentence, at, last)
    if not chunk:
        after = next((one for one in range(at, last) if kinds[one] in _NOMINAL), None)
        return _from(sentence, after, last) if after is not None and after > at else None
    if kinds[last - 1] == "P" and last - 1 >= chunk[1]:
        is_office = _is_office_of(sentence, chunk, last)
        if kinds[last - 2] in "LO" or is_office:
            return NounPhrase(last - 1, last, last)
    if _FINITE.search(kinds, chunk[1], last):
        late = _late_subject(sentence, chunk[1], last)
        if late:
            return late
    return _with_apposition(sentence, *_joint(sentence, chunk, last), last)


def _is_office_of(sentence: Sentence, chunk: tuple[int, int], last: int) -> bool:
    """`Minister of Justice X`, `Custodian of the Two Holy Mosques King X`; not `aide of X`."""
    first, end = chunk
    head = sentence.tokens[end - 1].word
    if sentence.kinds[first] != "d" and re.fullmatch(r"rnU*P", sentence.kinds[end:last]):
        # `Army chief of staff Lt. Gen. X`
        return head.lower() in _OFFICES and sentence.tokens[end].word.lower() == "of"
    return (
        head.lower() in _OFFICES
        and head[0].isupper()
        and sentence.tokens[end].word.lower() in ("of", "for")
        and bool(re.fullmatch(r"(?:r[dU]*(?:c[dU]+)*)+P", sentence.kinds[end:last]))
        and (sentence.kinds[first] != "d" or "U" in sentence.kinds[end:last])
    )


def _late_subject(sentence: Sentence, first: int, last: int) -> NounPhrase | None:
    """`The plan that failed the people X said`: the name right before the verb."""
    kinds = sentence.kinds
    if kinds[last - 1] != "P" or kinds[last - 2] in "roU'n":
        return None
    return NounPhrase(last - 1, last, last)


def _skip_lead(sentence: Sentence, first: int, last: int) -> int:
    """Skip what may stand before the subject: `On Monday`, `In a statement, `, `And then`."""
    kinds, at = sentence.kinds, first
    while at < last:
        kind = kinds[at]
        if kind in ",cBaQ-.'" or (kind == "T" and (at + 1 >= last or kinds[at + 1] not in "vVx")):
            at += 1
        elif kind == "d" and (time := _TIME_PHRASE.match(kinds, at, last)):
            at = time.end()
        elif kind in "rA" or (kind in "vV" and _is_participle(sentence, at)):
            at = _after_governed(sentence, at, last)
        elif kind == "s":
            at = _after_subordinate(kinds, at, last)
        else:
            return at
    return at


def _is_participle(sentence: Sentence, at: int) -> bool:
    word = sentence.tokens[at].word.lower()
    return word.endswith("ing") or (word.endswith("ed") and at == 0)


def _after_governed(sentence: Sentence, at: int, last: int) -> int:
    """The end of a prepositional phrase: at its comma, or after its noun."""
    kinds = sentence.kinds
    comma = kinds.find(",", at, last)
    if comma >= 0 and not _FINITE.search(kinds, at + 1, comma):
        return comma + 1
    if kinds[at] in "vV" and comma >= 0:
        return comma + 1
    at += 2 if kinds[at] == "A" else 1
    chunk = _chunk(sentence, at, last)
    if not chunk:
        return at
    # `In an interview X said`: the name is the subject.
    name = re.search(r"(?<=n)U*P$", kinds[slice(*chunk)]) if chunk[1] == last else None
    return chunk[0] + name.start() if name else chunk[1]


def _after_subordinate(kinds: str, at: int, last: int) -> int:
    comma = kinds.find(",", at, last)
    return comma + 1 if comma >= 0 else at + 1


def _chunk(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    match = _CHUNK.match(sentence.kinds, first, last)
    if not match or match.start() == match.end():
        return None
    return match.span()


def _joint(
    sentence: Sentence, chunk: tuple[int, int], last: int
) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """`X and Y said`: the second speaker, if both are names of one kind."""
    kinds, end = sentence.kinds, chunk[1]
    if end + 1 >= last or kinds[end] != "c":
        return chunk, None
    other = _chunk(sentence, end + 1, last)
    if not other or not set(kinds[chunk[0] : end]) & set("POLD") & set(kinds[slice(*other)]):
        return chunk, None
    return chunk, other


def _with_apposition(
    sentence: Sentence, chunk: tuple[int, int], joined: tuple[int, int] | None, last: int
) -> NounPhrase:
    """Add prepositional phrases (`a source in Homs`) and a name in apposition (`the aide, X,`)."""
    kinds, end = sentence.kinds, (joined or chunk)[1]
    while end < last and kinds[end] in _PREPOSITIONS | {"b"} and not joined:
        if kinds[end] == "b":
            end += 1
            continue
        more = _chunk(sentence, end + 1, last)
        if not more or "T" in kinds[slice(*more)] or _is_amount(sentence, end):
            break
        end = _joined_end(sentence, more[1], last)
    apposed = None
    is_person = _ends_in_person(kinds, *chunk)
    if end < last and kinds[end] == "," and not is_person:
        stop = min(
            [at for at in (kinds.find(mark, end + 1, last) for mark in ",-.Q") if at > 0] or [last]
        )
        if _is_name(kinds, (end + 1, stop)):
            apposed = (end + 1, stop)
    return NounPhrase(chunk[0], max(end, chunk[1]), chunk[1], apposed, joined)


def _is_amount(sentence: Sentence, at: int) -> bool:
    """`According to the police over 40 men were held`: `over` begins the next noun phrase."""
    is_number = sentence.kinds[at + 1 : at + 2] == "z"
    return is_number and sentence.tokens[at].word in ("over", "about", "around", "under")


def _joined_end(sentence: Sentence, end: int, last: int) -> int:
    """`in the southern and eastern districts`: the end of what `and` joins."""
    if end + 1 < last and sentence.kinds[end] == "c":
        other = _chunk(sentence, end + 1, last)
        if other and other[1] == last:
            return last
    return end


def noun_before(sentence: Sentence, first: int, at: int) -> NounPhrase | None:
    """Return the noun phrase that ends at token `at`: before `who`, `a group seeking to`."""
    kinds = sentence.kinds
    last = at - 1 if at > first and kinds[at - 1] == "," else at
    begin = last
    while begin > first and kinds[begin - 1] in "zgnUDPOLb'":
        begin -= 1
    if begin > first and kinds[begin - 1] == "d":
        begin -= 1
        if kinds[first:begin].endswith("P,"):
            # `X, a farmer who said`
            return NounPhrase(begin - 2, begin - 1, begin - 1)
    is_of_place = kinds[begin:last] == "L" and begin > first and kinds[begin - 1] == "r"
    if is_of_place and sentence.tokens[at].word == "who":
        # `residents of Homs, who said`
        return noun_before(sentence, first, len(kinds[: begin - 1].rstrip("V")))
    return NounPhrase(begin, last, last) if begin < last else None


def is_pronoun(sentence: Sentence, phrase: NounPhrase) -> bool:
    """Return whether a subject is a pronoun, or only a possessive."""
    if phrase.last != phrase.first + 1:
        return False
    is_possessive = sentence.tokens[phrase.first].word.lower() in POSSESSIVES
    return sentence.kinds[phrase.first] == _PRONOUN or is_possessive


def nouns(sentence: Sentence, first: int, last: int) -> Sequence[str]:
    """Return the words of some tokens in lower case."""
    return [token.word.lower() for token in sentence.tokens[first:last]]
