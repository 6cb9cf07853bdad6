"""Link near copies of articles. No article is ever deleted as a duplicate.

Every text gets its band keys once (see `minhash`). New texts are then looked up among all keys, and
texts with a key in common are compared word by word.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.db.transactions import registered, transaction
from warehouse.transform.minhash import SIGNATURE_VERSION, MinHasher, TextComparer

# Texts per batch: about 10 MB.
BATCH_TEXTS = 2_000
# More texts with one key are boilerplate such as a form; comparing all pairs would take hours.
LARGEST_BUCKET = 200
# Two texts are copies if they share half of their word runs (or the longer contains most of the
# shorter), and most of their names and numbers.
LEAST_SHARED = 0.5
LEAST_CONTAINED = 0.8
LEAST_SAME_FACTS = 0.85

_Columns = tuple[tuple[str, pa.DataType], ...]
_TEXT: pa.DataType = pa.string()
_SHARE: pa.DataType = pa.float64()
_SIGNATURES: _Columns = (
    ("body_sha256", _TEXT),
    ("version", _TEXT),
    ("band_keys", pa.list_(pa.uint32())),
)
_PAIRS: _Columns = (
    ("text_a", _TEXT),
    ("text_b", _TEXT),
    ("version", _TEXT),
    ("shared", _SHARE),
    ("contained", _SHARE),
    ("same_facts", _SHARE),
)
_GROUPS: _Columns = (("body_sha256", _TEXT), ("group_sha256", _TEXT))


@dataclass(frozen=True, slots=True)
class LinkReport:
    """Numbers of texts newly signed, pairs compared, and texts whose group changed."""

    signed: int
    compared: int
    regrouped: int


def link_duplicates(con: DuckDBPyConnection) -> LinkReport:
    """Sign and compare the new texts, and record the articles to rebuild.

    Call it before `build_marts`. Calling it again changes nothing; the result does not depend on
    the order in which texts arrived, unless more than `LARGEST_BUCKET` texts share a key.
    """
    with transaction(con):
        _delete_old(con)
        signer = MinHasher()
        new = _sign_new(con, signer)
        compared = _compare_new(con, signer) if new else 0
        regrouped = _regroup(con)
    return LinkReport(new, compared, regrouped)


def _delete_old(con: DuckDBPyConnection) -> None:
    """Delete rows of other versions, and texts that no article has any more."""
    stage_query(con, "transform/current_articles", {})
    con.execute(
        "insert into raw.changed_articles select article_id from current_articles"
        " where body_sha256 in (select body_sha256 from raw.text_groups)"
        " and exists (from raw.text_signatures where version <> $version)",
        {"version": SIGNATURE_VERSION},
    )
    con.execute(
        "delete from raw.text_signatures where version <> $version"
        " or body_sha256 not in (select body_sha256 from current_articles)",
        {"version": SIGNATURE_VERSION},
    )
    con.execute(
        "delete from raw.text_pairs where version <> $version"
        " or text_a not in (select body_sha256 from current_articles)"
        " or text_b not in (select body_sha256 from current_articles)",
        {"version": SIGNATURE_VERSION},
    )


def _sign_new(con: DuckDBPyConnection, signer: MinHasher) -> int:
    """Store the keys of new texts in raw.text_signatures and stage them as `new_texts`."""
    stage_query(con, "transform/new_texts", {})
    rows = con.execute("select place from new_texts order by place").fetchall()
    for batch in _batches([place for (place,) in rows]):
        signed = [
            (digest, SIGNATURE_VERSION, signer.sign(body) or [])
            for digest, body in _read_bodies(con, batch)
        ]
        _insert(con, "raw.text_signatures", signed, _SIGNATURES)
    return len(rows)


def _compare_new(con: DuckDBPyConnection, signer: MinHasher) -> int:
    """Compare the pairs of texts that share a key and include a new text."""
    pairs = con.execute(
        read_query("transform/texts_to_compare"), {"largest_bucket": LARGEST_BUCKET}
    ).fetchall()
    places = {place for _, _, *both in pairs for place in both}
    comparer = TextComparer(signer)
    for batch in _batches(sorted(places)):
        for digest, body in _read_bodies(con, batch):
            comparer.read(digest, body)
    _insert(con, "raw.text_pairs", list(_alike(comparer, pairs)), _PAIRS)
    return len(pairs)


def _alike(
    comparer: TextComparer, pairs: Iterable[tuple[str, str, int, int]]
) -> Iterator[tuple[object, ...]]:
    for one, other, _, _ in pairs:
        found = comparer.compare(one, other)
        if _is_copy(found.shared, found.contained, found.same_facts):
            scores = (found.shared, found.contained, found.same_facts)
            yield one, other, SIGNATURE_VERSION, *scores


def _is_copy(shared: float, contained: float, same_facts: float) -> bool:
    has_words = shared >= LEAST_SHARED or contained >= LEAST_CONTAINED
    return has_words and same_facts >= LEAST_SAME_FACTS


def _regroup(con: DuckDBPyConnection) -> int:
    """Group texts that are linked directly or indirectly; record articles whose group changed."""
    pairs = con.execute("select text_a, text_b from raw.text_pairs").fetchall()
    rows = sorted(_groups(pairs).items())
    table = _table(rows, _GROUPS)
    with registered(con, {"batch_groups": table}):
        stage_query(con, "transform/regrouped_texts", {})
        con.execute("delete from raw.text_groups")
        con.execute("insert into raw.text_groups by name from batch_groups")
    con.execute(
        "insert into raw.changed_articles select article_id from current_articles"
        " where body_sha256 in (select body_sha256 from regrouped_texts)"
    )
    return int(con.execute("select count(*) from regrouped_texts").fetchall()[0][0])


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map every text of a pair to the smallest text it is linked with."""
    above: dict[str, str] = {}
    for one, other in pairs:
        low, high = sorted((_top(above, one), _top(above, other)))
        above[high] = low
        above.setdefault(low, low)
    return {text: _top(above, text) for text in above}


def _top(above: dict[str, str], text: str) -> str:
    while (upper := above.setdefault(text, text)) != text:
        above[text] = above[upper]
        text = upper
    return text


def _read_bodies(con: DuckDBPyConnection, places: Sequence[int]) -> list[tuple[str, str]]:
    """Return digest and body of the texts with these row ids, which are sorted."""
    given = {"places": list(places), "first_place": places[0], "last_place": places[-1]}
    rows = con.execute(read_query("transform/bodies"), given).fetchall()
    return [(str(digest), str(body)) for digest, body in rows]


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + BATCH_TEXTS] for first in range(0, len(ids), BATCH_TEXTS))


def _insert(
    con: DuckDBPyConnection, name: str, rows: Sequence[Sequence[object]], columns: _Columns
) -> None:
    with registered(con, {"batch_rows": _table(rows, columns)}):
        con.execute(f"insert into {name} by name from batch_rows")


def _table(rows: Sequence[Sequence[object]], columns: _Columns) -> pa.Table:
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(column, kind) for column, (_, kind) in zip(values, columns, strict=True)]
    return pa.table(arrays, names=[name for name, _ in columns])
