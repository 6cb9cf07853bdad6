"""Turn extracted records into Arrow tables shaped like the raw tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from warehouse.ingest.arrow_schemas import records_table

_Columns = list[tuple[str, pa.DataType]]
_TEXT: pa.DataType = pa.string()
_ID: pa.DataType = pa.int64()
_NUMBER: pa.DataType = pa.int32()
_KEY: _Columns = [("capture_id", _ID), ("seq", _NUMBER)]
_PLACE: _Columns = [("start_char", _NUMBER), ("end_char", _NUMBER), ("text", _TEXT)]

EXTRACTED_TABLES: dict[str, pa.Schema] = {
    "extractions": pa.schema(
        [("capture_id", _ID), ("extractor", _TEXT), ("text_sha256", _TEXT), ("run_id", _TEXT)]
    ),
    "mentions": pa.schema(
        [
            *_KEY,
            ("field", _TEXT),
            ("paragraph_seq", _NUMBER),
            ("sentence_seq", _NUMBER),
            *_PLACE,
            ("entity_type", _TEXT),
            ("local_id", _TEXT),
            ("name", _TEXT),
        ]
    ),
    "statements": pa.schema(
        [
            *_KEY,
            ("paragraph_seq", _NUMBER),
            ("statement_kind", _TEXT),
            *_PLACE,
            ("speaker", _TEXT),
            ("speaker_kind", _TEXT),
            ("local_id", _TEXT),
            ("cue", _TEXT),
            ("speaker_start_char", _NUMBER),
            ("speaker_end_char", _NUMBER),
            ("confidence", pa.float64()),
        ]
    ),
    "events": pa.schema(
        [
            *_KEY,
            *_PLACE,
            ("verb", _TEXT),
            ("cameo_root", _TEXT),
            ("actor_local_id", _TEXT),
            ("target_local_id", _TEXT),
            ("happened_on", pa.date32()),
            ("place_id", _TEXT),
        ]
    ),
    "text_dates": pa.schema([*_KEY, *_PLACE, ("date_kind", _TEXT), ("happened_on", pa.date32())]),
}
LISTED_OFFICES = pa.schema(
    [
        ("entity_id", _TEXT),
        ("office", _TEXT),
        ("country", _TEXT),
        ("body_id", _TEXT),
        ("held_from", pa.date32()),
        ("held_until", pa.date32()),
    ]
)
LISTED_KIN = pa.schema(
    [
        ("entity_id", _TEXT),
        ("relation", _TEXT),
        ("relative_id", _TEXT),
        ("relative_name", _TEXT),
    ]
)
LISTED_ENTITIES = pa.schema(
    [
        ("entity_id", _TEXT),
        ("entity_type", _TEXT),
        ("name", _TEXT),
        ("country", _TEXT),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("wikidata_id", _TEXT),
        ("geonames_id", _ID),
        ("names", pa.list_(_TEXT)),
        ("sex", _TEXT),
    ]
)
RESOLVED_IDS = pa.schema([("local_id", _TEXT), ("entity_id", _TEXT)])
ENTITY_MERGES = pa.schema(
    [("kept_id", _TEXT), ("merged_id", _TEXT), ("rule", _TEXT), ("evidence", _TEXT)]
)
NAME_MERGES = ENTITY_MERGES.append(pa.field("name_group", _TEXT))
RESOLVED_NAMES = pa.schema(
    [
        ("name", _TEXT),
        ("mention_count", _ID),
        ("company", _TEXT),
        ("own_id", _TEXT),
        ("entity_id", _TEXT),
        ("name_group", _TEXT),
        ("blocks", pa.list_(pa.uint32())),
    ]
)


def extracted_tables(rows: Mapping[str, Sequence[Any]]) -> dict[str, pa.Table]:
    """Return the rows of an extracted batch by raw table name, for `load_extracted`.

    Takes records with the columns as attributes. Tables without rows are included.
    """
    return {
        name: records_table(rows.get(name, ()), schema) for name, schema in EXTRACTED_TABLES.items()
    }
