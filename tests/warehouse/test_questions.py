"""The questions of docs/analysts.md, asked of a published file."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse import Archive, open_archive

DOCUMENT = Path(__file__).parents[2] / "docs" / "analysts.md"
MOST_LINES = 5
BLOCKS = [
    textwrap.dedent(block)
    for block in re.findall(r"^ *```sql\n(.*?)^ *```$", DOCUMENT.read_text(), re.M | re.S)
]


@pytest.fixture(scope="module")
def archive(stories_home: Path) -> Iterator[Archive]:
    with open_archive(stories_home / "published" / "latest") as found:
        yield found


def test_there_are_fifteen_questions_of_at_most_five_lines() -> None:
    section = DOCUMENT.read_text().split("## Fifteen questions")[1].split("\n## ")[0]

    assert re.findall(r"^(\d+)\. .*\?$", section, re.M) == [str(n) for n in range(1, 16)]
    assert section.count("```sql") == 15
    assert [block for block in BLOCKS if len(block.splitlines()) > MOST_LINES] == []


@pytest.mark.parametrize("sql", BLOCKS)
def test_the_sql_of_the_document_runs(archive: Archive, sql: str) -> None:
    assert archive.sql(sql).to_arrow().num_columns > 0
