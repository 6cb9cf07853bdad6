"""Find articles with similar texts, as the SQL function `similar` does, but faster.

The SQL function reads the whole index, which is sorted by word, to find the words of the article.
Here they are counted in its text, and the query names their ids: DuckDB reads only their rows.
"""

import math
from collections import Counter
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.search.ranking import K1, B
from warehouse.search.words import words_of

# Words of the article with the highest TF-IDF that are searched for.
MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class _Word:
    term_id: int
    rarity: float


def find_similar(con: DuckDBPyConnection, article_id: int, limit: int) -> list[tuple[int, float]]:
    """Return id and score of the articles most like an article; the score of the article is 1."""
    words = _typical_words(con, article_id)
    if not words:
        return []
    weights = ", ".join(f"({word.term_id}, {word.rarity**2!r}::double)" for word in words)
    ids = ", ".join(str(word.term_id) for word in words)
    return con.execute(
        "with all_docs as (select avg(word_count) as words from search.docs),"
        f" weights as (select * from (values {weights}) as known (term_id, weight)),"
        " scores as (select doc, sum(weight * uses"
        f" * {K1 + 1} / (uses + {K1} * ({1 - B} + {B} * docs.word_count / all_docs.words)))"
        f" as score from (select * from search.postings where term_id in ({ids})) as postings"
        " inner join weights using (term_id) inner join search.docs as docs using (doc)"
        " cross join all_docs group by doc),"
        " best as (select doc, score from scores order by score desc, doc limit $limit + 1)"
        " select docs.article_id, round(best.score / ("
        " select scores.score from scores inner join search.docs as own using (doc)"
        " where own.article_id = $article_id), 3) as score"
        " from best inner join search.docs as docs using (doc)"
        " where docs.article_id <> $article_id order by best.score desc, docs.article_id"
        " limit $limit",
        {"article_id": article_id, "limit": limit},
    ).fetchall()


def _typical_words(con: DuckDBPyConnection, article_id: int) -> list[_Word]:
    """Return the words of an article with the highest TF-IDF that other articles have as well."""
    uses = Counter(term for text in _texts(con, article_id) for term, _, _ in words_of(text))
    [(docs,)] = con.execute("select count(*) from search.docs").fetchall()
    rows = con.execute(
        "select term, term_id, doc_count from search.terms"
        " where term in (select unnest(?::varchar[])) and (doc_count > 1 or ? = 1)",
        [list(uses), docs],
    ).fetchall()
    rarity = {term: math.log(1 + (docs - count + 0.5) / (count + 0.5)) for term, _, count in rows}
    rows.sort(key=lambda row: (-rarity[row[0]] * math.log(1 + uses[row[0]]), row[0]))
    return [_Word(term_id, rarity[term]) for term, term_id, _ in rows[:MOST_WORDS]]


def _texts(con: DuckDBPyConnection, article_id: int) -> tuple[str, ...]:
    rows = con.execute(
        "select title, coalesce(body, '') from articles where article_id = ?", [article_id]
    ).fetchall()
    return rows[0] if rows else ()
