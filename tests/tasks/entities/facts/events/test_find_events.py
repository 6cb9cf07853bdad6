from datetime import date
from pathlib import Path

import pytest

from tasks.entities import extract_entities
from tasks.entities.facts.events.find_events import find_events
from tasks.entities.models import Event, Extraction
from tests.tasks.entities.gold_markup import mentions_of, parse_markup

DATA = Path(__file__).parents[4] / "data" / "entities"


def events_in(marked: str) -> list[Event]:
    gold = parse_markup(marked)
    return find_events(gold.text, mentions_of(gold, lambda one: one.entity))


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
    ("marked", "actor", "verb", "target", "root"),
    [
        ("[PER:Adel Nassif] resigned on Monday.", "adel-nassif", "resigned", None, "08"),
        ("[PER:Nassif] fled to [LOC:Aden].", "nassif", "fled", "aden", "08"),
        ("[PER:Nassif] arrived on Monday in [LOC:Aden].", "nassif", "arrived", "aden", "04"),
        ("[NORP:Syrian] troops entered [LOC:Aden].", "syrian", "entered", "aden", "19"),
        ("Hundreds of [NORP:Copts] protested on Sunday.", "copts", "protested", None, "14"),
    ],
)
def test_an_act_of_one_actor_is_an_event(
    marked: str, actor: str, verb: str, target: str | None, root: str
) -> None:
    (event,) = events_in(marked)

    assert (event.actor_id, event.verb, event.target_id) == (actor, verb, target)
    assert event.cameo_root == root


@pytest.mark.parametrize(
    "marked",
    [
        "It was denied that [PER:Adel Nassif] had resigned.",
        "Rumours that [PER:Adel Nassif] had fled to [LOC:Aden] were false.",
        "Aid arrived in [LOC:Aden].",
        "[PER:Adel Nassif] returned the town to its people.",
        "[PER:Adel Nassif] demonstrated great skill.",
    ],
)
def test_denied_rumours_and_things_that_travel_are_no_acts(marked: str) -> None:
    assert events_in(marked) == []


@pytest.mark.parametrize(
    ("marked", "actor", "verb", "target"),
    [
        ("[PER:Olmert] met on Sunday with [PER:Abbas].", "olmert", "met", "abbas"),
        ("[LOC:Iran] executed 47 people, including the cleric [PER:Adel Nassif].",
         "iran", "executed", "adel-nassif"),
        ("[ORG:Hamas] and the [ORG:Fatah Movement] ([ORG:FM]) signed a pact.",
         "hamas", "signed", "fatah-movement"),
    ],
)  # fmt: skip
def test_days_brackets_and_lists_do_not_hide_who_takes_part(
    marked: str, actor: str, verb: str, target: str
) -> None:
    (event,) = events_in(marked)

    assert (event.actor_id, event.verb, event.target_id) == (actor, verb, target)


@pytest.mark.parametrize(
    "marked",
    [
        "[PER:Olmert] met in [LOC:Moscow].",
        "The widow of reporter [PER:Adel Nassif] has sued [LOC:Aden].",
        "Forces loyal to ex-president [PER:Saleh] attacked [LOC:Aden].",
        "[PER:Olmert] praised with [PER:Abbas].",
        "[PER:Adel Nassif] may be arrested by the [ORG:Army].",
        "[LOC:Aden] was surrounded by hills.",
    ],
)
def test_what_is_not_plain_is_left_out(marked: str) -> None:
    assert events_in(marked) == []


@pytest.mark.parametrize(
    ("marked", "actor"),
    [
        ("[PER:Olmert] flew to [LOC:Doha], where he met [PER:Abbas].", "olmert"),
        ("[PER:Olmert] spoke before [PER:Nassif] left for [LOC:Doha], where he met [PER:Abbas].",
         "nassif"),
        ("[PER:Adel Nassif] and [PER:Abbas] met on Monday.", "adel-nassif"),
        ("[LOC:Iran]’s parliament summoned [PER:Abbas].", "iran"),
        ("Kurdish fighters of the [ORG:YPG] killed [PER:Abbas].", "ypg"),
        ("[ORG:Peshmerga] forces backed by the [LOC:U.S.]-led coalition captured [PER:Abbas].",
         "peshmerga"),
        ("[LOC:Iran], which had withdrawn its envoy, accused [PER:Abbas].", "iran"),
    ],
)  # fmt: skip
def test_the_actor_is_the_name_behind_the_subject(marked: str, actor: str) -> None:
    event = events_in(marked)[-1]

    assert (event.actor_id, event.target_id) == (
        actor,
        "abbas",
    )


@pytest.mark.parametrize(
    ("marked", "verb", "target"),
    [
        ("[PER:Abbas] was sentenced to death on Monday.", "sentenced", "abbas"),
        ("[LOC:Mokha] was captured by gunmen.", "captured", "mokha"),
        ("Troops had stormed the neighborhood of [LOC:Intisar] in the east.", "stormed", "intisar"),
        ("A court in [LOC:Amman] sentenced [PER:Abbas] to death.", "sentenced", "abbas"),
        ("Gunmen killed Colonel [PER:Abbas] outside his house.", "killed", "abbas"),
        ("[PER:Abbas] was expelled from the party.", "expelled", "abbas"),
        ("Two [NORP:Syrian] soldiers were killed on the border.", "killed", "syrian"),
        ("A blast in [LOC:Iran] has killed nine [NORP:Afghan] soldiers.", "killed", "afghan"),
        ("The bombing that killed [PER:Abbas] was heard.", "killed", "abbas"),
        ("Hundreds of [NORP:Syrian] civilians have been killed.", "killed", "syrian"),
        ("After being arrested in [LOC:Aden], [PER:Abbas] fell ill.", "arrested", "abbas"),
        ("He accused [ORG:Hamas] of theft.", "accused", "hamas"),
    ],
)
def test_a_named_target_is_enough(marked: str, verb: str, target: str) -> None:
    (event,) = events_in(marked)

    assert (event.actor_id, event.verb, event.target_id) == (None, verb, target)


@pytest.mark.parametrize(
    ("marked", "target"),
    [
        ("[ORG:Hamas] fired rockets at [LOC:Sderot].", "sderot"),
        ("[ORG:Hamas] imposed sanctions on [PER:Abbas].", "abbas"),
        ("[PER:Olmert] named [PER:Abbas] minister of defense.", "abbas"),
        ("[ORG:Hamas] drove [ORG:Fatah] out of the town.", "fatah"),
        ("[LOC:Jordan] handed two men over to [LOC:Iraq].", None),
        ("[ORG:Hamas] besieged the house of [PER:Abbas].", "abbas"),
        ("[LOC:Jordan] donated $2 million to [ORG:Fatah].", "fatah"),
        ("[LOC:Paris] took control of [LOC:Mokha].", "mokha"),
        ("It was a charge that [LOC:Jordan] rejected.", None),
    ],
)
def test_the_target_may_follow_a_preposition_or_stand_before(
    marked: str, target: str | None
) -> None:
    (event,) = events_in(marked)

    assert event.target_id == target


@pytest.mark.parametrize(
    ("marked", "actor", "verb", "target"),
    [
        ("[LOC:Iran] backs [PER:Abbas]’s government.", "iran", "backs", "abbas"),
        ("[LOC:Iran] condemns in the strongest terms the attack.", "iran", "condemns", None),
        ("[LOC:Iran] is arming [ORG:Hamas].", "iran", "arming", "hamas"),
        ("[NORP:Iraqi] forces inspect the ruins.", "iraqi", "inspect", None),
        ("[PER:Olmert] refuses to resign.", "olmert", "refuses", None),
        ("The attack, condemned by [LOC:Iran], failed.", "iran", "condemned", None),
        ("A truce was brokered on Monday by [LOC:Iran].", "iran", "brokered", None),
        ("[PER:Abbas] was accused by [LOC:Iran] of fraud.", "iran", "accused", "abbas"),
        ("Despite being captured by [NORP:Iraqi] forces, [PER:Abbas] spoke.", "iraqi", "captured",
         "abbas"),
        ("[PER:Olmert] spoke by telephone with Secretary of State [PER:Abbas].", "olmert", "spoke",
         "abbas"),
        ("[PER:Abbas] forces bombed the town.", "abbas", "bombed", None),
        ("A series of [LOC:U.S.] raids killed two men.", "u-s", "killed", None),
        ("[LOC:Iran] contacted [LOC:Israel]’s minister.", "iran", "contacted", "israel"),
        ("Groups which [LOC:Iran] trained, and [ORG:Hamas], which have bombed the town, fled.",
         "hamas", "bombed", None),
        ("The [ORG:Ministry] said [LOC:Iran] killed scores of [NORP:Syrian] civilians.", "iran",
         "killed", "syrian"),
    ],
)  # fmt: skip
def test_present_tense_participles_and_loose_objects_are_read(
    marked: str, actor: str, verb: str, target: str | None
) -> None:
    found = [(one.actor_id, one.verb, one.target_id) for one in events_in(marked)]

    assert (actor, verb, target) in found


@pytest.mark.parametrize(
    ("marked", "actor", "verb", "target"),
    [
        ("[LOC:Iran]’s strikes on [LOC:Aden] went on.", "iran", "strikes", "aden"),
        ("The toppling of [PER:Abbas]’s regime was quick.", None, "toppling", "abbas"),
        ("[PER:Abbas]’s arrest angered many.", None, "arrest", "abbas"),
        ("There were clashes between [ORG:Hamas] and [ORG:Fatah].", "hamas", "clashes", "fatah"),
        ("[PER:Olmert] said after a meeting with [PER:Abbas] that he was tired.", "olmert",
         "meeting", "abbas"),
        ("There were protests by [NORP:Turks].", "turks", "protests", None),
    ],
)  # fmt: skip
def test_a_noun_tells_what_happened(
    marked: str, actor: str | None, verb: str, target: str | None
) -> None:
    found = [(one.actor_id, one.verb, one.target_id) for one in events_in(marked)]

    assert (actor, verb, target) in found


def test_an_attack_in_a_place_has_the_place() -> None:
    (event,) = events_in("The bombings in [LOC:Aden] were the first.")

    assert (event.actor_id, event.target_id, event.place_id) == (None, None, "aden")


def test_where_somebody_is_from_is_not_where_it_was() -> None:
    (event,) = events_in("Gunmen killed [PER:Abbas] and a guard from [LOC:Canada].")

    assert event.place_id is None


def test_an_attack_in_words_is_criticism() -> None:
    (event,) = events_in("[PER:Adel Nassif] attacked [PER:Olmert] in a speech.")

    assert event.cameo_root == "11"


def test_what_is_denied_is_not_an_event() -> None:
    assert events_in("[PER:Abbas] denied that he had armed [ORG:Hamas].") == []


@pytest.mark.parametrize(
    "marked",
    [
        "[NORP:Syrian] officials condemned [NORP:Israeli] plans.",
        "[LOC:Iran] condemned [LOC:Israel]’s plan.",
        "[PER:Adel Nassif] criticised [LOC:Vancouver] Olympic officials.",
        "[LOC:Iran] arrested two men in [LOC:Basra].",
    ],
)
def test_a_name_inside_the_object_is_not_the_target(marked: str) -> None:
    (event,) = events_in(marked)

    assert event.target_id is None


@pytest.mark.parametrize(
    "marked",
    [
        "[LOC:Iran] will attack, and may have bombed [LOC:Israel].",
        "A blast in [LOC:Iran] that killed nine men was heard.",
        "[LOC:Iran]-backed groups left.",
        "Backers of [LOC:Iran] backed off.",
        "[ORG:Hamas] released a statement.",
        "[PER:Adel Nassif] was treated and released on Monday.",
        "The threat of an attack on [LOC:Aden] is past.",
        "[PER:Adel Nassif] surrounded himself with aides.",
    ],
)
def test_plans_words_and_parts_of_other_clauses_are_not_events(marked: str) -> None:
    assert events_in(marked) == []


def roles_in(marked: str) -> list[tuple[str | None, str, str | None]]:
    return [(one.actor_id, one.verb, one.target_id) for one in events_in(marked)]


@pytest.mark.parametrize(
    ("marked", "actors", "targets"),
    [
        ("[PER:Adel Nassif] and [PER:Abbas] were detained.", [None], ["adel-nassif", "abbas"]),
        ("Police detained its leaders, [PER:Adel Nassif] and [PER:Abbas].", [None],
         ["adel-nassif", "abbas"]),
        ("Two members of [ORG:Hamas], [PER:Adel Nassif] and [PER:Abbas], were detained.", [None],
         ["adel-nassif", "abbas"]),
        ("[LOC:Iran], [LOC:Iraq] and [LOC:Oman] cut ties with [LOC:Qatar].",
         ["iran", "iraq", "oman"], ["qatar"]),
        ("[PER:Olmert] accused [LOC:Iran] and [ORG:Hamas] of lying.", ["olmert"],
         ["iran", "hamas"]),
    ],
)  # fmt: skip
def test_each_name_of_a_series_takes_part(
    marked: str, actors: list[str | None], targets: list[str]
) -> None:
    found = roles_in(marked)

    assert [one for one, _, _ in found] == actors * len(targets)
    assert [one for _, _, one in found] == targets * len(actors)


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("[PER:Olmert] dismissed [PER:Adel Nassif] and named [PER:Abbas].",
         [("olmert", "dismissed", "adel-nassif"), ("olmert", "named", "abbas")]),
        ("[ORG:Hamas] killed [PER:Adel Nassif], and [PER:Abbas] said nothing.",
         [("hamas", "killed", "adel-nassif")]),
        ("[PER:Adel Nassif] and [PER:Abbas] met.", [("adel-nassif", "met", "abbas")]),
        ("[ORG:Hamas] will not meet [PER:Adel Nassif], and [PER:Abbas] refused the offer.",
         [("abbas", "refused", None)]),
        ("[PER:Olmert] met [PER:Adel Nassif] and [PER:Abbas] accused [LOC:Iran].",
         [("olmert", "met", "adel-nassif"), ("abbas", "accused", "iran")]),
        ("[ORG:Hamas] accused [LOC:Iran] and [LOC:Syria]’s army.",
         [("hamas", "accused", "iran")]),
        ("A leader of [ORG:Hamas], [PER:Adel Nassif] and [PER:Abbas], were detained.",
         [(None, "detained", "hamas")]),
        ("[NORP:Turkish] troops shelled [LOC:Homs], [PER:Adel Nassif], an activist, said.",
         [("turkish", "shelled", "homs")]),
    ],
)  # fmt: skip
def test_a_name_of_another_clause_takes_no_part(
    marked: str, found: list[tuple[str | None, str, str | None]]
) -> None:
    assert roles_in(marked) == found


@pytest.mark.parametrize(
    "marked",
    [
        "[PER:Adel Nassif] left for [LOC:Aden].",
        "[PER:Adel Nassif] left on Monday for [LOC:Aden].",
        "[PER:Adel Nassif] left [LOC:Doha] for [LOC:Aden].",
    ],
)
def test_to_leave_for_a_place_is_an_event(marked: str) -> None:
    assert roles_in(marked) == [("adel-nassif", "left", "aden")]


@pytest.mark.parametrize(
    "marked",
    [
        "[PER:Adel Nassif] left [LOC:Doha].",
        "[PER:Adel Nassif] left [ORG:Fatah] for [ORG:Hamas].",
        "Supplies left for [LOC:Aden].",
    ],
)
def test_to_leave_is_no_event_without_somebody_and_a_place(marked: str) -> None:
    assert roles_in(marked) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Israel killed Ahmed Jabari, the commander of the military wing of the movement, in an "
         "air strike on Wednesday.", date(2012, 11, 14)),
        ("Israel killed Ahmed Jabari, whom the movement had made its commander, and the army "
         "shelled a village on Wednesday.", None),
        ("Kofi Annan arrived in Ankara from Damascus on Monday.", date(2012, 11, 12)),
        ("The Arab League suspended Syria from Monday.", None),
    ],
)  # fmt: skip
def test_a_day_far_behind_an_event_is_its_day_without_a_verb_between(
    text: str, day: date | None
) -> None:
    event, *_ = extract_entities(text, date(2012, 11, 14)).events

    assert event.day == day


@pytest.mark.slow
def test_the_events_of_made_up_news_are_found() -> None:
    gold, found, given = _scores()

    assert found / given >= 0.9
    assert found / gold >= 0.84


def _scores() -> tuple[int, int, int]:
    """Events in the gold, events found that are right, events found; of made-up paragraphs."""
    blocks = (DATA / "events.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    gold = right = given = 0
    for block in blocks:
        text, *lines = block.strip().split("\n")
        extraction = extract_entities(text)
        left = list(extraction.events)
        gold += len(lines)
        given += len(left)
        for line in lines:
            actor, verb, target = (part.strip() for part in line.split("|"))
            actors = _ids(extraction, actor) if actor != "-" else {None}
            targets = _ids(extraction, target)
            for one in left:
                is_same = one.verb == verb and one.actor_id in actors
                if is_same and (target == "-" or one.target_id in targets):
                    left.remove(one)
                    right += 1
                    break
    return gold, right, given


def _ids(extraction: Extraction, name: str) -> set[str | None]:
    return {
        one.entity_id
        for one in extraction.mentions
        if name in one.text or (one.text in name and len(one.text) > len("the"))
    }


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

    actors = [one.actor_id or "" for one in found]
    assert not [one for one in actors if one.startswith(("people/palestinian", "org/"))]


@pytest.mark.parametrize(
    ("marked", "verb", "root"),
    [
        ("[PER:Olmert] held lengthy talks with [PER:Abbas] in [LOC:Jericho].", "held", "04"),
        ("[ORG:Hamas] launched a raid on [ORG:Fatah] on Monday.", "launched", "19"),
        ("[LOC:Riyadh] cut all ties with [LOC:Iran].", "cut", "16"),
        ("[LOC:Turkey] shot down a jet of [LOC:Syria].", "shot", "19"),
        ("[LOC:France] called on [LOC:Iran] to free him.", "called", "02"),
        ("[LOC:Jordan] sent warships to the port.", "sent", "15"),
        ("[LOC:Tunis] welcomed the vote.", "welcomed", "05"),
        ("[LOC:Tunis] welcomed [PER:Abbas] at the airport.", "welcomed", "04"),
    ],
)
def test_a_verb_with_its_particle_or_noun_is_an_event(marked: str, verb: str, root: str) -> None:
    (event,) = events_in(marked)

    assert (event.verb, event.cameo_root) == (verb, root)


def test_an_email_that_is_sent_is_not_an_event() -> None:
    assert events_in("[PER:Abbas] sent an email to the paper.") == []


def test_a_day_after_the_name_is_not_part_of_the_object() -> None:
    text = "King Abdullah bin Abdulaziz received Saad Hariri yesterday."

    (event,) = extract_entities(text, date(2010, 8, 4)).events

    assert event.target_id == "person/saad-hariri"


def test_a_king_acts_after_his_title_of_custodian() -> None:
    text = "The Custodian of the Two Holy Mosques King Abdullah bin Abdulaziz received Saad Hariri."

    (event,) = extract_entities(text, date(2010, 8, 4)).events

    assert event.actor_id == "person/abdullah-bin-abdulaziz"


@pytest.mark.parametrize(
    ("marked", "actor", "noun", "target"),
    [
        ("They marched after the killing of [PER:Olmert] by the [ORG:Army].", "army", "killing",
         "olmert"),
        ("They condemned the [NORP:Israeli] shelling of [LOC:Aden].", "israeli", "shelling",
         "aden"),
        ("They condemned [LOC:Israel]’s shelling of [LOC:Aden].", "israel", "shelling", "aden"),
        ("The police announced the arrest of [PER:Olmert].", None, "arrest", "olmert"),
        ("He was jailed for the murder of [PER:Olmert].", None, "murder", "olmert"),
        ("He spoke after talks between [PER:Olmert] and [PER:Abbas].", "olmert", "talks", "abbas"),
        ("It began with the abduction of ten villagers by the [ORG:Army].", "army", "abduction",
         None),
    ],
)  # fmt: skip
def test_a_noun_tells_an_event(
    marked: str, actor: str | None, noun: str, target: str | None
) -> None:
    (event,) = [one for one in events_in(marked) if one.verb == noun]

    assert (event.actor_id, event.target_id) == (actor, target)


@pytest.mark.parametrize(
    "marked",
    [
        "He called for the arrest of [PER:Olmert].",
        "The court issued a warrant for the arrest of [PER:Olmert].",
        "A judge ordered the detention of [PER:Olmert].",
        "Talks between [PER:Olmert] and [PER:Abbas] will begin on Monday.",
        "They fear the killing of [PER:Olmert].",
        "They spoke after a possible invasion of [LOC:Aden].",
        "He spoke after the killing of hopes in [LOC:Aden].",
    ],
)
def test_a_noun_tells_nothing_where_it_is_wanted_feared_or_to_come(marked: str) -> None:
    assert events_in(marked) == []


@pytest.mark.parametrize(
    ("marked", "actor", "verb", "target"),
    [
        ("A bomb killed the [NORP:Syrian] minister, Gen. [PER:Adel Nassif].",
         None, "killed", "adel-nassif"),
        ("The envoy, [PER:Adel Nassif], and two aides were killed on Monday.",
         None, "killed", "adel-nassif"),
        ("The guards, whose commander, [PER:Adel Nassif], was arrested in [LOC:Aden], fled.",
         None, "arrested", "adel-nassif"),
        ("[PER:Olmert] and the envoy, [PER:Abbas], met in [LOC:Jericho].",
         "olmert", "met", "abbas"),
        ("[PER:Olmert] discussed the border with [PER:Abbas].", "olmert", "discussed", "abbas"),
        ("The assassination of [PER:Olmert] in [LOC:Aden] sparked protests.",
         None, "assassination", "olmert"),
        ("[PER:Olmert] was elected president.", None, "elected", "olmert"),
    ],
)  # fmt: skip
def test_asides_second_parties_and_effects_do_not_hide_an_event(
    marked: str, actor: str | None, verb: str, target: str
) -> None:
    (event,) = events_in(marked)

    assert (event.actor_id, event.verb, event.target_id) == (actor, verb, target)


def test_what_is_discussed_is_not_a_target() -> None:
    assert events_in("[PER:Olmert] discussed [LOC:Aden] for two hours.") == []


def test_an_elected_official_is_not_an_election() -> None:
    assert events_in("[PER:Olmert] is the highest profile elected official of [LOC:Aden].") == []


@pytest.mark.parametrize(
    ("marked", "verb"),
    [
        ("Gunmen killed ten soldiers near [LOC:Baquba].", "killed"),
        ("Ten people were wounded in [LOC:Baquba].", "wounded"),
        ("At least 30 people were killed when a car bomb exploded in [LOC:Baquba].", "killed"),
        ("Troops raided a protest camp in [LOC:Baquba].", "raided"),
        ("Militants bombed two hotels in [LOC:Baquba].", "bombed"),
        ("Twin blasts near the [NORP:Iranian] embassy in [LOC:Baquba] killed 23 people.", "killed"),
    ],
)
def test_force_between_people_without_names_is_an_event_of_its_place(
    marked: str, verb: str
) -> None:
    (event,) = events_in(marked)

    assert (event.verb, event.actor_id, event.target_id) == (verb, None, None)
    assert event.place_id == "baquba"


@pytest.mark.parametrize(
    "marked",
    [
        "Ten people were killed when a train derailed near [LOC:Baquba].",
        "Gunmen killed ten soldiers.",
        "The crisis killed trade in [LOC:Baquba].",
        "Refugees and displaced [NORP:Iraqis] were fed.",
    ],
)
def test_accidents_and_force_without_a_place_are_not_events(marked: str) -> None:
    assert events_in(marked) == []


@pytest.mark.parametrize(
    ("marked", "verb", "actor", "target"),
    [
        ("[LOC:Iran] threatened to close the strait.", "threatened", "iran", None),
        ("The [NORP:US] ambassador to [LOC:Libya], [PER:Adel Nassif], was killed.",
         "killed", None, "adel-nassif"),
        ("Fighters from the [ORG:Army] attacked [LOC:Aden].", "attacked", "army", "aden"),
    ],
)  # fmt: skip
def test_threats_envoys_and_fighters_from_a_body_are_read(
    marked: str, verb: str, actor: str | None, target: str | None
) -> None:
    (event,) = events_in(marked)

    assert (event.verb, event.actor_id, event.target_id) == (verb, actor, target)
