"""What the names of a document say about each other: `apply_document_rules(sentences, names)`.

A name has one type throughout, a surname has the type of its full name, an acronym that of its
body, and a name that was tagged elsewhere is found where the tagger missed it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from tasks.entities.gazetteer.lookup import is_acronym
from tasks.entities.models import EntityType, Sentence
from tasks.entities.names.normalize import match_key
from tasks.entities.names.word_lists import SURNAME_PARTS, read_words
from tasks.entities.ner.rules.name import DocumentName

_GIVEN = read_words("given_names") | read_words("western_names")
_CALLED = frozenset({"called", "named", "nicknamed", "name"})
HUMANS = read_words("human_words")
_GROUND = read_words("ground_words") | read_words("place_heads")
_BYNAMES = frozenset({"Abu", "Umm", "Abou", "Um"})
_CALLED_REACH = 6
# Surnames that are also words; at the start of a sentence they may be words.
_COMMON_SURNAMES = read_words("surnames_that_are_words")
# A form with this many mentions of one type decides its other mentions in the document.
_MAJORITY = 2
_ACRONYM_LETTERS = 3
_OTHER_NAMES_OF_IS = frozenset({"ISIS", "ISIL", "Daesh", "Da’esh", "Da'esh", "Da’ish", "Isis"})
_BEFORE_IS = frozenset(
    {"of", "by", "from", "against", "with", "to", "fighting", "fought", "joined", "join", "defeat"}
)
_MEMBERS = (
    read_words("member_words") | read_words("victim_words") | {"fighter", "commander", "group"}
)


def apply_document_rules(
    sentences: Sequence[Sentence],
    names: Sequence[DocumentName],
    listed: frozenset[str] = frozenset(),
    evidence: int | None = None,
) -> list[DocumentName]:
    """Give a form one type throughout a document, and find untagged surnames of its people.

    `listed` words keep their listed meaning: `Jordan` after Michael Jordan is the country.
    """
    counted = [name for name in names if evidence is None or name[0] < evidence]
    forms: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in counted:
        forms[_form(sentences, name)][name[3]] += 1
    surnames = _surnames(sentences, counted) - set(map(_surname_key, listed))
    beginnings = _beginnings(sentences, counted, listed)
    initials = _initials(sentences, counted)
    settled = [
        _as_beginning(
            sentences,
            _as_acronym(sentences, _retyped(sentences, name, forms, surnames), initials),
            beginnings,
        )
        for name in names
    ]
    proven = settled if evidence is None else [one for one in settled if one[0] < evidence]
    wanted = dict.fromkeys(_acronyms(sentences, proven), EntityType.ORGANISATION)
    if _names_islamic_state(sentences):
        wanted["IS"] = EntityType.ORGANISATION
    wanted |= dict.fromkeys(_bearers(sentences, surnames), EntityType.PERSON)
    repeated = sorted([*settled, *_repeated(sentences, settled, proven)])
    return sorted([*repeated, *_untagged(sentences, repeated, wanted)])


def _repeated(
    sentences: Sequence[Sentence], names: Sequence[DocumentName], proven: Iterable[DocumentName]
) -> Iterator[DocumentName]:
    """Untagged repetitions of names: of several words once tagged, of one word twice tagged."""
    counts = Counter(
        (tuple(sentences[index].words[first:last]), label) for index, first, last, label in proven
    )
    by_first: defaultdict[str, list[tuple[tuple[str, ...], EntityType]]] = defaultdict(list)
    for (own, label), count in counts.items():
        is_capital = own[0][:1].isupper() and own[-1][:1].isupper()
        is_kind = label is EntityType.ORGANISATION or (label is EntityType.PERSON and len(own) > 1)
        if is_capital and is_kind and count + len(own) > 2:
            by_first[own[0]].append((own, label))
    taken = {(index, at) for index, first, last, _ in names for at in range(first, last)}
    for index, sentence in enumerate(sentences):
        for at, own, label in _occurrences(sentence.words, by_first):
            places = {(index, one) for one in range(at, at + len(own))}
            if taken.isdisjoint(places):
                taken |= places
                yield index, at, at + len(own), label


def _occurrences(
    words: Sequence[str], by_first: Mapping[str, Sequence[tuple[tuple[str, ...], EntityType]]]
) -> Iterator[tuple[int, tuple[str, ...], EntityType]]:
    """Where names stand in a sentence; one word at its start may be a common word."""
    for at in [at for at, word in enumerate(words) if word in by_first]:
        for own, label in by_first[words[at]]:
            if tuple(words[at : at + len(own)]) == own and (at or len(own) > 1):
                yield at, own, label


def _initials(sentences: Sequence[Sentence], names: Iterable[DocumentName]) -> frozenset[str]:
    """Acronyms of the bodies that are named in full: `USI` of University of Southern Indiana."""
    return frozenset(
        "".join(word[0] for word in sentences[index].words[first:last] if word[0].isupper())
        for index, first, last, label in names
        if label is EntityType.ORGANISATION and last - first >= _ACRONYM_LETTERS
    )


def _as_acronym(
    sentences: Sequence[Sentence], name: DocumentName, initials: frozenset[str]
) -> DocumentName:
    index, first, last, label = name
    is_other = last - first == 1 and label in (EntityType.PLACE, EntityType.PERSON)
    word = sentences[index].words[first] if is_other else ""
    is_body = len(word) >= _ACRONYM_LETTERS and word in initials
    return (index, first, last, EntityType.ORGANISATION) if is_body else name


def _beginnings(
    sentences: Sequence[Sentence], names: Iterable[DocumentName], listed: frozenset[str]
) -> dict[str, EntityType]:
    """Types of words that begin people or bodies of several words, and may be their short forms.

    `Xi` of Xi Jinping is a person, `Wydad` of Wydad Casablanca a body; a word that begins names
    of both types, ends one of a person, or has a listed meaning of its own is left out.
    """
    firsts: defaultdict[str, set[EntityType]] = defaultdict(set)
    lasts = set()
    for index, first, last, label in names:
        words = sentences[index].words
        if last - first > 1 and words[first + 1][0].isalpha():
            firsts[words[first]].add(label)
            lasts.add(words[last - 1])
    bodies_and_people = {EntityType.PERSON, EntityType.ORGANISATION}
    return {
        word: next(iter(types))
        for word, types in firsts.items()
        if len(types) == 1 and types <= bodies_and_people and word not in listed | lasts
    }


def _as_beginning(
    sentences: Sequence[Sentence], name: DocumentName, beginnings: Mapping[str, EntityType]
) -> DocumentName:
    """A single word has the type of the longer name that it begins, unless it is a place."""
    index, first, last, label = name
    words = sentences[index].words
    word = words[first] if last - first == 1 else ""
    is_open = label is EntityType.ORGANISATION or (
        # Before a word in lower case, mostly a verb: lists and addresses do not show a type.
        label is EntityType.PERSON
        and last < len(words)
        and words[last].isalpha()
        and words[last].islower()
    )
    is_short = bool(word) and is_open and word not in _GIVEN
    return (index, first, last, beginnings.get(word, label) if is_short else label)


def as_called(sentences: Sequence[Sentence], name: DocumentName) -> DocumentName:
    """Retype a place the sentence calls a person: `a man called Riyadh`, `Riyadh, 34, works`."""
    index, first, last, label = name
    words = sentences[index].words
    is_byname = words[first] in _BYNAMES and last - first == 2
    if label is not EntityType.PLACE or not (last - first == 1 or is_byname):
        return name
    before = [word.lower() for word in words[max(0, first - _CALLED_REACH) : first]]
    is_human = not HUMANS.isdisjoint(before) or (is_byname and _GROUND.isdisjoint(before))
    is_called = bool(before) and before[-1] in _CALLED and is_human
    age = words[last : last + 3]
    has_age = len(age) == 3 and age[0] == age[2] == "," and age[1].isdigit() and len(age[1]) == 2
    return (index, first, last, EntityType.PERSON) if is_called or has_age else name


def _form(sentences: Sequence[Sentence], name: DocumentName) -> str:
    return " ".join(sentences[name[0]].words[name[1] : name[2]])


def _surnames(sentences: Sequence[Sentence], names: Iterable[DocumentName]) -> frozenset[str]:
    """Keys of the last words of people named in full."""
    return frozenset(
        _surname_key(sentences[index].words[last - 1])
        for index, first, last, label in names
        if label is EntityType.PERSON and last - first > 1
    )


def _retyped(
    sentences: Sequence[Sentence],
    name: DocumentName,
    forms: dict[str, Counter[EntityType]],
    surnames: frozenset[str],
) -> DocumentName:
    index, first, last, label = name
    own = sentences[index].words[first:last]
    is_alone = len(own) == 1 or (len(own) == 2 and own[0].lower() in SURNAME_PARTS)
    if is_alone and _is_surname(own[-1], surnames):
        return index, first, last, EntityType.PERSON
    counts = forms.get(_form(sentences, name))
    if not counts or (len(counts) == 1 and label in counts):
        return name
    most, count = counts.most_common(1)[0]
    is_clear = count >= _MAJORITY and count > counts[label]
    return index, first, last, most if is_clear else label


def _bearers(sentences: Sequence[Sentence], surnames: frozenset[str]) -> Iterator[str]:
    """Words of the document that are written like one of the surnames."""
    words = set[str]().union(*(sentence.words for sentence in sentences)) if surnames else ()
    for word in words:
        if (word[0].isupper() or word[2:3] == "-") and _capital_key(word) in surnames:
            yield word


def _is_surname(word: str, surnames: frozenset[str]) -> bool:
    return word[-1:].islower() and _surname_key(word) in surnames


def _acronyms(sentences: Sequence[Sentence], names: Iterable[DocumentName]) -> Iterator[str]:
    """Acronyms tagged as organisations, and those in brackets after one: `Name (ABC)`."""
    for index, first, last, label in names:
        words = sentences[index].words
        if label is not EntityType.ORGANISATION:
            continue
        if last - first == 1 and is_acronym(words[first]) and len(words[first]) > 1:
            yield words[first]
        yield from filter(is_acronym, _in_brackets(words[last : last + 3]))


def _names_islamic_state(sentences: Sequence[Sentence]) -> bool:
    """Whether `IS` in the text is a name: `IS fighters`, or the text names the group otherwise."""
    texts = [one.words for one in sentences if "IS" in one.words]
    if not texts:
        return False
    of_members = any(
        (word == "IS" and after in _MEMBERS) or (after == "IS" and word in _BEFORE_IS)
        for words in texts
        for word, after in pairwise(words)
    )
    return of_members or any(
        not _OTHER_NAMES_OF_IS.isdisjoint(one.words) or ("Islamic", "State") in pairwise(one.words)
        for one in sentences
    )


def _in_brackets(words: Sequence[str]) -> Sequence[str]:
    is_bracketed = len(words) == 3 and words[0] + words[2] in ("()", "[]")
    return words[1:2] if is_bracketed else ()


def _untagged(
    sentences: Sequence[Sentence], names: Iterable[DocumentName], wanted: dict[str, EntityType]
) -> Iterator[DocumentName]:
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for index, first, last, _ in names:
        taken[index].update(range(first, last))
    is_name: dict[str, bool] = {}
    for index, sentence in enumerate(sentences):
        if wanted.keys().isdisjoint(sentence.words):
            continue
        for position, word in enumerate(sentence.words):
            label = wanted.get(word)
            if not label or position in taken[index]:
                continue
            if not position and word not in is_name:
                is_name[word] = _is_name(word, sentences)
            if position or is_name[word]:
                yield index, position, position + 1, label


def _is_name(word: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the first word of a sentence is a name, not a word capitalised by its position."""
    lower = word.lower()
    is_word = any(lower in sentence.words for sentence in sentences)
    return word.isupper() or not (is_word or lower in _COMMON_SURNAMES)


@lru_cache(maxsize=30_000)
def _capital_key(word: str) -> str:
    """The key of a word that is written like a surname, or an empty string."""
    is_capital = word[0].isupper() or word.startswith(("al-", "el-"))
    return _surname_key(word) if is_capital and word[-1:].islower() else ""


@lru_cache(maxsize=30_000)
def _surname_key(word: str) -> str:
    return match_key(word).removeprefix("al-")
