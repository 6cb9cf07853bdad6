"""The entities of one article, in the order of their first mention."""

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from tasks.entities.gazetteer.lookup import Entry
from tasks.entities.linking.article.listed import read_key
from tasks.entities.models import EntityType
from tasks.entities.names.name_keys import NameKey
from tasks.entities.names.name_tokens import TokenKey, is_given_name, same_token
from tasks.entities.names.normalize import match_key
from tasks.entities.names.transliteration import longer_form, nearly_same_name, same_name

# How the key of `Abdel Nasser`, `Abd al-Nasser` and `Abdul Nasser` begins.
_SERVANT = "abd"
_NUMBERS = frozenset({"ii", "iii", "iv"})
# Only people are compared by letters.
_NO_KEY = NameKey((), has_son=False)


@dataclass(slots=True, eq=False)
class ArticleEntity:
    """One entity of the article: `name` is its longest form, `entry` the listed entity.

    `own_id` is the id of an entity that is not listed and cannot be called by its name alone.
    `spans` has the numbers of its mentions, in reading order.
    """

    type: EntityType
    name: str
    key: NameKey
    words: tuple[str, ...]
    entry: Entry | None = None
    own_id: str = ""
    spans: list[int] = field(default_factory=list)


class ArticleEntities:
    """Finds and adds the entities of one article.

    Captions and title must not rename the entities of the body: see `freeze`.
    """

    def __init__(self) -> None:
        self._all: list[ArticleEntity] = []
        self._by_id: dict[str, ArticleEntity] = {}
        self._by_token: dict[str, list[ArticleEntity]] = {}
        self._of: dict[int, ArticleEntity] = {}
        self._is_frozen = False

    def freeze(self) -> None:
        """From now on, longer forms do not rename an entity."""
        self._is_frozen = True

    def of(self, number: int) -> ArticleEntity | None:
        """Return the entity of a span, if it is resolved."""
        return self._of.get(number)

    def resolved(self, number: int) -> ArticleEntity:
        """Return the entity of a span that is resolved."""
        return self._of[number]

    def bind(self, number: int, entity: ArticleEntity) -> None:
        """State that the span `number` is a mention of the entity."""
        insort(entity.spans, number)
        self._of[number] = entity

    def add(self, label: EntityType, name: str) -> ArticleEntity:
        """Add an entity that is on no list."""
        is_person = label is EntityType.PERSON
        key = read_key(name) if is_person else _NO_KEY
        entity = ArticleEntity(label, name, key, () if is_person else name_words(name))
        self._all.append(entity)
        return entity

    def listed(self, label: EntityType, entry: Entry) -> ArticleEntity:
        """Return the entity of a list entry; add it if it is new."""
        entity = self._by_id.get(entry.entity_id)
        if not entity:
            entity = self.add(label, entry.name)
            entity.entry = entry
            self._by_id[entry.entity_id] = entity
        return entity

    def mark_listed(self, entity: ArticleEntity, entry: Entry) -> None:
        """State that an entity is the listed one."""
        entity.entry = entry
        self._by_id.setdefault(entry.entity_id, entity)

    def latest(self, label: EntityType) -> Iterable[ArticleEntity]:
        """Return the entities of a type, the one added last first."""
        return (one for one in reversed(self._all) if one.type is label)

    def with_own_id(self, own_id: str) -> ArticleEntity | None:
        """Return the entity with this id of its own."""
        return next((one for one in self._all if one.own_id == own_id), None)

    def extend(self, entity: ArticleEntity, name: str, words: tuple[str, ...]) -> ArticleEntity:
        """Let the longer of two forms name an entity that is not a person."""
        if len(words) > len(entity.words) and not self._is_frozen:
            entity.name, entity.words = name, words
        return entity

    def extend_person(self, entity: ArticleEntity, name: str, key: NameKey) -> None:
        """Let the longer of two forms name a person."""
        if len(key.tokens) > len(entity.key.tokens) and not self._is_frozen:
            entity.key, entity.name = key, name

    def person_named(self, key: NameKey) -> ArticleEntity | None:
        """Return the person that this full name means, the one named last first."""
        near = [one for block in _ends(key) for one in self._by_token.get(block, ())]
        return next((one for one in reversed(near) if _same_person(key, one.key)), None)

    def index_person(self, entity: ArticleEntity, key: NameKey) -> None:
        """Let `person_named` find a person by this form."""
        for block in _ends(key):
            known = self._by_token.setdefault(block, [])
            if not known or known[-1] is not entity:
                known.append(entity)

    def has_person(self, key: NameKey) -> bool:
        """Whether a full or single name is that of a person of the article."""
        people = self._people()
        if len(key.tokens) != 1:
            return any(_same_person(key, one.key) for one in people)
        name = key.tokens[0]
        return any(same_token(name, one.key.tokens[place]) for one in people for place in (0, -1))

    def person_called(
        self,
        key: NameKey,
        places: Iterable[int],
        number: int,
        is_another: Callable[[ArticleEntity], bool] = lambda _: False,
    ) -> ArticleEntity | None:
        """Return the person with a single name, the one mentioned last before the span `number`.

        `places` are the tokens of a full name that may be meant: -1 for the last, 0 for the first.
        `is_another` tells who of that name is not meant.
        """
        if len(key.tokens) != 1:
            return None
        people, name = self._people(), key.tokens[0]
        for place in places:
            fitting = [one for one in people if same_token(name, _token_at(one.key, place))]
            if fitting:
                fitting = [one for one in fitting if not is_another(one)]
                return max(fitting, key=lambda one: _nearness(one, number), default=None)
        fitting = [one for one in people if _is_second_part(name, one.key.tokens[-1])]
        return max(fitting, key=lambda one: _nearness(one, number), default=None)

    def person_ending(self, key: NameKey, number: int) -> ArticleEntity | None:
        """Return the person whose full name ends with a surname of several parts: `Bou Saab`."""
        size = len(key.tokens)
        fitting = [
            one
            for one in self._people()
            if len(one.key.tokens) > size
            and all(map(same_token, key.tokens, one.key.tokens[-size:]))
        ]
        return max(fitting, key=lambda one: _nearness(one, number), default=None)

    def person_with_middle(self, key: NameKey) -> ArticleEntity | None:
        """Return the only person with this name between first and last: Salva *Kiir* Mayardit.

        After `bin` comes the name of the father, and given names are those of other people.
        """
        if len(key.tokens) != 1 or is_given_name(key.tokens[0]):
            return None
        name = key.tokens[0]
        fitting = [
            one
            for one in self._people()
            if not one.key.has_son and any(same_token(name, part) for part in one.key.tokens[1:-1])
        ]
        return fitting[0] if len(fitting) == 1 else None

    def body_beginning(self, words: tuple[str, ...]) -> ArticleEntity | None:
        """Return the listed body whose name in the article begins with this word: `Bayern`."""
        listed = (one for one in self.latest(EntityType.ORGANISATION) if one.entry)
        return next((one for one in listed if _begins(name_words(one.name), words)), None)

    def _people(self) -> list[ArticleEntity]:
        return [one for one in self._all if one.type is EntityType.PERSON and one.key.tokens]


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as compared, without a leading `the`."""
    keys = [match_key(word) for word in name.split()]
    return tuple(keys[1:] if len(keys) > 1 and keys[0] == "the" else keys)


def outer_words(body: ArticleEntity) -> set[str]:
    """Return the first and last word of its name, and of its listed names of several words."""
    listed = body.entry.names if body.entry else ()
    named = (body.words, *(name_words(name) for name in listed if " " in name))
    return {word for words in named if words for word in (words[0], words[-1])}


def has_words(entity: ArticleEntity, words: tuple[str, ...]) -> bool:
    """Whether an entity has the same words, or one name begins with the other (organisations)."""
    if entity.entry or not words:
        return False
    if entity.words == words:
        return True
    short, long = sorted((entity.words, words), key=len)
    return entity.type is EntityType.ORGANISATION and long[: len(short)] == short


def initials(name: str) -> str:
    """Return the capitals that begin the words of a name."""
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())


def _ends(key: NameKey) -> tuple[str, ...]:
    """Keys of the first and last token: spellings of one name share one of them."""
    return (f"first {key.tokens[0].block}", f"last {key.tokens[-1].block}") if key.tokens else ()


def _begins(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return len(name) > len(words) and name[: len(words)] == words


def _token_at(key: NameKey, place: int) -> TokenKey:
    """A token of a name; the last one is that before a number: `F. Gregory Gause III`."""
    is_numbered = place == -1 and len(key.tokens) > 2 and key.tokens[-1].text in _NUMBERS
    return key.tokens[-2 if is_numbered else place]


def _is_second_part(short: TokenKey, name: TokenKey) -> bool:
    """`Nasser` is short for `Abdel Nasser`."""
    return name.text.startswith(_SERVANT) and name.text.removeprefix(_SERVANT) == short.text


def _same_person(one: NameKey, other: NameKey) -> bool:
    if len(other.tokens) < 2:
        return False
    return (
        same_name(one, other)
        or longer_form(one, other)
        or longer_form(other, one)
        or nearly_same_name(one, other)
    )


def _nearness(entity: ArticleEntity, number: int) -> tuple[int, int]:
    """The latest mention before `number`; failing that, the earliest after it."""
    before = bisect_left(entity.spans, number)
    if before:
        return 1, entity.spans[before - 1]
    return 0, -entity.spans[0] if entity.spans else 0
