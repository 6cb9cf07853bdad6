from tasks.entities.training.build_people import Term, joined_terms, kin

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


def relative(one: tuple[str, str], relation: str, other: tuple[str, str]) -> dict[str, str]:
    (qid, name), (relative_qid, relative_name) = one, other
    return {
        "qid": qid,
        "name": name,
        "relation": relation,
        "relative_qid": relative_qid,
        "relative_name": relative_name,
    }


KNOWN = {"Q1": "person/omar-haddad", "Q2": "person/maya-haddad"}
OMAR, MAYA = ("Q1", "Omar Haddad of Harbourland"), ("Q2", "Maya Haddad")


def test_a_relative_is_stated_from_both_sides() -> None:
    assert kin([relative(MAYA, "father", OMAR)], KNOWN, {}) == {
        ("person/maya-haddad", "father", "person/omar-haddad", "Omar Haddad"),
        ("person/omar-haddad", "child", "person/maya-haddad", "Maya Haddad"),
    }


def test_the_nearer_of_two_relations_counts() -> None:
    rows = [relative(OMAR, "child", MAYA), relative(MAYA, "father", OMAR)]
    rows.append(relative(MAYA, "relative", OMAR))

    found = {relation for person, relation, *_ in kin(rows, KNOWN, {}) if "maya" in person}

    assert found == {"father"}


def test_a_relative_without_an_id_is_known_by_a_full_name_only() -> None:
    rows = [
        relative(OMAR, "sibling", ("Q3", "Rami Haddad")),
        relative(OMAR, "sibling", ("Q4", "Rami")),
        relative(OMAR, "sibling", ("Q5", "\u0631\u0627\u0645\u064a")),
        relative(("Q6", "Nobody Known"), "sibling", ("Q7", "Somebody Else")),
    ]

    people = {person for person, *_ in kin(rows, KNOWN, {})}

    assert people == {"person/omar-haddad", "person/rami-haddad"}
