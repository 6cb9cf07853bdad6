"""The ways to the answers that docs/analysts.md describes, walked link by link."""

import html
import re
from pathlib import Path
from urllib.parse import quote_plus, unquote_plus

import pytest

from tests.warehouse.explorer.conftest import Reader

DOCUMENT = Path(__file__).parents[3] / "docs" / "analysts.md"
MOST_CLICKS = 3
ROWS = re.findall(r"^\| (\d+) \| (.+?) \| (`/`.+?) \|", DOCUMENT.read_text("utf-8"), re.M)
WALKS = {question: re.findall(r"`(.+?)`", pages) for _, question, pages in ROWS}
# What a reader types into a form.
TYPED = {"WORD": "tariffs", "NAME": "Samir al-Karmi", "OTHER": "the", "SECTION": "opinion"}
PLACEHOLDER = re.compile(r"[A-Z]{2,}")


def test_every_question_takes_at_most_three_clicks() -> None:
    assert [number for number, _, _ in ROWS] == [str(number) for number in range(1, len(ROWS) + 1)]
    assert [walk for walk in WALKS.values() if len(walk) - 1 > MOST_CLICKS] == []


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(question, marks=pytest.mark.slow if number else ())
        for number, question in enumerate(WALKS)
    ],
)
def test_each_page_of_a_walk_leads_to_the_next(reader: Reader, question: str) -> None:
    first, *steps = WALKS[question]
    page = reader.get(first)
    for step in steps:
        page = reader.get(next_address(page.text, step))

        assert page.status_code == 200, step


def next_address(page: str, step: str) -> str:
    """Return the link of a page that fits a step, or the address that one of its forms makes."""
    wanted = re.compile("[^&]+".join(map(re.escape, PLACEHOLDER.split(step))) + "(&.*)?")
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)]
    found = [link for link in links if wanted.fullmatch(unquote_plus(link))]
    if found:
        return found[0]
    path, _, query = step.partition("?")
    assert f'action="{path}"' in page, step
    name, _, value = query.partition("=")
    typed = PLACEHOLDER.sub(lambda part: TYPED[part[0]], value)
    return f"{path}?{name}={quote_plus(typed)}"
