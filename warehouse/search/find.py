"""Full-text search over title and body, ranked by BM25.

Works on any connection whose default database is a published file: it only selects from the tables
that `warehouse.search.index` wrote into the file.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.errors import BadQuery, NotBuilt
from warehouse.search.index import BODY_START
from warehouse.search.query_parser import Clause, parse_query, wanted_words
from warehouse.search.snippets import Snippet, cut_snippet, mark

# The usual BM25 constants, and the weight of a word in the title relative to one in the body.
K1 = 1.2
B = 0.75
TITLE_WEIGHT = 3
MOST_HITS = 1_000
# Years and other numbers of a text are shorter than an article ID, a hash of 63 bits.
_ARTICLE_ID = re.compile(r"[0-9]{12,18}|[1-8][0-9]{18}")
# Maximum number of words a prefix search expands to.
MOST_EXPANSIONS = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found; `title` and `snippet` hold the positions of the search words."""

    article_id: int
    score: float
    title: Snippet
    snippet: Snippet
    published_on: date | None
    section_path: str | None
    author: str | None
    url: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best hits, and the total number of articles found."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Limits of a search; None: no limit.

    `since` and `until` are days of publication, both inclusive. `section` is the path or name of a
    section and includes its subsections. `entity` is an id, a name or any spelling of one. `author`
    is a name as printed.
    """

    since: date | None = None
    until: date | None = None
    section: str | None = None
    entity: str | None = None
    author: str | None = None

    @property
    def are_set(self) -> bool:
        """Whether there is any limit."""
        return self != SearchFilters()


class Order(StrEnum):
    """Order of the hits."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class _Plan:
    """The clauses of a query, and those that can match with their index terms."""

    clauses: tuple[Clause, ...]
    asked: Sequence[tuple[Clause, "list[_Term]"]]


@dataclass(frozen=True, slots=True)
class _Term:
    term: str
    term_id: int
    doc_count: int


def search(
    con: DuckDBPyConnection,
    text: str,
    filters: SearchFilters = SearchFilters(),
    *,
    order: Order = Order.BEST,
    limit: int = 10,
    offset: int = 0,
) -> SearchResult:
    """Return the articles that match all clauses of the query (see `query_parser`), best first.

    A query that is an article ID returns that article.

    Raises:
        BadQuery: the query is empty, or the section or entity is unknown; suggests existing ones.
        NotBuilt: the file has no search tables.
    """
    matches, parameters = select_matches(con, text, filters)
    ranked = rank_matches(con, matches, parameters, order, min(limit, MOST_HITS), offset)
    return SearchResult(tuple(read_hits(con, ranked, text)), ranked[0][2] if ranked else 0)


def select_matches(
    con: DuckDBPyConnection, text: str, filters: SearchFilters = SearchFilters()
) -> tuple[str, dict[str, Any]]:
    """Return the SELECT of every match (id, `published_on`, `score`), and its parameters.

    Raises the errors of `search`.
    """
    plan = _plan(con, text)
    parameters = _filter_parameters(con, filters)
    if article_id := _read_article_id(text):
        found = "select article_id, published_on, 1.0 as score from articles where article_id = $id"
        return found, {"id": article_id}
    if plan is None:
        return "select article_id, published_on, 0.0 as score from search.docs where false", {}
    return _ranking(plan.asked, parameters), parameters


def rank_matches(
    con: DuckDBPyConnection,
    matches: str,
    parameters: dict[str, Any],
    order: Order,
    limit: int,
    offset: int,
) -> list[tuple[int, float, int]]:
    """Return article id, score and the total of a page of matches, given by their SELECT."""
    return con.execute(
        f"select article_id, score, count(*) over () as total from ({matches})"
        f" order by {_ORDERS[order]}, article_id limit $limit offset $offset",
        {**parameters, "limit": limit, "offset": offset},
    ).fetchall()


def read_hits(
    con: DuckDBPyConnection, ranked: Sequence[tuple[int, float, int]], text: str
) -> list[Hit]:
    """Return the articles ranked for a query with title and snippet."""
    clauses = () if _read_article_id(text) else parse_query(text)
    phrases, prefixes = wanted_words(clauses)
    columns = ("title", "body", "published_on", "section_path", "author", "url")
    articles = read_articles(con, [row[0] for row in ranked], columns)
    hits = []
    for article_id, score, _ in ranked:
        title, body, *rest = articles[article_id]
        marked = (mark(title, phrases, prefixes), cut_snippet(body, phrases, prefixes))
        hits.append(Hit(article_id, score, *marked, *rest))
    return hits


def read_articles(
    con: DuckDBPyConnection, article_ids: Sequence[int], columns: Sequence[str]
) -> dict[int, tuple[Any, ...]]:
    """Return these columns of the articles, by id."""
    # By row id, DuckDB reads the texts of these rows only and not of all articles.
    rows = con.execute(
        f"select article_id, {', '.join(columns)} from articles"
        " where rowid in (select found.rowid from articles as found"
        " where found.article_id in (select unnest(?)))",
        [list(article_ids)],
    ).fetchall()
    return {row[0]: row[1:] for row in rows}


def count_months(con: DuckDBPyConnection, text: str) -> dict[str, int]:
    """Return the number of articles that match the query for each month, such as `2009-03`.

    Articles without a day of publication are not counted.

    Raises:
        BadQuery: the query is empty.
        NotBuilt: the file has no search tables.
    """
    found, parameters = select_matches(con, text)
    rows = con.execute(
        "select strftime(published_on, '%Y-%m') as month, count(*) as article_count"
        f" from ({found}) where published_on is not null group by month",
        parameters,
    ).fetchall()
    return dict(rows)


def _read_article_id(text: str) -> int | None:
    """Return the number if the whole query is an article ID, also as CSV writes it ('123)."""
    digits = text.strip().removeprefix("'")
    return int(digits) if _ARTICLE_ID.fullmatch(digits) else None


def find_entity_ids(con: DuckDBPyConnection, name: str) -> list[str]:
    """Return the entities with this id, name or spelling, most mentioned first."""
    rows = con.execute(read_query("search/search_entities"), {"name": name}).fetchall()
    return [entity_id for (entity_id,) in rows]


def _plan(con: DuckDBPyConnection, text: str) -> _Plan | None:
    """Return the clauses of a query with their index terms; None if no article can match."""
    clauses = parse_query(text)
    _check_index(con)
    terms = [_terms(con, clause) for clause in clauses]
    if any(_is_hopeless(clause, known) for clause, known in zip(clauses, terms, strict=True)):
        return None
    return _Plan(clauses, _asked(clauses, terms))


def _filter_parameters(con: DuckDBPyConnection, filters: SearchFilters) -> dict[str, Any]:
    """Return the SQL parameters of the filters that are set."""
    given = {
        "since": filters.since,
        "until": filters.until,
        "entity_ids": _entity_ids(con, filters.entity) if filters.entity else None,
        "sections": _section_paths(con, filters.section) if filters.section else None,
        "author": filters.author,
    }
    return {name: value for name, value in given.items() if value is not None}


def _check_index(con: DuckDBPyConnection) -> None:
    there = con.execute(
        "select 1 from duckdb_tables() where schema_name = 'search' and table_name = 'postings'"
        " and database_name = current_database()"
    ).fetchall()
    if not there:
        raise NotBuilt("this file has no search index; run aawsat publish to build one")


def _terms(con: DuckDBPyConnection, clause: Clause) -> list[_Term]:
    """Return the index terms of a clause's words, in order; for a prefix, all that match."""
    if clause.is_prefix:
        rows = con.execute(
            "select term, term_id, doc_count from search.terms where starts_with(term, ?)"
            f" order by doc_count desc, term limit {MOST_EXPANSIONS}",
            [clause.terms[0]],
        ).fetchall()
        return [_Term(*row) for row in rows]
    rows = con.execute(
        "select term, term_id, doc_count from search.terms where term in (select unnest(?))",
        [list(clause.terms)],
    ).fetchall()
    known = {row[0]: _Term(*row) for row in rows}
    return [known[term] for term in clause.terms if term in known]


def _is_hopeless(clause: Clause, known: Sequence[_Term]) -> bool:
    """Return whether no article can match the clause."""
    if clause.is_excluded:
        return False
    return len(known) < (1 if clause.is_prefix else len(clause.terms))


def _entity_ids(con: DuckDBPyConnection, name: str) -> list[str]:
    if found := find_entity_ids(con, name):
        return found
    near = con.execute(read_query("search/search_entities_alike"), {"name": name}).fetchall()
    hint = f"; similar names: {', '.join(row[0] for row in near)}" if near else ""
    raise BadQuery(f"no entity is called {name!r}{hint}")


def _section_paths(con: DuckDBPyConnection, section: str) -> list[str]:
    rows = con.execute(read_query("search/search_sections"), {"section": section}).fetchall()
    if not rows:
        known = con.execute("select section_path from sections order by article_count desc limit 8")
        names = ", ".join(row[0] for row in known.fetchall())
        raise BadQuery(f"there is no section {section!r}; the largest are {names}")
    return [path for (path,) in rows]


def _asked(
    clauses: Sequence[Clause], terms: Sequence[list[_Term]]
) -> list[tuple[Clause, list[_Term]]]:
    """Return the clauses that can match; an exclusion of unknown words excludes nothing."""
    return [
        (clause, known)
        for clause, known in zip(clauses, terms, strict=True)
        if known and not (clause.is_excluded and len(known) < len(clause.terms))
    ]


def _ranking(asked: Sequence[tuple[Clause, list[_Term]]], parameters: Iterable[str]) -> str:
    """Return the SELECT of article_id, published_on and score, with term ids as constants.

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


def _conditions(asked: Sequence[tuple[Clause, list[_Term]]], parameters: Iterable[str]) -> str:
    """Return the conditions of the filters and of the excluded clauses."""
    where = [_FILTERS[name] for name in parameters]
    where += [
        f"docs.doc not in (select doc from ({_matches(clause, known)}))"
        for clause, known in asked
        if clause.is_excluded
    ]
    return " and ".join(where) or "true"


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
    "author": (
        "docs.article_id in (select article_id from article_authors where author_name = $author)"
    ),
}
_ORDERS = {
    Order.BEST: "score desc, published_on desc nulls last",
    Order.NEWEST: "published_on desc nulls last",
    Order.OLDEST: "published_on asc nulls last",
}


def _score(number: int) -> str:
    uses = f"c{number}.uses"
    rarity = f"ln(1 + (all_docs.docs - c{number}.doc_count + 0.5) / (c{number}.doc_count + 0.5))"
    length = f"{K1} * ({1 - B} + {B} * docs.word_count / all_docs.words)"
    return f"{rarity} * {uses} * {K1 + 1} / ({uses} + {length})"


def _matches(clause: Clause, terms: Sequence[_Term]) -> str:
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


def _phrase_matches(clause: Clause, terms: Sequence[_Term]) -> str:
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
