"""Which person a name in an article means: `People(day, around, entities, listed)`.

A full name is a person named before, a listed person, a namesake of one, or somebody new. A single
name is the person last mentioned by that name, a listed one, or the holder of an office.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tasks.entities.gazetteer.lookup import Entry
from tasks.entities.linking.article.entities import ArticleEntities, ArticleEntity
from tasks.entities.linking.article.listed import ListedNames, read_key
from tasks.entities.linking.article.surroundings import Surroundings
from tasks.entities.models import EntityType
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.name_keys import NameKey
from tasks.entities.names.name_tokens import same_token
from tasks.entities.names.namesakes import is_low_rank, is_namesake, namesake_id
from tasks.entities.names.person_ids import BYNAMES
from tasks.entities.names.word_lists import SURNAME_PARTS

_ALIAS = re.compile(
    r",?\s*(?:\(|also |who is |better |is )*(?:known|nicknamed|alias|aka|whose real name is|"
    r"real name)(?: as)?(?: the)?:?\s*[“\"]?"
)
_ROYAL = re.compile(r"\b(?:king|queen|prince|princess|emir|sultan)$")
_RELATIVE = re.compile(
    r"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir)|[’']s) (?:[a-z]+ )?(?:half-)?(?:son|daughter|brother|sister|"
    r"wife|husband|nephew|niece|cousin|uncle|aunt|father|mother|grandson|widow)(?:-in-law)?,? "
    r"(?:[A-Z][a-z]+ )?$"
)
_KIN_REACH = 48
# Nobody meets or receives himself.
_DEALS_WITH = re.compile(
    r"(?: [a-z]+ly)? (?:met|told|[a-z]+ed)(?: (?:with|to|by))?"
    r"(?: (?:[A-Z][\w’'-]+|the|of|his|her))* "
)
# Which token of a full name a single name may be: last or first; for royalty the first.
_NAME_PLACES = {False: (-1, 0), True: (0,)}
_SON_OF = re.compile(r"\b(?:bin|ibn|bint|ii|iii|iv|vi)\b", re.IGNORECASE)
# A listed person who died longer ago than this is not the subject of a verb.
_BURIAL = timedelta(days=30)
_CLAUSE = 110
_ACTS = re.compile(
    r"\s+(?:also |later |then |now |[a-z]+ly )?(?:met|said|says|told|added|stressed|arrived|left|"
    r"visited|called|urged|announced|returned|received|discussed|warned|denied|accused|held|will|"
    r"has|is|are|plans|wants|vowed|flew|traveled|travelled|attended|opened|signed|rejected|"
    r"welcomed|praised|criticized|refused|insisted|confirmed|declared|spoke|expressed|headed)\b"
)
_YEAR = re.compile(r"[^.!?\n]*?\b((?:1[89]|20)\d\d)\b")
# Verbs that are also said of the past acts of the dead; the day of the text decides.
_ANY_ACT = re.compile(r"\s+(?:[a-z]+ly )?(?!died|killed|buried)(?:[a-z]+ed|took|gave|went|sent)\b")
_THESE_DAYS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today|tomorrow)\b"
)


class People:
    """The people of one article."""

    def __init__(
        self,
        day: date | None,
        around: Surroundings,
        entities: ArticleEntities,
        listed: ListedNames,
    ) -> None:
        self._day = day
        self._around = around
        self._entities = entities
        self._listed = listed

    def full_name(self, number: int) -> ArticleEntity:
        """Return the person of a name of several words, or of a byname such as `Abu Qatada`."""
        surface = self._around.surface(number)
        key, name = read_key(surface), strip_titles(surface)
        person = (
            self._alias_of(number)
            or self._entities.person_named(key)
            or self._entities.person_called(_byname(key), (0, -1), number)
            or self._with_surname(number, key)
        )
        if person:
            self._entities.extend_person(person, name, key)
        else:
            person = self._entities.add(EntityType.PERSON, name)
        self._entities.index_person(person, key)
        self._find_listed(person, number)
        return person

    def _with_surname(self, number: int, key: NameKey) -> ArticleEntity | None:
        """`Le Pen`, `Bou Saab`, `Cabrera-Bello`: a surname of several parts of a person before."""
        words = strip_titles(self._around.surface(number)).split()
        is_joined = len(words) == 1 and "-" in words[0]
        is_surname = is_joined or (words[0].lower() in SURNAME_PARTS and len(words) < 4)
        is_several = is_surname and len(key.tokens) > 1
        return self._entities.person_ending(key, number) if is_several else None

    def single_name(self, number: int) -> ArticleEntity:
        """Return the person of a single name; the dead do not act."""
        found = self._any_single_name(number)
        died_on = found.entry.died_on if found.entry else None
        if not died_on or not self._day or died_on + _BURIAL >= self._day:
            return found
        return self._living(number, found) if self._acts(number, found) else found

    def is_known(self, start: int, end: int) -> bool:
        """Whether this text is the name of a person of the article or of the lists."""
        surface = self._around.text[start:end]
        key = read_key(surface)
        if self._entities.has_person(key):
            return True
        if len(key.tokens) != 1:
            return bool(key.tokens and self._listed.person(surface))
        if self._listed.entry(EntityType.PERSON, surface):
            return True
        title = self._around.title_at(start)
        return bool(self._listed.holder(title, surface, self._around.first_country()))

    def _find_listed(self, person: ArticleEntity, number: int) -> None:
        """Find a new person in the lists; a namesake of a listed one gets an id of its own."""
        if person.entry or person.own_id:
            return
        entry = self._listed.person(self._around.surface(number))
        calling = self._calling(number, entry) if entry else ""
        if entry and calling:
            person.own_id = namesake_id(entry.entity_id, calling)
        elif entry:
            self._entities.mark_listed(person, entry)

    def _calling(self, number: int, entry: Entry) -> str:
        """The words that tell a namesake from the listed person: profession, age, country."""
        span = self._around.spans[number]
        said = is_namesake(self._around.text, span.start, span.end)
        return said or self._other_country(number, entry)

    def _other_country(self, number: int, entry: Entry) -> str:
        """`Tunisian Ahmed Chalabi`, `Ahmed Chalabi, a Tunisian trader`: not the listed country."""
        countries = {one.country for one in self._around.nationalities(number)} - {""}
        is_other = entry.country and len(countries) == 1 and entry.country not in countries
        return countries.pop().lower() if is_other else ""

    def _alias_of(self, number: int) -> ArticleEntity | None:
        """`Abu Qatada, whose real name is Omar Othman`: the person right before the phrase."""
        named = self._entities.of(number - 1) if number else None
        if not named or self._around.spans[number - 1].label is not EntityType.PERSON:
            return None
        between = self._around.between(number - 1, self._around.spans[number])
        is_alias = _ALIAS.fullmatch(between) or self._is_byname_in_brackets(number, between)
        return named if is_alias else None

    def _is_byname_in_brackets(self, number: int, between: str) -> bool:
        """`Abu Qatada (Omar Othman)`, and the reverse."""
        spans = self._around.spans
        if between != " (" or not self._around.text.startswith(")", spans[number].end):
            return False
        names = self._around.surface(number - 1), self._around.surface(number)
        labels = {spans[number - 1].label, spans[number].label}
        return labels == {EntityType.PERSON} and any(one.startswith(BYNAMES) for one in names)

    def _any_single_name(self, number: int) -> ArticleEntity:
        """Resolve by the country beside the title, the article, the lists, or the office."""
        named = self._alias_of(number)
        if named:
            return named
        surface = self._around.surface(number)
        holder = self._adjacent_holder(number, surface)
        if holder:
            return self._entities.listed(EntityType.PERSON, holder)
        named = self._named_before(number, read_key(surface))
        if named:
            return named
        entry = self._listed_single(number, surface)
        start = self._around.spans[number].start
        if entry and not is_low_rank(self._around.text, start):
            return self._entities.listed(EntityType.PERSON, entry)
        named = self._entities.person_with_middle(read_key(surface))
        return named or self._entities.add(EntityType.PERSON, strip_titles(surface))

    def _adjacent_holder(self, number: int, surface: str) -> Entry | None:
        """`Jordan's King Abdullah`: the holder of an office of the country right beside it."""
        countries = self._around.adjacent_countries(number)
        title = self._around.title_before(number) if countries else ""
        return self._listed.holder(title, surface, countries)

    def _listed_single(self, number: int, surface: str) -> Entry | None:
        """A listed name with its title, or alone; a holder of an office; a spelling."""
        title = self._around.title_before(number)
        return (
            self._titled(number, surface)
            or self._listed.entry(EntityType.PERSON, surface)
            or self._listed.holder(title, surface, self._countries_near(number))
            or self._listed.spelt(strip_titles(surface))
        )

    def _countries_near(self, number: int) -> set[str]:
        """The countries near a name, without that of the person it deals with."""
        partner = self._partner(number)
        near = self._around.near_countries(number)
        if not partner or not partner.entry:
            return near
        return near - {partner.entry.country} or set(self._around.countries) - {
            partner.entry.country
        }

    def _titled(self, number: int, surface: str) -> Entry | None:
        """`King Farouk`: a listed name with the title before it."""
        before = self._around.text[: self._around.spans[number].start]
        title = before.rstrip().rpartition(" ")[2]
        is_title = title[:1].isupper() and title.isalpha()
        return self._listed.entry(EntityType.PERSON, f"{title} {surface}") if is_title else None

    def _named_before(self, number: int, key: NameKey) -> ArticleEntity | None:
        """The person with this single name, by surname first; the last one mentioned before it.

        Kings and princes are called by given names: `Crown Prince Salman` is not Ali Salman, and
        `King Abdullah` is not Abdullah Gul.
        """
        is_royal = self._has_royal_title(number)
        found = self._entities.person_called(
            key, _NAME_PLACES[is_royal], number, lambda one: self._is_another(number, one)
        )
        return None if found and is_royal and self._is_commoner(found) else found

    def _partner(self, number: int) -> ArticleEntity | None:
        """`King Abdullah received Jordan's King Abdullah II`: the person after the verb."""
        for other in range(number + 1, min(number + 3, len(self._around.spans))):
            after = self._around.spans[other]
            if after.label is EntityType.PERSON:
                between = self._around.between(number, after)
                return self._entities.of(other) if _DEALS_WITH.fullmatch(between) else None
        return None

    def _is_another(self, number: int, person: ArticleEntity) -> bool:
        """Whether a single name does not mean this person of that name.

        Nobody meets himself, and after `Assad` and `his brother Maher al-Assad` the surname alone
        is still that of the first.
        """
        if self._partner(number) is person:
            return True
        if same_token(read_key(self._around.surface(number)).tokens[0], person.key.tokens[0]):
            return False
        introduced = next((one for one in self._named(person) if self._is_relative(one)), None)
        return introduced is not None and any(
            same_token(read_key(self._around.surface(one)).tokens[-1], person.key.tokens[-1])
            for one in self._people_before(introduced)
        )

    def _named(self, person: ArticleEntity) -> Iterator[int]:
        """The spans of a person's given name, alone or in the full name."""
        for number in self._people_before(len(self._around.spans)):
            if same_token(read_key(self._around.surface(number)).tokens[0], person.key.tokens[0]):
                yield number

    def _people_before(self, end: int) -> Iterator[int]:
        for number, span in enumerate(self._around.spans[:end]):
            if span.label is EntityType.PERSON and read_key(self._around.surface(number)).tokens:
                yield number

    def _is_relative(self, number: int) -> bool:
        start = self._around.spans[number].start
        return bool(_RELATIVE.search(self._around.text, max(0, start - _KIN_REACH), start))

    def _has_royal_title(self, number: int) -> bool:
        return bool(_ROYAL.search(self._around.title_before(number)))

    def _is_commoner(self, person: ArticleEntity) -> bool:
        """Whether a listed person has neither a royal title here nor a name with `bin`."""
        is_plain = person.entry and not _SON_OF.search(person.entry.name)
        return bool(is_plain) and not any(map(self._has_royal_title, person.spans))

    def _acts(self, number: int, person: ArticleEntity) -> bool:
        """Whether a name is the subject of what happened these days."""
        span, text = self._around.spans[number], self._around.text
        year = _YEAR.match(text, span.end, span.end + _CLAUSE)
        died_on = person.entry.died_on if person.entry else None
        if year and died_on and int(year[1]) <= died_on.year:
            return False
        if not _ACTS.match(text, span.end):
            return bool(_ANY_ACT.match(text, span.end)) and self._is_of_these_days(number)
        is_first = not any(other < number for other in person.spans)
        return is_first or self._is_of_these_days(number)

    def _is_of_these_days(self, number: int) -> bool:
        end = self._around.spans[number].end
        return bool(_THESE_DAYS.search(self._around.text, end, end + _CLAUSE))

    def _living(self, number: int, dead: ArticleEntity) -> ArticleEntity:
        """The only living listed person of the family, or who of them holds an office."""
        family = dead.key.tokens[-1].block if dead.key.tokens else ""
        # A text that names the dead in full is about them, unless a relative is in office or the
        # text says that it happened recently.
        is_named = bool(dead.spans)
        entry = self._listed.living_relative(family, dead.entry, is_in_office=is_named)
        if entry:
            return self._entities.listed(EntityType.PERSON, entry)
        if is_named and not self._is_of_these_days(number):
            return dead
        return self._entities.add(EntityType.PERSON, strip_titles(self._around.surface(number)))


def _byname(key: NameKey) -> NameKey:
    """The key of `Abu Hamza`, which may be short for `Abu Hamza al-Shami`; else an empty one."""
    is_byname = len(key.tokens) == 1 and key.tokens[0].text.startswith("abu")
    return key if is_byname else NameKey((), has_son=False)
