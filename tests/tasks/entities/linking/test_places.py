"""Places of one name: what the article says decides which is meant."""

import pytest

from tasks.entities import extract_entities
from tasks.entities.gazetteer.former_ids import read_former_ids
from tasks.entities.gazetteer.places import open_places
from tasks.entities.models import Mention


def _place(text: str, name: str) -> Mention:
    found = extract_entities(text).mentions
    return next(one for one in found if one.text == name and one.type == "LOC")


@pytest.mark.parametrize(
    ("text", "name", "entity_id"),
    [
        ("Officials in Ontario said the budget of Canada was late.", "Ontario", "geo/6093943"),
        ("He was born in Paris, Texas, and moved to Dallas.", "Paris", "geo/4717560"),
        ("He was born in Paris, Tex., and moved away.", "Paris", "geo/4717560"),
        ("He flew from London to Paris on Monday.", "Paris", "geo/2988507"),
        ("The army entered Anbar in western Iraq.", "Anbar", "geo/99592"),
        ("The army entered Anbar, Iraq, on Monday.", "Anbar", "geo/99592"),
        ("The delegation flew to Beirut on Monday.", "Beirut", "geo/276781"),
        ("Thousands marched in Tunis, the Tunisian police said.", "Tunis", "geo/2464470"),
        ("Tunis – Thousands marched for Tunisia.", "Tunis", "geo/2464470"),
        ("Fighting reached Asia and Africa.", "Asia", "geo/6255147"),
        ("Talks on the Golan Heights ended.", "Golan Heights", "geo/12046854"),
        ("Talks in Jerusalem ended on Monday.", "Jerusalem", "geo/281184"),
        ("The navy left for the Red Sea.", "Red Sea", "geo/350155"),
        ("A storm hit the Caspian Sea.", "Caspian Sea", "wikidata/Q5484"),
        ("The plant is in Anatolia, the Turkish minister said.", "Anatolia", "wikidata/Q51614"),
        ("Pilgrims went from Mina to Arafat.", "Mina", "geo/103915"),
        ("Pilgrims went from Mina to Arafat.", "Arafat", "geo/411337"),
        ("The court in The Hague tried him.", "Hague", "geo/2747373"),
        ("The Hague tribunal tried him.", "Hague", "geo/2747373"),
    ],
)
def test_the_article_decides_which_place_a_name_means(text: str, name: str, entity_id: str) -> None:
    assert _place(text, name).entity_id == entity_id


def test_a_village_is_not_meant_where_its_country_is_not_named() -> None:
    village = "Police in Innisfail arrested two men, residents of Innisfail said."
    country = "Police in Innisfail, a town of Australia, arrested two men in Innisfail."

    assert _place(village, "Innisfail").entity_id == "place/innisfail"
    assert _place(country, "Innisfail").entity_id == "geo/2162683"


def test_unlisted_places_of_one_text_have_their_own_ids() -> None:
    text = "Fighting in Zerqash spread to Talburan on Monday."

    assert _place(text, "Zerqash").entity_id == "place/zerqash"
    assert _place(text, "Talburan").entity_id == "place/talburan"


def test_a_town_of_15_000_is_not_a_village() -> None:
    text = "Police in Cleveleys arrested two men, residents of Cleveleys said."

    assert _place(text, "Cleveleys").entity_id == "geo/2652857"


@pytest.mark.parametrize(
    ("name", "entity_id"),
    [
        ("Sinai", "geo/eg-sinai"),
        ("Darfur", "geo/sd-darfur"),
        ("Eastern Ghouta", "geo/sy-ghouta"),
        ("Litani", "geo/lb-litani"),
        ("Fezzan", "geo/ly-fezzan"),
        ("Waziristan", "geo/pk-waziristan"),
        ("Kurdistan", "geo/kurdistan"),
        ("Strait of Hormuz", "wikidata/Q79883"),
        ("Ain al-Hilweh", "geo/lb-ain-al-hilweh"),
    ],
)
def test_regions_that_no_source_holds_have_an_id_with_their_country_and_a_point(
    name: str, entity_id: str
) -> None:
    place = _place(f"The commander said that his troops left {name} on Monday.", name)

    assert place.entity_id == entity_id
    assert place.latitude is not None


@pytest.mark.parametrize(
    ("text", "entity_id"),
    [
        ("Protesters in Baghdad, Iraq, filled Tahrir Square.", "geo/iq-tahrir-square"),
        ("Egyptians gathered in Tahrir Square in Cairo.", "geo/eg-tahrir-square"),
    ],
)
def test_a_square_is_that_of_the_town_the_article_names(text: str, entity_id: str) -> None:
    assert _place(text, "Tahrir Square").entity_id == entity_id


def test_the_former_id_of_a_region_leads_to_the_present_one() -> None:
    assert read_former_ids()["place/darfur"] == "geo/sd-darfur"


def test_a_village_is_found_by_another_spelling_of_its_name() -> None:
    text = "Damascus – Shells hit the villages of Foua and Kfraya in the province of Idlib, Syria."

    assert _place(text, "Foua").entity_id == "geo/170365"
    assert 168689 in [one.geonames_id for one in open_places().sounding("Kfraya")]


def test_the_place_of_a_dateline_with_its_state_is_meant_below_too() -> None:
    text = "LONDON, Ky. – Two men were arrested. The mayor of London thanked the police."

    assert _place(text, "LONDON").entity_id == "geo/4298960"
    assert _place(text, "London").entity_id == "geo/4298960"
