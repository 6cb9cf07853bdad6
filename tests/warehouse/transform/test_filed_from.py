"""The place and country that an article is filed from."""

from pathlib import Path

import pytest

from tasks.entities.raw_rows import ListedRow
from tasks.models import Dateline
from tests.warehouse.example_records import NOON, article, capture, extracted, mention
from tests.warehouse.published_archive import open_archive
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import load_extracted, load_listed_entities
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts

LISTED = (
    ListedRow("geo/1", "LOC", "Port Town", "XA", 1.5, 2.5, None, 1),
    ListedRow("geo/2", "LOC", "Hill Town", "XB", 3.5, 4.5, None, 2),
    ListedRow("country/XA", "LOC", "Coastland", "XA", 1.0, 2.0, None, None),
)
PLACE = {"field": "dateline", "entity_type": "LOC", "paragraph_seq": None}


@pytest.mark.slow
def test_an_article_is_filed_from_the_first_known_place_of_its_dateline(tmp_path: Path) -> None:
    known, unknown, without = capture("known"), capture("unknown"), capture("without")
    towns = (
        mention(known, 0, "Hill Town", local_id="geo/2", **PLACE, start_char=11, end_char=20),
        mention(known, 1, "Port Town", local_id="geo/1", **PLACE, start_char=0, end_char=9),
    )
    articles = [
        article(
            known, dateline=Dateline("Port Town, Hill Town—", ("Port Town",), None, None, None)
        ),
        article(unknown, dateline=Dateline("Elsewhere, Far—", ("Elsewhere",), "Far", None, None)),
        article(without, dateline=None),
    ]
    with open_archive(tmp_path) as con:
        load_captures(con, [known, unknown, without], [], "run-1", NOON)
        load_parsed(con, parsed_tables(articles, []))
        load_listed_entities(con, LISTED, "lists-1")
        load_extracted(con, extracted(known, mentions=towns))
        build_marts(con)

        rows = con.execute(
            "select url, filed_from_id, filed_from, dateline_country from marts.articles"
        ).fetchall()

    assert {row[0].rstrip("/").split("/")[-1]: row[1:] for row in rows} == {
        "known": ("geo/1", "Port Town", "Coastland"),
        "unknown": (None, None, "Far"),
        "without": (None, None, None),
    }
