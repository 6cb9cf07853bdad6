"""Write the SELECT that finds and ranks articles: BM25 over the index of a published file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warehouse.search.index import BODY_START
from warehouse.search.query_parser import Clause

# The usual BM25 constants, and the weight of a word in the title relative to one in the body.
K1 = 1.2
B = 0.75
TITLE_WEIGHT = 3
# Conditions by the name of their parameter.
_FILTERS = {
    "since": "docs.published_on >= $since",
    "until": "docs.published_on <= $until",
    "sections": (
        "docs.article_id in (select article_id from article_sections"
        " where section_path in (select unnest($sections)))"
    ),
    "entity_ids": (
        "docs.article_id in (select article_id from mentions"
        " where entity_id in (select unnest($entity_ids)) and field <> 'caption')"
    ),
    "author_ids": (
        "docs.article_id in (select article_id from article_authors"
        " where author_id in (select unnest($author_ids)))"
    ),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the index, and the number of articles that contain it."""

    term: str
    term_id: int
    doc_count: int


def rank_articles(asked: Sequence[tuple[Clause, list[Term]]], parameters: Iterable[str]) -> str:
    """Return the SELECT of article_id, published_on and score, with term ids as constants.

    `asked` are the clauses with their terms; `parameters` name the filters (see `_FILTERS`).
    Constants let DuckDB skip the row groups that do not contain the terms.
    """
    wanted = [_matches(clause, known) for clause, known in asked if not clause.is_excluded]
    parts = [
        f"c{number} as (select *, count(*) over () as doc_count from ({sql}))"
        for number, sql in enumerate(wanted)
    ]
    joins = " ".join(f"inner join c{number} using (doc)" for number in range(len(wanted)))
    score = " + ".join(_score(number) for number in range(len(wanted)))
    return (
        f"with all_docs as (select count(*) as docs, avg(word_count) as words from search.docs),"
        f" {', '.join(parts)}"
        f" select docs.article_id, docs.published_on, {score} as score"
        f" from search.docs as docs cross join all_docs {joins}"
        f" where {_conditions(asked, parameters)}"
    )


def filter_articles(parameters: Iterable[str]) -> str:
    """Return the SELECT of article_id, published_on and score (0) of articles that pass filters."""
    return (
        "select docs.article_id, docs.published_on, 0.0 as score from search.docs as docs"
        f" where {_conditions((), parameters)}"
    )


def _conditions(asked: Sequence[tuple[Clause, list[Term]]], parameters: Iterable[str]) -> str:
    """Return the conditions of the filters and of the excluded clauses."""
    where = [_FILTERS[name] for name in parameters]
    where += [
        f"docs.doc not in (select doc from ({_matches(clause, known)}))"
        for clause, known in asked
        if clause.is_excluded
    ]
    return " and ".join(where) or "true"


def _score(number: int) -> str:
    uses = f"c{number}.uses"
    rarity = f"ln(1 + (all_docs.docs - c{number}.doc_count + 0.5) / (c{number}.doc_count + 0.5))"
    length = f"{K1} * ({1 - B} + {B} * docs.word_count / all_docs.words)"
    return f"{rarity} * {uses} * {K1 + 1} / ({uses} + {length})"


def _matches(clause: Clause, terms: Sequence[Term]) -> str:
    """Return the SELECT of the articles that match a clause, with the weighted term frequency."""
    if len(terms) > 1 and not clause.is_prefix:
        return _phrase_matches(clause, terms)
    ids = ", ".join(str(term.term_id) for term in terms)
    uses = {
        "title": "title_uses",
        "body": "uses - title_uses",
        None: f"uses + {TITLE_WEIGHT - 1} * title_uses",
    }[clause.field]
    found = f"select doc, {uses} as uses from search.postings where term_id in ({ids})"
    if clause.field:
        found = f"select * from ({found}) where uses > 0"
    if clause.is_prefix:
        found = f"select doc, sum(uses) as uses from ({found}) group by doc"
    return found


def _phrase_matches(clause: Clause, terms: Sequence[Term]) -> str:
    """Return the SELECT of the articles in which the terms follow each other.

    It looks up each position of the rarest term in those of the other terms. The positions are
    unnested: a lambda would copy the other lists for each of them.
    """
    rarest = min(range(len(terms)), key=lambda number: terms[number].doc_count)
    others = [number for number in range(len(terms)) if number != rarest]
    conditions = [f"list_contains(l{number}, x + {number - rarest})" for number in others]
    if clause.field:
        conditions.append(f"x {'<' if clause.field == 'title' else '>='} {BODY_START}")
    lists = ", ".join(f"p{number}.positions as l{number}" for number in others)
    sources = " inner join ".join(
        f"(select doc, positions from search.postings where term_id = {term.term_id})"
        f" as p{number}{' using (doc)' if number else ''}"
        for number, term in enumerate(terms)
    )
    return (
        "select doc, count(*) as uses from"
        f" (select doc, unnest(p{rarest}.positions) as x, {lists} from {sources})"
        f" where {' and '.join(conditions)} group by doc"
    )
