"""Build the full-text index as plain tables, so that any DuckDB can search them.

    search.docs      one row per article: its number, its length and the digest of its text
    search.terms     one row per term, with the number of its articles and of its uses
    search.postings  one row per term and article, with the positions; sorted by term within a
                     segment, so that DuckDB's min/max statistics find a term quickly
    search.entity_names  one row per spelling of an entity, for the filter by entity
    search.segments  one row per batch of articles indexed together

A new publication copies the entries of unchanged articles from the previous one and indexes the
others as new segments. If there are too many segments or too many changes, it rebuilds the index.
"""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.search.words import WORD_PATTERN

# Raise it when tokenization or the tables change; an index of another version is rebuilt.
INDEX_VERSION = "index 3"
# Articles per batch: about 8 million words, and 1 GB of memory while they are counted.
SEGMENT_DOCS = 10_000
# Each segment adds about 0.3 ms to a query; indexing 100,000 articles takes a minute.
MOST_SEGMENTS = 40
MOST_NEW_SHARE = 0.3
# Positions of title words are below this, positions of body words start here.
BODY_START = 1_000
# Longer than any article; words after this position are not indexed.
LONGEST_BODY = 60_000
# Numbers of the articles of the previous index that are gone or have another text now.
REMOVED = "select doc from known_docs where doc not in (select doc from docs)"
SCHEMA = """
    create schema {0}.search;
    create table {0}.search.postings (
        term_id integer, doc integer, uses usmallint, title_uses usmallint, positions integer[]
    );
    create table {0}.search.segments (first_doc integer, last_doc integer);
    comment on table {0}.search.segments is '{1}';
"""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """Number of articles in the index, and how many of them were indexed in this build."""

    docs: int
    indexed: int


def build_index(con: DuckDBPyConnection, target: str, previous: str | None) -> IndexReport:
    """Index marts.articles into the schema `search` of the attached database `target`.

    `previous` is an attached older publication to copy unchanged articles from; None: index all.
    """
    con.execute(SCHEMA.format(target, INDEX_VERSION))
    if previous and can_be_extended(con, previous):
        _copy_entries(con, target, previous)
    else:
        _stage_docs(con, None)
        previous = None
    return _index_new(con, target, previous)


def can_be_extended(con: DuckDBPyConnection, previous: str) -> bool:
    """Return whether an older index can be reused: same version, few segments, few changes.

    If so, the articles to index are staged.
    """
    if not can_be_read(con, previous):
        return False
    _stage_docs(con, previous)
    return not _is_too_different(con, previous)


def extend_index(con: DuckDBPyConnection, target: str, previous: str) -> IndexReport:
    """Update the index of `target`, a copy of `previous`, to what `can_be_extended` staged."""
    con.execute(f"delete from {target}.search.postings where doc in ({REMOVED})")
    return _index_new(con, target, previous)


def _index_new(con: DuckDBPyConnection, target: str, previous: str | None) -> IndexReport:
    """Index the staged articles that are not indexed yet, then write `docs` and `terms`."""
    counts = con.execute(
        "select count(*), count(*) filter (where word_count is null) from docs"
    ).fetchall()[0]
    for first, last in _new_segments(con):
        _index_segment(con, target, first, last)
    _write_docs_and_terms(con, target, previous)
    return IndexReport(*counts)


def keep_index(con: DuckDBPyConnection, target: str) -> IndexReport:
    """Leave the index of `target` as it is: no article has changed."""
    return IndexReport(_count(con, f"select count(*) from {target}.search.docs"), 0)


def can_be_read(con: DuckDBPyConnection, previous: str) -> bool:
    """Return whether the older publication has an index of the same version."""
    versions = con.execute(
        "select comment from duckdb_tables() where schema_name = 'search'"
        " and table_name = 'segments' and database_name = ?",
        [previous],
    ).fetchall()
    return versions == [(INDEX_VERSION,)]


def _stage_docs(con: DuckDBPyConnection, previous: str | None) -> None:
    docs = (
        f"select doc, article_id, text_digest, word_count from {previous}.search.docs"
        if previous
        else "select 0 as doc, 0::bigint as article_id, '' as text_digest, 0 as word_count limit 0"
    )
    terms = (
        f"select term, term_id from {previous}.search.terms"
        if previous
        else "select '' as term, 0 as term_id limit 0"
    )
    con.execute(f"create or replace temp table known_docs as {docs}")
    con.execute(f"create or replace temp table terms as {terms}")
    con.execute("create or replace temp table word_counts (doc integer, word_count integer)")
    stage_query(con, "search/search_docs", {})
    con.execute("create or replace temp table docs as from search_docs")


def _is_too_different(con: DuckDBPyConnection, previous: str) -> bool:
    total, new = con.execute(
        "select count(*), count(*) filter (where word_count is null) from docs"
    ).fetchall()[0]
    segments = _count(con, f"select count(*) from {previous}.search.segments")
    return bool(segments >= MOST_SEGMENTS or new > MOST_NEW_SHARE * total)


def _copy_entries(con: DuckDBPyConnection, target: str, previous: str) -> None:
    con.execute(
        f"insert into {target}.search.postings from {previous}.search.postings"
        f" where doc not in ({REMOVED})"
    )
    con.execute(f"insert into {target}.search.segments from {previous}.search.segments")


def _new_segments(con: DuckDBPyConnection) -> list[tuple[int, int]]:
    return con.execute(
        "select min(doc), max(doc) from docs where word_count is null"
        f" group by doc // {SEGMENT_DOCS} order by 1"
    ).fetchall()


def _index_segment(con: DuckDBPyConnection, target: str, first: int, last: int) -> None:
    stage_query(
        con,
        "search/search_tokens",
        {
            "first_doc": first,
            "last_doc": last,
            "word_pattern": WORD_PATTERN,
            "body_start": BODY_START,
            "longest_body": LONGEST_BODY,
        },
    )
    stage_query(con, "search/search_spellings", {})
    con.execute(f"insert into terms by name {read_query('search/search_new_terms')}")
    con.execute(
        f"insert into {target}.search.postings by name {read_query('search/search_postings')}",
        {"body_start": BODY_START},
    )
    con.execute("insert into word_counts select doc, count(*) from search_tokens group by doc")
    con.execute(f"insert into {target}.search.segments values (?, ?)", [first, last])


def _write_docs_and_terms(con: DuckDBPyConnection, target: str, previous: str | None) -> None:
    """Write `docs` and `terms`, once all words are counted."""
    con.execute(
        f"create or replace table {target}.search.docs as"
        " select doc, article_id, published_on, text_digest,"
        " coalesce(docs.word_count, word_counts.word_count, 0)::integer as word_count"
        " from docs left join word_counts using (doc) order by doc"
    )
    con.execute(
        f"create or replace table {target}.search.terms as"
        " select term, term_id, doc_count, use_count from terms"
        f" inner join ({_term_counts(target, previous)}) using (term_id) order by term"
    )
    con.execute(
        f"create or replace table {target}.search.entity_names"
        f" as {read_query('search/search_entity_names')}"
    )
    for name in ("known_docs", "terms", "word_counts", "docs", "search_docs"):
        con.execute(f"drop table temp.{name}")
    for name in ("search_tokens", "search_spellings"):
        con.execute(f"drop table if exists temp.{name}")


def _term_counts(target: str, previous: str | None) -> str:
    """Return a SELECT of the articles and uses of each term: previous counts plus changes."""
    counts = "select term_id, {0}count(*) as docs, {0}sum(uses) as uses from {1}.search.postings"
    shares = [f"{counts.format('', target)} semi join word_counts using (doc) group by term_id"]
    if previous:
        shares += [
            f"select term_id, doc_count, use_count from {previous}.search.terms",
            f"{counts.format('-', previous)} where doc in ({REMOVED}) group by term_id",
        ]
    return (
        "select term_id, sum(docs)::integer as doc_count, sum(uses)::bigint as use_count"
        f" from ({' union all '.join(shares)}) group by term_id having sum(docs) > 0"
    )


def _count(con: DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])
