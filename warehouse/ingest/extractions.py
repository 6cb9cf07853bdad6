"""Read texts for entity extraction, and load its results.

An article is extracted again when its text or the extractor has changed. Its old rows are replaced,
and it is recorded for the next build.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import Any, NamedTuple

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.db.transactions import registered, transaction
from warehouse.ingest.arrow_schemas import records_table
from warehouse.ingest.extraction_schemas import (
    ENTITY_MERGES,
    EXTRACTED_TABLES,
    LISTED_ENTITIES,
    LISTED_KIN,
    LISTED_OFFICES,
    RESOLVED_IDS,
)
from warehouse.ingest.identify import identify_articles


class DueText(NamedTuple):
    """An article to extract, and the digest of its current text."""

    capture_id: int
    article_id: int
    published_on: date | None
    text_sha256: str


class ArticleText(NamedTuple):
    """The text of one article as extraction reads it.

    `body` is its paragraphs, numbered from 1, with a blank line between them; `captions` are
    mappings of `seq` (the picture) and `text`; `turns` are mappings of `seq` (the paragraph),
    `kind` and `speaker`, one for each question and answer of an interview.
    """

    capture_id: int
    article_id: int
    published_on: date | None
    title: str
    dateline: str
    body: str
    captions: list[dict[str, Any]]
    turns: list[dict[str, Any]]
    text_sha256: str


class NameUse(NamedTuple):
    """How articles use one id of a person: its most frequent name, and in what company.

    `company` is a digest of the names in its articles; `companions_of` returns the nearest.
    `is_listed`: the id comes from the bundled lists.
    """

    local_id: str
    name: str
    mention_count: int
    company: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class ExtractionChange:
    """Numbers of articles extracted, mentions added and mentions removed by a batch."""

    articles: int = 0
    mentions_added: int = 0
    mentions_removed: int = 0

    def __add__(self, other: "ExtractionChange") -> "ExtractionChange":
        """Return the sums."""
        return ExtractionChange(
            self.articles + other.articles,
            self.mentions_added + other.mentions_added,
            self.mentions_removed + other.mentions_removed,
        )


def captures_to_extract(con: DuckDBPyConnection, extractor: str) -> list[DueText]:
    """Return the articles not processed by this extractor, or whose text has changed since."""
    identify_articles(con)
    rows = con.execute(read_query("ingest/captures_to_extract"), {"extractor": extractor})
    return list(starmap(DueText, rows.fetchall()))


def read_article_texts(con: DuckDBPyConnection, due: Sequence[DueText]) -> list[ArticleText]:
    """Return the texts of these articles, in their order."""
    stage_query(con, "ingest/pages_of_texts", {"capture_ids": [each.capture_id for each in due]})
    rows = con.execute(read_query("ingest/article_texts")).fetchall()
    con.execute("drop table temp.pages_of_texts")
    texts = {capture_id: fields for capture_id, *fields in rows}
    return [
        ArticleText._make((*each[:3], *texts[each.capture_id], each.text_sha256)) for each in due
    ]


def load_extracted(con: DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> ExtractionChange:
    """Replace the entity rows of the captures in `tables["extractions"]`, in one transaction.

    `tables` is what `extracted_tables` returns. Loading a batch again changes nothing.
    """
    batch = {f"batch_{name}": tables[name] for name in EXTRACTED_TABLES}
    with registered(con, batch), transaction(con):
        change = con.execute(read_query("ingest/extraction_change")).fetchall()[0]
        for name in EXTRACTED_TABLES:
            con.execute(
                f"delete from raw.{name} where capture_id in"
                " (select capture_id from batch_extractions)"
            )
            con.execute(f"insert into raw.{name} by name from batch_{name}")
        con.execute(
            "insert into raw.changed_articles"
            " select distinct coalesce(moved.article_id, articles.article_id)"
            " from raw.articles as articles"
            " left join raw.capture_articles as moved on articles.capture_id = moved.capture_id"
            " where articles.capture_id in (select capture_id from batch_extractions)"
        )
    return ExtractionChange(*change)


def load_listed_entities(con: DuckDBPyConnection, entries: Iterable[Any], lists: str) -> None:
    """Store the facts of the bundled lists (ids, names, coordinates) as version `lists`."""
    _replace_list(con, "lists", "listed_entities", LISTED_ENTITIES, entries, lists)


def load_listed_offices(con: DuckDBPyConnection, terms: Iterable[Any], lists: str) -> None:
    """Store the offices of the bundled lists as version `lists`."""
    _replace_list(con, "offices", "listed_offices", LISTED_OFFICES, terms, lists)


def load_listed_kin(con: DuckDBPyConnection, relatives: Iterable[Any], lists: str) -> None:
    """Store the relatives of people on the bundled lists as version `lists`."""
    _replace_list(con, "kin", "listed_kin", LISTED_KIN, relatives, lists)


def _replace_list(
    con: DuckDBPyConnection,
    name: str,
    table: str,
    schema: pa.Schema,
    rows: Iterable[Any],
    version: str,
) -> None:
    """Replace the rows of a table of `raw`, unless they are of this version already."""
    if remembered(con, name) == version:
        return
    with registered(con, {"batch_list": records_table(rows, schema)}), transaction(con):
        con.execute(f"delete from raw.{table}")
        con.execute(f"insert into raw.{table} by name from batch_list")
        remember(con, name, version)


def unlisted_places(con: DuckDBPyConnection) -> list[str]:
    """Return the GeoNames ids (`geo/1`) that mentions have and the listed entities do not."""
    return [str(row[0]) for row in con.execute(read_query("ingest/unlisted_places")).fetchall()]


def add_listed_entities(con: DuckDBPyConnection, entries: Iterable[Any]) -> None:
    """Add facts of entities that are not stored yet to those of the bundled lists."""
    with registered(con, {"batch_listed": records_table(entries, LISTED_ENTITIES)}):
        con.execute("insert into raw.listed_entities by name from batch_listed")


def stage_latest_captures(con: DuckDBPyConnection) -> None:
    """Stage the captures whose names count, for the functions below.

    Choosing them takes longer than reading their names, so it is done once per resolution.
    """
    stage_query(con, "ingest/latest_captures", {})
    # A view, since a table would be a second copy of the names of the archive.
    con.execute(
        f"create or replace temp view named_in_articles as {read_query('ingest/named_in_articles')}"
    )


def names_digest(con: DuckDBPyConnection, rules: str) -> str:
    """Return a digest of the uses of person names, and of the version of the rules."""
    digest = con.execute(read_query("ingest/names_digest")).fetchall()[0][0]
    return f"{rules}:{digest}"


def names_to_resolve(con: DuckDBPyConnection, digest: str) -> list[NameUse] | None:
    """Return all uses of person names; None if the last resolution was of this digest."""
    if remembered(con, "resolution") == digest:
        return None
    return list(starmap(NameUse, con.execute(read_query("ingest/name_uses")).fetchall()))


def companions_of(con: DuckDBPyConnection, local_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return whom these ids are named with; ids that are always named alone are left out."""
    wanted = pa.table({"local_id": pa.array(local_ids, pa.string())})
    with registered(con, {"wanted_ids": wanted}):
        return dict(con.execute(read_query("ingest/companions")).fetchall())


def spellings_of_listed(con: DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return the ids of listed people and organisations, one row per spelling in articles."""
    rows = con.execute(read_query("ingest/listed_spellings")).fetchall()
    return [(str(local_id), str(text)) for local_id, text, _ in rows]


def load_resolution(
    con: DuckDBPyConnection, ids: Mapping[str, str], merges: Iterable[Any], digest: str
) -> int:
    """Replace the mapping of article-level ids to entities; return how many ids changed.

    `ids` maps article-level ids to entities; ids that map to themselves may be omitted. `digest`
    is that of the names that were resolved (`names_digest`).
    """
    moved = {local: entity for local, entity in ids.items() if local != entity}
    columns = [pa.array(list(moved), pa.string()), pa.array(list(moved.values()), pa.string())]
    tables = {
        "batch_ids": pa.table(columns, schema=RESOLVED_IDS),
        "batch_merges": records_table(merges, ENTITY_MERGES),
    }
    with registered(con, tables), transaction(con):
        stage_query(con, "ingest/moved_ids", {})
        con.execute(
            "insert into raw.changed_articles select distinct latest.article_id"
            " from latest_captures as latest"
            " inner join raw.mentions as mentions on latest.capture_id = mentions.capture_id"
            " where mentions.local_id in (select local_id from moved_ids)"
        )
        con.execute("delete from raw.resolved_ids")
        con.execute("insert into raw.resolved_ids by name from batch_ids")
        con.execute("delete from raw.entity_merges")
        con.execute("insert into raw.entity_merges by name from batch_merges")
        remember(con, "resolution", digest)
        changed = con.execute("select count(*) from moved_ids").fetchall()[0][0]
    return int(changed)


def remembered(con: DuckDBPyConnection, name: str) -> str | None:
    """Return a value that extraction keeps between runs."""
    rows = con.execute("select value from raw.extraction_state where name = ?", [name]).fetchall()
    return str(rows[0][0]) if rows else None


def remember(con: DuckDBPyConnection, name: str, value: str) -> None:
    """Keep a value between runs, in the caller's transaction."""
    con.execute("delete from raw.extraction_state where name = ?", [name])
    con.execute("insert into raw.extraction_state values (?, ?)", [name, value])
