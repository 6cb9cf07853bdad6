"""Full-text search over title and body, ranked by BM25.

Works on any connection whose default database is a published file: it only selects from the tables
that `warehouse.search.index` wrote into the file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.errors import BadQuery, NotBuilt
from warehouse.search.query_parser import Clause, parse_query, wanted_words
from warehouse.search.ranking import Term, filter_articles, rank_articles
from warehouse.search.snippets import Snippet, cut_snippet, mark

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
    is an id, or a name as printed.
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


ORDERS = {
    Order.BEST: "score desc, published_on desc nulls last",
    Order.NEWEST: "published_on desc nulls last",
    Order.OLDEST: "published_on asc nulls last",
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """The clauses of a query, and those that can match with their index terms."""

    clauses: tuple[Clause, ...]
    asked: Sequence[tuple[Clause, list[Term]]]


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

    A query that is an article ID returns that article. An empty query with filters returns all
    articles that pass them; the best are then the newest.

    Raises:
        BadQuery: the query is empty and no filter is set, `since` is after `until`, or the section,
            entity or author is unknown; suggests existing ones.
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
    is_listing = not text.strip() and filters.are_set
    plan = None if is_listing else _plan(con, text)
    parameters = _filter_parameters(con, filters)
    if is_listing:
        _check_index(con)
        return filter_articles(parameters), parameters
    if article_id := _read_article_id(text):
        found = "select article_id, published_on, 1.0 as score from articles where article_id = $id"
        return found, {"id": article_id}
    if plan is None:
        return "select article_id, published_on, 0.0 as score from search.docs where false", {}
    return rank_articles(plan.asked, parameters), parameters


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
        f" order by {ORDERS[order]}, article_id limit $limit offset $offset",
        {**parameters, "limit": limit, "offset": offset},
    ).fetchall()


def read_hits(
    con: DuckDBPyConnection, ranked: Sequence[tuple[int, float, int]], text: str
) -> list[Hit]:
    """Return the articles ranked for a query with title and snippet."""
    clauses = () if _read_article_id(text) or not text.strip() else parse_query(text)
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
    if filters.since and filters.until and filters.since > filters.until:
        raise BadQuery(f"since ({filters.since}) is after until ({filters.until})")
    given = {
        "since": filters.since,
        "until": filters.until,
        "entity_ids": _entity_ids(con, filters.entity) if filters.entity else None,
        "sections": _section_paths(con, filters.section) if filters.section else None,
        "author_ids": _author_ids(con, filters.author) if filters.author else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _check_index(con: DuckDBPyConnection) -> None:
    there = con.execute(
        "select 1 from duckdb_tables() where schema_name = 'search' and table_name = 'postings'"
        " and database_name = current_database()"
    ).fetchall()
    if not there:
        raise NotBuilt("this file has no search index; run aawsat publish to build one")


def _terms(con: DuckDBPyConnection, clause: Clause) -> list[Term]:
    """Return the index terms of a clause's words, in order; for a prefix, all that match."""
    if clause.is_prefix:
        rows = con.execute(
            "select term, term_id, doc_count from search.terms where starts_with(term, ?)"
            f" order by doc_count desc, term limit {MOST_EXPANSIONS}",
            [clause.terms[0]],
        ).fetchall()
        return [Term(*row) for row in rows]
    rows = con.execute(
        "select term, term_id, doc_count from search.terms where term in (select unnest(?))",
        [list(clause.terms)],
    ).fetchall()
    known = {row[0]: Term(*row) for row in rows}
    return [known[term] for term in clause.terms if term in known]


def _is_hopeless(clause: Clause, known: Sequence[Term]) -> bool:
    """Return whether no article can match the clause."""
    if clause.is_excluded:
        return False
    return len(known) < (1 if clause.is_prefix else len(clause.terms))


def _entity_ids(con: DuckDBPyConnection, name: str) -> list[str]:
    if found := find_entity_ids(con, name):
        return found
    near = con.execute(read_query("search/search_entities_alike"), {"name": name}).fetchall()
    raise _unknown("entity", name, near)


def _author_ids(con: DuckDBPyConnection, author: str) -> list[str]:
    given = {"author": author}
    if found := con.execute(read_query("search/search_authors"), given).fetchall():
        return [author_id for (author_id,) in found]
    near = con.execute(read_query("search/search_authors_alike"), given).fetchall()
    raise _unknown("author", author, near)


def _unknown(kind: str, name: str, near: Sequence[tuple[str]]) -> BadQuery:
    hint = f"; similar names: {', '.join(row[0] for row in near)}" if near else ""
    return BadQuery(f"no {kind} is called {name!r}{hint}")


def _section_paths(con: DuckDBPyConnection, section: str) -> list[str]:
    rows = con.execute(read_query("search/search_sections"), {"section": section}).fetchall()
    if not rows:
        known = con.execute("select section_path from sections order by article_count desc limit 8")
        names = ", ".join(row[0] for row in known.fetchall())
        raise BadQuery(f"there is no section {section!r}; the largest are {names}")
    return [path for (path,) in rows]


def _asked(
    clauses: Sequence[Clause], terms: Sequence[list[Term]]
) -> list[tuple[Clause, list[Term]]]:
    """Return the clauses that can match; an exclusion of unknown words excludes nothing."""
    return [
        (clause, known)
        for clause, known in zip(clauses, terms, strict=True)
        if known and not (clause.is_excluded and len(known) < len(clause.terms))
    ]
