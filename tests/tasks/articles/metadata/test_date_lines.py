"""The dates of one line, and whether each is a publication or a change."""

from datetime import date

import pytest

from tasks.articles.metadata.date_lines import (
    DateMark,
    is_updated_label,
    read_date_marks,
    read_labels,
    states_publication,
)
from tests.tasks.articles.documents import body_of

DAY = date(2014, 6, 27)
STAMP = "2014-06-27T10:00:00+03:00"


def marks(html: str) -> list[DateMark]:
    node = body_of(html).css_first("[id=x]")
    assert node is not None
    return read_date_marks(node)


def days(html: str) -> list[tuple[date, ...]]:
    return [mark.days for mark in marks(html)]


def changed(html: str) -> bool | None:
    [mark] = marks(html)
    return mark.is_updated


@pytest.mark.parametrize(
    "attributes",
    [
        f'datetime="{STAMP}"',
        f'itemprop="datePublished" content="{STAMP}"',
        f'title="{STAMP}"',
        f'property="dc:date dc:created" content="{STAMP}"',
        f'datetime="{STAMP}" itemprop="datePublished" content="2001-01-01" title="2001-01-01"',
    ],
)
def test_a_timestamp_is_read_from_an_attribute(attributes: str) -> None:
    [mark] = marks(f"<time id=x {attributes}>five years ago</time>")

    assert mark.machine is not None
    assert (mark.days, mark.source) == ((DAY,), "time[datetime]")


def test_the_content_of_another_property_is_not_read() -> None:
    assert marks(f'<span id=x itemprop="name" content="{STAMP}">A</span>') == []


def test_a_time_ago_has_its_day_in_a_title() -> None:
    title = 'title="Friday, June 27, 2014 9:00 AM"'

    assert days(f"<p id=x>By A <i {title}>5 years ago</i></p>") == [(DAY,)]
    assert days(f"<p id=x>By A <i {title}>5 years in office</i></p>") == []
    assert days("<p id=x>By A <i>5 years ago</i></p>") == []


def test_the_printed_day_of_a_timestamp_counts() -> None:
    assert days(f'<time id=x datetime="{STAMP}">June 26, 2014</time>') == [(date(2014, 6, 26),)]


def test_a_line_without_a_date_has_no_marks() -> None:
    assert marks("<p id=x>June 27</p>") == []
    assert marks("<p id=x>In 2014</p>") == []


def test_a_line_is_split_after_each_date() -> None:
    found = marks('<p id=x class="info small">Published June 27, 2014 | Updated June 1, 2016</p>')

    assert [(mark.text, mark.is_updated) for mark in found] == [
        ("Published June 27, 2014", False),
        (" | Updated June 1, 2016", True),
    ]
    assert {mark.source for mark in found} == {"p.info"}
    assert marks("<p id=x>June 27, 2014</p>")[0].source == "p"


def test_dates_that_start_with_the_year_are_split_twelve_characters_after_it() -> None:
    found = marks("<p id=x>2014-06-27 abcdefgh, then 2016-06-01 abcdefgh</p>")

    assert [mark.text for mark in found] == ["2014-06-27 abcde", "fgh, then 2016-06-01 abcde"]


def test_a_change_beside_another_date_is_left_out() -> None:
    change = '<span class="updated">June 1, 2016</span>'

    assert days(f"<p id=x>June 27, 2014 {change}</p>") == [(DAY,)]
    assert days(f"<p id=x>Posted {change}</p>") == [(date(2016, 6, 1),)]
    assert days('<p id=x class="x-modified">June 27, 2014</p>') == [(DAY,)]
    assert days(f"<p id=x>{change} Created June 1, 2016</p>") == [(date(2016, 6, 1),)]


def test_at_most_twenty_changes_are_left_out() -> None:
    change = '<span class="updated">June 1, 2016</span>'

    assert len(days(f"<p id=x>June 27, 2014 {change * 20}</p>")) == 1
    assert len(days(f"<p id=x>June 27, 2014 {change * 21}</p>")) == 2


@pytest.mark.parametrize(
    ("html", "is_updated"),
    [
        ("<p id=x>June 27, 2014</p>", False),
        ("<p id=x>Updated June 27, 2014</p>", True),
        ("<p id=x>Posted, not updated, on June 27, 2014</p>", False),
        ("<p id=x itemprop=dateModified>Posted June 27, 2014</p>", True),
        ("<p id=x itemprop=datePublished>Updated June 27, 2014</p>", False),
        ("<p id=x class=published>Updated June 27, 2014</p>", False),
        ("<p id=x class='published updated'>Updated June 27, 2014</p>", True),
        ("<p id=x class='published updated'>June 27, 2014</p>", False),
        ("<p id=x class=updated>June 27, 2014</p>", None),
        ("<p id=x pubdate=pubdate>Updated June 27, 2014</p>", False),
        ("<p id=x class=modified>June 27, 2014</p>", True),
        ("<p id=x class=updated-on>June 27, 2014</p>", True),
        ("<p id=x class=up-dated>June 27, 2014</p>", False),
        ("<div class=post-modified><p id=x>June 27, 2014</p></div>", True),
        ("<div class=updated><p id=x>June 27, 2014</p></div>", False),
    ],
)
def test_label_and_class_tell_a_change(html: str, is_updated: bool | None) -> None:
    assert changed(html) is is_updated


def test_a_label_reaches_seventy_characters() -> None:
    assert changed(f"<p id=x>Updated {'x' * 48} June 27, 2014</p>") is True
    assert changed(f"<p id=x>Updated {'x' * 49} June 27, 2014</p>") is False


@pytest.mark.parametrize(
    ("before", "text", "is_updated"),
    [
        ("Updated: ", "", True),
        ("<b>Updated</b> ", "", True),
        ("<b>Updated</b><i>" + "x" * 39 + "</i>", "", True),
        ("<b>Updated</b><i>" + "x" * 40 + "</i>", "", False),
        ("<b>Updated</b>" + "<i>x</i>" * 19, "", True),
        ("<b>Updated</b>" + "<i>x</i>" * 20, "", False),
        ("<b>Updated</b><br>", "", True),
        ("<u>updated</u><i>post</i><b>time</b>", "", False),
        ("", "x" * 32 + " revised", True),
        ("", "x" * 33 + " revised", False),
        ("Posted ", "revised", False),
    ],
)
def test_the_label_of_a_timestamp_stands_before_it_or_in_it(
    before: str, text: str, is_updated: bool
) -> None:
    html = f'<p>{before}<time id=x datetime="{STAMP}">{text}</time></p>'

    assert changed(html) is is_updated


@pytest.mark.parametrize(
    ("html", "is_stated"),
    [
        ("<p id=x>Published June 27, 2014</p>", True),
        ("<p id=x>June 27, 2014</p>", False),
        ("<p id=x itemprop=dateModified>Published June 27, 2014</p>", False),
    ],
)
def test_a_publication_is_stated_by_words(html: str, is_stated: bool) -> None:
    assert states_publication(marks(html)[0]) is is_stated


def test_a_line_may_be_only_the_label_of_a_change() -> None:
    assert is_updated_label("Last updated:")
    assert not is_updated_label("Last updated by Lina Example")


def test_lines_before_the_text_are_read_as_dates() -> None:
    found = read_labels(["Title", "Updated June 1, 2016", "June 27, 2014 | 2014"])

    assert [(mark.days, mark.is_updated, mark.machine) for mark in found] == [
        ((date(2016, 6, 1),), True, None),
        ((DAY,), False, None),
    ]
