"""JSON-LD as pages have it: nested, repeated, broken."""

import json
from typing import Any

import pytest

from tasks.articles.metadata.json_ld import Graph, read_graph, text_of

ARTICLE = {"@type": "Article", "headline": "Ferry strike looms"}


def _graph(*scripts: Any) -> Graph:
    return read_graph([each if isinstance(each, str) else json.dumps(each) for each in scripts])


def _within_lists(value: Any, count: int) -> Any:
    return _within_lists([value], count - 1) if count else value


@pytest.mark.parametrize(("lists", "is_found"), [(0, True), (8, True), (9, False), (500, False)])
def test_nodes_are_found_down_to_a_limit_for_hostile_pages(lists: int, is_found: bool) -> None:
    assert bool(_graph(_within_lists(ARTICLE, lists)).get("Article")) == is_found


def test_a_broken_script_does_not_hide_the_next() -> None:
    assert _graph('{"@type": "Article", ', ARTICLE).get("Article") == ARTICLE


def test_the_first_node_of_a_type_counts() -> None:
    second = {"@type": "Article", "headline": "Another"}

    assert _graph([ARTICLE, second]).get("Article") == ARTICLE


def test_a_reference_leads_to_the_fullest_node_with_its_id() -> None:
    short, full = {"@id": "#a", "name": "A"}, {"@id": "#a", "name": "A", "url": "https://a.test/"}
    graph = _graph({"@graph": [short, full, {"@id": "#a"}]})

    assert graph.resolve({"@id": "#a"})["url"] == "https://a.test/"


@pytest.mark.parametrize(
    ("value", "text"),
    [("A name", "A name"), (["A", "B"], "A"), ([], None), (7, None), ({"@id": "#a"}, None)],
)
def test_only_text_is_text(value: Any, text: str | None) -> None:
    assert text_of(value) == text


def test_a_comma_after_the_last_value_is_ignored() -> None:
    script = '[{"@type": "Article", "headline": "Ferry\n strike, looms",\n},]'

    assert _graph(script).get("Article")["headline"] == "Ferry  strike, looms"


OWN = "https://a.test/b/council-meets/"


@pytest.mark.parametrize(
    "stated",
    [
        {"url": OWN},
        {"@id": f"{OWN}#article"},
        {"mainEntityOfPage": OWN},
        {"mainEntityOfPage": {"@type": "WebPage", "@id": OWN}},
        {"url": "http://A.test/b/council-meets"},
    ],
)
def test_of_several_articles_the_one_with_the_address_of_the_page_counts(
    stated: dict[str, Any],
) -> None:
    own = {"@type": "NewsArticle", "headline": "Council meets", **stated}
    scripts = [json.dumps(ARTICLE), json.dumps(own)]

    assert read_graph(scripts, None, OWN).get("Article")["headline"] == "Council meets"
    assert read_graph(scripts, "https://a.test/").get("Article") == ARTICLE
    assert read_graph(scripts).get("Article") == ARTICLE


def test_an_article_alone_counts_whatever_address_it_states() -> None:
    other = {**ARTICLE, "url": "https://elsewhere.test/"}

    assert read_graph([json.dumps(other)], OWN).get("Article") == other
