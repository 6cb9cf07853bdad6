"""Record which captures show the same article, and which do not show the article of their URL.

`identities` decides the first. A text at many URLs of a host is not the article of any of them: it
is a notice or a parking page, or shows that the site on this host has ended. The same holds for
posts of another owner that replace articles at many URLs.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import starmap

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.db.transactions import registered, transaction
from warehouse.ingest.identities import ContestedCapture, identities_of

# A text at this many URLs of one host is a parking page, not an article.
FEWEST_ADDRESSES = 5


def identify_articles(
    con: DuckDBPyConnection, site_ends: Mapping[str, datetime] | None = None
) -> None:
    """Update identities and the ends of hosts; record the articles whose rows change.

    `site_ends` maps a host to the day from which its captures rank last; None keeps the stored
    setting. For other hosts the end is detected: most captures show one text at many URLs.
    """
    with transaction(con):
        _keep_shared_texts(con)
        contested = con.execute(read_query("ingest/contested_captures")).fetchall()
        _keep_identities(con, identities_of(list(starmap(ContestedCapture, contested))))
        _keep_cut_texts(con)
        _keep_host_ends(con, site_ends)


def _keep_identities(con: DuckDBPyConnection, identities: Mapping[int, int]) -> None:
    table = pa.table(
        {
            "capture_id": pa.array(list(identities), pa.int64()),
            "article_id": pa.array(list(identities.values()), pa.int64()),
        }
    )
    with registered(con, {"batch_identities": table}):
        stage_query(con, "ingest/reidentified_articles", {})
        con.execute("insert into raw.changed_articles from reidentified_articles")
        con.execute("delete from raw.capture_articles")
        con.execute("insert into raw.capture_articles by name from batch_identities")


def _keep_shared_texts(con: DuckDBPyConnection) -> None:
    """Update which texts are not the article of their URL; pages with such texts become due again.

    They are at many URLs of a host, or replace other articles at many URLs.
    """
    stage_query(con, "ingest/shared_texts", {"fewest_addresses": FEWEST_ADDRESSES})
    stage_query(con, "ingest/replaced_texts", {"fewest_addresses": FEWEST_ADDRESSES})
    con.execute(
        "delete from shared_texts where capture_id in (from replaced_texts select capture_id)"
    )
    con.execute("insert into shared_texts by name from replaced_texts")
    con.execute(
        "insert into raw.changed_articles"
        " select distinct coalesce(moved.article_id, articles.article_id)"
        " from raw.articles as articles"
        " left join raw.capture_articles as moved on articles.capture_id = moved.capture_id"
        " where articles.capture_id in (select capture_id from"
        " ((from shared_texts except from raw.shared_texts)"
        " union (from raw.shared_texts except from shared_texts)))"
    )
    con.execute("delete from raw.shared_texts")
    con.execute("insert into raw.shared_texts by name from shared_texts")
    stage_query(con, "ingest/frontier_of_refused", {})
    con.execute("delete from raw.frontier where url in (select url from frontier_of_refused)")
    con.execute("insert into raw.frontier by name from frontier_of_refused")


def _keep_cut_texts(con: DuckDBPyConnection) -> None:
    """Update which captures of changed articles show only the beginning of their article."""
    stage_query(con, "ingest/cut_texts", {})
    con.execute(
        "delete from raw.cut_texts where capture_id in"
        " (select capture_id from staging.article_captures"
        " where article_id in (select article_id from raw.changed_articles))"
    )
    con.execute("insert into raw.cut_texts from cut_texts")


def _keep_host_ends(con: DuckDBPyConnection, site_ends: Mapping[str, datetime] | None) -> None:
    if site_ends is not None:
        con.execute("delete from raw.host_ends where stated_by = 'setting'")
        for host, ended_at in site_ends.items():
            con.execute("insert into raw.host_ends values (?, ?, 'setting')", [host, ended_at])
    con.execute("delete from raw.host_ends where stated_by = 'learnt'")
    con.execute(
        "insert into raw.host_ends select host, ended_at, 'learnt'"
        f" from ({read_query('ingest/learnt_host_ends')})"
        " where host not in (select host from raw.host_ends)",
        {"fewest_addresses": FEWEST_ADDRESSES},
    )
    stage_query(con, "ingest/late_captures", {})
    con.execute(
        "insert into raw.changed_articles select distinct captures.article_id"
        " from staging.article_captures as captures where captures.capture_id in"
        " ((from late_captures except from raw.late_captures)"
        " union (from raw.late_captures except from late_captures))"
    )
    con.execute("delete from raw.late_captures")
    con.execute("insert into raw.late_captures from late_captures")
