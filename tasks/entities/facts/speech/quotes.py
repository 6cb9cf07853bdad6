"""Quotes and their speakers: `find_quotes(text, mentions)`.

Quotes are the statements in the speaker's own words: between quotation marks, or the answers of an
interview.
"""

from collections.abc import Sequence

from tasks.entities.facts.speech.statements import find_statements
from tasks.entities.models import Extraction, Mention, Quote


def find_quotes(
    text: str, mentions: Sequence[Mention], answers: Sequence[Quote] = ()
) -> list[Quote]:
    """Return the quotes of a text in reading order."""
    found = find_statements(text, mentions, answers)
    return list(Extraction((), tuple(found), (), ()).quotes)
