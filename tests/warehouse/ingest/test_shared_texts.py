"""One page at many URLs of a host is not the article of any of them, unless it says so itself."""

import math
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, NOON, article, candidate, capture, page_url
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.identify import FEWEST_ADDRESSES, identify_articles
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed

SLUGS = (
    *("ferry-crews-vote", "bridge-stays-open", "mayor-resigns-today", "new-school-opens"),
    *("harbour-wall-cracks", "letter-from-town", "storm-closes-road", "market-moves-north"),
)
MARKS = ("single_post", "date", "heading", "paragraphs")
MOVED: dict[str, Any] = {"title": "We have moved", "body_sha256": "m" * 64, "evidence": MARKS}


def _load(con: DuckDBPyConnection, slug: str, day: int = 0, **fields: Any) -> int:
    how = {key: fields.pop(key) for key in ("url", "payload_sha256") if key in fields}
    taken = capture(slug, NOON + day * DAY, **how)
    load_captures(con, [taken], [], f"run-{day}", NOON + day * DAY)
    load_parsed(con, parsed_tables([article(taken, **fields)], []))
    return taken.capture_id


def _load_pages(con: DuckDBPyConnection, pages: dict[str, dict[str, Any]]) -> set[int]:
    """Load pages in one batch, by slug; return the ids of their captures."""
    taken = {slug: capture(slug, NOON) for slug in pages}
    load_captures(con, list(taken.values()), [], "run-0", NOON)
    articles = [article(taken[slug], **fields) for slug, fields in pages.items()]
    load_parsed(con, parsed_tables(articles, []))
    return {one.capture_id for one in taken.values()}


def _own(slug: str) -> dict[str, Any]:
    return {"title": slug.replace("-", " ").capitalize(), "evidence": (*MARKS, "title")}


def _load_own(con: DuckDBPyConnection, slug: str, **fields: Any) -> int:
    return _load(con, slug, **_own(slug), **fields)


def _articles(con: DuckDBPyConnection) -> set[int]:
    identify_articles(con)
    rows = con.execute("select capture_id from staging.latest_articles").fetchall()
    return {capture_id for (capture_id,) in rows}


def _next_attempt(con: DuckDBPyConnection, slug: str) -> datetime | None:
    identify_articles(con)
    rows: list[tuple[datetime]] = con.execute(
        "select next_attempt_at from raw.frontier where url like ? and status = 'failed'",
        [f"%/{slug}/"],
    ).fetchall()
    return rows[0][0] if rows else None


@pytest.mark.slow
def test_a_notice_at_many_urls_is_not_an_article_but_a_possible_loss(
    con: DuckDBPyConnection,
) -> None:
    """Whatever post its markup names: the marks come from the theme."""
    for slug in SLUGS:
        _load(con, slug, **MOVED)

    assert _articles(con) == set()
    rejected = con.execute("select reason, detail, is_expected from staging.rejections").fetchall()
    said = "an answer for something else, as at 8 URLs of this host: We have moved"
    assert rejected == [("not_the_article", said, False)] * len(SLUGS)


@pytest.mark.slow
def test_a_notice_does_not_replace_the_articles_that_were_at_its_urls(
    con: DuckDBPyConnection,
) -> None:
    own = {_load_own(con, slug) for slug in SLUGS}
    for slug in SLUGS[:FEWEST_ADDRESSES]:
        _load(con, slug, day=3, **MOVED)

    assert _articles(con) == own


@pytest.mark.slow
def test_amp_pages_and_print_versions_are_at_the_address_of_their_page(
    con: DuckDBPyConnection,
) -> None:
    urls = [f"{page_url(slug)}{form}" for slug in SLUGS[:3] for form in ("", "amp/", "print/")]
    for url in urls:
        _load(con, "", url=url, title="Letter from town", body_sha256="m" * 64, evidence=MARKS)

    identify_articles(con)

    assert con.execute("from raw.shared_texts").fetchall() == []


def test_a_notice_that_repeats_the_requested_address_is_one_text(con: DuckDBPyConnection) -> None:
    bodies = {
        slug: f"There is nothing at /staff/news/{slug}/ (reference {slug.encode().hex()}0)."
        for slug in SLUGS
    }
    _load_pages(
        con,
        {
            slug: {**MOVED, "body": body, "body_sha256": slug.ljust(64, "0")}
            for slug, body in bodies.items()
        },
    )

    assert _articles(con) == set()


@pytest.mark.slow
def test_short_texts_that_differ_in_numbers_are_articles_with_their_titles(
    con: DuckDBPyConnection,
) -> None:
    loaded = _load_pages(
        con,
        {
            slug: {
                **_own(slug),
                "body": f"The index rose by {n} points.",
                "body_sha256": f"{n:064}",
            }
            for n, slug in enumerate(SLUGS)
        },
    )

    assert _articles(con) == loaded


def test_fewer_urls_with_one_text_are_articles(con: DuckDBPyConnection) -> None:
    loaded = _load_pages(con, dict.fromkeys(SLUGS[: FEWEST_ADDRESSES - 1], MOVED))

    assert _articles(con) == loaded


@pytest.mark.slow
def test_an_article_that_was_imported_many_times_is_kept(con: DuckDBPyConnection) -> None:
    """WordPress adds a number to the slug of each copy."""
    slugs = ["letter-from-town", *(f"letter-from-town-{number}" for number in range(2, 9))]
    loaded = {_load_own(con, slug, body_sha256="c" * 64) for slug in slugs}
    short = {_load(con, f"cartoon-{number}", body_sha256="d" * 64) for number in range(2, 9)}

    assert _articles(con) == loaded | short


@pytest.mark.slow
def test_one_text_under_titles_that_agree_with_their_urls_is_kept(con: DuckDBPyConnection) -> None:
    loaded = {_load_own(con, slug, body_sha256="v" * 64) for slug in SLUGS}

    assert _articles(con) == loaded


@pytest.mark.slow
def test_a_title_that_the_site_lists_for_the_url_is_believed(con: DuckDBPyConnection) -> None:
    listed = [candidate(slug, title="Cartoon  of the day") for slug in SLUGS]
    load_discoveries(con, listed, [], "run-0", NOON)
    fields: dict[str, Any] = {
        "title": "Cartoon of the Day",
        "body_sha256": "k" * 64,
        "evidence": MARKS,
    }
    loaded = {_load(con, slug, **fields) for slug in SLUGS}

    assert _articles(con) == loaded


@pytest.mark.slow
@pytest.mark.parametrize("days", [1, 30])
def test_numbered_urls_with_one_text_are_articles_if_each_has_its_date(
    con: DuckDBPyConnection, days: int
) -> None:
    first = date(2014, 3, 1)
    fields: dict[str, Any] = {
        "title": "Cartoon of the day",
        "body_sha256": "k" * 64,
        "evidence": MARKS,
    }
    loaded = {
        _load(
            con,
            "",
            url=f"https://archive.test/2014/03/article5533{number}",
            published_on=first + timedelta(days=number % days),
            **fields,
        )
        for number in range(8)
    }

    assert _articles(con) == (set() if days == 1 else loaded)


@pytest.mark.slow
def test_a_listed_page_with_a_notice_is_due_again_on_six_nights(con: DuckDBPyConnection) -> None:
    load_discoveries(con, [candidate(slug, source="live") for slug in SLUGS], [], "run-0", NOON)
    for slug in SLUGS:
        _load(con, slug, payload_sha256="p" * 64, **MOVED)
    nights = [0]
    for _ in range(9):
        if next_at := _next_attempt(con, "bridge-stays-open"):
            nights.append(max(nights[-1] + 1, math.ceil((next_at - NOON) / DAY)))
            then = NOON + nights[-1] * DAY
            again = capture("bridge-stays-open", then, payload_sha256="p" * 64)
            load_captures(con, [again], [], f"run-{nights[-1]}", then)

    assert nights == [0, 1, 2, 4, 8, 15, 29]
    assert con.execute(
        "select distinct failure_class from raw.frontier where status = 'failed'"
    ).fetchall() == [("rejected: not_the_article",)]


@pytest.mark.slow
def test_a_wall_under_the_title_of_the_article_does_not_replace_its_text(
    con: DuckDBPyConnection,
) -> None:
    own = {_load_own(con, slug) for slug in SLUGS[:-1]}
    for slug in SLUGS:
        wall = _load_own(con, slug, day=3, body_sha256="w" * 64)

    assert _articles(con) == {*own, wall}


OTHER = "Casino players everywhere collect generous welcome bonuses without deposits today."


def _taken_over(
    con: DuckDBPyConnection, slugs: tuple[str, ...], body: str = OTHER, first_id: int = 7000
) -> set[int]:
    """Load the articles of some URLs, then a post of its own at each, and return the articles."""
    found = set()
    for number, slug in enumerate(slugs):
        own = "Council members discussed harbour repairs yesterday before travelling onwards."
        found.add(_load_own(con, slug, post_id=number, body=own, body_sha256=f"{number}" * 64))
        post = {"title": f"Bonus {number}", "post_id": first_id + number, "evidence": MARKS}
        _load(con, slug, 9, **post, body=body, body_sha256=f"{number}x" * 32)
    return found


@pytest.mark.slow
def test_posts_of_another_owner_at_many_urls_are_refused(con: DuckDBPyConnection) -> None:
    articles = _taken_over(con, SLUGS)

    assert _articles(con) == articles
    rejected = con.execute("select distinct reason, is_expected from staging.rejections").fetchall()
    assert rejected == [("not_the_article", False)]


@pytest.mark.slow
def test_other_posts_at_a_few_urls_are_articles(con: DuckDBPyConnection) -> None:
    _taken_over(con, SLUGS[: FEWEST_ADDRESSES - 1])

    assert len(_articles(con)) == 2 * (FEWEST_ADDRESSES - 1)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, FEWEST_ADDRESSES])
def test_another_text_under_the_id_of_an_article_does_not_replace_it(
    con: DuckDBPyConnection, count: int
) -> None:
    articles = _taken_over(con, SLUGS[:count], first_id=0)

    assert _articles(con) == articles


@pytest.mark.slow
def test_articles_with_another_headline_and_number_are_kept(con: DuckDBPyConnection) -> None:
    same = "Council members discussed harbour repairs yesterday before travelling onwards, too."
    _taken_over(con, SLUGS, same)

    assert con.execute("select count(*) from staging.rejections").fetchall() == [(0,)]
