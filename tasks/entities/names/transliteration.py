"""Compare Latin spellings of Arabic and Persian names: `same_name(a, b)`.

`name_keys` reads names, `name_tokens` the consonants and vowels of their tokens. Two tokens
are equal if their consonants can stand for the same letter (kh, q = g = k = gh, j = g, dh = d = z,
th = t = s) and no vowel contradicts (Hassan is not Hussein, Hamid is not Hamad, Said is not Saud).
Articles, `bin`, and joined or separate `Abd`, `Abu`, `Allah` are ignored.
"""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from tasks.entities.names.name_keys import NameKey, read_name
from tasks.entities.names.name_tokens import (
    SHORTEST_SLIP,
    TokenKey,
    are_spellings,
    forget_tokens,
    is_given_name,
    read_token,
    same_consonants,
    same_token,
    vowel_classes,
)

_TWO_FORMS = {frozenset("a"), frozenset("i")}
# Minimum similarity of the whole names: `Xie Xuren` and `Guy Green` have the same consonants.
_ALIKE = 0.70
_SURELY_ALIKE = 0.80
_SHORTEST_SURE = 4


def forget_names() -> None:
    """Free the memory of all names that were read and compared."""
    read_name.cache_clear()
    forget_tokens()
    _are_surely_spellings.cache_clear()


def same_name(one: NameKey, other: NameKey) -> bool:
    """Return whether two names are spellings of one name; two tokens may be joined in one."""
    few, many = sorted((one.tokens, other.tokens), key=len)
    if not few or len(many) - len(few) > 1 or _is_son_of(one, other):
        return False
    if _are_father_and_son(one, other):
        return False
    if one.is_western or other.is_western:
        return len(few) == len(many) and all(map(same_token, few, many))
    return any(
        all(map(same_token, few, tokens)) and _look_alike(few, tokens)
        for tokens in _shortened(many, len(few))
    )


def nearly_same_name(one: NameKey, other: NameKey) -> bool:
    """As `same_name`, but one letter of a long token may be wrong, missing or misplaced."""
    if len(one.tokens) != len(other.tokens) or len(one.tokens) < 2:
        return False
    if _are_father_and_son(one, other):
        return False
    if _is_feminine(one.tokens[0].text, other.tokens[0].text):
        return False
    has_slip = False
    for a, b in zip(one.tokens, other.tokens, strict=True):
        if same_token(a, b):
            continue
        if has_slip or not _is_slip(a, b):
            return False
        has_slip = True
    return has_slip


def _is_feminine(one: str, other: str) -> bool:
    """`Samira` is the feminine of `Samir`."""
    return one != other and (one in (f"{other}a", f"{other}ah") or other in (f"{one}a", f"{one}ah"))


def longer_form(short: NameKey, long: NameKey) -> bool:
    """Return whether `long` is `short` with middle names, or with fathers and family after `bin`.

    `Nuri Kamal al-Maliki` of `Nuri al-Maliki`; `Tamim bin Hamad Al Thani` of `Tamim bin Hamad`;
    `Osama al-Kuni Ibrahim` of `Osama al-Kuni`, but not `Ali Hassan Ibrahim` of `Ali Hassan`.
    """
    few, many = short.tokens, long.tokens
    if not 2 <= len(few) < len(many) or _have_other_initials(short, long):
        return False
    if _are_father_and_son(short, long):
        return False
    if short.has_son and all(map(same_token, few, many)):
        return True
    # After `bin` comes the father: with two fathers there are two people.
    if short.has_son and long.has_son and not same_token(few[1], many[1]):
        return False
    if all(map(_is_surely, few, many)) and not is_given_name(few[-1]):
        return True
    if not _is_surely(few[-1], many[-1]):
        return False
    if _is_surely(few[0], many[0]):
        is_family = len(few) > 2 and short.has_family and long.has_family
        return (is_family or not is_given_name(few[-1])) and _is_in_order(few, many)
    # A given name before a known chain is a child; only `Mohammed` is often left out.
    is_known = len(many) == 3 and same_token(many[0], read_token("mohammed"))
    return is_known and _is_in_order(few, many)


def _have_other_initials(one: NameKey, other: NameKey) -> bool:
    """`George W. Bush` is not `George H. W. Bush`."""
    return bool(one.initials and other.initials) and one.initials != other.initials


def _are_father_and_son(one: NameKey, other: NameKey) -> bool:
    """`Donald Trump` is not `Donald Trump Jr.`"""
    return one.generation != other.generation


def family_first(one: NameKey, other: NameKey) -> bool:
    """Return whether one is the other with the family name first: `Fadavi Ali`.

    Two names made of given names alone are two people: `Ali Hassan`, `Hassan Ali`; so are
    `Mohammed bin Nayef` and `Nayef bin Mohammed`.
    """
    if len(one.tokens) != len(other.tokens) or len(one.tokens) < 2:
        return False
    if _are_father_and_son(one, other):
        return False
    if one.has_son and other.has_son and not (one.begins_with_son or other.begins_with_son):
        return False
    if all(map(is_given_name, one.tokens)):
        return False
    ends = (one.tokens[1:] + one.tokens[:1], one.tokens[-1:] + one.tokens[:-1])
    return any(
        all(map(same_token, turned, other.tokens)) and _look_alike(turned, other.tokens)
        for turned in ends
    )


def slips_of(token: TokenKey) -> Iterator[str]:
    """Return keys a token shares with every token one letter away: itself, and with one less."""
    if len(token.text) >= SHORTEST_SLIP:
        yield token.text
        for at in range(len(token.text)):
            yield token.text[:at] + token.text[at + 1 :]


def _is_son_of(one: NameKey, other: NameKey) -> bool:
    """`Mohammed Salman` is not `Mohammed bin Salman`: two given names, and only one says whose son.

    A name of the royal houses is never written without its `bin`; half the region is called so.
    """
    if one.has_son == other.has_son or len(one.tokens) != 2:
        return False
    return all(map(is_given_name, (*one.tokens, *other.tokens)))


def _shortened(tokens: tuple[TokenKey, ...], length: int) -> Iterator[tuple[TokenKey, ...]]:
    """The tokens themselves, or with each pair of neighbours joined when one is too many."""
    if len(tokens) == length:
        yield tokens
        return
    for at in range(len(tokens) - 1):
        joined = read_token(tokens[at].text + tokens[at + 1].text)
        yield (*tokens[:at], joined, *tokens[at + 2 :])


def _look_alike(one: tuple[TokenKey, ...], other: tuple[TokenKey, ...]) -> bool:
    likeness = sum(JaroWinkler.similarity(a.text, b.text) for a, b in zip(one, other, strict=True))
    return likeness >= _ALIKE * len(one)


def _is_slip(one: TokenKey, other: TokenKey) -> bool:
    if min(len(one.text), len(other.text)) < SHORTEST_SLIP:
        return False
    if one.text[0] != other.text[0] or _are_two_forms(one, other):
        return False
    if one.text.rstrip("iy") == other.text.rstrip("iy"):  # `Hadid` and `Hadidi`
        return False
    if is_given_name(one) and is_given_name(other):  # `Khalid` and `Khalil`
        return False
    return OSA.distance(one.text, other.text, score_cutoff=1) <= 1


def _are_two_forms(one: TokenKey, other: TokenKey) -> bool:
    """`Sharif` and `Sharaf`, `Rashid` and `Rashad`: long i against a is another word."""
    if not same_consonants(one, other):
        return False
    return {vowel_classes(one.vowels[-2]), vowel_classes(other.vowels[-2])} == _TWO_FORMS


def _is_surely(one: TokenKey, other: TokenKey) -> bool:
    """The same token by more than two or three letters that happen to agree."""
    return one.text == other.text or _are_surely_spellings(one.text, other.text)


@lru_cache(maxsize=100_000)
def _are_surely_spellings(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_SURE or not are_spellings(one, other):
        return False
    return JaroWinkler.similarity(one, other) >= _SURELY_ALIKE


def _is_in_order(few: tuple[TokenKey, ...], many: tuple[TokenKey, ...]) -> bool:
    rest = iter(many)
    return all(any(same_token(token, other) for other in rest) for token in few)
