"""Turn the labels of words into the spans of a document: `spans_of_document(sentences, tagged)`.

Exact listed names win over the tagger if it found nothing or cut them differently. Then document
rules apply: a name has one type throughout, and a surname has the type of its full name.
"""

from collections.abc import Iterable, Iterator, Sequence

from tasks.entities.gazetteer.lookup import Hit, ListKind, is_sure
from tasks.entities.models import EntityType, Sentence, Span
from tasks.entities.names.word_lists import TITLE_WORDS, read_words
from tasks.entities.ner.crf.features import NameWords, title_cased
from tasks.entities.ner.crf.viterbi import Tagged
from tasks.entities.ner.rules.boundary_rules import correct_names
from tasks.entities.ner.rules.document_rules import HUMANS, apply_document_rules, as_called
from tasks.entities.ner.rules.headlines import FULL_STOPS, is_headline
from tasks.entities.ner.rules.introduced import with_introduced
from tasks.entities.ner.rules.name import Name
from tasks.entities.ner.rules.name_rules import COMPANY_END, quoted_bodies, refine_names
from tasks.entities.ner.rules.named_like_places import around_places
from tasks.entities.ner.rules.people_in_a_row import people_in_a_row
from tasks.entities.ner.rules.person_cues import find_speakers, find_titled
from tasks.entities.ner.rules.series import of_one_type

_TYPE_OF_LABEL = {kind.value: kind for kind in EntityType}
_MARKS = FULL_STOPS | {"!", "?", "(", ")", "-", "—", "–", "’", "'", "“"}
# Titles that are never given names; Sultan and Amir can be.
_OUTSIDE_PEOPLE = (TITLE_WORDS | read_words("more_titles")) - {
    *("sultan", "amir", "emir", "lady", "judge", "father", "marshal", "dean", "field", "star"),
}
_ROLES = read_words("role_words") | read_words("member_words") | HUMANS


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
    settled = (as_called(sentences, name) for name in names)
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


def _merged(words: Sequence[str], tagged: Tagged, known: NameWords) -> list[Name]:
    merged = merge_hits(_believed(words, tagged), tagged.hits)
    corrected = correct_names(words, merged, tagged.hits, known) if merged else merged
    sure = {(hit.first, hit.last) for hit in tagged.hits if is_sure(hit.entry)}
    corrected = refine_names(words, corrected, sure) if corrected else corrected
    corrected = around_places(words, corrected)
    corrected = with_introduced(words, of_one_type(words, corrected, sure), sure)
    if "“" in words or '"' in words:
        corrected = sorted([*corrected, *quoted_bodies(words, corrected)])
    return _with_people(words, [*corrected, *_after_companies(words, corrected, tagged.hits)])


def _after_companies(
    words: Sequence[str], names: Sequence[Name], hits: Sequence[Hit]
) -> Iterator[Name]:
    """Listed names that were part of a company's before them: `Acme Inc. Dubai objected`."""
    for hit in hits:
        is_after = hit.first > 0 and words[hit.first - 1] in COMPANY_END and is_sure(hit.entry)
        is_name = is_after and hit.entry.kind is not ListKind.NOTHING
        if is_name and not any(one[0] < hit.last and hit.first < one[1] for one in names):
            yield hit.first, hit.last, hit.entry.type


def _with_people(words: Sequence[str], names: list[Name]) -> list[Name]:
    """The names, and unlisted untagged names of speakers and after titles."""
    added = [
        (first, last, EntityType.PERSON)
        for first, last in (*find_speakers(words), *find_titled(words))
        if not any(one[0] < last and first < one[1] for one in names)
    ]
    return sorted([*names, *added])


def _believed(words: Sequence[str], tagged: Tagged) -> list[Name]:
    """The names to keep; of a headline, where every word is capitalised, only people."""
    names = list(read_labels(tagged.labels))
    if not names or not (is_headline(words) or title_cased(words)):
        return names
    return [name for name in names if name[2] is EntityType.PERSON]


def _is_title(words: Sequence[str]) -> bool:
    """Whether several words are a title, not a name: `Grand Mufti`."""
    return len(words) > 1 and all(word.lower() in _OUTSIDE_PEOPLE for word in words)


def read_labels(labels: Sequence[str]) -> Iterator[Name]:
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


def merge_hits(names: Iterable[Name], hits: Sequence[Hit]) -> list[Name]:
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


def _is_part_of_person(hit: Hit, name: Name) -> bool:
    """`Tariq Ramadan`: a person named like a month."""
    is_inside = name[0] <= hit.first and hit.last <= name[1]
    return is_inside and name[2] is EntityType.PERSON and name[1] - name[0] > hit.last - hit.first


def _is_article_of(hit: Hit, names: Iterable[Name]) -> bool:
    """Whether `The National` is the article and the first word of a longer name."""
    is_the = hit.entry.name.startswith("The ")
    return is_the and any(name[0] == hit.first + 1 and name[1] > hit.last for name in names)


def trim_name(words: Sequence[str], name: Name) -> Name:
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


def _is_within(hit: Hit, names: Iterable[Name]) -> bool:
    """Whether the hit is inside a longer name, or is a town with the words of a tagged person."""
    keeps = {hit.entry.type} | ({EntityType.PERSON} if hit.entry.kind is ListKind.CITY else set())
    return any(
        first <= hit.first
        and hit.last <= last
        and (last - first > hit.last - hit.first or label in keeps)
        for first, last, label in names
    )
