"""The dictionary of office holders, read for the compact file."""

from pathlib import Path

from tasks.entities.training.build_gazetteer import read_actors

ACTORS = """# a comment
IRAQ_ [IRQ]
+IRAQI_
MINISTRY_OF_WATER_
\t[IRQGOV 20060520-20100101]
KARIM_AL_DABBAGH_  ; CountryInfo.txt
+KAREEM_EL_DABBAGH_
+PRESIDENT_DABBAGH_
\t[IRQELI 790716-821004]
\t[IRQGOV >060601]
SALIM_AZIZ_
\t[IRQGOV]
"""


def test_only_people_with_dated_offices_are_read(tmp_path: Path) -> None:
    path = tmp_path / "actors.txt"
    path.write_text(ACTORS)

    people = list(read_actors(path))

    assert [one.entity_id for one in people] == ["person/karim-al-dabbagh"]


def test_names_are_respelt_and_dates_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "actors.txt"
    path.write_text(ACTORS)

    (person,) = read_actors(path)

    assert person.names == ("Karim al-Dabbagh", "Kareem al-Dabbagh")
    assert person.country == "IQ"
    assert person.offices == ("IRQELI:19790716-19821004", "IRQGOV:20060601-")
