"""Score extraction on annotated texts: `score_texts(golds, extractor)`.

Mentions are scored strictly by offsets and type; their entities by B3 within each text and by id
(right if the slug in the file is the id or a listed name of the entity); quotes by their first
character, kind and name of the speaker; datelines place by place.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tasks.entities.evaluation.gold import GoldQuote, GoldText
from tasks.entities.evaluation.spans import Scores, SpanError, TypeScore, score_counts
from tasks.entities.extract import Extractor
from tasks.entities.facts.datelines import read_dateline
from tasks.entities.facts.speech.interviews import CUE
from tasks.entities.gazetteer.known_entities import KnownEntities
from tasks.entities.gazetteer.lookup import Gazetteer
from tasks.entities.linking.offices.offices_by_date import is_office_title
from tasks.entities.models import Extraction, Quote, SpeakerKind
from tasks.entities.names.name_keys import read_name
from tasks.entities.names.name_tokens import same_token
from tasks.entities.names.normalize import slug
from tasks.entities.names.transliteration import longer_form, same_name

# Characters around an error in its line.
_AROUND = 60


@dataclass(frozen=True, slots=True)
class GoldScores:
    """Scores of `score_texts`, each as counts of right, found and expected."""

    mentions: Scores
    clusters: TypeScore
    ids: TypeScore
    quotes: TypeScore
    speakers: TypeScore
    places: TypeScore
    errors: tuple[str, ...]


def score_texts(golds: Sequence[GoldText], extractor: Extractor) -> GoldScores:
    """Extract from each text on its day of publication and compare with the annotations."""
    found = extractor.extract([gold.text for gold in golds], [gold.published_on for gold in golds])
    pairs = list(zip(golds, found, strict=True))
    marked = pairs if any(gold.mentions for gold in golds) else []
    spoken = pairs if any(gold.quotes for gold in golds) else []
    errors: list[str] = []
    return GoldScores(
        mentions=_score_mentions(marked, extractor.context.known),
        clusters=_score_clusters(marked),
        ids=_score_ids(marked, extractor.context.gazetteer, errors.append),
        quotes=_score_quotes(spoken, errors.append),
        speakers=_score_speakers(spoken, extractor.context.gazetteer, errors.append),
        places=_score_places(golds, extractor.context.gazetteer, errors.append),
        errors=tuple(errors),
    )


def format_gold_scores(scores: GoldScores) -> str:
    """Return one row for each score, then every error (`-` missed, `+` extra, `?` wrong)."""
    rows = [*scores.mentions.by_type.values(), scores.mentions.micro]
    rows += [scores.clusters, scores.ids, scores.quotes, scores.speakers, scores.places]
    lines = [f"{'':9} {'P':>6} {'R':>6} {'F':>6} {'n':>6}"]
    lines += [
        f"{one.label:9} {one.precision:6.1f} {one.recall:6.1f} {one.f1:6.1f} {one.expected:6.0f}"
        for one in rows
        if one.expected or one.found
    ]
    lines += [
        f"{'-' if error.missed else '+'} {error.label:4} {error.text} | {error.sentence}"
        for error in scores.mentions.errors
    ]
    return "\n".join([*lines, *scores.errors])


def _score_mentions(pairs: Iterable[tuple[GoldText, Extraction]], known: KnownEntities) -> Scores:
    """Offices that refer to their holder are not annotated, so both sides omit them."""
    counts = Counter[tuple[str, str]]()
    errors: list[SpanError] = []
    for gold, found in pairs:
        own = {(one.start, one.end, one.label) for one in gold.mentions}
        theirs = {
            (one.start, one.end, one.type.value)
            for one in found.mentions
            if not is_office_title(known, one.text)
        }
        for kind, spans in (("right", own & theirs), ("found", theirs), ("expected", own)):
            counts.update((kind, label) for _, _, label in spans)
        for start, end, label in sorted(own ^ theirs):
            missed = (start, end, label) in own
            errors.append(SpanError(missed, label, gold.text[start:end], _around(gold, start)))
    return score_counts(counts, errors)


def _score_clusters(pairs: Iterable[tuple[GoldText, Extraction]]) -> TypeScore:
    """B3 of mentions with the right offsets, within each text; sums of shares."""
    precision = recall = count = 0.0
    for gold, found in pairs:
        theirs = {(one.start, one.end): one.entity_id for one in found.mentions}
        shared = [
            (one.entity, theirs[one.start, one.end])
            for one in gold.mentions
            if (one.start, one.end) in theirs
        ]
        for own, other in shared:
            both = shared.count((own, other))
            precision += both / sum(entity == other for _, entity in shared)
            recall += both / sum(entity == own for entity, _ in shared)
            count += 1
    return _b3(precision, recall, count)


def _b3(precision: float, recall: float, count: float) -> TypeScore:
    """As counts from which precision and recall give back both averages."""
    if not count:
        return TypeScore("B3", 0, 0, 0)
    return TypeScore("B3", precision * recall / count, recall, precision)


def _score_ids(
    pairs: Iterable[tuple[GoldText, Extraction]],
    gazetteer: Gazetteer,
    complain: Callable[[str], None],
) -> TypeScore:
    right = total = 0
    for gold, found in pairs:
        theirs = {(one.start, one.end): one for one in found.mentions}
        names = _names(found, gazetteer)
        for own in gold.mentions:
            mention = theirs.get((own.start, own.end))
            if not mention:
                continue
            total += 1
            if _is_slug_of(own.entity, names[mention.entity_id]):
                right += 1
            else:
                complain(f"? id   {mention.text} is {own.entity}, not {mention.entity_id}")
    return TypeScore("ids", right, total, total)


def _names(found: Extraction, gazetteer: Gazetteer) -> dict[str, set[str]]:
    """Names of each entity id, from the lists and from the text."""
    names: dict[str, set[str]] = {}
    for one in found.mentions:
        entry = gazetteer.by_id.get(one.entity_id)
        own = names.setdefault(one.entity_id, {one.name, *(entry.names if entry else ())})
        if not entry:
            own.add(one.text)
    return names


def _is_slug_of(own: str, names: Iterable[str]) -> bool:
    """Whether all words of a slug are in one name: `hadi` and `abd-rabbuh-mansur-hadi` both are."""
    words = set(_without_articles(own))
    return any(words <= set(_without_articles(slug(name))) for name in names)


def _without_articles(words: str) -> list[str]:
    return [word for word in words.split("-") if word not in ("al", "el")]


def _score_quotes(
    pairs: Iterable[tuple[GoldText, Extraction]], complain: Callable[[str], None]
) -> TypeScore:
    right = total = expected = 0
    for gold, found in pairs:
        own = {one.start for one in gold.quotes}
        theirs = {one.start for one in found.quotes if one.cue != CUE}
        right, total, expected = right + len(own & theirs), total + len(theirs), expected + len(own)
        for start in sorted(own ^ theirs):
            complain(f"{'-' if start in own else '+'} quote {_around(gold, start)}")
    return TypeScore("quotes", right, total, expected)


def _score_speakers(
    pairs: Iterable[tuple[GoldText, Extraction]],
    gazetteer: Gazetteer,
    complain: Callable[[str], None],
) -> TypeScore:
    """Quotes with the right speaker, of all found and of all annotated quotes."""
    right = total = expected = 0
    for gold, found in pairs:
        theirs = {one.start: one for one in found.quotes if one.cue != CUE}
        total, expected = total + len(theirs), expected + len(gold.quotes)
        for own in gold.quotes:
            quote = theirs.get(own.start)
            if quote and _is_speaker(own, quote, gazetteer):
                right += 1
            elif quote:
                said = f"{quote.speaker} ({quote.speaker_kind})"
                complain(f"? says {own.speaker} ({own.kind}), not {said}: {quote.text}")
    return TypeScore("speakers", right, total, expected)


def _is_speaker(own: GoldQuote, quote: Quote, gazetteer: Gazetteer) -> bool:
    if own.kind != quote.speaker_kind:
        return False
    if own.kind == SpeakerKind.UNKNOWN:
        return True
    if own.kind == SpeakerKind.ROLE:
        return _is_role(own.speaker, str(quote.speaker))
    entry = gazetteer.by_id.get(quote.speaker_id or "")
    names = entry.names if entry else ()
    return any(_is_name(own.speaker, name) for name in (str(quote.speaker), *names))


def _is_role(own: str, other: str) -> bool:
    """Whether one contains the other: `security official in Anbar`, `official in Anbar`."""
    plain = [
        " ".join(word for word in role.lower().split() if word not in ("a", "an", "the"))
        for role in (own, other)
    ]
    return plain[0] in plain[1] or plain[1] in plain[0]


def _is_name(own: str, other: str) -> bool:
    if slug(own) == slug(other):
        return True
    one, two = read_name(own), read_name(other)
    if not one.tokens or not two.tokens:
        return False
    if len(one.tokens) == 1:
        return same_token(one.tokens[0], two.tokens[-1])
    return same_name(one, two) or longer_form(one, two) or longer_form(two, one)


def _score_places(
    golds: Iterable[GoldText], gazetteer: Gazetteer, complain: Callable[[str], None]
) -> TypeScore:
    right = total = expected = 0
    for gold in golds:
        if not gold.published_on:
            continue
        own = {(slug(name), country) for name, country in gold.places}
        theirs = {(slug(one.text), one.country) for one in read_dateline(gold.text, gazetteer)}
        right, total, expected = right + len(own & theirs), total + len(theirs), expected + len(own)
        for name, country in sorted(own ^ theirs):
            sign = "-" if (name, country) in own else "+"
            complain(f"{sign} dateline {name}/{country}: {gold.text[:_AROUND]}")
    return TypeScore("datelines", right, total, expected)


def _around(gold: GoldText, start: int) -> str:
    return gold.text[max(0, start - _AROUND) : start + _AROUND].replace("\n", " ")
