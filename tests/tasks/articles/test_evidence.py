"""What makes a page an article, and what is shown in an article's place."""

import pytest

import tasks.articles
from tasks.models import Article, Reason, Rejection
from tasks.urls import stable_id
from tests.tasks.articles.pages import divi_html

URL = "https://news.example/omar-sample/news/harbour-board-meets-on-ferries/"
SENTENCE = "The harbour board met on Monday to decide how many ferries the winter needs. "
PLACEHOLDERS = {
    "parking page": ("news.example", "The domain news.example may be for sale by its owner. " * 4),
    "web server's first page": (
        "Welcome!",
        "If you see this page, the web server is successfully installed and working. " * 12,
    ),
    "database error": ("Error", "Error establishing a database connection to the host. " * 3),
    "paywall": ("Subscribe", "Subscribe to continue reading this story and all others. " * 3),
    "wayback error": (
        "Internet Archive",
        "The Wayback Machine has not archived that address, as far as it knows. " * 12,
    ),
}
OTHER_LANGUAGES = {
    "German consent": "Wir und unsere Partner verarbeiten Daten, um Anzeigen zu messen. " * 14,
    "French consent": "Avec votre accord, nous utilisons des cookies pour traiter des données. "
    * 14,
    "Arabic consent": "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على هذا الموقع وقياس الأداء. "
    * 14,
    "Russian maintenance": "На сервере ведутся технические работы, зайдите на сайт позже. " * 14,
    "Japanese maintenance": "ただいまシステムメンテナンスを実施しております。" * 30,
    "English consent": "We and our 842 partners store information on a device of the reader. " * 14,
    "English maintenance": "We are doing scheduled maintenance and thank you for your patience. "
    * 14,
}
WALLS = {
    "Spanish": "Inicie sesión para seguir leyendo.",
    "Italian": "Sei già abbonato? Accedi per continuare a leggere.",
    "Turkish": "Haberin devamını okumak için giriş yapın ya da üye olun.",
    "Arabic": "سجّل الدخول لمتابعة القراءة.",
    "Persian": "برای خواندن ادامه مطلب وارد شوید.",
    "Chinese": "请登录后继续阅读。",
    "Dutch": "Deze website gebruikt cookies. Klik op akkoord.",
    "German": "Jetzt anmelden, um weiterzulesen.",
    "English": "Please enter your user name and password.",
}


def parse(html: str, url: str = URL) -> Article | Rejection:
    return tasks.articles.parse_html(html.encode(), url)


def plain(title: str, text: str, head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><p>{text}</p></body></html>"
    )


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_page_in_the_place_of_an_article_names_the_missing_evidence(name: str) -> None:
    outcome = parse(plain(*PLACEHOLDERS[name]))

    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.NOT_THE_ARTICLE
    assert "missing" in outcome.detail


@pytest.mark.parametrize("name", OTHER_LANGUAGES)
def test_a_long_page_about_the_site_is_not_the_article_in_any_language(name: str) -> None:
    outcome = parse(plain("Welcome", OTHER_LANGUAGES[name]))

    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.NOT_THE_ARTICLE


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_in_the_place_of_the_text_is_not_the_article_in_any_language(name: str) -> None:
    outcome = parse(divi_html(f"<p>{WALLS[name]}</p>"))

    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.NOT_THE_ARTICLE


def test_an_article_that_mentions_cookies_and_subscribers_is_an_article() -> None:
    text = "The board gave cookies to its subscribers and registered every member at the door."

    assert isinstance(parse(divi_html(f"<p>{text}</p>")), Article)


def test_a_page_that_says_it_is_a_single_post_is_an_article_however_short() -> None:
    outcome = parse(divi_html("<p>Ferries run again.</p>"))

    assert isinstance(outcome, Article)
    assert "single_post" in outcome.evidence


@pytest.mark.parametrize(
    ("title", "text", "head"),
    [
        ("Harbour Board Meets on Ferries", SENTENCE * 4, ""),
        ("Board", SENTENCE * 2, '<meta property="og:type" content="article">'),
        ("Board", SENTENCE * 12, ""),
        (
            "Board",
            SENTENCE,
            '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
        ),
    ],
    ids=["title of the address", "og:type", "long text", "JSON-LD"],
)
def test_a_page_with_enough_evidence_is_an_article(title: str, text: str, head: str) -> None:
    assert isinstance(parse(plain(title, text, head)), Article)


def test_a_single_post_about_servers_is_an_article() -> None:
    outcome = parse(divi_html("<p>The administrator lost this domain.</p>"))

    assert isinstance(outcome, Article)


def test_a_page_that_asks_for_a_password_is_protected() -> None:
    form = '<form class="post-password-form"><input name="post_password"></form>'

    outcome = parse(divi_html(f"<p>{SENTENCE * 3}</p>{form}"))

    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.PROTECTED


def test_a_post_split_over_pages_says_which_part_it_is() -> None:
    links = f'<div class="page-links"><a href="{URL}">1</a> 2 <a href="{URL}3/">3</a></div>'

    outcome = parse(divi_html(f"<p>{SENTENCE}</p>{links}"), f"{URL}2/")

    assert isinstance(outcome, Article)
    assert (outcome.part_number, outcome.part_count) == (2, 3)
    assert outcome.part_urls == (URL, f"{URL}3/")
    assert (outcome.url, outcome.article_id) == (f"{URL}2/", stable_id(URL))


def test_a_page_without_an_end_is_incomplete() -> None:
    whole = divi_html(f"<p>{SENTENCE}</p>")

    complete, cut = parse(whole), parse(whole[: whole.index("</div></article>")])

    assert isinstance(complete, Article)
    assert isinstance(cut, Article)
    assert (complete.is_complete, cut.is_complete) == (True, False)


@pytest.mark.parametrize("end", ["Subscribe to continue reading.", "The board met on [...]"])
def test_an_excerpt_before_a_wall_is_incomplete(end: str) -> None:
    whole = parse(divi_html(f"<p>{SENTENCE * 4}</p><p>{SENTENCE}</p>"))
    excerpt = parse(divi_html(f"<p>{SENTENCE * 4}</p><p>{end}</p>"))

    assert isinstance(whole, Article)
    assert isinstance(excerpt, Article)
    assert (whole.is_complete, excerpt.is_complete) == (True, False)
