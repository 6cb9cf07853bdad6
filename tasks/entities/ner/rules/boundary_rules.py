"""Rules that correct the boundaries of tagged names: `correct_names(words, names, hits, known)`.

Names of one sentence are (first word, past the last word, type). The corpora disagree on each of
these cases or have too few examples: a person and a party in one span, lower-case words at the end,
a palace as an organisation, the ministry inside a minister's title.
"""

import re
from collections.abc import Iterator, Sequence

from tasks.entities.gazetteer.lookup import Hit, is_acronym, is_sure
from tasks.entities.models import EntityType
from tasks.entities.names.normalize import match_key
from tasks.entities.names.word_lists import ORGANISATION_HEADS, PLACE_HEADS, TITLE_WORDS, read_words
from tasks.entities.ner.crf.features import NameWords
from tasks.entities.ner.rules.name import Name
from tasks.entities.ner.rules.person_cues import is_person_by_cues

_ARTICLES = ("al-", "el-", "as-", "ad-", "an-", "ar-", "ash-", "bin", "ibn", "de", "van", "von")
# Sites that the corpora label as place or as organisation; here they are places.
_SITES = read_words("site_words")
_PARTS = frozenset({"of", "for", "in", "from"})
# `Forces of Libya Dawn`: the name is what follows.
_MEN = read_words("member_words")
_LED_BY = frozenset({"led", "headed", "commanded", "chaired", "founded"})
_TRIBES = frozenset({"tribe", "tribes", "tribesmen", "clan", "clans"})
_OFFICES = frozenset({"minister", "ministers", "undersecretary", "secretary"})
# Names with such a word are events or documents; exceptions (`Operation Dignity`) are listed.
_EVENT_FIRST = frozenset({"operation", "resolution", "hurricane", "eid", "ramadan"})
_EVENT_LAST = read_words("event_words")
# Titles that are also given names: `Defense Minister Amir Peretz`, `General Sultan Hashim`.
_TITLE_NAMES = frozenset({"Amir", "Sultan", "Emir", "Haj", "Imam", "Sayyid"})
_LETTER = re.compile(r"[^\W\d_]")
_GENERAL = read_words("general_words")
# Words that are capitalised at the start of a sentence or in a headline.
_STARTS = read_words("headline_starters")
# Things named after a person: `King Fahd Causeway`, `Prince Sultan University`.
_NAMED_AFTER = {word: EntityType.PLACE for word in _SITES | PLACE_HEADS | {"city"}} | dict.fromkeys(
    ("university", "hospital", "foundation", "institute", "academy", "center", "centre"),
    EntityType.ORGANISATION,
)
_HONOURS = frozenset({"King", "Queen", "Prince", "Princess", "Sultan", "Sheikh", "Imam", "Saint"})
# A prize is not the person it is named after: `the King Abdulaziz Cup`.
_PRIZES = frozenset({"Cup", "Trophy", "Prize", "Award", "Awards", "Medal", "Shield"})
_PRIZE_REACH = 2
_BYNAMES = frozenset({"Abu", "Umm"})
_HEAD_REACH = 5
# Verbs of headlines: a tagged name that contains one is a whole headline.
_VERBS = read_words("headline_verbs")
_NAME_WORDS = (2, 4)
_LEGAL_FORMS = frozenset({"Inc", "Ltd", "LLC", "Corp", "PLC", "plc", "GmbH"})
_UNITS = frozenset(
    {"Brigade", "Battalion", "Division", "Regiment", "Squadron", "Unit", "Force", "CTF"}
)
# The number of a unit. Four digits that begin with 19 or 20 are a year.
_NUMBER = re.compile(r"(?!19|20)\d{1,4}|\d{1,3}")
# Titles missing from the tagger's list, which cannot change without a new training.
_TITLES = TITLE_WORDS | read_words("more_titles")
_FIRST_PARTS = frozenset({"abd", "abdul", "abdel", "abu", "abou"})


def correct_names(
    words: Sequence[str], names: Sequence[Name], hits: Sequence[Hit], known: NameWords
) -> list[Name]:
    """Return the names after every rule, in order; `hits` of the lists are not changed."""
    if all(label is EntityType.DEMONYM for _, _, label in names):
        return list(names)
    sure = {(hit.first, hit.last): hit for hit in hits if is_sure(hit.entry)}
    corrector = _Corrector(words, sure, frozenset((hit.first, hit.last) for hit in hits), known)
    corrected = [one for name in names if _is_name(words, name) for one in corrector.correct(name)]
    return list(_with_tails(words, corrected))


def _with_tails(words: Sequence[str], names: Sequence[Name]) -> Iterator[Name]:
    """Extend bodies over their legal form and number: `Azurix, Inc.`, `Task Force 50`."""
    end = 0
    for first, last, label in names:
        if first < end:
            continue
        end = last
        if label is EntityType.ORGANISATION:
            end = _end_of_legal_form(words, last)
            is_unit = words[last - 1] in _UNITS and end == last
            end += is_unit and last < len(words) and _NUMBER.fullmatch(words[last]) is not None
        yield first, end, label


def _end_of_legal_form(words: Sequence[str], last: int) -> int:
    """The end of `Inc.` or `, Inc.` right after a name."""
    at = last + 1 if list(words[last : last + 1]) == [","] else last
    return at + 1 if at < len(words) and words[at].rstrip(".") in _LEGAL_FORMS else last


def _is_name(words: Sequence[str], name: Name) -> bool:
    """Whether it may be a name: not a number or generic words (`the Cabinet of the Prophet`)."""
    first, last, label = name
    if label is EntityType.PERSON and _is_of_prize(words[last - 1 : last + _PRIZE_REACH]):
        return False
    is_plain = last - first == 1 or any(map(_is_small_word, words[first:last]))
    if is_plain and all(map(_is_general, words[first:last])):
        return False
    return words[first][0].isalpha() or _LETTER.search(" ".join(words[first:last])) is not None


def _is_of_prize(words: Sequence[str]) -> bool:
    """Whether a word of a prize is the last of a name, or follows it after capitalised words."""
    at = next((at for at, word in enumerate(words) if word in _PRIZES), -1)
    return at >= 0 and all(word[:1].isupper() for word in words[1:at])


def _is_general(word: str) -> bool:
    return word in _GENERAL or _is_small_word(word)


def _is_small_word(word: str) -> bool:
    """Whether it is in lower case, as in `the old airport`; al-ahram is a name."""
    return word.islower() and not word.startswith(_ARTICLES)


class _Corrector:
    """The words of a sentence and the sure hits in it, by their ends."""

    def __init__(
        self,
        words: Sequence[str],
        sure: dict[tuple[int, int], Hit],
        listed: frozenset[tuple[int, int]],
        known: NameWords,
    ) -> None:
        self._words = words
        self._sure = sure
        self._listed = listed
        self._known = known

    def correct(self, name: Name) -> Iterator[Name]:
        """The name itself, its parts, or nothing."""
        first, last, label = name
        after = self._named_after(first, last) if label is EntityType.PERSON else None
        if after or (first, last) in self._sure or label is EntityType.DEMONYM:
            yield after or name
            return
        last = self._without_small_words(first, last)
        first = self._without_small_start(first, last)
        if (first, last) in self._sure:
            yield first, last, self._sure[first, last].entry.type
        elif ":" in self._words[first:last]:
            yield from self._listed_in(first, last)
        elif not _VERBS.isdisjoint(self._words[first:last]):
            yield from self._listed_in(first, last) or [(first, last, label)]
        elif label is EntityType.PLACE and (parts := self._place_and_person(first, last)):
            yield from parts
        elif label is EntityType.PLACE:
            yield first, last, self._type_of_place(first, last)
        elif label is EntityType.ORGANISATION:
            yield from self._organisation(first, last)
        else:
            yield from self._parts(self._with_title_name(first), last, label)

    def _named_after(self, first: int, last: int) -> Name | None:
        """Extend the Abdullah in `King Abdullah Economic City` to the whole name."""
        start = first if self._words[first] in _HONOURS else first - 1
        if start < 0 or self._words[start] not in _HONOURS:
            return self._site_after(first, last)
        for at in range(start + 2, min(start + _HEAD_REACH, len(self._words))):
            if not self._words[at][0].isupper():
                return None
            label = _NAMED_AFTER.get(self._words[at].lower())
            if label and at + 1 >= last:
                return start, at + 1, label
        return None

    def _site_after(self, first: int, last: int) -> Name | None:
        """`Mohammed V Airport`, `Rafik Hariri International Airport`."""
        at = last + (list(self._words[last : last + 1]) == ["International"])
        site = self._words[at] if at < len(self._words) else ""
        label = _NAMED_AFTER.get(site.lower()) if site[:1].isupper() else None
        return (first, at + 1, label) if label else None

    def _listed_in(self, first: int, last: int) -> list[Name]:
        """The listed names in a headline tagged as one name (`Sisi Meets Putin`)."""
        return [
            (start, stop, hit.entry.type)
            for (start, stop), hit in self._sure.items()
            if first <= start and stop <= last
        ]

    def _with_title_name(self, first: int) -> int:
        """A title word after another title is a given name: `Minister Amir Peretz`."""
        before = self._words[max(0, first - 2) : first]
        is_name = len(before) == 2 and before[1] in _TITLE_NAMES
        return first - 1 if is_name and before[0].lower() in _TITLES else first

    def _without_small_words(self, first: int, last: int) -> int:
        """Strip lower-case words at the end: `Houthi movement`, `Tamarod campaign`."""
        while last - first > 1 and _is_small_word(self._words[last - 1]):
            last -= 1
        return last

    def _type_of_place(self, first: int, last: int) -> EntityType:
        """Correct places: `the Dulaim tribes` are a people, `Bakri` in `Bakri told` a person."""
        following = self._words[last : last + 1]
        if following and following[0] in _TRIBES:
            return EntityType.ORGANISATION
        is_person = not self._is_listed(first, last) and (
            self._is_byname(first, last)
            or is_person_by_cues(self._words, first, last, is_body=False)
        )
        return EntityType.PERSON if is_person else EntityType.PLACE

    def _place_and_person(self, first: int, last: int) -> Sequence[Name]:
        """Split `Tahrir Square Nagla Shorbagy`: a site, then two or three words of a person."""
        for at in range(first + 2, last - 1):
            site, rest = self._words[at - 1], self._words[at:last]
            is_site = site.lower() in _SITES | {"city"} and len(rest) <= _NAME_WORDS[1] - 1
            if is_site and self._may_be_person(rest) and not _SITES & set(map(str.lower, rest)):
                return ((first, at, EntityType.PLACE), (at, last, EntityType.PERSON))
        return ()

    def _is_byname(self, first: int, last: int) -> bool:
        """`Abu Dabbus (Karim Tantush)`: a real name follows in brackets."""
        after = self._words[last : last + 3]
        is_named = len(after) == 3 and after[0] == "(" and after[1].istitle() and after[2].istitle()
        return is_named and self._words[first] in _BYNAMES

    def _is_listed(self, first: int, last: int) -> bool:
        return (first, last) in self._listed

    def _without_small_start(self, first: int, last: int) -> int:
        """Strip words capitalised by their position: `Between Riyadh`, `What Does Hamas`."""
        while last - first > 1 and self._words[first] in _STARTS:
            first += 1
        return first

    def _organisation(self, first: int, last: int) -> Iterator[Name]:
        leader = self._leader_at_end(first, last)
        if (first, last) in self._sure:
            yield first, last, self._sure[first, last].entry.type
        elif leader:
            yield from leader
        elif bodies := self._bodies_in_a_row(first, last):
            yield from bodies
        elif self._is_in_title(first) or self._is_event(first, last):
            return
        elif self._words[last - 1].lower() in _SITES and last - first > 1:
            yield first, last, EntityType.PLACE
        elif self._is_person(first, last):
            yield first, last, EntityType.PERSON
        else:
            yield from self._parts(first, last, EntityType.ORGANISATION)

    def _leader_at_end(self, first: int, last: int) -> Sequence[Name]:
        """Split `Saudi Aramco CEO Khalid Al-Falih`: listed names at both ends, titles between."""
        start = next(
            (at for at in range(first + 1, last) if self._type_at(at, last) is EntityType.PERSON), 0
        )
        if not start:
            return ()
        stops = [at for at in range(start, first, -1) if (first, at) in self._sure]
        body = [(first, stops[0], self._sure[first, stops[0]].entry.type)] if stops else []
        return (*body, (start, last, EntityType.PERSON))

    def _bodies_in_a_row(self, first: int, last: int) -> list[Name]:
        """Split `Facebook Twitter`, two listed names; `U.N. Security Council` is one."""
        kind = EntityType.ORGANISATION
        found = [
            (at, at + 1, kind) for at in range(first, last) if self._type_at(at, at + 1) is kind
        ]
        return found if len(found) == last - first > 1 else []

    def _type_at(self, first: int, last: int) -> EntityType | None:
        hit = self._sure.get((first, last))
        return hit.entry.type if hit else None

    def _is_in_title(self, first: int) -> bool:
        """`Assistant Minister of Interior for Security Affairs`."""
        before = [word.lower() for word in self._words[max(0, first - 2) : first]]
        return len(before) == 2 and before[1] == "of" and before[0] in _OFFICES

    def _is_event(self, first: int, last: int) -> bool:
        """Whether it is an event or a document: `Operation Decisive Storm`, `Taif Agreement`."""
        own = [word.lower() for word in self._words[first:last]]
        return len(own) > 1 and (own[0] in _EVENT_FIRST or own[-1] in _EVENT_LAST)

    def _is_person(self, first: int, last: int) -> bool:
        own = self._words[first:last]
        if own[0] in _BYNAMES and len(own) == 2:
            return True
        if not self._is_listed(first, last) and is_person_by_cues(
            self._words, first, last, is_body=True
        ):
            return True
        if not _NAME_WORDS[0] <= len(own) <= _NAME_WORDS[1] or not self._may_be_person(own):
            return False
        before = [word.lower() for word in self._words[max(0, first - 2) : first]]
        is_leader = len(before) == 2 and before[1] == "by" and before[0] in _LED_BY
        keys = [match_key(word).removeprefix("al-") for word in (own[0], own[-1])]
        is_first = keys[0] in self._known.first or keys[0].split("-")[0] in _FIRST_PARTS
        return is_leader or (is_first and keys[1] in self._known.last)

    def _may_be_person(self, own: Sequence[str]) -> bool:
        """Whether it looks like a person's name: no acronym, no word of organisations or places."""
        return all(
            (word[0].isupper() or word.startswith(_ARTICLES))
            and not is_acronym(word)
            and word.lower() not in ORGANISATION_HEADS
            and word.lower() not in PLACE_HEADS
            for word in own
        )

    def _parts(self, first: int, last: int, label: EntityType) -> Iterator[Name]:
        """A person and a listed organisation joined by `of`, or a people and a titled person."""
        yield from (
            self._around_of(first, last)
            or self._around_and(first, last)
            or self._after_listed(first, last)
            or self._people_and_body(first, last)
            or ((first, last, label),)
        )

    def _around_and(self, first: int, last: int) -> Sequence[Name]:
        """Split `al-Qaeda and ISIS` if one of the two is listed."""
        for at in range(first + 1, last - 1):
            if self._words[at] in ("and", "nor", "or"):
                types = self._type_at(first, at), self._type_at(at + 1, last)
                if any(types):
                    one, other = (kind or EntityType.ORGANISATION for kind in types)
                    return ((first, at, one), (at + 1, last, other))
        return ()

    def _around_of(self, first: int, last: int) -> Sequence[Name]:
        for at in range(first + 1, last - 1):
            if self._words[at].lower() in _PARTS:
                right = at + 2 if self._words[at + 1].lower() == "the" else at + 1
                found = self._joined(first, at, right, last)
                if found:
                    return found
        return ()

    def _joined(self, first: int, at: int, right: int, last: int) -> Sequence[Name]:
        own, other = self._words[first:at], self._words[right:last]
        before = self._type_at(first, at) is EntityType.ORGANISATION
        if self._type_at(right, last) is EntityType.ORGANISATION:
            if len(own) == 1 and own[0].lower() in _MEN:
                return ((right, last, EntityType.ORGANISATION),)
            if len(own) > 1 and self._may_be_person(own):
                return ((first, at, EntityType.PERSON), (right, last, EntityType.ORGANISATION))
        if before and len(other) > 1 and self._may_be_person(other):
            return ((first, at, EntityType.ORGANISATION), (right, last, EntityType.PERSON))
        return ()

    def _after_listed(self, first: int, last: int) -> Sequence[Name]:
        """Split at a title: `Kuwaiti Sheikha Hessa al-Sabah`, `Aramco CEO Amin Nasser`."""
        stops = [at for at in range(first + 1, last - 1) if (first, at) in self._sure]
        for stop in reversed(stops):
            start = stop
            while start < last - 1 and self._words[start].lower() in _TITLES:
                start += 1
            start = self._with_title_name(start)
            if start > stop and self._may_be_person(self._words[start:last]):
                kind = self._sure[first, stop].entry.type
                return ((first, stop, kind), (start, last, EntityType.PERSON))
        return ()

    def _people_and_body(self, first: int, last: int) -> Sequence[Name]:
        """Split `Saudi Ministry of Interior`: the ministry is listed, the nationality is a name."""
        people, body = self._type_at(first, first + 1), self._type_at(first + 1, last)
        if people is EntityType.DEMONYM and body is EntityType.ORGANISATION:
            return ((first, first + 1, people), (first + 1, last, body))
        return ()
