"""Pages of one kind of trouble each: what is text, what is not, and what is not an article."""

import json
from pathlib import Path
from typing import Any

import pytest

import tasks.articles
from tasks.models import Article, Rejection

KINDS = sorted((Path(__file__).parents[2] / "data" / "page_kinds").glob("*.html"))


def parse(file: Path) -> tuple[Article | Rejection, dict[str, Any]]:
    expected: dict[str, Any] = json.loads(file.with_suffix(".json").read_text())
    return tasks.articles.parse_html(file.read_bytes(), expected["url"]), expected


@pytest.mark.parametrize("file", KINDS, ids=lambda file: file.stem)
def test_a_page_of_each_kind_ends_as_stated_beside_it(file: Path) -> None:
    outcome, expected = parse(file)

    if expected["outcome"] == "rejection":
        assert isinstance(outcome, Rejection)
        assert outcome.detail
        return
    assert isinstance(outcome, Article)
    if "paragraphs" in expected:
        assert [one.text for one in outcome.paragraphs] == expected["paragraphs"]
    assert all(text in outcome.body for text in expected.get("body_contains", []))
    assert not any(text in outcome.body for text in expected.get("body_not", []))


@pytest.mark.parametrize("file", KINDS, ids=lambda file: file.stem)
def test_the_images_of_each_kind_are_those_a_reader_sees(file: Path) -> None:
    outcome, expected = parse(file)
    if "images" not in expected:
        return

    assert isinstance(outcome, Article)
    assert len(outcome.images) == len(expected["images"])
    for image, stated in zip(outcome.images, expected["images"], strict=True):
        assert (image.url or "").endswith(stated.get("url_ends", ""))
        assert stated.get("caption_contains", "") in (image.caption or "")
        for name in ("caption", "credit", "media_id"):
            assert getattr(image, name) == stated.get(name, getattr(image, name))
