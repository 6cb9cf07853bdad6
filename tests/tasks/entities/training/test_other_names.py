"""Copies of sentences with other names."""

from tasks.entities.training.corpora import Annotated, WordSpan
from tasks.entities.training.other_names import with_other_names

SENTENCES = [
    Annotated(
        ("Hana", "al-Aziz", "left", "Dawn", "Party", "."),
        (WordSpan(0, 2, "PER"), WordSpan(3, 5, "ORG")),
    ),
    Annotated(("The", "Hill", "Press", "closed"), (WordSpan(1, 3, "ORG"),)),
    Annotated(("Nothing", "happened"), ()),
]


def test_only_names_change_and_stay_marked() -> None:
    copies = list(with_other_names(SENTENCES, 30, seed=1))

    assert len(copies) == 60
    for copy in copies[:30]:
        person, body = copy.spans
        assert copy.words[person.last : body.first] == ("left",)
        assert copy.words[body.last :] == (".",)
        assert copy.words[body.first : body.last] in {("Dawn", "Party"), ("Hill", "Press")}
    assert len({copy.words[:2] for copy in copies[:30]}) > 10


def test_the_same_seed_gives_the_same_copies() -> None:
    assert list(with_other_names(SENTENCES, 3, 1)) == list(with_other_names(SENTENCES, 3, 1))


def test_names_in_capitals_are_exchanged_for_names_in_capitals() -> None:
    headline = Annotated(("HANA", "QUITS"), (WordSpan(0, 1, "PER"),))

    assert all(copy.words[0].isupper() for copy in with_other_names([headline], 10, seed=2))
