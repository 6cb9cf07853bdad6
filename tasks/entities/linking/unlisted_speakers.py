"""Names that only their verb of speaking shows: `with_speakers(text, mentions, statements)`.

`Hazzan described the talks`: the tagger knows no Hazzan, but who describes something is a person.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.models import EntityType, Mention, SpeakerKind, Statement, StatementKind
from tasks.entities.names.person_ids import unlisted_person_id

_NAME = re.compile(r"(?:[Aa]l-|[Ee]l-)?[A-Z][a-z’']{2,}")


def with_speakers(
    text: str, mentions: Sequence[Mention], statements: Sequence[Statement]
) -> tuple[list[Mention], list[Statement]]:
    """Return the mentions with single names of speakers, and the statements with their ids."""
    found: dict[int, Mention] = {}
    changed = []
    for one in statements:
        new = _speaker(text, mentions, one)
        if new:
            found[new.start] = new
            one = replace(one, speaker_id=new.entity_id)
        changed.append(one)
    return sorted([*mentions, *found.values()], key=lambda one: one.start), changed


def _speaker(text: str, mentions: Sequence[Mention], one: Statement) -> Mention | None:
    start, end, name = one.speaker_start, one.speaker_end, one.speaker
    is_named = one.speaker_kind is SpeakerKind.NAMED and not one.speaker_id and name
    if not is_named or start is None or end is None or one.kind is StatementKind.INDIRECT:
        return None
    if text[start:end] != name or not _NAME.fullmatch(name):
        return None
    if any(other.start < end and start < other.end for other in mentions):
        return None
    return Mention(start, end, EntityType.PERSON, name, unlisted_person_id(name), name)
