"""The picture of a report is an image by itself."""

import base64
import re
from xml.etree import ElementTree

import pytest

from tasks.reports.picture import FLOOR, NEW_COLOUR, Bar, bar_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(markdown: str) -> ElementTree.Element:
    found = re.fullmatch(r"!\[articles\]\(data:image/svg\+xml;base64,(.+)\)", markdown)
    assert found
    return ElementTree.fromstring(base64.b64decode(found[1]))


def height(box: ElementTree.Element) -> float:
    return float(box.attrib["height"])


def top(box: ElementTree.Element) -> float:
    return float(box.attrib["y"])


def test_added_counts_are_drawn_on_top_of_earlier_ones() -> None:
    picture = drawn(bar_chart([Bar("2016", 30, 10)], "articles"))

    old, new = picture.findall(f"{SVG}rect")[1:]
    assert height(old) == pytest.approx(3 * height(new), abs=0.5)
    assert top(old) + height(old) == pytest.approx(FLOOR, abs=0.1)
    assert top(new) + height(new) == pytest.approx(top(old), abs=0.1)
    assert new.attrib["fill"] == NEW_COLOUR


def test_every_bar_says_how_much_and_of_what() -> None:
    picture = drawn(bar_chart([Bar("2016", 1_200, 34), Bar("2017", 0, 0)], "articles"))

    texts = [text.text for text in picture.findall(f"{SVG}text")]
    assert texts == ["1,234", "2016", "0", "2017"]
