from tasks.entities.training.build_people import Term, joined_terms

PERSON = ("person/a", "A", "Q1", "m")


def term(begin: str, until: str) -> Term:
    return ("FR", "foreign minister", begin, until, *PERSON)


def test_terms_that_overlap_or_follow_each_other_are_one() -> None:
    found = joined_terms(
        [term("2012-05-16", "2014-03-31"), term("2014-03-31", ""), term("2013-06", "2013-09-19")]
    )

    assert found == [term("2012-05-16", "")]


def test_the_known_end_of_a_doubled_term_counts() -> None:
    found = joined_terms([term("2015-09-14", "2018-10-15"), term("2015-09-15", "")])

    assert found == [term("2015-09-14", "2018-10-15")]


def test_terms_with_years_between_stay_apart() -> None:
    apart = [term("2003-01-01", ""), term("2010-01-01", "2012-01-01")]

    assert joined_terms(apart) == apart
