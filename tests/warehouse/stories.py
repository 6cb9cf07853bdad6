"""Five made-up stories and two listed entities: the archive that the tests of reading search."""

from datetime import date
from pathlib import Path

from tasks.entities.raw_rows import ListedRow
from tasks.models import Term
from tests.warehouse.published_archive import load_stories, open_archive, story
from warehouse.ingest.extractions import load_listed_entities
from warehouse.publish.release import publish
from warehouse.transform.checks import run_checks

SPORT = {"section_path": "sport", "sections": (Term("Sport", "sport"),)}
STORIES = (
    story("oil", "Oil prices rise", "The price of oil rose again. Oil prices are high."),
    story("ferry", "Ferry strike looms", "Prices of fuel and oil worry crews in Sana’a."),
    story("fish", "Fish returns", "The fishermen’s oil lamps burn; prices of fish fall."),
    story("match", "Port wins match", "The oil workers lost. A long match.", **SPORT),
    story("old", "Hezbollah in talks", "Talks went on.", published_on=date(2006, 1, 2)),
)

LISTED = (
    ListedRow(
        "person/hezbollah", "ORG", "Hezbollah", "LB", None, None, None, None,
        ("Hezbollah", "Hizb'allah", "Party of God"),
    ),
    ListedRow(
        "country/SA", "LOC", "Saudi Arabia", "SA", None, None, None, None,
        ("Saudi Arabia", "KSA", "Al-Saudiya"),
    ),
)  # fmt: skip


def publish_stories(home: Path) -> None:
    """Load, check and publish the stories in a home of their own."""
    with open_archive(home) as con:
        load_listed_entities(con, LISTED, "lists-1")
        load_stories(con, *STORIES)
        run_checks(con, home)
        publish(con, home)
