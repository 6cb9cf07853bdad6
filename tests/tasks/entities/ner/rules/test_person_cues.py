"""A name the tagger cannot place is a person's where the words in or after it say so."""

import pytest

from tasks.entities import extract_entities
from tasks.entities.ner.rules.person_cues import find_titled, is_person_by_cues


def asked(sentence: str, name: str, *, is_body: bool) -> bool:
    words, own = sentence.split(), name.split()
    first = next(at for at in range(len(words)) if words[at : at + len(own)] == own)
    return is_person_by_cues(words, first, first + len(own), is_body=is_body)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("According to Rania al-Zahrani it failed .", "Rania al-Zahrani"),
        ("My friend Sandra Holloway left .", "Sandra Holloway"),
        ("“ No , ” Norcross told reporters .", "Norcross"),
        ("Merrow ’s aides were late .", "Merrow"),
        ("Alban Ellery , a former tribal leader , spoke .", "Alban Ellery"),
        ("Mevlut Altin , a 22-year-old guard , spoke .", "Mevlut Altin"),
    ],
)
def test_given_names_speech_and_roles_are_signs_of_a_person(sentence: str, name: str) -> None:
    assert asked(sentence, name, is_body=False)


@pytest.mark.parametrize(
    ("sentence", "name", "is_body"),
    [
        ("The road to Deir Hafer is shut .", "Deir Hafer", False),
        ("Merrow ’s harbor is shut .", "Merrow", False),
        ("Omar Mukhtar University said so .", "Omar Mukhtar University", True),
        ("Thomas Cook said sales fell .", "Thomas Cook", True),
        ("Shabrin , a town in the north , fell .", "Shabrin", False),
    ],
)
def test_towns_and_bodies_have_no_such_signs(sentence: str, name: str, is_body: bool) -> None:
    assert not asked(sentence, name, is_body=is_body)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The talks go on,” Qarbashi stressed.", "Qarbashi"),
        ("“The talks go on,” Al Qarbashi told reporters.", "Al Qarbashi"),
        ("“The talks go on,” officials said.", None),
        ("“The talks go on.” Observers said little.", None),
    ],
)
def test_an_unknown_name_right_after_a_quote_is_its_speaker(text: str, speaker: str | None) -> None:
    people = [one.text for one in extract_entities(text).mentions if one.type == "PER"]

    assert people == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("He met Hajj Wafiq Safa and left .", ["Wafiq Safa"]),
        ("Sheikh Ali bin Hamad al-Thani and Dr. Mona Shafei spoke .",
         ["Ali bin Hamad al-Thani", "Mona Shafei"]),
        ("The Hajj season and Sheikh Zayed Road are busy .", []),
        ("Mr. Speaker said so .", []),
    ],
)  # fmt: skip
def test_words_after_a_title_are_a_person(sentence: str, name: list[str]) -> None:
    words = sentence.split()

    assert [" ".join(words[first:last]) for first, last in find_titled(words)] == name
