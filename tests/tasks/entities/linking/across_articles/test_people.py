from itertools import combinations
from random import Random

import pytest

from tasks.entities.gazetteer.known_entities import KnownEntities
from tasks.entities.gazetteer.overrides import Overrides
from tasks.entities.linking.across_articles.people import NameUse, resolve_names, resolve_people
from tests.tasks.entities.gold_markup import read_people

NOBODY = KnownEntities((), (), {}, {})
UNJUDGED = Overrides()


def pairwise_scores(people: list[list[str]]) -> tuple[float, float]:
    rows = [(number, name) for number, names in enumerate(people) for name in names]
    ids = resolve_names([name for _, name in rows])
    right = wrong = missed = 0
    for (one, first), (other, second) in combinations(zip(rows, ids, strict=True), 2):
        right += one[0] == other[0] and first == second
        wrong += one[0] != other[0] and first == second
        missed += one[0] == other[0] and first != second
    return right / (right + wrong), right / (right + missed)


@pytest.mark.slow
def test_the_list_written_before_tuning_is_resolved_to_the_promised_quality() -> None:
    precision, recall = pairwise_scores(read_people("all"))

    assert precision >= 0.99
    assert recall >= 0.93


def test_ids_are_readable_and_follow_the_list() -> None:
    assert resolve_names(["Nouri Al Maliki", "Haydar al-Abadi", "Layla Unheard-Of"]) == [
        "person/nuri-al-maliki",
        "person/haider-al-abadi",
        "person/layla-unheard-of",
    ]


@pytest.mark.slow
def test_the_commonest_spelling_names_an_unlisted_person() -> None:
    names = ["Jasim al-Turaihi", "Jassim Turayhi", "Jassim Turayhi"]

    resolved = resolve_names(names)

    assert resolved == ["person/jassim-turayhi"] * 3


@pytest.mark.slow
def test_the_order_of_the_names_makes_no_difference() -> None:
    names = [name for person in read_people("dev") for name in person]
    shuffled = list(names)
    Random(7).shuffle(shuffled)

    here = dict(zip(names, resolve_names(names), strict=True))
    there = dict(zip(shuffled, resolve_names(shuffled), strict=True))

    assert here == there


@pytest.mark.slow
def test_a_bare_surname_is_not_merged() -> None:
    full, bare = resolve_names(["Jasim al-Turaihi", "al-Turaihi"])
    listed, surname = resolve_names(["Nuri al-Maliki", "Maliki"])

    assert (full, bare) == ("person/jasim-al-turaihi", "name/al-turaihi")
    assert (listed, surname) == ("person/nuri-al-maliki", "name/maliki")


def test_every_spelling_that_moved_is_explained() -> None:
    resolved = resolve_people([NameUse("Jasim al-Turaihi", 5), NameUse("Jassim Turayhi")], NOBODY)

    (row,) = resolved.merges
    assert (row.kept_id, row.merged_id) == ("person/jasim-al-turaihi", "person/jassim-turayhi")
    assert row.rule == "same letters"
    assert "Turayhi" in row.evidence


def test_an_override_joins_what_no_rule_would_and_can_be_taken_back() -> None:
    uses = [NameUse("Omar Mahmoud Othman"), NameUse("Abu Qatada")]
    judged = Overrides(same=(("person/omar-mahmoud-othman", "person/abu-qatada"),))

    with_it = resolve_people(uses, NOBODY, judged)
    without = resolve_people(uses, NOBODY, UNJUDGED)

    assert set(with_it.ids.values()) == {"person/omar-mahmoud-othman"}
    assert [row.rule for row in with_it.merges] == ["override"]
    assert len(set(without.ids.values())) == 2


def test_an_override_keeps_two_apart_whose_names_match() -> None:
    uses = [NameUse("Jasim al-Turaihi"), NameUse("Jassim Turayhi")]
    judged = Overrides(not_same=frozenset({("person/jasim-al-turaihi", "person/jassim-turayhi")}))

    resolved = resolve_people(uses, NOBODY, judged)

    assert len(set(resolved.ids.values())) == 2


def test_a_slip_is_not_forgiven_between_people_of_two_countries() -> None:
    uses = [
        NameUse("Walid Qashqardan", 9, country="IQ"),
        NameUse("Walid Qashqarzan", 1, country="YE"),
        NameUse("Walid Qashqardam", 1, country="IQ"),
    ]

    ids = resolve_people(uses, NOBODY, UNJUDGED).ids

    assert ids["Walid Qashqardan"] == ids["Walid Qashqardam"]
    assert ids["Walid Qashqardan"] != ids["Walid Qashqarzan"]


def test_titles_and_strange_scripts_do_no_harm() -> None:
    ids = resolve_names(["President Jalal Talabani", "Jalal al-Talabani", "محمد", "", "Dr."])

    assert ids[0] == ids[1] == "person/jalal-talabani"
    assert all(one.startswith(("person/", "name/")) for one in ids)


def test_people_whose_names_give_no_id_are_numbered() -> None:
    ids = resolve_names(["محمد", "احمد", "علي"])

    assert set(ids) == {"person/unnamed", "person/unnamed-2", "person/unnamed-3"}


def test_a_father_and_a_son_with_the_same_two_names_are_two_people() -> None:
    father, son = resolve_names(["Mohammed bin Nayef", "Nayef bin Mohammed"])

    assert father != son
    assert len(set(resolve_names(["Osama bin Laden", "Bin Laden, Osama"]))) == 1


@pytest.mark.parametrize(
    ("father", "son"),
    [
        ("Donald Trump", "Donald Trump Jr."),
        ("Donald J. Trump", "Donald Trump Junior"),
        ("John Smith Sr.", "John Smith Jr."),
        ("Hassan Rawi", "Hassan al-Rawi Jr"),
    ],
)
def test_a_son_who_has_the_name_of_his_father_is_another_person(father: str, son: str) -> None:
    assert len(set(resolve_names([father, son]))) == 2


def test_junior_is_written_in_full_or_not() -> None:
    spellings = ["Donald Trump Jr.", "Donald Trump Junior", "Donald J. Trump Jr"]

    assert len(set(resolve_names(spellings))) == 1


def test_a_longer_form_of_a_listed_name_is_the_listed_person() -> None:
    assert resolve_names(["Jalal Hussam Talabani"]) == ["person/jalal-talabani"]


def test_a_longer_form_gets_the_id_of_the_shorter_name() -> None:
    assert resolve_names(["Walid Karim Qashqardan", "Walid Qashqardan"]) == [
        "person/walid-qashqardan",
        "person/walid-qashqardan",
    ]
