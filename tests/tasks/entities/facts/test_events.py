import pytest

from tasks.entities import extract_entities
from tasks.entities.facts.events import find_events
from tasks.entities.models import EntityType, Event, Mention
from tasks.entities.ner.tokenizer import split_sentences
from tests.tasks.entities.gold_markup import parse_markup


def events_in(marked: str) -> list[Event]:
    gold = parse_markup(marked)
    mentions = [
        Mention(
            one.start,
            one.end,
            EntityType(one.label),
            gold.text[one.start : one.end],
            one.entity,
            one.entity,
        )
        for one in gold.mentions
    ]
    return find_events(gold.text, split_sentences(gold.text), mentions)


@pytest.mark.parametrize(
    ("marked", "actor", "verb", "target"),
    [
        ("[LOC:Iran] has condemned [LOC:Israel].", "iran", "condemned", "israel"),
        ("[NORP:Turkish] forces shelled [ORG:PKK] positions.", "turkish", "shelled", "pkk"),
        ("[PER:Adel Nassif] was arrested by the [ORG:Army].", "army", "arrested", "adel-nassif"),
        ("[PER:Olmert] met President [PER:Abbas] on Monday.", "olmert", "met", "abbas"),
        ("[PER:Olmert] met with King [PER:Abbas] again.", "olmert", "met", "abbas"),
        ("[ORG:Army] Thursday arrested [PER:Abbas].", "army", "arrested", "abbas"),
        ("[ORG:Hamas] kidnapped two [NORP:Israeli] soldiers.", "hamas", "kidnapped", "israeli"),
    ],
)
def test_a_plain_sentence_is_an_event(marked: str, actor: str, verb: str, target: str) -> None:
    (event,) = events_in(marked)

    assert (event.actor_id, event.verb, event.target_id) == (actor, verb, target)


@pytest.mark.parametrize(
    "marked",
    [
        "[PER:Adel Nassif] and [PER:Olmert] met.",
        "The trial of [PER:Adel Nassif] condemned [LOC:Israel].",
        "[PER:Olmert] met in [LOC:Moscow].",
        "A blast in southern [LOC:Iran] has killed nine [NORP:Afghan] soldiers.",
        "The widow of reporter [PER:Adel Nassif] has sued [ORG:Hamas].",
        "Forces loyal to ex-president [PER:Saleh] attacked [LOC:Aden].",
        "[NORP:Syrian] officials condemned [NORP:Israeli] plans.",
        "[PER:Olmert] praised with [PER:Abbas].",
        "[LOC:Iran] condemned [LOC:Israel]’s plan.",
        "[PER:Adel Nassif] may be arrested by the [ORG:Army].",
        "[PER:Adel Nassif] criticised [LOC:Vancouver] Olympic officials.",
    ],
)
def test_what_is_not_plain_is_left_out(marked: str) -> None:
    assert events_in(marked) == []


def test_the_place_of_the_sentence_is_the_place_of_the_event() -> None:
    (event,) = events_in("[PER:Olmert] met [PER:Abbas] in [LOC:Jericho].")

    assert event.place_id == "jericho"


@pytest.mark.parametrize(
    "text",
    [
        "Israeli commandos dressed as Palestinian police abducted the Hamas commander.",
        "Zorbadin accused Iran of lying.",
    ],
)
def test_a_disguise_and_a_word_of_no_list_do_nothing(text: str) -> None:
    found = extract_entities(text).events

    assert not [one for one in found if one.actor_id.startswith(("people/palestinian", "org/"))]
