import csv
import io

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import PLAIN_ID
from warehouse.explorer.results.compare_versions import Change, compare_texts

CHANGED_ID = PLAIN_ID


def test_the_versions_of_an_article_are_shown_side_by_side_with_the_changed_words(
    reader: Reader,
) -> None:
    page = reader.get(f"/article/{CHANGED_ID}/versions").text

    assert "3 of 4 paragraphs differ" in page
    assert "The port opens on <del>Monday</del>." in page
    assert "The port opens on <ins>Sunday</ins>." in page
    assert "A &lt;b&gt;bold&lt;/b&gt; claim." in page


def test_the_comparison_can_be_saved(reader: Reader) -> None:
    answer = reader.get(f"/article/{CHANGED_ID}/versions.csv?from=1&to=2")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["change"] for row in rows] == ["changed", "changed", "same", "added"]


def test_paragraphs_that_moved_together_are_paired_and_the_rest_is_added_or_removed() -> None:
    pairs = compare_texts(["a", "old", "b", "gone"], ["a", "new", "b"])

    changes = [pair.change for pair in pairs]
    assert changes == [Change.SAME, Change.CHANGED, Change.SAME, Change.REMOVED]
    assert pairs[1].before == "<del>old</del>"


def test_very_long_paragraphs_are_compared_as_a_whole() -> None:
    [pair] = compare_texts(["word " * 4000], ["word " * 4000 + "end"])

    assert pair.before.startswith("<del>word")
    assert pair.after.endswith("end</ins>")
