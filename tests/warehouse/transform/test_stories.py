"""Which articles tell the same story, on two made-up sets of annotated articles."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pytest

from warehouse.db.read_models import read_models

FOLDER = Path(__file__).parent / "stories"
[MODEL] = [model for model in read_models("marts") if model.name == "story_articles"]
[WORDS] = [model for model in read_models("intermediate") if model.name == "article_words"]


@dataclass(frozen=True, slots=True)
class Item:
    """An annotated article; `story` is `-` if it belongs to none."""

    article_id: int
    story: str
    day: date
    title: str
    lead: str
    names: tuple[str, ...]


def read_items(name: str) -> list[Item]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [_item(line) for line in lines if not line.startswith("#")]


def _item(line: str) -> Item:
    story, day, title, lead, names = (part.strip() for part in line.split("|"))
    number = int(hashlib.sha256(f"{day}{title}".encode()).hexdigest()[:12], 16)
    return Item(number, story, date.fromisoformat(day), title, lead, tuple(names.split(", ")))


def read_background(articles: int = 600) -> list[Item]:
    """Return filler articles of an earlier year, so that frequent words and names are frequent."""
    lines = (FOLDER / "background.txt").read_text("utf-8").splitlines()[1:]
    words = " ".join(line for line in lines if not line.startswith("names ")).split()
    named = " ".join(line[6:] for line in lines if line.startswith("names ")).split()
    names = [name.replace("_", " ") for name in named]
    random = Random(7)
    return [
        Item(
            number,
            "-",
            date(2001, 1, 1) + timedelta(days=3 * number),
            " ".join(random.sample(words, 6)),
            " ".join(random.sample(words, 14)),
            tuple(random.sample(names, 3)),
        )
        for number in range(1, articles + 1)
    ]


def find_stories(items: list[Item], copies: Mapping[int, int] | None = None) -> dict[int, int]:
    """Return the story of each article that the model puts into one; `copies` have their original."""
    with duckdb.connect(":memory:") as con:
        con.execute("create schema marts")
        for name, table in _tables([*items, *read_background()]).items():
            con.register("rows", table)
            con.execute(f"create table marts.{name} as from rows")
        con.execute(
            "create table marts.entities as select entity_id,"
            " split_part(entity_id, ':', 1) as entity_type, split_part(entity_id, ':', 2) as name from marts.entity_articles group by all"
        )
        con.execute("create table marts.duplicates (article_id bigint, canonical_id bigint)")
        for pair in (copies or {}).items():
            con.execute("insert into marts.duplicates values (?, ?)", pair)
        con.execute(f"create schema intermediate; create table {WORDS.full_name} as {WORDS.sql}")
        rows = con.execute(f"select article_id, story_id from ({MODEL.sql}\n)").fetchall()
    known = {item.article_id for item in items}
    return {article_id: story_id for article_id, story_id in rows if article_id in known}


def _tables(items: list[Item]) -> dict[str, pa.Table]:
    return {
        "articles": pa.Table.from_pylist(
            [
                {
                    "article_id": item.article_id,
                    "published_on": item.day,
                    "title": item.title,
                    "lead": item.lead,
                }
                for item in items
            ]
        ),
        "entity_articles": pa.Table.from_pylist(
            [
                {"article_id": item.article_id, "entity_id": name}
                for item in items
                for name in item.names
            ]
        ),
    }


def pairs(stories: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of articles in the same story."""
    for one, other in combinations(sorted(stories), 2):
        if stories[one] == stories[other]:
            yield one, other


@pytest.mark.parametrize(
    ("name", "least_precision", "least_recall"),
    [("tuned.txt", 0.8, 0.76), ("checked.txt", 0.77, 1.0)],
)
def test_articles_of_one_story_are_found_together(
    name: str, least_precision: float, least_recall: float
) -> None:
    items = read_items(name)
    annotated = {item.article_id: item.story for item in items if item.story != "-"}
    expected, found = set(pairs(annotated)), set(pairs(find_stories(items)))

    assert len(expected & found) / len(found) >= least_precision
    assert len(expected & found) / len(expected) >= least_recall


def test_an_article_and_its_copy_alone_are_not_a_story() -> None:
    items = read_items("tuned.txt")
    stories = find_stories(items)
    [story] = [one for one in set(stories.values()) if list(stories.values()).count(one) == 2][:1]
    first, second = sorted(article for article, found in stories.items() if found == story)
    longer = next(one for one in set(stories.values()) if list(stories.values()).count(one) > 2)
    longest = sorted(article for article, found in stories.items() if found == longer)

    of_copies = find_stories(items, {second: first, longest[1]: longest[0]})

    assert {first, second}.isdisjoint(of_copies)
    assert {of_copies[article] for article in longest} == {longer}
