import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.models import PageKind
from tasks.urls import (
    AddressIssue,
    Site,
    address_issue,
    author_slug,
    canonical_url,
    is_of_site,
    page_kind,
    section_path,
    stable_id,
    url_slug,
)
from warehouse.ingest.addresses import article_page

SITE = Site("https://eng-archive.aawsat.com", ("asharq-e.com",))
LOCAL = Site("http://127.0.0.1:8089")
ROOT = "https://eng-archive.aawsat.com"
ARTICLE = f"{ROOT}/w-mahdi/business/oil-producers-await/"


@pytest.mark.parametrize(
    "spelt",
    [
        "https://eng-archive.aawsat.com/w-mahdi/business/oil-producers-await",
        "http://www.eng-archive.aawsat.com:80/w-mahdi/business/oil-producers-await/",
        "https://ENG-ARCHIVE.aawsat.com/w-mahdi//business/./oil-producers-await/#respond",
        f"{ARTICLE}?share=facebook&nb=1",
        f"{ARTICLE}?utm_source=x&utm_medium=y",
        f"{ARTICLE}?replytocom=77#comment-77",
        f"{ARTICLE}page/1/",
        f"{ARTICLE}comment-page-2/",
        f"{ARTICLE}?fbclid=IwAR0&gclid=x&_ga=1",
        f"{ARTICLE}?amp=1",
        f"{ARTICLE}?print=1",
        f"{ARTICLE}?Print=print&share=email",
        f"{ARTICLE}?printer_friendly=true",
        f"{ARTICLE}?print-posts=pdf",
        f"{ARTICLE}?output=amp",
        f"{ARTICLE}?view=printable",
        f"{ARTICLE}?UTM_Source=x&amp;Share=twitter",
        f"{ARTICLE}?relatedposts_hit=1&relatedposts_origin=5&relatedposts_position=0",
        f"{ARTICLE}?page=1",
        "/w-mahdi/business/oil%2Dproducers-await/",
        "http://asharq-e.com/w-mahdi/business/oil-producers-await",
        "  //eng-archive.aawsat.com/w-mahdi/business/oil-producers-await ",
    ],
)
def test_every_spelling_of_an_article_folds_into_one_address(spelt: str) -> None:
    assert canonical_url(spelt, SITE) == ARTICLE


@pytest.mark.parametrize(
    "foreign",
    [
        "https://english.aawsat.com/a/b/c",
        "https://eng-archive.aawsat.com.evil.example/a/b/c",
        "https://eng-archive.aawsat.com@evil.example/a/b/c",
        "https://eng-archive.aawsat.com:8443/a/b/c",
        "ftp://eng-archive.aawsat.com/a/b/c",
        "javascript:alert(1)",
        "mailto:x@eng-archive.aawsat.com",
        "http://[::1/a",
        "http://eng-archive.aawsat.com:99999/a",
        "",
        f"{ROOT}/" + "a" * 5_000,
    ],
)
def test_an_address_elsewhere_has_no_canonical_form(foreign: str) -> None:
    assert canonical_url(foreign, SITE) is None


def test_what_wordpress_reads_from_a_query_is_kept_and_sorted() -> None:
    assert canonical_url(f"{ROOT}/?p=77&share=x", SITE) == f"{ROOT}/?p=77"
    assert canonical_url(f"{ROOT}/?s=b&paged=2", SITE) == f"{ROOT}/?paged=2&s=b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/?id=5", "/?id=6"),
        ("/a/news/?article=12", "/a/news/?article=13"),
        ("/index.php?id=4", "/index.php?id=5"),
        ("/news.asp?section=1&id=777", "/news.asp?section=1&id=778"),
        ("/a/news/story/?page=2", "/a/news/story/"),
        ("/a/news/story/?lang=ar", "/a/news/story/"),
        ("/news.asp?print=1204", "/news.asp?print=1205"),
        ("/news/?view=world", "/news/"),
        ("/?name=one-story", "/?name=another-story"),
        ("/?p=77&preview=true", "/?p=77"),
        ("/?title=%E9", "/?title=%E8"),
        ("/a/news/comment-page-turner-wins-prize/", "/a/news/"),
        ("/a/news/Story/", "/a/news/story/"),
    ],
)
def test_addresses_that_may_show_different_pages_stay_distinct(one: str, other: str) -> None:
    assert canonical_url(ROOT + one, SITE) != canonical_url(ROOT + other, SITE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/?p=77", "/?P=77"),
        ("/news.asp?a=1&id=7", "/news.asp?a=1&amp;id=7"),
        ("/news.asp?a=1&id=7", "/news.asp?a=1&amp;amp;id=7"),
        ("/news.asp?a=1&id=7", "/news.asp?a=1&#038;id=7"),
        ("/index.php?id=4", "/?id=4"),
        ("/a/news/sana’a/", "/a/news/sana%e2%80%99a/"),
        ("/?name=sana’a", "/?name=sana%E2%80%99a"),
        ("/?name=a+b", "/?name=a%20b"),
        ("/?b=1&a=2", "/?a=2&b=1"),
    ],
)
def test_spellings_of_one_query_or_path_are_one_address(one: str, other: str) -> None:
    assert canonical_url(ROOT + one, SITE) == canonical_url(ROOT + other, SITE) is not None


@pytest.mark.parametrize(
    ("url", "issue"),
    [
        (f"{ROOT}/" + "a" * 5_000, AddressIssue.TOO_LONG),
        ("https://eng-archive.aawsat.com:8443/a/b/c", AddressIssue.OTHER_PORT),
        ("https://english.aawsat.com/a/b/c", AddressIssue.OTHER_HOST),
        ("mailto:x@eng-archive.aawsat.com", AddressIssue.NOT_HTTP),
        ("http://[::1/a", AddressIssue.MALFORMED),
        (ARTICLE, None),
        ("/a/b/c", None),
    ],
)
def test_an_address_without_canonical_form_has_a_reason(
    url: str, issue: AddressIssue | None
) -> None:
    assert address_issue(url, SITE) == issue
    assert (canonical_url(url, SITE) is None) == (issue is not None)


@pytest.mark.parametrize(
    ("path", "first", "number"),
    [
        ("/a/news/story/2/", "/a/news/story/", 2),
        ("/a/news/saudi-arabia/story/13/", "/a/news/saudi-arabia/story/", 13),
        ("/a/news/story/?page=3", "/a/news/story/", 3),
        ("/2014/03/article55312345/2/", "/2014/03/article55312345/", 2),
        ("/a/news/story.html/2/", "/a/news/story.html", 2),
        ("/?p=12&page=2", "/?p=12", 2),
        ("/index.php?id=4&page=2", "/index.php?id=4", 2),
        ("/a/news/story/", "/a/news/story/", 1),
        ("/2014/03/12/", "/2014/03/12/", 1),
        ("/a/news/?page=2", "/a/news/?page=2", 1),
        ("/?cat=7&page=2", "/?cat=7&page=2", 1),
        ("/a/news/story-2/", "/a/news/story-2/", 1),
        ("/a/news/2017/", "/a/news/2017/", 1),
        ("/a/news/7/", "/a/news/7/", 1),
        ("/category/opinion/x/2/", "/category/opinion/x/2/", 1),
        ("/2014/06/", "/2014/06/", 1),
        ("/?id=5", "/?id=5", 1),
    ],
)
def test_pages_of_one_article_are_known_by_their_number(path: str, first: str, number: int) -> None:
    assert article_page(ROOT + path) == (ROOT + first, number)


def test_rest_addresses_keep_their_query_and_get_no_slash() -> None:
    spelt = f"{ROOT}/wp-json/wp/v2/posts?per_page=100&page=2&after=2016-01-01T00:00:00"

    canonical = canonical_url(spelt, SITE)

    assert canonical == (
        f"{ROOT}/wp-json/wp/v2/posts?after=2016-01-01T00%3A00%3A00&page=2&per_page=100"
    )


def test_files_get_no_slash() -> None:
    url = f"{ROOT}/wp-content/uploads/2017/01/johnson.jpg"

    assert canonical_url(url + "?w=300", SITE) == f"{url}?w=300"
    assert canonical_url(url, SITE) == url


def test_a_local_site_keeps_its_port() -> None:
    assert canonical_url("http://127.0.0.1:8089/a/b/c", LOCAL) == "http://127.0.0.1:8089/a/b/c/"
    assert canonical_url("http://127.0.0.1:9999/a/b/c", LOCAL) is None


def test_escapes_are_spelt_one_way() -> None:
    lower = canonical_url(f"{ROOT}/a/b/sana%e2%80%99a", SITE)
    plain = canonical_url(f"{ROOT}/a/b/sana’a", SITE)

    assert lower == plain == f"{ROOT}/a/b/sana%E2%80%99a/"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/theaawsat/features/a-talk-with-iraqi-president", PageKind.ARTICLE),
        ("/a/news-middle-east/saudi-arabia/king-salman", PageKind.ARTICLE),
        ("/a/news/x?share=twitter", PageKind.ARTICLE),
        ("/?p=77", PageKind.ARTICLE),
        ("/2014/06/article55334232", PageKind.ARTICLE),
        ("/a/news/x/attachment/mideast-yemen-20", PageKind.ATTACHMENT),
        ("/?attachment_id=5", PageKind.ATTACHMENT),
        ("/category/opinion/page/830", PageKind.LISTING),
        ("/category/news-middle-east/saudi-arabia", PageKind.LISTING),
        ("/tag/halabcheh", PageKind.LISTING),
        ("/author/vivian-haddad", PageKind.LISTING),
        ("/2016/11/", PageKind.LISTING),
        ("/2016/11/07/page/3", PageKind.LISTING),
        ("/page/2/", PageKind.LISTING),
        ("/?s=iraq", PageKind.LISTING),
        ("/?cat=4", PageKind.LISTING),
        ("/?id=5", PageKind.ARTICLE),
        ("/index.php?id=4", PageKind.ARTICLE),
        ("/news.asp?section=1&id=777", PageKind.ARTICLE),
        ("/a/news/?article=12", PageKind.ARTICLE),
        ("/?page=1&article=64902&d=5&m=6&y=2005", PageKind.ARTICLE),
        ("/?article=all&m=6", PageKind.LISTING),
        ("/article.php?aid=3321&cat=politics", PageKind.ARTICLE),
        ("/a/news/photo.jpg?id=3", PageKind.OTHER),
        ("/wp-login.php?redirect_to=x", PageKind.OTHER),
        ("/wp-writer/features/slug/", PageKind.ARTICLE),
        ("/search/features/slug/", PageKind.ARTICLE),
        ("/search/iraq/", PageKind.LISTING),
        ("/page/features/slug/", PageKind.ARTICLE),
        ("/feed/", PageKind.FEED),
        ("/rss", PageKind.FEED),
        ("/category/opinion/feed", PageKind.FEED),
        ("/a/news/x/feed/", PageKind.FEED),
        ("/?feed=rss2", PageKind.FEED),
        ("/", PageKind.OTHER),
        ("/wp-json/wp/v2/posts", PageKind.OTHER),
        ("/wp-content/uploads/2017/01/johnson.jpg", PageKind.OTHER),
        ("/sitemap_index.xml", PageKind.OTHER),
        ("/robots.txt", PageKind.OTHER),
        ("/a/news/x/embed/", PageKind.OTHER),
        ("/about", PageKind.OTHER),
    ],
)
def test_the_address_tells_the_kind(path: str, kind: PageKind) -> None:
    assert page_kind(ROOT + path, SITE) is kind


def test_an_address_elsewhere_is_of_no_kind() -> None:
    assert page_kind("https://example.org/a/news/x", SITE) is PageKind.OTHER


def test_the_parts_of_an_article_address() -> None:
    url = f"{ROOT}/asharq-al-awsat-english/news-middle-east/saudi-arabia/king-salman?share=x"

    assert url_slug(url) == "king-salman"
    assert author_slug(url) == "asharq-al-awsat-english"
    assert section_path(url) == "news-middle-east/saudi-arabia"


def test_an_attachment_has_the_author_and_section_of_its_article() -> None:
    url = f"{ROOT}/w-mahdi/business/oil/attachment/mideast-yemen-20/"

    assert url_slug(url) == "mideast-yemen-20"
    assert author_slug(url) == "w-mahdi"
    assert section_path(url) == "business"


@pytest.mark.parametrize(
    ("path", "author", "section"),
    [
        ("/2014/06/article55334232/", None, None),
        ("/blog/2016/04/a-title-of-words/", None, None),
        ("/en/node/5567", None, None),
        ("/stories/middle-east/10211", None, None),
        ("/2/hi/middle_east/4613541.stm", None, "hi/middle_east"),
        ("/city/ports/article241847490/A-title.html", None, "ports"),
        ("/w-mahdi/features/2016/04/05/a-title/", "w-mahdi", "features"),
        ("/w-mahdi/g20/a-title/", "w-mahdi", "g20"),
    ],
)
def test_dates_and_ids_are_not_sections(path: str, author: str | None, section: str | None) -> None:
    assert (author_slug(f"{ROOT}{path}"), section_path(f"{ROOT}{path}")) == (author, section)


def test_the_parts_of_listing_addresses() -> None:
    assert section_path(f"{ROOT}/category/news/saudi-arabia/page/3") == "news/saudi-arabia"
    assert author_slug(f"{ROOT}/author/amir-taheri/page/2") == "amir-taheri"
    assert author_slug(f"{ROOT}/tag/sunnis/page/2") is None
    assert section_path(f"{ROOT}/2016/11/07") is None
    assert url_slug(f"{ROOT}/tag/sunnis/page/2") == "sunnis"
    assert url_slug(ROOT) == ""


def test_links_are_internal_by_host_alone() -> None:
    assert is_of_site("http://www.asharq-e.com/news.asp?id=1", SITE)
    assert not is_of_site("https://example.org/eng-archive.aawsat.com/", SITE)
    assert not is_of_site("http://[broken", SITE)


_PARTS = st.text(st.characters(codec="utf-8"), max_size=12)
_PATHS = st.lists(_PARTS, max_size=6).map("/".join)
_URLS = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}/{}?{}#{}".format,
        st.sampled_from([ROOT, "http://www.eng-archive.aawsat.com:80", "https://asharq-e.com"]),
        _PATHS,
        st.one_of(_PARTS, st.sampled_from(["p=1&share=x", "s=%zz&x", "a=1&a=2&paged=3"])),
        _PARTS,
    ),
)


@pytest.mark.slow
@given(_URLS)
def test_canonical_addresses_are_canonical(url: str) -> None:
    canonical = canonical_url(url, SITE)

    if canonical is not None:
        assert canonical_url(canonical, SITE) == canonical
        assert canonical.startswith(f"{ROOT}/")
        assert canonical.isascii()


@pytest.mark.slow
@given(_URLS)
def test_the_kind_of_an_address_is_that_of_its_canonical_form(url: str) -> None:
    canonical = canonical_url(url, SITE)

    if canonical is not None:
        assert page_kind(url, SITE) is page_kind(canonical, SITE)


@pytest.mark.slow
@given(st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True), min_size=3, max_size=4))
def test_spelling_variants_share_an_id(segments: list[str]) -> None:
    path = "/".join(segments)

    first = canonical_url(f"{ROOT}/{path}", SITE)
    second = canonical_url(f"http://www.eng-archive.aawsat.com/{path}/?share=x#y", SITE)

    assert first is not None
    assert second is not None
    assert stable_id(first) == stable_id(second)


@pytest.mark.slow
@given(st.text())
def test_ids_fit_63_bits(text: str) -> None:
    assert 0 <= stable_id(text) < 2**63


def test_an_id_is_the_same_in_every_run() -> None:
    assert stable_id("https://eng-archive.aawsat.com/") == 5526304989501976047


SERVED_ELSEWHERE = Site(ROOT, ("english.aawsat.com", "aawsat.com/english"))


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://aawsat.com/english/theaawsat/news/story/", "/theaawsat/news/story/"),
        ("http://www.aawsat.com/english/theaawsat/news/story", "/theaawsat/news/story/"),
        ("https://english.aawsat.com/theaawsat/news/story", "/theaawsat/news/story/"),
        ("https://aawsat.com/english/", "/"),
        ("https://aawsat.com/english", "/"),
        (f"{ROOT}/english/news/story/", "/english/news/story/"),
        ("https://aawsat.com/", None),
        ("https://aawsat.com/englishman/news/story/", None),
        ("https://aawsat.com/home/article/1/english", None),
    ],
)
def test_an_alias_may_be_a_part_of_another_site(url: str, canonical: str | None) -> None:
    found = canonical_url(url, SERVED_ELSEWHERE)

    assert found == (f"{ROOT}{canonical}" if canonical else None)
    assert is_of_site(url, SERVED_ELSEWHERE) is (canonical is not None)
