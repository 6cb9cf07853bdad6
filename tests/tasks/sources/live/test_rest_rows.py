"""The rows of the REST API state sections and authors in several ways, or not at all."""

import json
from typing import Any

import pytest

from tasks.http.client import Answer, Hop
from tasks.http.response import Response
from tasks.models import Candidate
from tasks.sources.live.rest_rows import Names, candidates_of, category_path
from tests.tasks.sources.live.fake_site import ROOT, post
from tests.warehouse.example_records import NOON

NAMES = Names({7: "news/gulf"}, {1: "Amina Example"})


def candidate(**fields: Any) -> Candidate:
    body = json.dumps([post(1) | fields]).encode()
    response = Response(f"{ROOT}/wp-json/wp/v2/posts", 200, "OK", (), body, NOON)
    (found,) = candidates_of(Answer((Hop(response, body, ()),)), NAMES)
    return found


@pytest.mark.parametrize(
    ("number", "path"), [(1, "news"), (2, "news/gulf"), (3, "a/b"), (9, ""), (5, "orphan")]
)
def test_the_path_of_a_category_begins_at_its_root(number: int, path: str) -> None:
    categories = {
        1: {"slug": "news", "parent": 0},
        2: {"slug": "gulf", "parent": 1},
        3: {"slug": "b", "parent": 4},
        4: {"slug": "a", "parent": 3},
        5: {"slug": "orphan", "parent": 99},
    }

    assert category_path(number, categories) == path


def test_names_of_categories_and_users_are_used() -> None:
    assert (candidate().section, candidate().author) == ("news/gulf", "Amina Example")


@pytest.mark.parametrize("author", [[], [[]], ["x"], [{"code": "rest_user_invalid_id"}], {}, None])
def test_an_author_that_is_not_embedded_is_looked_up(author: object) -> None:
    found = candidate(_embedded={"author": author}, author=1)

    assert found.author in (None, "Amina Example")


def test_embedded_records_come_before_names_that_were_listed() -> None:
    term = {"taxonomy": "category", "link": f"{ROOT}/category/opinion/"}
    found = candidate(_embedded={"author": [{"name": "A &amp; B"}], "wp:term": [[term], []]})

    assert (found.author, found.section) == ("A & B", "opinion")
