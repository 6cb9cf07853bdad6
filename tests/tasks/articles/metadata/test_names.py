"""Names of authors in labels and lines."""

import pytest

from tasks.articles.metadata.names import clean_name, in_mixed_case, read_byline_text, split_names

LONGEST = "L" + "i" * 239


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("By Lina Example", "Lina Example"),
        ("Posts by Lina Example →", "Lina Example"),
        ("More articles from Lina Example »", "Lina Example"),
        ("Lina Example lina@news.example", "Lina Example"),
        ("Lina Example November 3", "Lina Example"),
        ("Lina Example May June 3", "Lina Example"),
        ("Lina May 3", "Lina"),
        ("November", "November"),
        ("Lina Example in Cairo and Omar Sample in Riyadh", "Lina Example and Omar Sample"),
        ("New Cairo – By Lina Example", "Lina Example"),
        ("Cairo - Lina Example", "Lina Example"),
        ("Lina Example - Cairo", "Lina Example"),
        ("Li", "Li"),
        ("L", None),
        ("", None),
        (LONGEST, LONGEST),
        (LONGEST + "i", None),
        ("Written by", None),
        ("Photo by Lina Example", None),
        ("Admin", None),
    ],
)
def test_a_name_is_freed_from_the_words_around_it(label: str, name: str | None) -> None:
    assert clean_name(label) == name


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Lina Example", ["Lina Example"]),
        ("Lina Example, Omar Sample and Amir Test", ["Lina Example", "Omar Sample", "Amir Test"]),
        ("Lina Example; Omar Sample", ["Lina Example", "Omar Sample"]),
        ("Lina Example, Omar Sample", ["Lina Example", "Omar Sample"]),
        ("Lina Example, Omar", ["Lina Example"]),
        ("Lina Example, of the harbour", ["Lina Example"]),
        ("Lina Example, Senior Editor", ["Lina Example"]),
        ("Lina, Omar", ["Lina"]),
        ("Reuters, Lina Example", ["Lina Example"]),
        ("Lina Example and Reuters", ["Lina Example"]),
        ("Lina Example and Editor", ["Lina Example"]),
        ("LINA EDITOR and Omar Sample", ["LINA EDITOR", "Omar Sample"]),
        ("Senior Editor", ["Senior Editor"]),
        ("Reuters and AFP", ["Reuters", "AFP"]),
        ("Reuters and Cairo", ["Reuters"]),
        ("Reuters, Cairo", ["Reuters"]),
        ("Cairo and Riyadh", ["Cairo", "Riyadh"]),
        ("Cairo, Riyadh", ["Cairo"]),
        ("Photo: Amir Test and Lina Example", ["Lina Example"]),
        ("Lina Example, By Omar Sample", ["Lina Example", "Omar Sample"]),
    ],
)
def test_a_label_is_split_into_people(label: str, names: list[str]) -> None:
    assert split_names(label) == names


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Lina Example", "Lina Example"),
        ("By Lina Example and Omar Sample", "Lina Example and Omar Sample"),
        ("June 27, 2014 | By Lina Example", "Lina Example"),
        ("16 February 2014 at 10:15 pm by Lina Example", "Lina Example"),
        ("Posted in Far East by Lina Example on the March 9th, 2008", "Lina Example"),
        ("Lina Example", None),
        ("By the sea", None),
        ("By al Example", None),
        ("By Lina example", None),
        ("By Lina Example and the sea", None),
        ("By admin", None),
        ("By Aa Bb Cc Dd Ee Ff", "Aa Bb Cc Dd Ee Ff"),
        ("By Aa Bb Cc Dd Ee Ff Gg", None),
        ("By L" + "i" * 59, "L" + "i" * 59),
        ("By L" + "i" * 60, None),
    ],
)
def test_a_byline_is_a_line_of_names_after_by(line: str, name: str | None) -> None:
    assert read_byline_text(line) == name


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("AMINA EXAMPLE", "Amina Example"),
        ("ABD AL-RAHMAN AL-EXAMPLE", "Abd Al-Rahman Al-Example"),
        ("J. R. SAMPLE", "J. R. Sample"),
        ("J.R. SAMPLE", "J.R. Sample"),
        ("PJ O’SAMPLE", "PJ O’Sample"),
        ("PAT MCSAMPLE", "Pat McSample"),
        ("OMAR SAMPLE III", "Omar Sample III"),
        ("AFP", "AFP"),
        ("BBC NEWS", "BBC NEWS"),
        ("Amina EXAMPLE", "Amina EXAMPLE"),
    ],
)
def test_a_name_in_capitals_is_read_in_mixed_case(capitals: str, name: str) -> None:
    assert in_mixed_case(capitals) == name
