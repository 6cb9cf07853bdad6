"""Reasons why spellings in articles are linked to listed entities: `explain_merges(...)`.

Within an article a name is linked to the lists by a listed name or by a spelling of one. Each such
spelling has one row, however often it is mentioned. Bare surnames are explained by the article that
introduces the person and have no row.
"""

from collections.abc import Iterable, Iterator

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.known_people import KnownPeople
from tasks.entities.gazetteer.lookup import Entry, ListKind, spelling_keys
from tasks.entities.gazetteer.overrides import Overrides
from tasks.entities.models import EntityMerge
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.normalize import slug
from tasks.entities.names.person_ids import is_bare_name, unlisted_person_id

LISTED_NAME = "listed name"


def explain_merges(
    spellings: Iterable[tuple[str, str]], overrides: Overrides
) -> Iterator[EntityMerge]:
    """Yield a merge for each (listed id, text of a mention) unless it is the display name."""
    entries = read_known_entities().entries
    by_id = {entry.entity_id: entry for entry in entries}
    people = KnownPeople(entries, overrides)
    for entity_id, text in spellings:
        entry = by_id.get(entity_id)
        row = _explained(entry, text, people) if entry else None
        if row and row.merged_id != entity_id and row.merged_id not in by_id:
            yield row


def _explained(entry: Entry, text: str, people: KnownPeople) -> EntityMerge | None:
    is_person = entry.kind is ListKind.LEADER
    name = strip_titles(text) if is_person else text
    own_id = unlisted_person_id(name) if is_person else f"org/{slug(name)}"
    if is_bare_name(own_id):
        return None
    if _is_listed(entry, name):
        said = f"{name} is listed as a name of {entry.name}"
        return EntityMerge(entry.entity_id, own_id, LISTED_NAME, said)
    link = people.link(name) if is_person else None
    if not link or link.entry.entity_id != entry.entity_id:
        return None
    return EntityMerge(entry.entity_id, own_id, link.rule, f"{name} = {entry.name}")


def _is_listed(entry: Entry, name: str) -> bool:
    wanted = set(spelling_keys(name))
    return any(not wanted.isdisjoint(spelling_keys(one)) for one in entry.names)
