"""From labels of words to the spans of a document: `settle_labels(sentences, tagged)`.

Exact names of the lists win over the tagger where it said nothing or cut them differently; then
the document speaks: a name has one type throughout, a surname follows its bearer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tasks.entities.decoder import Tagged
from tasks.entities.gazetteer import Hit, ListKind, is_sure
from tasks.entities.models import EntityType, Sentence, Span
from tasks.entities.name_keys import match_key

# (sentence, first word, past the last word, type)
WordName = tuple[int, int, int, EntityType]

_TYPE_OF_LABEL = {kind.value: kind for kind in EntityType}
# A form with this many mentions of one type carries the document's other mentions of it.
_MAJORITY = 2


def settle_labels(sentences: Sequence[Sentence], tagged: Sequence[Tagged]) -> list[Span]:
    """The spans of one document, in reading order, without overlap."""
    names = [
        (index, *name)
        for index, own in enumerate(tagged)
        for name in merge_hits(read_labels(own.labels), own.hits)
    ]
    return [
        Span(sentences[index].starts[first], sentences[index].ends[last - 1], label)
        for index, first, last, label in settle_document(sentences, names)
    ]


def read_labels(labels: Sequence[str]) -> Iterator[tuple[int, int, EntityType]]:
    """(first, past last, type) of each name; an `I-` that continues nothing begins a name."""
    if labels.count("O") == len(labels):
        return
    first = -1
    current = ""
    for index, label in enumerate((*labels, "O")):
        kind = label[2:]
        if first >= 0 and (label[0] != "I" or kind != current):
            yield first, index, _TYPE_OF_LABEL[current]
            first = -1
        if kind and first < 0:
            first, current = index, kind


def merge_hits(
    names: Iterable[tuple[int, int, EntityType]], hits: Sequence[Hit]
) -> list[tuple[int, int, EntityType]]:
    """Sure list names replace what they overlap, unless they lie inside a longer name."""
    kept = list(names)
    for hit in hits:
        if is_sure(hit.entry) and not _is_within(hit, kept):
            kept = [name for name in kept if name[1] <= hit.first or name[0] >= hit.last]
            kept.append((hit.first, hit.last, hit.entry.type))
    return sorted(kept)


def settle_document(sentences: Sequence[Sentence], names: Sequence[WordName]) -> list[WordName]:
    """One type for one form throughout a document, and untagged surnames of its people."""
    forms: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in names:
        forms[_form(sentences, name)][name[3]] += 1
    surnames = _surnames(sentences, names)
    settled = [_retyped(sentences, name, forms, surnames) for name in names]
    return sorted([*settled, *_untagged_surnames(sentences, settled, surnames)])


def _is_within(hit: Hit, names: Iterable[tuple[int, int, EntityType]]) -> bool:
    """Inside a longer name, or the very same words as a name that a town must not overrule."""
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
        match_key(sentences[index].words[last - 1]).removeprefix("al-")
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
    if (
        label is EntityType.ORGANISATION
        and last - first == 1
        and _is_surname(sentences[index].words[first], surnames)
    ):
        return index, first, last, EntityType.PERSON
    most, count = forms[_form(sentences, name)].most_common(1)[0]
    is_clear = count >= _MAJORITY and count > forms[_form(sentences, name)][label]
    return index, first, last, most if is_clear else label


def _is_surname(word: str, surnames: frozenset[str]) -> bool:
    return word[-1:].islower() and match_key(word).removeprefix("al-") in surnames


def _untagged_surnames(
    sentences: Sequence[Sentence], names: Iterable[WordName], surnames: frozenset[str]
) -> Iterator[WordName]:
    words = {word for sentence in sentences for word in sentence.words} if surnames else set()
    wanted = {word for word in words if _is_capital(word) and _is_surname(word, surnames)}
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for index, first, last, _ in names:
        taken[index].update(range(first, last))
    for index, sentence in enumerate(sentences):
        if wanted.isdisjoint(sentence.words):
            continue
        for position, word in enumerate(sentence.words):
            # The first word of a sentence has its capital from there.
            if position > 0 and word in wanted and position not in taken[index]:
                yield index, position, position + 1, EntityType.PERSON


def _is_capital(word: str) -> bool:
    return word[0].isupper() or word[:3] in ("al-", "el-")
