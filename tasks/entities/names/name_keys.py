"""Names read token by token: `read_name(name)`.

Articles and `bin` are left out; `Abd`, `Abu` and `Allah` are joined to the token beside them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tasks.entities.names.name_tokens import TokenKey, is_given_name, read_token
from tasks.entities.names.normalize import fold_letters
from tasks.entities.names.origins import is_western
from tasks.entities.names.word_lists import read_words

# An article or `bin` inside a name, an article with a hyphen, `Abu` and `Abd`.
_SIGNS_OF_ARABIC = re.compile(
    r"(?i:\b(?:al|el|as|ad|an|ar|ash|az|ul|ed|ud)-\w|\s(?:al|el|bin|ibn|bint|ben|ould)\s|"
    r"\b(?:bin|ibn|bint|ould|abu|abdul?|abdel)\b)"
)
_MARKS = re.compile(r"['’‘ʼ`´ʿʾ.]")
_ARTICLES = read_words("name_articles")
_SONS = frozenset({"bin", "ibn", "ben", "bint", "b"})
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr"}
_TOKEN = re.compile(r"[a-z]+")
_ABD = re.compile(r"^ab(?:d|ed|du|do)$")
_ABD_JOINED = re.compile(
    r"^abd(?:[aeiou]?(?:l(?!l|a$|ah$)|(?P<sun>[dnrstz])(?=(?P=sun)))|[aeou](?=[b-df-hj-np-tv-z]))?"
    r"(?=\w{3})"
)
_GOD = frozenset({"allah", "ullah", "alla", "allh", "lah", "ilah"})
# `Hamid Reza`, `Hamidreza`.
_REZA = frozenset({"reza", "riza"})
# `Shams al-Din`, `Shamsuddin`, `Shamseddine`: one name, its second half never stands alone.
_FAITH = frozenset({"din", "deen", "dine", "eddin", "eddine", "uddin", "aldin", "aldeen"})
_FAITH_JOINED = re.compile(r"(?<=\w{2})(?:[aeiou]d|al|ul)d(?:i|ee)ne?$")
_SECOND_HALVES = dict.fromkeys(_GOD, "allah") | dict.fromkeys(_FAITH, "din")
_SECOND_HALVES |= dict.fromkeys(_REZA, "reza")
# `Benbarka` is `Ben Barka`, `Binladen` is `Bin Laden`; first names (`Benjamin`) are left alone.
_SON_JOINED = re.compile(r"^b[ei]n(?=[b-df-hj-np-tv-z]\w{3})")
_ARTICLE_JOINED = re.compile(r"^[ae]l(?=[^l\W])")
# `Elsisi`, `Elbaz`: `El` before a consonant at the start of a family name is the article.
_ARTICLE_OF_FAMILY = re.compile(r"^el(?=[b-df-hj-km-np-tv-z]\w{2})")
# `Essebsi`, `Eddaoudi`: the article before a letter that it doubles.
_ARTICLE_DOUBLED = re.compile(r"^e(?P<sun>[dnrstz])(?=(?P=sun)[aeiou]\w{2})")
# `Al-Ali` is a family, `Ali` a given name.
_FAMILY_LAST = re.compile(r"\b(?:al|el)[- ]\w+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameKey:
    """The tokens of a name without articles; `has_son`: the name contains `bin`.

    `is_western`: a part of the name is Western and none is Arabic; its tokens are compared as
    written. `has_family`: the last token has an article, so it is not a given name. `initials`:
    the single letters between the first and the last token. `begins_with_son`: `Bin Laden Osama`.
    """

    tokens: tuple[TokenKey, ...]
    has_son: bool
    is_western: bool = False
    has_family: bool = False
    initials: str = ""
    begins_with_son: bool = False
    generation: str = ""

    @property
    def block(self) -> str:
        """Return what all spellings of the name share, however its parts are joined."""
        letters = "".join(token.block.removeprefix("A") for token in self.tokens)
        return ("A" if self.tokens[0].vowels[0] else "") + letters


@lru_cache(maxsize=30_000)
def read_name(name: str) -> NameKey:
    """Read a name without titles; a name without Latin letters has no tokens."""
    plain = _MARKS.sub("", fold_letters(name))
    words = _TOKEN.findall(plain.lower())
    # `Donald Trump Jr.`, but not `Neymar Junior`.
    generation = _GENERATIONS.get(words[-1], "") if len(words) > 2 else ""
    words = words[:-1] if generation else words
    if _is_western_name(plain, words):
        tokens = tuple(map(read_token, words))
        initials = _initials(tokens)
        return NameKey(tokens, False, True, initials=initials, generation=generation)
    tokens = tuple(read_token(word) for word in _join_parts(words))
    has_son = not _SONS.isdisjoint(words) or any(map(_SON_JOINED.match, words[1:]))
    has_family = bool(_FAMILY_LAST.search(plain))
    return NameKey(
        tokens,
        has_son,
        has_family=has_family,
        initials=_initials(tokens),
        begins_with_son=bool(words) and words[0] in _SONS,
        generation=generation,
    )


def _initials(tokens: tuple[TokenKey, ...]) -> str:
    return "".join(token.text for token in tokens[1:-1] if len(token.text) == 1)


def _is_western_name(plain: str, words: list[str]) -> bool:
    """`Al Gore`, `Ben Carter`: a Western word, and no Arabic article or son elsewhere."""
    if not any(is_western(word) for word in words[-2:]) or _SIGNS_OF_ARABIC.search(plain):
        return False
    return not any(is_given_name(read_token(word)) or word.startswith("abd") for word in words)


def _join_parts(words: list[str]) -> list[str]:
    """`abd al rahman`, `abdul rahman`, `abdelrahman` as `abdrahman`; `abu bakr` as `abubakr`."""
    joined: list[str] = []
    bare = [word for word in words if word not in _SONS]
    for index, word in enumerate(bare):
        if word in _ARTICLES and len(bare) > 1:
            continue
        own = _SON_JOINED.sub("", word) if index or len(bare) == 1 else word
        own = _ARTICLE_OF_FAMILY.sub("", own) if index and index == len(bare) - 1 else own
        own = _ARTICLE_DOUBLED.sub("", own)
        if joined and (joined[-1] in ("abd", "abu") or own in _SECOND_HALVES):
            joined[-1] += _SECOND_HALVES.get(own, own)
        else:
            joined.append(_plain_part(own))
    return joined


def _plain_part(word: str) -> str:
    if word in ("abo", "abi", "aboul", "abul", "abou"):
        return "abu"
    if _ABD.match(word) or word in ("abdul", "abdel", "abdal", "abdur", "abdus"):
        return "abd"
    if word in ("abdullah", "abdallah", "abdulla", "abdalla", "abdollah"):
        return "abdallah"
    joined = _FAITH_JOINED.sub("din", _ABD_JOINED.sub("abd", word))
    return joined if joined != word else _ARTICLE_JOINED.sub("", word) if len(word) > 6 else word
