import pytest

from tasks.urls import Site, canonical_url, page_kind, stable_id
from warehouse.ingest.addresses import url_id, url_kind

SITE = Site("https://archive.test")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?p=12",
        "/?feed=rss2",
        "/?attachment_id=3",
        "/?cat=4",
        "/?page_id=5",
        "/staff/news/ferry-strike/",
        "/staff/news/harbour/ferry-strike/",
        "/staff/news/ferry-strike/attachment/ferry-20/",
        "/staff/news/ferry-strike/feed/",
        "/staff/news/ferry-strike/amp/",
        "/category/news/",
        "/category/news/page/7/",
        "/tag/ferries/feed/",
        "/author/maya-haddad/",
        "/page/3/",
        "/2011/03/",
        "/2011/03/article55300000",
        "/2011/03/article55300000.html",
        "/feed/",
        "/rss",
        "/about-us/",
        "/wp-content/uploads/2011/03/ferry.jpg",
        "/wp-sitemap.xml",
        "/wp-json/wp/v2/posts",
        "/robots.txt",
        "/staff/news/report.pdf",
        "/?id=5",
        "/index.php?id=4",
        "/news.asp?section=1&id=777",
        "/staff/news/?article=12",
        "/staff/news/photo.jpg?id=3",
        "/wp-login.php?redirect_to=x",
        "/wp-writer/features/slug/",
        "/search/features/slug/",
        "/search/ferry/",
        "/author/features/slug/",
        "/page/features/slug/",
        "/staff/news/report.shtml",
        "/staff/news/ferry-strike/2/",
        "/staff/news/ferry-strike/?page=2",
    ],
)
def test_the_warehouse_reads_addresses_as_the_pipeline_does(path: str) -> None:
    url = canonical_url(f"https://archive.test{path}", SITE)

    assert url is not None
    assert url_kind(url) == page_kind(url, SITE)
    assert url_id(url) == stable_id(url)
