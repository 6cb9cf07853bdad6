"""Turn the labels of words into the spans of a document: `spans_of_document(sentences, tagged)`.

Exact listed names win over the tagger if it found nothing or cut them differently. Then document
rules apply: a name has one type throughout, and a surname has the type of its full name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from tasks.entities.gazetteer.lookup import Hit, ListKind, is_acronym, is_sure
from tasks.entities.models import EntityType, Sentence, Span
from tasks.entities.names.normalize import match_key
from tasks.entities.names.word_lists import TITLE_WORDS, read_words
from tasks.entities.ner.boundary_rules import correct_names
from tasks.entities.ner.crf.features import NameWords, title_cased
from tasks.entities.ner.crf.viterbi import Tagged
from tasks.entities.ner.introduced import with_introduced
from tasks.entities.ner.name_rules import COMPANY_END, quoted_bodies, refine_names
from tasks.entities.ner.people_in_a_row import people_in_a_row
from tasks.entities.ner.person_cues import find_speakers, find_titled
from tasks.entities.ner.series import of_one_type

# (sentence, first word, past the last word, type)
WordName = tuple[int, int, int, EntityType]

_TYPE_OF_LABEL = {kind.value: kind for kind in EntityType}
# Headlines keep "in" and "with" in lower case; a shorter line is more likely a list of names.
_SHORT_WORD = 4
_HEADLINE_WORDS = 4
_HEADING_WORDS = 3
_HEADLINE_SHARE = 0.85
_FULL_STOPS = frozenset({".", ",", ":", ";", "”", '"', "…"})
_MARKS = _FULL_STOPS | {"!", "?", "(", ")", "-", "—", "–", "’", "'", "“"}
# Titles that are never given names; Sultan and Amir can be.
_OUTSIDE_PEOPLE = (TITLE_WORDS | read_words("more_titles")) - {
    *("sultan", "amir", "emir", "lady", "judge", "father", "marshal", "dean", "field", "star"),
}
_CALLED = frozenset({"called", "named", "nicknamed", "name"})
_HUMANS = read_words("human_words")
_ROLES = read_words("role_words") | read_words("member_words") | _HUMANS
_GROUND = read_words("ground_words") | read_words("place_heads")
_BYNAMES = frozenset({"Abu", "Umm", "Abou", "Um"})
_CALLED_REACH = 6
# Surnames that are also words; at the start of a sentence they may be words.
_COMMON_SURNAMES = frozenset(
    {
        *("rice", "bush", "brown", "gates", "may", "hope", "young", "long", "power", "baker"),
        *("king", "white", "black", "green", "hunt", "price", "ford", "law", "day", "straw"),
        *("said", "salam", "blunt", "short", "strong", "major", "bishop", "page", "west"),
    }
)
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


def spans_of_document(
    sentences: Sequence[Sentence],
    tagged: Sequence[Tagged],
    known: NameWords,
    evidence: int | None = None,
) -> list[Span]:
    """Return the spans of one document, in reading order, without overlap.

    `known` are the words of listed people's names, as the tagger's model has them. Only the first
    `evidence` sentences (default: all) decide types and surnames for the whole document.
    """
    merged = [
        _merged(sentence.words, own, known) for sentence, own in zip(sentences, tagged, strict=True)
    ]
    people = frozenset(
        tuple(sentences[index].words[first:last])
        for index, own in enumerate(merged)
        for first, last, label in own
        if label is EntityType.PERSON
    )
    names = [
        (index, *trim_name(sentences[index].words, name))
        for index, own in enumerate(merged)
        for name in people_in_a_row(sentences[index].words, own, people)
        if not _is_title(sentences[index].words[name[0] : name[1]])
    ]
    names = apply_document_rules(sentences, names, _listed_words(sentences, tagged), evidence)
    settled = (_as_called(sentences, name) for name in names)
    return [
        Span(sentences[index].starts[first], sentences[index].ends[last - 1], label)
        for index, first, last, label in settled
    ]


def _listed_words(sentences: Sequence[Sentence], tagged: Sequence[Tagged]) -> frozenset[str]:
    """Words that are by themselves a name on the lists."""
    return frozenset(
        sentence.words[hit.first]
        for sentence, own in zip(sentences, tagged, strict=True)
        for hit in own.hits
        if hit.last - hit.first == 1 and is_sure(hit.entry)
    )


def _merged(
    words: Sequence[str], tagged: Tagged, known: NameWords
) -> list[tuple[int, int, EntityType]]:
    merged = merge_hits(_believed(words, tagged), tagged.hits)
    corrected = correct_names(words, merged, tagged.hits, known) if merged else merged
    sure = {(hit.first, hit.last) for hit in tagged.hits if is_sure(hit.entry)}
    corrected = refine_names(words, corrected, sure) if corrected else corrected
    corrected = with_introduced(words, of_one_type(words, corrected, sure), sure)
    if "“" in words or '"' in words:
        corrected = sorted([*corrected, *quoted_bodies(words, corrected)])
    return _with_people(words, [*corrected, *_after_companies(words, corrected, tagged.hits)])


def _after_companies(
    words: Sequence[str], names: Sequence[tuple[int, int, EntityType]], hits: Sequence[Hit]
) -> Iterator[tuple[int, int, EntityType]]:
    """Listed names that were part of a company's before them: `Acme Inc. Dubai objected`."""
    for hit in hits:
        is_after = hit.first > 0 and words[hit.first - 1] in COMPANY_END and is_sure(hit.entry)
        is_name = is_after and hit.entry.kind is not ListKind.NOTHING
        if is_name and not any(one[0] < hit.last and hit.first < one[1] for one in names):
            yield hit.first, hit.last, hit.entry.type


def _with_people(
    words: Sequence[str], names: list[tuple[int, int, EntityType]]
) -> list[tuple[int, int, EntityType]]:
    """The names, and unlisted untagged names of speakers and after titles."""
    added = [
        (first, last, EntityType.PERSON)
        for first, last in (*find_speakers(words), *find_titled(words))
        if not any(one[0] < last and first < one[1] for one in names)
    ]
    return sorted([*names, *added])


def _believed(words: Sequence[str], tagged: Tagged) -> list[tuple[int, int, EntityType]]:
    """The names to keep: in a headline every word is capitalised, so only people."""
    names = list(read_labels(tagged.labels))
    if not names or not (is_headline(words) or title_cased(words)):
        return names
    return [name for name in names if name[2] is EntityType.PERSON]


def _is_title(words: Sequence[str]) -> bool:
    """Whether several words are a title and no name: `Grand Mufti`."""
    return len(words) > 1 and all(word.lower() in _OUTSIDE_PEOPLE for word in words)


def is_headline(words: Sequence[str]) -> bool:
    """Return whether a line is in title case: long words are capitalised, no full stop."""
    if not words or words[-1] in _FULL_STOPS:
        return False
    long = [word for word in words if len(word) > _SHORT_WORD and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in long)
    if len(long) >= _HEADLINE_WORDS and capital >= _HEADLINE_SHARE * len(long):
        return True
    return _is_heading(words)


def _is_heading(words: Sequence[str]) -> bool:
    """A short line with all but the shortest words capitalised: `Next Steps and Preparations`."""
    own = [word for word in words if len(word) >= _SHORT_WORD and word[0].isalpha()]
    return len(own) >= _HEADING_WORDS and all(word[0].isupper() for word in own)


def read_labels(labels: Sequence[str]) -> Iterator[tuple[int, int, EntityType]]:
    """Yield (first, past last, type) of each name; an `I-` without predecessor begins a name."""
    if labels.count("O") == len(labels):
        return
    first = -1
    current = ""
    for index, label in enumerate((*labels, "O")):
        if first < 0 and label == "O":
            continue
        kind = label[2:]
        if first >= 0 and (label[0] != "I" or kind != current):
            yield first, index, _TYPE_OF_LABEL[current]
            first = -1
        if kind and first < 0:
            first, current = index, kind


def merge_hits(
    names: Iterable[tuple[int, int, EntityType]], hits: Sequence[Hit]
) -> list[tuple[int, int, EntityType]]:
    """Replace names by the unambiguous listed names they overlap, unless those are inside them.

    A listed non-name ("Taif Agreement") removes the names found inside it.
    """
    kept = list(names)
    if not hits:
        return kept
    for hit in hits:
        is_nothing = hit.entry.kind is ListKind.NOTHING
        if not is_nothing and (
            not is_sure(hit.entry) or _is_within(hit, kept) or _is_article_of(hit, kept)
        ):
            continue
        kept = [
            name
            for name in kept
            if name[1] <= hit.first
            or name[0] >= hit.last
            or (is_nothing and _is_part_of_person(hit, name))
        ]
        if not is_nothing:
            kept.append((hit.first, hit.last, hit.entry.type))
    return sorted(kept)


def _is_part_of_person(hit: Hit, name: tuple[int, int, EntityType]) -> bool:
    """`Tariq Ramadan`: a person named like a month."""
    is_inside = name[0] <= hit.first and hit.last <= name[1]
    return is_inside and name[2] is EntityType.PERSON and name[1] - name[0] > hit.last - hit.first


def _is_article_of(hit: Hit, names: Iterable[tuple[int, int, EntityType]]) -> bool:
    """Whether `The National` is the article and the first word of a longer name."""
    is_the = hit.entry.name.startswith("The ")
    return is_the and any(name[0] == hit.first + 1 and name[1] > hit.last for name in names)


def trim_name(
    words: Sequence[str], name: tuple[int, int, EntityType]
) -> tuple[int, int, EntityType]:
    """Strip titles from people, "The" and punctuation from every name, if anything is left.

    `Army Lt. Gen.` is a body before the rank of somebody; what has an `&` is a body.
    """
    first, last, label = name
    if label is EntityType.PERSON and any("&" in word for word in words[first:last]):
        label = EntityType.ORGANISATION
    while label is EntityType.PERSON and last - first > 1 and _is_loud_word(words[last - 1]):
        last -= 1
    while label is EntityType.ORGANISATION and last - first > 1 and _is_rank(words[last - 1]):
        last -= 1
    while last - first > 1 and words[last - 1] in _MARKS:
        last -= 1
    if last - first > 1 and words[first] in ("The", "the"):
        first += 1
    while (
        label is EntityType.PERSON and last - first > 1 and words[first].lower() in _OUTSIDE_PEOPLE
    ):
        first += 1
    return first, last, label


def _is_loud_word(word: str) -> bool:
    """`AIDES` in a headline in capitals."""
    return word.isupper() and word.lower() in _ROLES


def _is_rank(word: str) -> bool:
    return word.endswith(".") and word.lower() in TITLE_WORDS


def apply_document_rules(
    sentences: Sequence[Sentence],
    names: Sequence[WordName],
    listed: frozenset[str] = frozenset(),
    evidence: int | None = None,
) -> list[WordName]:
    """Give a form one type throughout a document, and find untagged surnames of its people.

    `listed` words keep their listed meaning: `Jordan` after Michael Jordan is the country.
    """
    counted = [name for name in names if evidence is None or name[0] < evidence]
    forms: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in counted:
        forms[_form(sentences, name)][name[3]] += 1
    surnames = _surnames(sentences, counted) - set(map(_surname_key, listed))
    initials = _initials(sentences, counted)
    settled = [
        _as_acronym(sentences, _retyped(sentences, name, forms, surnames), initials)
        for name in names
    ]
    proven = settled if evidence is None else [one for one in settled if one[0] < evidence]
    wanted = dict.fromkeys(_acronyms(sentences, proven), EntityType.ORGANISATION)
    if _names_islamic_state(sentences):
        wanted["IS"] = EntityType.ORGANISATION
    words = set[str]().union(*(sentence.words for sentence in sentences)) if surnames else ()
    bearers = [
        word
        for word in words
        if (word[0].isupper() or word[2:3] == "-") and _capital_key(word) in surnames
    ]
    wanted |= dict.fromkeys(bearers, EntityType.PERSON)
    repeated = sorted([*settled, *_repeated(sentences, settled, proven)])
    return sorted([*repeated, *_untagged(sentences, repeated, wanted)])


def _repeated(
    sentences: Sequence[Sentence], names: Sequence[WordName], proven: Iterable[WordName]
) -> Iterator[WordName]:
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


def _initials(sentences: Sequence[Sentence], names: Iterable[WordName]) -> frozenset[str]:
    """Acronyms of the bodies that are named in full: `USI` of University of Southern Indiana."""
    return frozenset(
        "".join(word[0] for word in sentences[index].words[first:last] if word[0].isupper())
        for index, first, last, label in names
        if label is EntityType.ORGANISATION and last - first >= _ACRONYM_LETTERS
    )


def _as_acronym(
    sentences: Sequence[Sentence], name: WordName, initials: frozenset[str]
) -> WordName:
    index, first, last, label = name
    is_other = last - first == 1 and label in (EntityType.PLACE, EntityType.PERSON)
    word = sentences[index].words[first] if is_other else ""
    is_body = len(word) >= _ACRONYM_LETTERS and word in initials
    return (index, first, last, EntityType.ORGANISATION) if is_body else name


def _as_called(sentences: Sequence[Sentence], name: WordName) -> WordName:
    """Retype a place the sentence calls a person: `a man called Riyadh`, `Riyadh, 34, works`."""
    index, first, last, label = name
    words = sentences[index].words
    is_byname = words[first] in _BYNAMES and last - first == 2
    if label is not EntityType.PLACE or not (last - first == 1 or is_byname):
        return name
    before = [word.lower() for word in words[max(0, first - _CALLED_REACH) : first]]
    is_human = not _HUMANS.isdisjoint(before) or (is_byname and _GROUND.isdisjoint(before))
    is_called = bool(before) and before[-1] in _CALLED and is_human
    age = words[last : last + 3]
    has_age = len(age) == 3 and age[0] == age[2] == "," and age[1].isdigit() and len(age[1]) == 2
    return (index, first, last, EntityType.PERSON) if is_called or has_age else name


def _is_within(hit: Hit, names: Iterable[tuple[int, int, EntityType]]) -> bool:
    """Whether the hit is inside a longer name, or is a town with the words of a tagged person."""
    keeps = {hit.entry.type} | ({EntityType.PERSON} if hit.entry.kind is ListKind.CITY else set())
    return any(
        first <= hit.first
        and hit.last <= last
        and (last - first > hit.last - hit.first or label in keeps)
        for first, last, label in names
    )


def _form(sentences: Sequence[Sentence], name: WordName) -> str:
    return " ".join(sentences[name[0]].words[name[1] : name[2]])


def _surnames(sentences: Sequence[Sentence], names: Iterable[WordName]) -> frozenset[str]:
    """Keys of the last words of people named in full."""
    return frozenset(
        _surname_key(sentences[index].words[last - 1])
        for index, first, last, label in names
        if label is EntityType.PERSON and last - first > 1
    )


def _retyped(
    sentences: Sequence[Sentence],
    name: WordName,
    forms: dict[str, Counter[EntityType]],
    surnames: frozenset[str],
) -> WordName:
    index, first, last, label = name
    if last - first == 1 and _is_surname(sentences[index].words[first], surnames):
        return index, first, last, EntityType.PERSON
    counts = forms.get(_form(sentences, name))
    if not counts or (len(counts) == 1 and label in counts):
        return name
    most, count = counts.most_common(1)[0]
    is_clear = count >= _MAJORITY and count > counts[label]
    return index, first, last, most if is_clear else label


def _is_surname(word: str, surnames: frozenset[str]) -> bool:
    return word[-1:].islower() and _surname_key(word) in surnames


def _acronyms(sentences: Sequence[Sentence], names: Iterable[WordName]) -> Iterator[str]:
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
    sentences: Sequence[Sentence], names: Iterable[WordName], wanted: dict[str, EntityType]
) -> Iterator[WordName]:
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
