"""The flows against a real WordPress, as a user runs them."""

import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Command
from tests.wordpress_site import WordPress

pytestmark = [pytest.mark.flow, pytest.mark.wordpress]

SEED_ARTICLE = Path(__file__).parents[3] / "shared" / "data" / "seed-article.txt"
# What does not depend on which capture an article was read from.
CONTENT = "select * exclude (capture_id, captured_at) from articles order by url"

Live = Callable[..., None]


@pytest.fixture
def site(wordpress: WordPress) -> dict[str, str]:
    return {"AAWSAT_SITE_URL": wordpress.url, "AAWSAT_REQUESTS_PER_SECOND": "50"}


def rows(aawsat: Command, sql: str, **settings: str) -> list[dict[str, object]]:
    done = aawsat("query", "--warehouse", "--json", "--max-rows", "10000", sql, **settings)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def seed_article() -> tuple[str, list[str]]:
    """Return the article's title, without the site's name, and its paragraphs."""
    _, head, *blocks = SEED_ARTICLE.read_text(encoding="utf-8").strip().split("\n\n")
    return head.splitlines()[0].split(" - ASHARQ")[0], blocks


def load(aawsat: Command, *words: str, **settings: str) -> str:
    done = aawsat(*words, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout


def test_each_route_alone_loads_every_post_and_the_same_articles(
    aawsat: Command, site: dict[str, str], wordpress: WordPress, tmp_path: Path
) -> None:
    loaded = {}
    for route in ("rest", "sitemap", "listing", "feed"):
        settings = {**site, "AAWSAT_ROUTES": route, "AAWSAT_HOME": str(tmp_path / route)}
        load(aawsat, "backfill", "--source", "live", **settings)
        loaded[route] = rows(aawsat, CONTENT, **settings)

    assert len(loaded["rest"]) == wordpress.post_count()
    assert loaded["sitemap"] == loaded["rest"]
    assert loaded["listing"] == loaded["rest"]
    assert loaded["feed"] == loaded["rest"]


def test_a_second_backfill_fetches_no_article_again(aawsat: Command, site: dict[str, str]) -> None:
    load(aawsat, "backfill", "--source", "live", **site)
    fetched = "select count(*) as pages from aawsat.raw.captures where purpose = 'page'"
    before = rows(aawsat, fetched)

    said = load(aawsat, "backfill", "--source", "live", **site)

    assert "0 pages captured" in said
    assert rows(aawsat, fetched) == before


def test_a_dry_run_shows_its_plan_and_fetches_no_article(
    aawsat: Command, site: dict[str, str], wordpress: WordPress
) -> None:
    said = load(aawsat, "backfill", "--source", "live", "--dry-run", **site)

    assert f"{wordpress.post_count()} pages to fetch" in said
    assert rows(aawsat, "select * from aawsat.raw.captures where purpose = 'page'") == []


def test_the_window_of_a_backfill_is_kept(aawsat: Command, site: dict[str, str]) -> None:
    window = ("--since", "2016-11-01", "--until", "2016-11-30")

    load(aawsat, "backfill", "--source", "live", *window, **site)

    days = [str(row["published_on"]) for row in rows(aawsat, "select published_on from articles")]
    assert sorted(days) == ["2016-11-08", "2016-11-21"]


def test_a_month_whose_captures_are_deleted_is_the_only_one_missing_until_it_is_fetched_again(
    aawsat: Command, site: dict[str, str], wordpress: WordPress, tmp_path: Path
) -> None:
    # An article read by REST is in the answers of both runs, so no lost file would lose it.
    site["AAWSAT_CONTENT"] = "pages"
    load(aawsat, "backfill", "--since", "2016-11-01", "--until", "2016-11-30", **site)
    [of_november] = (tmp_path / "home" / "captures").glob("*.warc.gz")
    load(aawsat, "backfill", **site)
    whole = ledger(aawsat)
    stated = (
        "select sum(expected_count) as posts from coverage_counts"
        " where starts_with(denominator, '{}')"
    )
    for denominator in ("rest", "sitemap"):
        assert rows(aawsat, stated.format(denominator)) == [{"posts": wordpress.post_count()}]
    in_november = whole["2016-11-01"]["discovered"]
    assert sum(month["loaded"] for month in whole.values()) == wordpress.post_count()
    assert not any(month["missing"] for month in whole.values())

    of_november.unlink()
    load(aawsat, "backfill", "--dry-run", **site)
    load(aawsat, "publish")

    missing = {name: month for name, month in ledger(aawsat).items() if month["missing"]}
    assert list(missing) == ["2016-11-01"]
    assert missing["2016-11-01"]["missing"] == in_november > 0
    assert "lost" in missing["2016-11-01"]["reasons"]

    said = load(aawsat, "backfill", **site)

    assert f"{in_november} pages captured" in said
    assert ledger(aawsat) == whole


def ledger(aawsat: Command) -> dict[str, dict[str, Any]]:
    done = aawsat("coverage", "--json")
    assert done.returncode == 0, done.stderr
    months = [json.loads(line) for line in done.stdout.splitlines()]
    return {str(month["month"]): month for month in months}


def test_the_next_night_picks_up_a_changed_post(
    aawsat: Command, site: dict[str, str], wordpress: WordPress
) -> None:
    address = wordpress.post(
        "A Post That Changes",
        "a-post-that-changes",
        "opinion",
        "tariq-example",
        "2015-06-01 10:00",
        "<p>Cairo, Asharq Al-Awsat—The first wording of this made-up report.</p>",
    )
    try:
        load(aawsat, "backfill", "--source", "live", **site)
        wordpress.touch(
            "a-post-that-changes",
            "<p>Cairo, Asharq Al-Awsat—The second wording of this made-up report.</p>",
        )

        said = load(aawsat, "nightly", **site)

        [article] = rows(aawsat, f"select body from articles where url = '{address}'")
        assert article["body"] == "The second wording of this made-up report."
        assert "1 page captured" in said
    finally:
        wordpress.delete("a-post-that-changes")


@pytest.mark.shared
@pytest.mark.skipif(
    not SEED_ARTICLE.exists(), reason="needs ../shared/data/seed-article.txt beside the checkout"
)
def test_a_real_article_comes_out_with_its_places_paragraphs_and_title(
    aawsat: Command, site: dict[str, str], wordpress: WordPress
) -> None:
    title, blocks = seed_article()
    content = "\n\n".join(f"<p>{html.escape(block, quote=False)}</p>" for block in blocks)
    address = wordpress.post(
        title, "seed-article", "news-middle-east", "theaawsat", "2016-11-05 09:00", content
    )
    try:
        load(aawsat, "backfill", "--source", "live", **site)

        [article] = rows(aawsat, f"select * from articles where url = '{address}'")
        texts = rows(
            aawsat,
            f"select text from paragraphs where article_id = {article['article_id']} order by seq",
        )
        assert article["title"] == title
        assert article["dateline_places"] == ["Baghdad", "Irbil", "Paris"]
        assert len(texts) == len(blocks)
        assert str(texts[0]["text"]).startswith("The France-held meeting on Mosul")
    finally:
        wordpress.delete("seed-article")
