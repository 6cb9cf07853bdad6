"""Names that commas and `and` join with an actor or a target: `pairs_of(sentence, at, pair)`.

`X and Y were detained` are two arrests, `A, B and C cut ties with D` are three breaks.
"""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.verbs import FIRST_WORDS
from tasks.entities.models import Mention

# Actor and target; both None if it is not an event.
Pair = tuple[Mention | None, Mention | None]

_PERSON, _OTHER = "P", "[LOD]"
_SERIES = {
    kinds: re.compile(
        rf"d?[Un]{{0,4}}{kinds}b?(?:,d?[Un]{{0,4}}{kinds}b?)*,?cd?[Un]{{0,4}}{kinds}(?![b'])"
    )
    for kinds in (_PERSON, _OTHER)
}


def pairs_of(sentence: Sentence, at: int, pair: Pair) -> list[Pair]:
    """Return the pair of the verb or noun at a token, and one for each name joined with either."""
    actor, target = pair
    actors = _joined_with(sentence, at, actor)
    targets = _joined_with(sentence, at, target)
    if {one and one.entity_id for one in actors} & {one and one.entity_id for one in targets}:
        # `X and Y met`: each is the target of the other.
        return [pair]
    return [(one, other) for one in actors for other in targets]


def _joined_with(sentence: Sentence, at: int, name: Mention | None) -> list[Mention | None]:
    """The names of the series that a name is in, or only this one."""
    number = next((no for no, one in enumerate(sentence.tokens) if one.mention is name), None)
    if name is None or number is None:
        return [name]
    kinds = _PERSON if sentence.kinds[number] == "P" else _OTHER
    for series in _SERIES[kinds].finditer(sentence.kinds):
        if series.start() <= number < series.end():
            own = [one.mention for one in sentence.tokens[slice(*series.span())] if one.mention]
            return list(own) if _is_whole(sentence, at, series) else [name]
    return [name]


def _is_whole(sentence: Sentence, at: int, series: re.Match[str]) -> bool:
    """Whether all names have one role: not `said of X and Y left`, nor `met X, and Y said`."""
    words = {token.word for token in sentence.tokens[slice(*series.span())]}
    # `dismissed X and named Y`, `will not meet X, and Y refused`
    if words & FIRST_WORDS or re.search(r"^[^,c]*,c", series.group()):
        return False
    before, after = sentence.kinds[: series.start()], sentence.kinds[series.end() :]
    if at >= series.end():
        return not before.endswith(("V", "r", "o", "'"))
    return not re.match(r"[aT]*[vVx]", after)
