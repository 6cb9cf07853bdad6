"""Word lists: how they are read, and that lists which name words of another list agree with it."""

import re

import pytest

from tasks.entities.names import word_lists
from tasks.entities.names.word_lists import read_groups

_CAMEO_ROOTS = {f"{number:02}" for number in range(1, 21)}


def _event_verbs() -> set[str]:
    verbs = [verb for group in read_groups("event_verbs").values() for verb in group]
    return {re.split("[_+]", verb)[0] for verb in verbs}


def _cues() -> set[str]:
    cues = [cue for group in read_groups("cue_verbs").values() for cue in group]
    return {cue.rstrip("*").partition("_")[0] for cue in cues}


def test_the_words_of_a_line_are_read_under_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_lists, "_read", lambda _: "met: with\nspoke: with to\n")

    assert read_groups("prepositions") == {"met": ("with",), "spoke": ("with", "to")}


@pytest.mark.parametrize("second", ["spoke with", "met: to"], ids=["no key", "a key again"])
def test_a_wrong_line_is_named(monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    monkeypatch.setattr(word_lists, "_read", lambda _: f"met: with\n{second}\n")

    with pytest.raises(ValueError, match=r"lists/prepositions\.txt, line 2: write `key: words`"):
        read_groups("prepositions")


@pytest.mark.parametrize("name", ["event_verbs", "event_nouns"])
def test_words_of_events_have_a_class_of_cameo(name: str) -> None:
    assert read_groups(name).keys() <= _CAMEO_ROOTS


@pytest.mark.parametrize(
    "name",
    ["event_prepositions", "event_prepositions_after_object", "event_irregular_verbs"],
)
def test_what_is_listed_of_verbs_of_events_is_of_a_listed_verb(name: str) -> None:
    assert read_groups(name).keys() <= _event_verbs()


@pytest.mark.parametrize("name", ["cue_past_forms", "cue_gerunds"])
def test_an_irregular_form_is_of_a_listed_cue(name: str) -> None:
    assert read_groups(name).keys() <= _cues()
