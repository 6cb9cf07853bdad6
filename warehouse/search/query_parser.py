"""Parse a search query.

oil prices          both words, anywhere
"oil prices"        the words next to each other
title:gaza          in the title; body:gaza in the text
title:"gaza truce"  a phrase in the title
hezb*               words with this prefix
-cricket            articles without the word
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from warehouse.errors import BadQuery
from warehouse.search.words import words_of

FIELDS = ("title", "body")
# Maximum number of clauses; more would be slow.
MOST_CLAUSES = 16
_CLAUSE = re.compile(r"""(-?)(?:(\w+):)?(?:["“”]([^"“”]*)["“”]?|(\S+))""")


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a query: a word or phrase, its field, and whether it is a prefix or excluded."""

    terms: tuple[str, ...]
    field: str | None = None
    is_prefix: bool = False
    is_excluded: bool = False


def parse_query(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a query.

    Raises:
        BadQuery: the query has no words, only excluded words, or too many clauses.
    """
    clauses = tuple(
        clause for found in _CLAUSE.finditer(text) if (clause := _clause(*found.groups())).terms
    )
    if not any(not clause.is_excluded for clause in clauses):
        raise BadQuery("name a word to search for")
    if len(clauses) > MOST_CLAUSES:
        raise BadQuery(f"search for at most {MOST_CLAUSES} words or phrases at a time")
    return clauses


def wanted_words(clauses: Iterable[Clause]) -> tuple[set[tuple[str, ...]], list[str]]:
    """Return the phrases and the prefixes that clauses look for, without excluded ones."""
    wanted = [clause for clause in clauses if not clause.is_excluded]
    phrases = {clause.terms for clause in wanted if not clause.is_prefix}
    return phrases, [clause.terms[0] for clause in wanted if clause.is_prefix]


def required_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the term, start and end offset of the words of a query that an article must contain.

    Words that are excluded, and prefixes, are left out.
    """
    for found in _CLAUSE.finditer(text):
        clause = _clause(*found.groups())
        if clause.is_excluded or clause.is_prefix:
            continue
        begins = found.start(3 if found[3] is not None else 4) if clause.field else found.start()
        for term, start, end in words_of(text[begins : found.end()]):
            yield term, begins + start, begins + end


def _clause(minus: str, field: str | None, phrase: str | None, word: str | None) -> Clause:
    printed = phrase if phrase is not None else word or ""
    known = field.lower() if field and field.lower() in FIELDS else None
    if field and not known:
        printed = f"{field} {printed}"
    terms = tuple(term for term, _, _ in words_of(printed))
    is_prefix = phrase is None and printed.endswith("*") and len(terms) == 1
    return Clause(terms, known, is_prefix, bool(minus))
