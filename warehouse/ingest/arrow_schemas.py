"""Turn the pipeline's records into Arrow tables shaped like the raw tables.

Records are taken by the names of their fields, so nothing of the pipeline is imported here; tests
compare the names and types with both sides.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.ingest.addresses import article_page, url_id, url_kind

_Columns = tuple[tuple[str, pa.DataType], ...]
_TEXT: pa.DataType = pa.string()
_TEXTS = pa.list_(pa.string())
_ID: pa.DataType = pa.int64()
_INSTANT = pa.timestamp("us", tz="UTC")
_KEY: _Columns = (("capture_id", _ID), ("seq", pa.int32()))

CANDIDATES = pa.schema(
    [
        ("url", _TEXT),
        ("discovered_via", _TEXT),
        ("listed_on", _TEXT),
        ("title", _TEXT),
        ("author", _TEXT),
        ("section", _TEXT),
        ("published_on", pa.date32()),
        ("published_at", _INSTANT),
        ("modified_at", _INSTANT),
        ("post_id", _ID),
        ("source", _TEXT),
        ("seen_at", _INSTANT),
    ]
)
EXPECTATIONS = pa.schema(
    [("denominator", _TEXT), ("scope", _TEXT), ("expected_count", _ID), ("stated_by", _TEXT)]
)
CAPTURES = pa.schema(
    [
        ("capture_id", _ID),
        ("url", _TEXT),
        ("requested_url", _TEXT),
        ("source", _TEXT),
        ("purpose", _TEXT),
        ("captured_at", _INSTANT),
        ("status", pa.int32()),
        ("content_type", _TEXT),
        ("payload_sha256", _TEXT),
        ("body_bytes", _ID),
        ("warc_file", _TEXT),
        ("warc_offset", _ID),
        ("warc_length", _ID),
        ("is_revisit", pa.bool_()),
        ("etag", _TEXT),
        ("last_modified", _TEXT),
        ("redirects_to", _TEXT),
        ("flags", _TEXTS),
        ("run_id", _TEXT),
        ("item", _TEXT),
    ]
)
FAILURES = pa.schema(
    [("url", _TEXT), ("failure_class", _TEXT), ("error", _TEXT), ("retry_at", _INSTANT)]
)
ARTICLES = pa.schema(
    [
        ("capture_id", _ID),
        ("article_id", _ID),
        ("url", _TEXT),
        ("canonical_url", _TEXT),
        ("post_id", _ID),
        ("title", _TEXT),
        ("published_at", _INSTANT),
        ("published_zone", _TEXT),
        ("published_on", pa.date32()),
        ("published_precision", _TEXT),
        ("printed_on", pa.date32()),
        ("modified_at", _INSTANT),
        ("section_path", _TEXT),
        ("lead", _TEXT),
        ("agency_credit", _TEXT),
        ("language", _TEXT),
        ("body", _TEXT),
        ("body_sha256", _TEXT),
        ("layout", _TEXT),
        ("parser_version", _TEXT),
        ("cleaning_rules", _TEXTS),
        ("evidence", _TEXTS),
        ("body_confidence", pa.float64()),
        ("is_complete", pa.bool_()),
        ("part_number", pa.int32()),
        ("part_count", pa.int32()),
    ]
)
DATELINE = pa.schema(
    [
        ("text", _TEXT),
        ("places", _TEXTS),
        ("country", _TEXT),
        ("desk", _TEXT),
        ("agency", _TEXT),
    ]
)
REJECTIONS = pa.schema(
    [
        ("capture_id", _ID),
        ("url", _TEXT),
        ("reason", _TEXT),
        ("detail", _TEXT),
        ("parser_version", _TEXT),
    ]
)
_TERM: _Columns = (("name", _TEXT), ("slug", _TEXT))
# Tables with a row per part of an article: the article's field that holds the parts, and their
# columns. Parts without a number of their own are numbered from 0.
PARTS: dict[str, tuple[str, pa.Schema]] = {
    "article_authors": ("authors", pa.schema([*_KEY, *_TERM])),
    "article_sections": ("sections", pa.schema([*_KEY, *_TERM])),
    "article_tags": ("tags", pa.schema([*_KEY, *_TERM])),
    "paragraphs": (
        "paragraphs",
        pa.schema(
            [
                *_KEY,
                ("kind", _TEXT),
                ("text", _TEXT),
                ("text_with_dateline", _TEXT),
                ("speaker", _TEXT),
            ]
        ),
    ),
    "images": (
        "images",
        pa.schema(
            [
                *_KEY,
                ("url", _TEXT),
                ("caption", _TEXT),
                ("credit", _TEXT),
                ("media_id", _ID),
                ("is_featured", pa.bool_()),
            ]
        ),
    ),
    "links": (
        "links",
        pa.schema([*_KEY, ("url", _TEXT), ("text", _TEXT), ("is_internal", pa.bool_())]),
    ),
    "provenance": ("provenance", pa.schema([*_KEY, ("field", _TEXT), ("source", _TEXT)])),
    "conflicts": (
        "conflicts",
        pa.schema(
            [
                *_KEY,
                ("field", _TEXT),
                ("chosen", _TEXT),
                ("chosen_from", _TEXT),
                ("other", _TEXT),
                ("other_from", _TEXT),
            ]
        ),
    ),
}
ARTICLE_PARTS = pa.schema(
    [
        ("capture_id", _ID),
        ("first_url", _TEXT),
        ("part_number", pa.int32()),
        ("part_count", pa.int32()),
    ]
)
# Parts of articles that captured parts link to, and the kind that their URL indicates.
LINKED_PARTS = pa.schema(
    [("capture_id", _ID), ("url", _TEXT), ("article_id", _ID), ("kind", _TEXT)]
)
# Every table a parsed batch fills; all have the column capture_id.
PARSED_TABLES = ("articles", *PARTS, "article_parts", "rejections")


def parsed_tables(articles: Sequence[Any], rejections: Sequence[Any]) -> dict[str, pa.Table]:
    """Return the rows of a parsed batch by raw table name, for `load_parsed`.

    Takes `tasks.models.Article` and `Rejection`, by the names of their fields. Tables without rows
    are included.
    """
    tables = {name: _parts_table(articles, *part) for name, part in PARTS.items()}
    tables["paragraphs"] = _without_repeated_text(tables["paragraphs"])
    tables["articles"] = _articles_table(articles)
    split = [article for article in articles if article.part_count > 1]
    tables["article_parts"] = _split_table(split)
    tables["linked_parts"] = _linked_table(split)
    tables["rejections"] = records_table(rejections, REJECTIONS)
    return tables


def records_table(records: Iterable[Any], schema: pa.Schema) -> pa.Table:
    """Return the records as rows: one column per field of the schema, in its order."""
    records = list(records)
    columns = [
        pa.array(list(map(attrgetter(column.name), records)), column.type) for column in schema
    ]
    return pa.table(columns, schema=schema)


def _articles_table(articles: Sequence[Any]) -> pa.Table:
    table = records_table(articles, ARTICLES)
    datelines = [article.dateline for article in articles]
    for column in DATELINE:
        values = [line and getattr(line, column.name) for line in datelines]
        table = table.append_column(f"dateline_{column.name}", pa.array(values, column.type))
    return table


def _split_table(articles: Sequence[Any]) -> pa.Table:
    rows = [
        {
            "capture_id": article.capture_id,
            "first_url": article_page(article.url)[0] if article.part_number > 1 else article.url,
            "part_number": article.part_number,
            "part_count": article.part_count,
        }
        for article in articles
    ]
    return pa.Table.from_pylist(rows, schema=ARTICLE_PARTS)


def _linked_table(articles: Sequence[Any]) -> pa.Table:
    rows = [
        {
            "capture_id": article.capture_id,
            "url": url,
            "article_id": url_id(url),
            "kind": url_kind(url),
        }
        for article in articles
        for url in article.part_urls
    ]
    return pa.Table.from_pylist(rows, schema=LINKED_PARTS)


def _parts_table(articles: Sequence[Any], field: str, schema: pa.Schema) -> pa.Table:
    parts_of = [getattr(article, field) for article in articles]
    parts = [part for parts in parts_of for part in parts]
    ids = [article.capture_id for article in articles]
    counts = list(map(len, parts_of))
    columns = [pa.array(_column(parts, ids, counts, column.name), column.type) for column in schema]
    return pa.table(columns, schema=schema)


def _column(parts: list[Any], ids: list[int], counts: list[int], name: str) -> list[Any]:
    if name == "capture_id":
        return [id_ for id_, count in zip(ids, counts, strict=True) for _ in range(count)]
    if name == "seq" and parts and not hasattr(parts[0], "seq"):
        return [seq for count in counts for seq in range(count)]
    return list(map(attrgetter(name), parts))


def _without_repeated_text(paragraphs: pa.Table) -> pa.Table:
    """Set `text_with_dateline` to null where it equals `text`: in all but first paragraphs."""
    column = paragraphs.schema.get_field_index("text_with_dateline")
    longer = paragraphs["text_with_dateline"]
    is_repeated = pc.equal(paragraphs["text"], longer)
    kept = pc.if_else(is_repeated, pa.scalar(None, _TEXT), longer)
    return paragraphs.set_column(column, "text_with_dateline", kept)
