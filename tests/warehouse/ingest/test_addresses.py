import pytest

from warehouse.ingest.addresses import article_page, url_kind, without_paging
from warehouse.ingest.records import PageKind

ROOT = "https://archive.test"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/page/", PageKind.LISTING),
        ("/page/2/", PageKind.LISTING),
        ("/page/opinion/a-story/", PageKind.ARTICLE),
        ("/page/opinion/", PageKind.OTHER),
        ("/?s=", PageKind.LISTING),
        ("/?feed=", PageKind.FEED),
    ],
)
def test_the_kind_of_a_page_follows_from_its_address(path: str, kind: PageKind) -> None:
    assert url_kind(ROOT + path) is kind


@pytest.mark.parametrize(
    ("segments", "rest"),
    [
        (["page", "2"], []),
        (["category", "news", "page", "2"], ["category", "news"]),
        (["news", "page", "two"], ["news", "page", "two"]),
        (["page"], ["page"]),
    ],
)
def test_a_page_number_at_the_end_is_left_out(segments: list[str], rest: list[str]) -> None:
    assert without_paging(segments) == rest


def test_the_first_page_of_an_article_keeps_the_other_parameters() -> None:
    assert article_page(f"{ROOT}/?p=12&print=&page=2") == (f"{ROOT}/?p=12&print=", 2)
