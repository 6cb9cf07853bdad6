"""Rules for what an unlisted name is, by the words in and around it: `refine_names(words, names)`.

`Jebel Ahdab` is a place, `MP X` a person without `MP`, `Chapter VII` no name. They apply after the
boundary rules and leave sure listed names as they are.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from tasks.entities.models import EntityType
from tasks.entities.names.word_lists import ORGANISATION_HEADS, TITLE_WORDS, read_words
from tasks.entities.ner.rules.name import Name

_PLACE_FIRST = read_words("arabic_place_heads")
_REALMS = frozenset({"Emirate", "Sultanate"})
# Articles apart from their word; the second ones are English words as well.
_SURE_ARTICLES = frozenset({"az", "ar", "ash", "ul", "al", "el"})
_LIKE_WORDS = frozenset({"as", "at", "an", "ad"})
# Arabic for brigade, battalions, army, companies, movement, corps, front, party.
_ARMED_FIRST = read_words("arabic_armed_heads")
_SITES_LAST = frozenset({"Airbase", "Airfield", "Governorate", "Province", "Heights", "Outpost"})
_SHIPS = frozenset({"HMS", "USS", "FS", "INS", "USNS", "MV", "RMS"})
_BOARDING = frozenset({"aboard", "boarded"})
_SHIP_KINDS = frozenset(
    {"ship", "ferry", "tanker", "vessel", "frigate", "destroyer", "freighter", "warship", "yacht"}
)
_NUMBERED = frozenset({"Chapter", "Article", "Section", "Annex", "Item", "Clause", "Paragraph"})
_NUMBER = re.compile(r"[IVXL]+|\d+|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten")
_FEASTS = re.compile(r"[‘’']?(?:Eid|Id)\b")
_IDEAS = read_words("idea_words")
# Capitals that are not bodies: `state TV`.
_DEVICES = frozenset({"TV", "TVs", "DVD", "CCTV", "GPS", "SUV", "GMT", "HIV", "AIDS", "CEO", "PhD"})
_CREDITS = frozenset(
    {"Image", "Photo", "Photograph", "Picture", "Video", "Audio", "Credit", "File"}
)
_DEPUTIES = frozenset({"MP", "MPs", "MK", "MEP"})
# A sentence may end with it.
COMPANY_END = frozenset({"Corp.", "Inc.", "Ltd.", "Co."})
_CHIEF = read_words("chief_words")
_JOINERS = frozenset({"of", "for", "the", "and", "in", "on", "to", "at", "de", "del", "la", "von"})
_JOINERS_OF_NAMES = frozenset(
    {"bin", "ibn", "bint", "wa", "wal", "van", "der", "du", "al", "el", "e"}
)
_ARTICLES = ("al-", "el-", "as-", "ad-", "an-", "ar-", "at-", "az-", "ash-", "ul-")
# What follows `Poor’s` where the possessive ending is part of the name.
_AFTER_WHOLE = read_words("speaking_words") | frozenset(
    {"was", "were", "is", "are", "has", "had", "have", "will", "cut", "and", "in", "by", ",", "."}
)
_OFFICE_REACH = 6
_SIDES = frozenset({"North", "South", "East", "West", "Central"})
_OPENING, _CLOSING = ("“", '"', "‘"), ("”", '"', "’")
_LONGEST_QUOTED = 6
_BODIES = read_words("body_words")
_PARTS_OF_BODIES = frozenset(
    {"center", "centre", "office", "spokesman", "member", "members", "leader", "fighters", "wing"}
    | {"forces", "head", "founder", "founders", "leaders", "supporters", "bureau", "branch"}
)
_TITLES = TITLE_WORDS | read_words("more_titles") | {"commissioner"}


def refine_names(
    words: Sequence[str], names: Sequence[Name], sure: Collection[tuple[int, int]]
) -> list[Name]:
    """Return the names after every rule; `sure` are the words of sure listed names."""
    refined = []
    for name in names:
        if name[2] is EntityType.DEMONYM:
            refined.append(_with_side(words, name))
            continue
        if (name[0], name[1]) in sure:
            refined.append(name)
            continue
        refined += [one for one in _apply(words, name, sure) if not _is_no_name(words, one)]
    return refined


def _apply(words: Sequence[str], name: Name, sure: Collection[tuple[int, int]]) -> Iterator[Name]:
    body = EntityType.ORGANISATION
    name = _before_small_word(words, name)
    parts = _around_office(words, name, sure) if name[2] is body else []
    for part in parts or [name]:
        for rule in _RULES:
            part = rule(words, part)
        yield part


def quoted_bodies(words: Sequence[str], names: Sequence[Name]) -> list[Name]:
    """Return untagged bodies in quotation marks: `the “Firm Ground” movement`."""
    taken = {at for first, last, _ in names for at in range(first, last)}
    found = []
    for at in [at for at, word in enumerate(words) if word in _OPENING]:
        end = next((end for end in range(at + 2, len(words)) if words[end] in _CLOSING), 0)
        own = words[at + 1 : end]
        is_free = taken.isdisjoint(range(at + 1, end))
        is_name = is_free and 0 < len(own) <= _LONGEST_QUOTED and _is_written_as_name(own)
        if is_name and _is_called_body(words, at, end):
            found.append((at + 1, end, EntityType.ORGANISATION))
    return found


def _is_written_as_name(own: Sequence[str]) -> bool:
    is_capital = own[0][0].isupper() and own[-1][0].isupper()
    return is_capital and all(word[0].isupper() or word in _JOINERS for word in own)


def _is_called_body(words: Sequence[str], at: int, end: int) -> bool:
    """Whether a word for bodies follows, or a part of a body and `of` come before."""
    after = end + 4 if list(words[end + 1 : end + 2]) == ["["] else end + 1
    following = words[after : after + 1]
    before = words[max(0, at - 2) : at]
    is_part = len(before) == 2 and before[1] == "of" and before[0].lower() in _PARTS_OF_BODIES
    return is_part or bool(following and following[0] in _BODIES)


def _with_side(words: Sequence[str], name: Name) -> Name:
    """`African` after `North` begins with it."""
    first, last, label = name
    return (first - 1, last, label) if first > 0 and words[first - 1] in _SIDES else name


def _before_resolution(words: Sequence[str], name: Name) -> Name:
    """`UN Security Council Resolution 2328`: the body."""
    first, last, label = name
    is_numbered = last - first > 2 and words[last - 2] in ("Resolution", "Resolutions")
    return (first, last - 2, label) if is_numbered and words[last - 1].isdigit() else name


def _prophet(words: Sequence[str], name: Name) -> Name:
    """`Prophet Muhammad` is a person."""
    first, last, _ = name
    is_prophet = words[first] == "Prophet" and last - first == 2
    return (first + 1, last, EntityType.PERSON) if is_prophet else name


def _is_no_name(words: Sequence[str], name: Name) -> bool:
    """Whether it is a chapter, a feast, an idea, a ship, a credit or a single letter."""
    first, last, label = name
    own = words[first:last]
    if len(own) == 1:
        if own[0] in _DEVICES:
            return True
        is_letter = len(own[0]) == 1 and list(words[last : last + 1]) == [")"]
        is_credit = own[0] in _CREDITS and list(words[last : last + 1]) == [":"]
        return is_letter or is_credit or (own[0] in _IDEAS and label is not EntityType.PERSON)
    if own[0] in _NUMBERED and _NUMBER.fullmatch(own[1]):
        return True
    is_ship = own[0] in _SHIPS or words[max(0, first - 1)] in _SHIPS or _is_boarded(words, first)
    is_idea = own[-1] in _IDEAS and label is not EntityType.PERSON
    return is_ship or is_idea or _FEASTS.match(own[0]) is not None


def _is_boarded(words: Sequence[str], first: int) -> bool:
    """`boarded the Mavi Marmara`, `the tanker Sirius Star`."""
    before = list(words[max(0, first - 2) : first])
    if len(before) < 2:
        return False
    return (before[0] in _BOARDING and before[1] == "the") or before[1] in _SHIP_KINDS


def _before_small_word(words: Sequence[str], name: Name) -> Name:
    """The name up to a verb or noun in lower case: `Coalition Media Office shows Coalition`."""
    first, last, label = name
    for at in range(first + 1, last):
        word = words[at]
        is_part = word in _JOINERS or word in _JOINERS_OF_NAMES or word.startswith(_ARTICLES)
        if word.isalpha() and word.islower() and not is_part:
            return first, at, label
    return name


def _around_office(
    words: Sequence[str], name: Name, sure: Collection[tuple[int, int]]
) -> list[Name]:
    """Split a listed body, an office and its holder: `Fatah Commissioner of Sports X Y`."""
    first, last, label = name
    affairs = next((at for at in range(first, last - 2) if words[at] == "Affairs"), 0)
    if affairs:
        before = {word.lower() for word in words[max(0, first - _OFFICE_REACH) : first]}
        holder: Name = (affairs + 1, last, EntityType.PERSON)
        return [holder] if "minister" in before else [(first, affairs + 1, label), holder]
    for at in range(first + 1, last - 1):
        if words[at].lower() in _TITLES and (first, at) in sure:
            start = at + 3 if words[at + 1] == "of" else at + 1
            people: list[Name] = [(start, last, EntityType.PERSON)] if last - start > 1 else []
            return [(first, at, label), *people]
    return []


def _as_place(words: Sequence[str], name: Name) -> Name:
    """`Jebel Ahdab`, `Wadi Hamra Airbase`."""
    first, last, _ = name
    own = words[first:last]
    is_body = own[-1].lower() in ORGANISATION_HEADS
    is_place = own[-1] in _SITES_LAST or (own[0] in _PLACE_FIRST and not is_body)
    is_place = is_place or (own[0] in _REALMS and len(own) == 3 and own[1] == "of")
    return (first, last, EntityType.PLACE) if len(own) > 1 and is_place else name


def _without_small_words(words: Sequence[str], name: Name) -> Name:
    """`group of Reserve Airmen` begins with its first capital."""
    first, last, label = name
    while label is not EntityType.PERSON and last - first > 1 and _is_small(words[first]):
        first += 1
    return first, last, label


def _is_small(word: str) -> bool:
    return word.isalpha() and word.islower() and word not in _JOINERS_OF_NAMES | {"de", "von"}


def _over_article(words: Sequence[str], name: Name) -> Name:
    """`Dayr` before `az Zubayr`, `Khan` before `ash Shih`."""
    first, last, label = name
    after = words[last : last + 2]
    is_more = len(after) == 2 and after[1][0].isupper() and label is EntityType.PLACE
    is_article = is_more and (
        after[0] in _SURE_ARTICLES or (after[0] in _LIKE_WORDS and words[first] in _PLACE_FIRST)
    )
    return (first, last + 2, label) if is_article else name


def _as_armed_body(words: Sequence[str], name: Name) -> Name:
    """`Liwa al-Nasr`, `Saraya al-Salam`."""
    first, last, _ = name
    is_body = last - first > 1 and words[first] in _ARMED_FIRST
    is_arabic = is_body and words[first + 1].startswith(_ARTICLES)
    return (first, last, EntityType.ORGANISATION) if is_arabic else name


def _as_deputy(words: Sequence[str], name: Name) -> Name:
    """`MP Mosbah Darwish` is the person after the title."""
    first, last, _ = name
    is_deputy = last - first > 1 and words[first] in _DEPUTIES
    return (first + 1, last, EntityType.PERSON) if is_deputy else name


def _to_company_end(words: Sequence[str], name: Name) -> Name:
    """`News Corp. Alwaleed` runs over the end of a sentence."""
    first, last, label = name
    ends = [at for at in range(first + 1, last - 1) if words[at] in COMPANY_END]
    return (first, ends[0] + 1, label) if ends and label is EntityType.ORGANISATION else name


def _with_chief(words: Sequence[str], name: Name) -> Name:
    """`Committee of Fatah` after `Central` begins with it."""
    first, last, label = name
    is_body = label is EntityType.ORGANISATION and words[first].lower() in ORGANISATION_HEADS
    is_after = first > 1 and words[first - 1] in _CHIEF
    return (first - 1, last, label) if is_body and is_after else name


def _with_ending(words: Sequence[str], name: Name) -> Name:
    """`Standard & Poor’s were quoted`: what follows shows that nothing is owned."""
    first, last, label = name
    after = words[last : last + 2]
    is_whole = len(after) == 2 and after[0] in ("’s", "'s") and after[1] in _AFTER_WHOLE
    is_firm = label is EntityType.ORGANISATION and "&" in words[first:last]
    return (first, last + 1, label) if is_whole and is_firm else name


_RULES: tuple[Callable[[Sequence[str], Name], Name], ...] = (
    _without_small_words,
    _as_deputy,
    _to_company_end,
    _with_chief,
    _with_ending,
    _over_article,
    _as_armed_body,
    _as_place,
    _before_resolution,
    _prophet,
)
