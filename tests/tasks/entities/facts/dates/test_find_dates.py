from datetime import date

import pytest

from tasks.entities.facts.dates.find_dates import find_dates

WEDNESDAY = date(2013, 10, 23)


@pytest.mark.parametrize(
    ("text", "found", "kind", "day"),
    [
        ("They met on Saturday.", "Saturday", "day", date(2013, 10, 19)),
        ("They met on Wednesday.", "Wednesday", "day", WEDNESDAY),
        ("They met last Wednesday.", "last Wednesday", "day", date(2013, 10, 16)),
        ("They meet next Saturday.", "next Saturday", "day", date(2013, 10, 26)),
        ("on 22 October 2013 it", "22 October 2013", "day", date(2013, 10, 22)),
        ("on 30 January, 2011 it", "30 January, 2011", "day", date(2011, 1, 30)),
        ("on November 1 2006 it", "November 1 2006", "day", date(2006, 11, 1)),
        ("on September 18.", "September 18", "day", date(2013, 9, 18)),
        ("on January 5 the year", "January 5", "day", date(2014, 1, 5)),
        ("in November 2006 they", "November 2006", "month", date(2006, 11, 1)),
        ("last March they", "last March", "month", date(2013, 3, 1)),
        ("in May.", "May", "month", date(2013, 5, 1)),
        ("since 2003.", "2003", "year", date(2003, 1, 1)),
        ("two days ago", "two days ago", "day", date(2013, 10, 21)),
        ("next week", "next week", "week", date(2013, 10, 28)),
        ("yesterday", "yesterday", "day", date(2013, 10, 22)),
        ("in the 1990s they", "1990s", "decade", date(1990, 1, 1)),
        ("in the early eighties they", "eighties", "decade", date(1980, 1, 1)),
        ("after the 1989 coup", "1989", "year", date(1989, 1, 1)),
        ("before the 2010 elections", "2010", "year", date(2010, 1, 1)),
        ("the plan (2008) was", "2008", "year", date(2008, 1, 1)),
        ("on Monday, October 7, the", "Monday, October 7", "day", date(2013, 10, 7)),
        ("on Sunday 9 November he", "Sunday 9 November", "day", date(2014, 11, 9)),
        ("on 11.09.2001 it", "11.09.2001", "day", date(2001, 9, 11)),
        ("on 15 Ramadan 1434 they", "15 Ramadan 1434", "day", date(2013, 7, 23)),
        ("in Dhul-Hijja 1434 AH he", "Dhul-Hijja 1434 AH", "month", date(2013, 10, 6)),
        ("last Ramadan they", "last Ramadan", "month", date(2013, 7, 9)),
        ("during the holy month of Ramadan.", "Ramadan", "month", date(2013, 7, 9)),
        ("in 1434 AH he", "1434 AH", "year", date(2012, 11, 15)),
    ],
)
def test_dates_are_resolved_against_the_day_of_publication(
    text: str, found: str, kind: str, day: date
) -> None:
    (one,) = find_dates(text, WEDNESDAY)

    assert (one.text, one.kind, one.day) == (found, kind, day)
    assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    "text",
    [
        "The March 14 alliance met.",
        "the March 14 and",
        "MPs of March 8 forces",
        "the April 6 movement",
        "Black September fighters",
        "It may come and march on.",
        "in 2003 soldiers",
        "February 30 was",
        "the 2000 people who",
        "in his sixties he",
        "the killing of Ramadan Darwish",
        "Tariq Ramadan said",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, WEDNESDAY) == []


def test_the_day_of_a_killing_is_a_date_even_when_it_is_march_14() -> None:
    (one,) = find_dates("He fled on March 14, 2005.", WEDNESDAY)

    assert one.day == date(2005, 3, 14)


def test_without_a_day_of_publication_only_dates_with_a_year_count() -> None:
    found = find_dates("On Monday, yesterday and in June 2009.", None)

    assert [one.text for one in found] == ["June 2009"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("He will meet the king on Monday.", date(2009, 2, 16)),
        ("The envoy is due in Riyadh on Thursday.", date(2009, 2, 12)),
        ("He will stay, his office said on Monday.", date(2009, 2, 9)),
        ("He will go. They met on Monday.", date(2009, 2, 9)),
    ],
)
def test_a_weekday_after_will_is_in_the_future(text: str, day: date) -> None:
    (found,) = find_dates(text, date(2009, 2, 10))

    assert found.day == day


@pytest.mark.parametrize(
    ("text", "found", "day"),
    [
        ("They signed late last night in Doha.", "last night", date(2011, 10, 31)),
        ("A bomb went off this morning.", "this morning", date(2011, 11, 1)),
        ("He left the day before yesterday.", "the day before yesterday", date(2011, 10, 30)),
        ("The talks began in April last year.", "April last year", date(2010, 4, 1)),
        ("On January 25 the crowd filled the square.", "January 25", date(2011, 1, 25)),
        ("It will be held on January 25.", "January 25", date(2012, 1, 25)),
        ("The deal was signed on 25/1/2011.", "25/1/2011", date(2011, 1, 25)),
        ("The attacks of September 11 changed it.", "September 11", date(2001, 9, 11)),
        ("The market fell on September 11.", "September 11", date(2011, 9, 11)),
    ],
)
def test_days_are_read_by_tense_by_event_and_by_the_habit_of_the_paper(
    text: str, found: str, day: date
) -> None:
    (one,) = find_dates(text, date(2011, 11, 1))

    assert (one.text, one.day) == (found, day)


def test_both_years_of_a_range_are_dates() -> None:
    found = find_dates("He ruled between 1999 and 2004.", WEDNESDAY)

    assert [one.day.year for one in found] == [1999, 2004]


def test_a_day_of_the_week_chooses_the_year_of_its_date() -> None:
    (one,) = find_dates("They met on Friday, October 26.", WEDNESDAY)

    assert one.day == date(2012, 10, 26)


@pytest.mark.parametrize(
    ("text", "found", "day"),
    [
        ("The plan broke down in mid-2012.", "2012", date(2012, 1, 1)),
        ("School starts on Muharram 10, 1435.", "Muharram 10, 1435", date(2013, 11, 14)),
        ("School starts on Muharram 10.", "Muharram 10", date(2013, 11, 14)),
    ],
)
def test_years_after_a_hyphen_and_hijri_days_after_their_month_are_dates(
    text: str, found: str, day: date
) -> None:
    (one,) = find_dates(text, WEDNESDAY)

    assert found in one.text
    assert abs((one.day - day).days) <= 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("By this Friday, schools will open.", date(2013, 10, 25)),
        ("On Saturday the court will rule.", date(2013, 10, 26)),
        ("On Saturday he said he will resign.", date(2013, 10, 19)),
        ("The trial resumes on Monday.", date(2013, 10, 28)),
        ("The truce begins at midnight on Thursday.", date(2013, 10, 24)),
    ],
)
def test_a_day_that_opens_a_sentence_follows_its_verb(text: str, day: date) -> None:
    assert [one.day for one in find_dates(text, WEDNESDAY)] == [day]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The ship will dock in two days.", [date(2013, 10, 25)]),
        ("It opens in three weeks’ time.", [date(2013, 11, 11)]),
        ("The vote is two days from now.", [date(2013, 10, 25)]),
        ("They killed ten in two days.", []),
    ],
)
def test_a_number_of_days_ahead_is_a_date_after_a_word_about_the_future(
    text: str, days: list[date]
) -> None:
    assert [one.day for one in find_dates(text, WEDNESDAY)] == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On November 30 millions took to the streets.", date(2012, 11, 30)),
        ("On November 30 the court will rule.", date(2013, 11, 30)),
        ("The summit on November 30, leaders said.", date(2013, 11, 30)),
        ("The 9/11 hijackers were trained there.", date(2001, 9, 11)),
        ("He saw it on September 11 when the towers fell.", date(2001, 9, 11)),
        ("Since November 30 nobody has left.", date(2012, 11, 30)),
    ],
)
def test_a_day_that_opens_a_sentence_about_the_past_is_past(text: str, day: date) -> None:
    assert [one.day for one in find_dates(text, WEDNESDAY)] == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A source said that X would meet Y on Sunday.", date(2013, 10, 27)),
        ("He demanded that they leave by Friday.", date(2013, 10, 25)),
        ("The judge adjourned the trial to Sunday.", date(2013, 10, 27)),
        ("Tensions rose ahead of Sunday's vote.", date(2013, 10, 27)),
        ("The envoy was due in Riyadh on Sunday.", date(2013, 10, 27)),
        ("The ministers meet on Sunday.", date(2013, 10, 27)),
        ("The vote is on Sunday.", date(2013, 10, 27)),
        ("He would have travelled on Sunday.", date(2013, 10, 20)),
        ("By Sunday, the army had taken the town.", date(2013, 10, 20)),
        ("He would not attend, and he left Doha on Sunday.", date(2013, 10, 20)),
    ],
)
def test_plans_and_deadlines_are_in_the_future_of_the_day_they_are_told(
    text: str, day: date
) -> None:
    assert [one.day for one in find_dates(text, WEDNESDAY)] == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on the 14th of this month", date(2013, 10, 14)),
        ("on the 30th of last month", date(2013, 9, 30)),
        ("on the 1st of next month", date(2013, 11, 1)),
        ("twelve days ago", date(2013, 10, 11)),
        ("Twenty years ago", date(1993, 1, 1)),
    ],
)
def test_days_of_a_month_and_long_counts_are_dates(text: str, day: date) -> None:
    assert [one.day for one in find_dates(f"It began {text}.", WEDNESDAY)] == [day]


def test_a_day_that_the_month_does_not_have_is_not_a_date() -> None:
    assert find_dates("He left on the 31st of last month.", WEDNESDAY) == []
