"""Correct the automatic labels of GMB by rules: `clean_sentence(sentence, gazetteer, majority)`.

GMB includes titles in people ("President Bush" PER, "Prime" PER), labels countries as organisations
and half of "U.N." as places. The rules: titles are outside, exact listed names win, a name has its
most frequent type, and long names of organisations are one span.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tasks.entities.gazetteer.lookup import Gazetteer, ListKind, is_sure
from tasks.entities.names.word_lists import ORGANISATION_HEADS, PLACE_HEADS, TITLE_WORDS
from tasks.entities.training.corpora import Annotated, WordSpan

# A form seen this often with one type in this share always has this type.
_MAJORITY_COUNT = 6
_MAJORITY_SHARE = 0.7
_OFFICERS = frozenset(
    {"general", "brigadier", "major", "colonel", "lieutenant", "captain", "admiral", "gen."}
    | {"ayatollah", "sheikh", "sheik", "mullah", "imam", "cleric", "king", "prince", "pope", "emir"}
    | {"hojatoleslam", "archbishop", "patriarch", "cardinal", "bishop", "sultan", "mr.", "grand"}
)
_OFFICES = frozenset(
    {"secretary", "secretary-general", "minister", "ambassador", "president", "chairman", "envoy"}
)
_PORTFOLIOS = frozenset(
    {"foreign", "interior", "defense", "defence", "finance", "oil", "justice", "health", "energy"}
    | {"education", "trade", "information", "culture", "transport", "labor", "agriculture"}
)
# Capitalised words that are not names: religions, books, feasts, ranks, parts of offices.
_NO_NAMES = frozenset(
    {"state", "islam", "koran", "quran", "bible", "ramadan", "marine", "marines", "internet", "web"}
    | {"god", "sunday", "nazi", "nazis", "holocaust", "hiv", "aids", "christmas", "easter", "hajj"}
    | {"government", "governments", "justice", "foreign", "interior", "defense", "army", "air"}
    | {"earth", "olympic", "olympics", "grammy", "oscar", "h5n1", "cold war", "world war"}
)
# Institutions a demonym before them is part of ("Lebanese Army"), unlike ministries and courts.
_NATIONAL_HEADS = frozenset(
    {"army", "tribunal", "press", "crescent", "party", "front", "union", "league", "forces"}
    | {"movement", "society", "federation", "association", "airlines", "bank", "authority"}
    | {"guard", "guards", "academy", "television", "radio", "jihad", "brotherhood", "alliance"}
    | {"coalition", "congress", "airways", "university", "center", "institute", "company", "times"}
)
_JOINERS = frozenset({"of", "for", "on", "against"})
_LEADING = frozenset({"the", "a", "an", "of", "in", "southern", "northern", "eastern", "western"})
_LEADING_SIDES = frozenset({"central", "southeastern", "northwestern", "northeastern"})
_TRAILING = frozenset({"'s", "'", ",", '"', "of", "-", "and", "the", "for"})
_MAX_WORDS = 12


def majority_types(sentences: Iterable[Annotated]) -> dict[str, str]:
    """Return forms that nearly always have one type after the rules, with this type."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for span in sentence.spans:
            counts[_surface(sentence, span)][span.label] += 1
            if span.label == "PER" and span.last - span.first > 1:
                # "Saddam" alone is often labelled as place, "Saddam Hussein" never.
                counts[sentence.words[span.first]]["PER"] += 1
                counts[sentence.words[span.last - 1]]["PER"] += 1
    majority = {}
    for surface, types in counts.items():
        label, count = types.most_common(1)[0]
        if count >= _MAJORITY_COUNT and count >= _MAJORITY_SHARE * types.total():
            majority[surface] = label
    return majority


def clean_sentence(sentence: Annotated, gazetteer: Gazetteer) -> Annotated:
    """Return the sentence with its spans trimmed, retyped by the lists and joined."""
    words = sentence.words
    trimmed = [one for span in sentence.spans if (one := _trim(words, span))]
    listed = _override(words, trimmed, gazetteer)
    return Annotated(words, tuple(_join_organisations(words, listed)))


def apply_majority(sentence: Annotated, majority: Mapping[str, str]) -> Annotated:
    """Return the sentence with every span retyped to the majority type of its form."""
    spans = (
        WordSpan(span.first, span.last, majority.get(_surface(sentence, span), span.label))
        for span in sentence.spans
    )
    return Annotated(sentence.words, tuple(spans))


def _surface(sentence: Annotated, span: WordSpan) -> str:
    return " ".join(sentence.words[span.first : span.last])


def _trim(words: Sequence[str], span: WordSpan) -> WordSpan | None:
    """Strip titles from people, articles and directions from places, possessives from all."""
    first, last = _trim_edges(words, span.first, span.last)
    label = span.label
    if label == "ORG":
        label = _officer_or_organisation(words[first:last])
    if label == "PER":
        first = _past_titles(words, _past_offices(words, first, last), last)
        first = _past_portfolios(words, first, last)
    elif label == "ORG":
        last = _before_titles(words, first, _before_offices(words, first, last))
    return WordSpan(first, last, label) if _is_name(words[first:last], label) else None


def _trim_edges(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    while first < last and (words[first] in _LEADING or words[first].lower() in _LEADING_SIDES):
        first += 1
    while first < last and words[last - 1] in _TRAILING:
        last -= 1
    return first, last


def _is_name(words: Sequence[str], label: str) -> bool:
    if not any(word[:1].isupper() for word in words):
        return False
    is_prize = label == "ORG" and words[0] == "Nobel"
    return not is_prize and " ".join(words).lower() not in _NO_NAMES


def _officer_or_organisation(words: Sequence[str]) -> str:
    """`General Abdul Rashid Dostum` is a person regardless of the label."""
    lower = {word.lower() for word in words}
    if not lower.isdisjoint(ORGANISATION_HEADS | PLACE_HEADS | _OFFICES):
        return "ORG"
    is_officer = 2 <= len(words) <= 5 and words[0].lower() in _OFFICERS
    return "PER" if is_officer else "ORG"


def _past_titles(words: Sequence[str], first: int, last: int) -> int:
    while first < last and words[first].lower() in TITLE_WORDS:
        first += 1
        while first < last and words[first] in ("of", "for"):
            first += 1
    return first


def _past_offices(words: Sequence[str], first: int, last: int) -> int:
    """`U.S. President Barack Obama` begins with Barack."""
    offices = [i for i in range(first, last - 1) if words[i].lower() in _OFFICES]
    return offices[-1] + 1 if offices else first


def _past_portfolios(words: Sequence[str], first: int, last: int) -> int:
    """`Foreign Minister X` begins with X."""
    position = first
    while position < last and words[position].lower() in _PORTFOLIOS:
        position += 1
    is_title = position < last and words[position].lower() in TITLE_WORDS
    return _past_titles(words, position, last) if is_title and position > first else first


def _before_titles(words: Sequence[str], first: int, last: int) -> int:
    while last - 1 > first and words[last - 1].lower() in TITLE_WORDS:
        last -= 1
    return last if words[last - 1].lower() not in TITLE_WORDS else first


def _before_offices(words: Sequence[str], first: int, last: int) -> int:
    """`U.S. Secretary of Energy` is not an organisation, but words before the office may be."""
    offices = (i for i in range(first, last) if words[i].lower() in _OFFICES)
    return next(offices, last)


def _override(words: Sequence[str], spans: list[WordSpan], gazetteer: Gazetteer) -> list[WordSpan]:
    """Listed names win, unless they are strictly inside a longer name."""
    kept = [span for span in spans if not _is_peoples(words, span, gazetteer)]
    for hit in gazetteer.find(words):
        if not is_sure(hit.entry) or _is_inside(hit.first, hit.last, kept):
            continue
        kept = [span for span in kept if span.last <= hit.first or span.first >= hit.last]
        kept.append(WordSpan(hit.first, hit.last, hit.entry.type.value))
    return sorted((_named_gpe(span) for span in kept), key=lambda span: (span.first, span.last))


def _is_peoples(words: Sequence[str], span: WordSpan, gazetteer: Gazetteer) -> bool:
    """Split `Sunni Muslims`, labelled as one place, into two demonyms."""
    own = words[span.first : span.last]
    return span.label in ("LOC", "ORG") and all(
        any(entry.kind is ListKind.DEMONYM for entry in gazetteer.named(word)) for word in own
    )


def _is_inside(first: int, last: int, spans: Iterable[WordSpan]) -> bool:
    return any(
        span.first <= first and last <= span.last and span.last - span.first > last - first
        for span in spans
        if span.label != "GPE"
    )


def _named_gpe(span: WordSpan) -> WordSpan:
    """An unlisted GPE is a demonym, because all countries are listed."""
    return WordSpan(span.first, span.last, "NORP") if span.label == "GPE" else span


def _join_organisations(words: Sequence[str], spans: Sequence[WordSpan]) -> Iterator[WordSpan]:
    """`Supreme Council for the Islamic Revolution in Iraq`, `Bank of Israel` as one span."""
    pending: WordSpan | None = None
    for span in spans:
        if pending and _continues(words, pending, span):
            pending = WordSpan(pending.first, span.last, "ORG")
            continue
        if pending:
            yield pending
        pending = span
    if pending:
        yield pending


def _continues(words: Sequence[str], pending: WordSpan, span: WordSpan) -> bool:
    return _is_of(words, pending, span) or _is_national(words, pending, span)


def _is_national(words: Sequence[str], pending: WordSpan, span: WordSpan) -> bool:
    head = words[span.last - 1]
    return (
        pending.label == "NORP"
        and span.label == "ORG"
        and pending.last == span.first
        and head.lower() in _NATIONAL_HEADS
        and head[0].isupper()
    )


def _is_of(words: Sequence[str], pending: WordSpan, span: WordSpan) -> bool:
    between = [word for word in words[pending.last : span.first] if word != "the"]
    return (
        pending.label == "ORG"
        and span.label in ("ORG", "LOC", "NORP")
        and words[pending.last - 1].lower() in ORGANISATION_HEADS
        and words[pending.last - 1].istitle()
        and len(between) == 1
        and between[0] in _JOINERS - {"on", "against"}
        and span.last - pending.first <= _MAX_WORDS
    )
