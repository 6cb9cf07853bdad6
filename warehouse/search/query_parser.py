"""Read what a person types into a search box.

oil prices          both words, anywhere
"oil prices"        the words next to each other
title:gaza          in the title; body:gaza in the text
title:"gaza truce"  a phrase in the title
hezb*               words that begin so
-cricket            without the word
"""

import re
from dataclasses import dataclass

from warehouse.errors import BadQuery
from warehouse.search.words import words_of

FIELDS = ("title", "body")
# More would be slow and is nobody's question.
MOST_CLAUSES = 16
_CLAUSE = re.compile(r"""(-?)(?:(\w+):)?(?:["“”]([^"“”]*)["“”]?|(\S+))""")


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: the words, in this order; where; begun only; or not to be there."""

    terms: tuple[str, ...]
    field: str | None = None
    is_prefix: bool = False
    is_excluded: bool = False


def parse_query(text: str) -> tuple[Clause, ...]:
    """Return what is asked for.

    Raises:
        BadQuery: there is no word in it, only words to leave out, or too many.
    """
    clauses = tuple(
        clause for found in _CLAUSE.finditer(text) if (clause := _clause(*found.groups())).terms
    )
    if not any(not clause.is_excluded for clause in clauses):
        raise BadQuery("name a word to search for")
    if len(clauses) > MOST_CLAUSES:
        raise BadQuery(f"search for at most {MOST_CLAUSES} words or phrases at a time")
    return clauses


def _clause(minus: str, field: str | None, phrase: str | None, word: str | None) -> Clause:
    printed = phrase if phrase is not None else word or ""
    known = field.lower() if field and field.lower() in FIELDS else None
    if field and not known:
        printed = f"{field} {printed}"
    terms = tuple(term for term, _, _ in words_of(printed))
    is_prefix = phrase is None and printed.endswith("*") and len(terms) == 1
    return Clause(terms, known, is_prefix, bool(minus))
