"""What a run may be asked to do."""

from datetime import date
from pathlib import Path

import pytest

from flows.run.run_request import (
    Mode,
    RunRequest,
    check_request,
    refuse_unknown_sections,
    split_sections,
)
from tasks.errors import BadRequest


def test_an_order_for_the_whole_archive_is_fine() -> None:
    request = RunRequest("sample")

    assert check_request(request) is request


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (
            RunRequest("live", since=date(2017, 1, 2), until=date(2017, 1, 1)),
            r"since \(2017-01-02\) is after until \(2017-01-01\)",
        ),
        (
            RunRequest("live", since=date(2019, 1, 1), until=date(2019, 12, 31)),
            "the archive has pages of 2005-01-01 to 2017-12-31",
        ),
        (
            RunRequest("live", sections=("opinion, features",)),
            "enter one section per line",
        ),
        (RunRequest("live", sections=(" ",)), "is not a section"),
        (
            RunRequest("live", sections=("Opinon",)),
            "'opinon' is not a section; did you mean opinion",
        ),
        (RunRequest("lvie"), "unknown source 'lvie'; known are auto, commoncrawl, live"),
        (RunRequest("live", max_pages=0), "max_pages must be at least 1"),
        (RunRequest("warc"), "the source warc needs a path"),
        (RunRequest("warc", path=Path("/no/such/file")), "nothing at /no/such/file"),
        (RunRequest("live", path=Path("/tmp")), "the source live reads no file"),
    ],
    ids=[
        "dates-swapped",
        "dates-outside-the-archive",
        "two-sections-in-one",
        "no-section",
        "misspelled-section",
        "unknown-source",
        "no-pages",
        "warc-without-path",
        "path-missing",
        "path-for-live",
    ],
)
def test_an_order_that_makes_no_sense_is_refused_in_one_line(
    asked: RunRequest, complaint: str
) -> None:
    with pytest.raises(BadRequest, match=complaint) as refusal:
        check_request(asked)

    assert "\n" not in str(refusal.value)


def test_parsing_again_needs_no_path_since_the_captures_are_there() -> None:
    request = RunRequest("warc", mode=Mode.REPARSE)

    assert check_request(request) is request


def test_sections_the_form_does_not_list_go_into_its_other_field() -> None:
    assert split_sections(["opinion", "/news-middle-east/saudi-arabia/", "sports"]) == {
        "sections": ["opinion", "news-middle-east/saudi-arabia"],
        "other_sections": ["sports"],
    }


def test_a_section_that_no_page_is_in_is_refused_once_all_pages_are_known() -> None:
    refuse_unknown_sections(["/Sports/", "opinion"], known={"sports"})

    with pytest.raises(BadRequest, match=r"in the section 'weather'; known are .*sports"):
        refuse_unknown_sections(["weather"], known={"sports"})
    with pytest.raises(BadRequest, match="did you mean sports"):
        refuse_unknown_sections(["sport"], known={"sports"})


def test_a_section_outside_the_list_may_be_asked_for_before_pages_are_known() -> None:
    assert check_request(RunRequest("live", sections=("sports",))).sections == ("sports",)
