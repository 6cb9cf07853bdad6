"""The archive twin: same seed same bytes, every kind included, truth complete, WARC readable."""

import gzip
import json
import tracemalloc
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from tasks.errors import BadRequest
from tasks.models import Article, Reason
from tasks.sources.files.bundled_sample import BUNDLED_PAGES, BUNDLED_SEED, bundled_folder
from tests.archive_twin import catalogue, words
from tests.archive_twin.plot import STORYLINES
from tests.archive_twin.text import fill, invent_cast
from tests.archive_twin.write_sample import SampleSummary, write_sample

NOT_ON_THE_PAGE = {
    # Fields that depend on the parser instead of the page.
    "evidence",
    "body_confidence",
    "is_complete",
    "part_number",
    "part_count",
    "part_urls",
    "capture_id",
    "article_id",
    "body",
    "body_sha256",
    "layout",
    "parser_version",
    "provenance",
    "conflicts",
    "cleaning_rules",
}
Line = dict[str, Any]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleSummary:
    return write_sample(tmp_path_factory.mktemp("sample"), pages=300, seed=7)


@pytest.fixture(scope="module")
def lines(sample: SampleSummary) -> list[Line]:
    return read_truth(sample.truth_file)


def read_truth(path: Path) -> list[Line]:
    with gzip.open(path) as truth:
        return [json.loads(line) for line in truth]


def bodies_by_url(sample: SampleSummary) -> dict[str, bytes]:
    with sample.warc_files[0].open("rb") as stream:
        return {
            record.rec_headers["WARC-Target-URI"]: record.content_stream().read()
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        }


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_sample(tmp_path / "a", pages=60, seed=3)
    second = write_sample(tmp_path / "b", pages=60, seed=3)

    files = zip(
        (*first.warc_files, first.truth_file), (*second.warc_files, second.truth_file), strict=True
    )

    assert all(one.read_bytes() == other.read_bytes() for one, other in files)


@pytest.mark.slow
def test_another_seed_gives_other_articles(tmp_path: Path, lines: list[Line]) -> None:
    other = read_truth(write_sample(tmp_path, pages=60, seed=8).truth_file)

    ours = {line["canonical_url"] for line in lines if line["kind"] == "article"}
    theirs = {line["canonical_url"] for line in other if line["kind"] == "article"}

    assert not ours & theirs


@pytest.mark.parametrize("pages", [1, 9, 25, pytest.param(131, marks=pytest.mark.slow)])
def test_exactly_the_requested_number_of_responses_is_written(tmp_path: Path, pages: int) -> None:
    summary = write_sample(tmp_path, pages=pages, seed=1)

    assert len(read_truth(summary.truth_file)) == pages
    assert sum(summary.kinds.values()) == pages


def test_a_sample_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="at least one page"):
        write_sample(tmp_path, pages=0, seed=1)


@pytest.mark.slow
def test_three_hundred_pages_hold_every_kind_of_page(lines: list[Line]) -> None:
    kinds = {line["kind"] for line in lines}

    assert kinds == {*catalogue.PAGE_KINDS, "listing", "corrected"}


@pytest.mark.parametrize(
    ("dimension", "shares"),
    [
        ("page", catalogue.PAGE_FORMS),
        ("head", catalogue.HEADS),
        ("layout", catalogue.LAYOUTS),
        ("dates", {**catalogue.DATE_FORMS["yoast"], **catalogue.DATE_FORMS["plain"]}),
        ("title", catalogue.TITLE_FORMS),
        ("media", catalogue.MEDIA_FORMS),
        ("credit", catalogue.CREDIT_FORMS),
        ("body", catalogue.BODY_FORMS),
        ("comments", catalogue.COMMENTS),
        ("sharing", catalogue.SHARING),
    ],
)
def test_three_hundred_pages_hold_every_quirk(
    lines: list[Line], dimension: str, shares: catalogue.Shares
) -> None:
    drawn = {line["varieties"][dimension] for line in lines if line["varieties"]}

    assert drawn >= set(shares)


@pytest.mark.parametrize("era", catalogue.ERAS, ids=lambda era: era.name)
def test_three_hundred_pages_hold_every_form_of_an_era(
    lines: list[Line], era: catalogue.Era
) -> None:
    forms = [line["varieties"] for line in lines if line["varieties"]]
    drawn = [form for form in forms if form["era"] == era.name]

    assert {form["dateline"] for form in drawn} >= set(era.datelines)
    assert {form["interview"] for form in drawn} >= set(era.interviews)
    assert {form["author"] for form in drawn} >= set(era.author_forms)
    assert {form["text"] for form in drawn} >= set(era.text_forms)
    assert {form["desk"] for form in drawn} >= {desk for desk, share in era.desks.items() if share}


def test_the_truth_of_an_article_has_every_field_a_page_can_give(lines: list[Line]) -> None:
    articles = [line["article"] for line in lines if line["article"]]
    expected = set(Article.__dataclass_fields__) - NOT_ON_THE_PAGE

    assert all(set(article) == expected for article in articles)


def test_every_rejection_says_why_and_every_reason_of_a_known_site_occurs(
    lines: list[Line],
) -> None:
    reasons = {Reason(line["reason"]) for line in lines if line["outcome"] == "rejection"}

    assert reasons == set(Reason) - {
        Reason.TOO_LARGE,
        Reason.NOT_THE_ARTICLE,
        Reason.PROTECTED,
        Reason.UNREADABLE,
    }


def test_an_article_whose_page_has_no_date_is_in_a_listing_with_its_day(
    lines: list[Line],
) -> None:
    undated = [line for line in lines if line["listing"] and line["kind"] == "article"]
    entries = {
        (listing["requested_url"], entry["url"]): entry["published_on"]
        for listing in lines
        for entry in listing["entries"] or ()
    }

    found = [entries[line["listing"]["listed_on"], line["canonical_url"]] for line in undated]

    assert undated
    assert found == [line["listing"]["published_on"] for line in undated]
    assert all(line["article"]["published_on"] is None for line in undated)


def test_every_article_is_in_the_listing_of_its_section(lines: list[Line]) -> None:
    listed = {
        entry["url"]
        for line in lines
        if "/category/" in line["requested_url"]
        for entry in line["entries"] or ()
    }

    articles = {line["canonical_url"] for line in lines if line["kind"] == "article"}

    assert articles <= listed


def test_older_entries_lead_from_page_to_page_to_an_end(lines: list[Line]) -> None:
    next_of = {line["requested_url"]: line["next_url"] for line in lines if line["entries"]}

    targets = {url for url in next_of.values() if url}

    assert targets
    assert targets <= set(next_of)
    assert all(url in targets or "/page/" not in url for url in next_of)


def test_no_two_articles_share_a_paragraph_but_reposts_do(lines: list[Line]) -> None:
    shared = Counter(
        paragraph["text"]
        for line in lines
        if line["kind"] == "article"
        for paragraph in line["article"]["paragraphs"]
        if paragraph["kind"] != "heading"
    )
    repost = next(line["article"] for line in lines if line["kind"] == "duplicate")

    assert max(shared.values()) == 1
    assert repost["canonical_url"].endswith("-2/")
    assert repost["paragraphs"][0]["text"] in shared


def test_the_printed_day_can_differ_from_the_day_in_utc(lines: list[Line]) -> None:
    differing = [
        line
        for line in lines
        if line["article"]
        and line["article"]["printed_on"]
        and line["article"]["published_at"]
        and line["article"]["published_zone"] == "+00:00"
        and line["article"]["printed_on"] != line["article"]["published_at"][:10]
    ]

    assert differing
    assert {line["varieties"]["dates"] for line in differing} == {"zones_disagree"}


def test_warcio_and_fastwarc_read_every_record_at_the_offset_in_the_truth(
    sample: SampleSummary, lines: list[Line]
) -> None:
    path = sample.warc_files[0]
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        types = [(record.rec_type, len(record.raw_stream.read()))[0] for record in records]
    with path.open("rb") as stream:
        targets = {
            record.stream_pos: record.headers["WARC-Target-URI"]
            for record in FastIterator(stream)
            if record.headers["WARC-Type"] == "response"
        }

    assert types == ["warcinfo"] + ["response"] * 300
    assert targets == {line["warc_offset"]: line["requested_url"] for line in lines}


def test_capture_times_rise(lines: list[Line]) -> None:
    times = [line["captured_at"] for line in lines]

    assert times == sorted(times)
    assert times[0].startswith("2017-10")
    assert times[-1].startswith("2017-11")


def test_the_page_of_a_2005_import_is_damaged_and_its_truth_is_not(
    sample: SampleSummary, lines: list[Line]
) -> None:
    bodies = bodies_by_url(sample)
    damaged = [
        line
        for line in lines
        if line["kind"] == "article" and line["varieties"]["text"] == "damaged"
    ]
    pages = b"".join(bodies[line["requested_url"]] for line in damaged)
    texts = "".join(
        paragraph["text"] for line in damaged for paragraph in line["article"]["paragraphs"]
    )

    assert b"&#038;#34" in pages
    assert "&#34" not in texts
    assert "”" not in texts


def test_a_page_with_a_wrong_charset_is_not_utf8(sample: SampleSummary, lines: list[Line]) -> None:
    bodies = bodies_by_url(sample)
    liars = [
        bodies[line["requested_url"]]
        for line in lines
        if line["kind"] == "article" and line["varieties"]["page"] == "cp1252_as_utf8"
    ]

    assert liars
    for body in liars:
        assert b'charset="UTF-8"' in body
        body.decode("cp1252")


def test_article_pages_are_as_large_as_divi_pages(sample: SampleSummary, lines: list[Line]) -> None:
    bodies = bodies_by_url(sample)
    sizes = sorted(
        len(bodies[line["requested_url"]])
        for line in lines
        if line["kind"] == "article" and line["varieties"]["page"] == "divi"
    )

    assert sizes[0] > 30_000
    assert sizes[-1] < 70_000


@pytest.mark.slow
def test_the_bundled_sample_equals_the_output_of_its_seed(tmp_path: Path) -> None:
    fresh = write_sample(tmp_path, pages=BUNDLED_PAGES, seed=BUNDLED_SEED)

    bundled = {path.name: path.read_bytes() for path in bundled_folder().iterdir()}

    assert bundled == {
        path.name: path.read_bytes() for path in (*fresh.warc_files, fresh.truth_file)
    }
    assert sum(map(len, bundled.values())) < 5_000_000


@pytest.mark.slow
def test_memory_does_not_grow_with_the_sample(tmp_path: Path) -> None:
    peaks = []
    for pages in (150, 600):
        tracemalloc.start()
        write_sample(tmp_path / str(pages), pages=pages, seed=1)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.5 + 1_000_000


def test_the_people_named_most_are_those_of_the_storylines(lines: list[Line]) -> None:
    named = Counter(
        name.split()[0] + " " + name.split()[-1].removeprefix("Al-").removeprefix("al-")
        for line in lines
        if line["kind"] == "article"
        for name in line["extra"]["people"]
    )
    cast = {f"{role.given} {role.family}" for one in STORYLINES for role in (one.hero, one.other)}

    assert {name for name, _ in named.most_common(len(cast))} == cast


def test_a_storyline_is_reported_between_its_first_and_last_day(lines: list[Line]) -> None:
    said = {
        line["article"]["printed_on"]
        for line in lines
        if line["kind"] == "article" and line["article"]["printed_on"]
        for name in line["extra"]["people"]
        if name in ("Hamdan Al-Samarrai", "Wafa Al-Nabulsi")
    }

    assert len(said) > 10
    assert min(said) >= "2014-06-01"


def chapters_of(lines: list[Line], tag: str) -> list[dict[str, Any]]:
    return [
        line["article"]
        for line in lines
        if line["kind"] == "article" and tag in (one["name"] for one in line["article"]["tags"])
    ]


def test_three_stories_are_told_in_three_articles_within_days(lines: list[Line]) -> None:
    tags = [line["article"]["tags"][-1]["name"] for line in lines if line["kind"] == "corrected"]

    stories = [chapters_of(lines, tag) for tag in tags]

    assert [len(story) for story in stories] == [3, 3, 3]
    for story in stories:
        days = [date.fromisoformat(article["published_on"]) for article in story]
        assert days == sorted(days, reverse=True)
        assert (days[0] - days[-1]).days <= 4


def test_the_first_article_of_a_story_is_corrected_after_its_capture(lines: list[Line]) -> None:
    corrected = [line for line in lines if line["kind"] == "corrected"]
    first = {line["canonical_url"]: line for line in lines if line["kind"] == "article"}

    for line in corrected:
        before, after = first[line["canonical_url"]]["article"], line["article"]
        assert first[line["canonical_url"]]["captured_at"] < line["captured_at"]
        assert before["title"] != after["title"]
        assert after["paragraphs"][-1]["text"].startswith("Correction: ")


def test_a_text_gives_the_full_name_before_the_surname_alone() -> None:
    cast = invent_cast(Random("a cast"), date(2016, 5, 1))
    cast.is_headline = False

    assert fill("{hero_s}, {hero_s}", cast) == f"{cast.hero.name}, {cast.hero.surname}"


def test_a_body_is_not_named_before_it_was_founded() -> None:
    cast = invent_cast(Random("another cast"), date(2009, 5, 1))

    assert not {fill("{org}", cast) for _ in range(300)} & set(words.FOUNDED)
