"""Corpora read from files."""

import zipfile
from pathlib import Path

from tasks.entities.training.corpora import (
    Annotated,
    WordSpan,
    label_column,
    read_annotated,
    read_gmb,
    read_gold,
    read_marked,
    read_tags,
    read_wikigold,
)

GMB = """Sentence #,Word,POS,Tag
Sentence: 1,Karim,NNP,B-per
,Aziz,NNP,I-per
,left,VBD,O
,Iraq,NNP,B-geo
Sentence: 2,"1,000",CD,B-tim
,Iraqi,JJ,B-gpe
"""


def test_gmb_is_read_from_its_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "gmb.zip", "w") as archive:
        archive.writestr("ner.csv", GMB)

    sentences = list(read_gmb(tmp_path / "gmb.zip"))

    assert sentences == [
        Annotated(
            ("Karim", "Aziz", "left", "Iraq"), (WordSpan(0, 2, "PER"), WordSpan(3, 4, "LOC"))
        ),
        Annotated(("1,000", "Iraqi"), (WordSpan(1, 2, "GPE"),)),
    ]


def test_wikigold_is_read_without_its_misc(tmp_path: Path) -> None:
    path = tmp_path / "wikigold.txt"
    path.write_text("The O\nMad I-ORG\nMarkets I-ORG\nPunk I-MISC\n\nRome I-LOC\n")

    sentences = list(read_wikigold(path))

    assert [sentence.spans for sentence in sentences] == [
        (WordSpan(1, 3, "ORG"),),
        (WordSpan(0, 1, "LOC"),),
    ]


def test_gold_is_read_from_json(tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    path.write_text('[[["Iraq", "won"], [[0, 1, "LOC"]]]]')

    assert read_gold(path) == [Annotated(("Iraq", "won"), (WordSpan(0, 1, "LOC"),))]


def test_tags_and_spans_are_each_others_inverse() -> None:
    tags = ["B-PER", "I-PER", "B-PER", "O", "B-LOC"]

    spans = read_tags(tags, {"PER": "PER", "LOC": "LOC"})

    assert label_column(Annotated(("a",) * 5, spans)) == tags


def test_marks_become_names_of_words() -> None:
    line = "[PER:Hana Aziz] of the [LOC:Iran]-backed [ORG:Dawn Party] left. [NORP:Kurds] stayed."

    assert read_marked(line) == [
        Annotated(
            ("Hana", "Aziz", "of", "the", "Iran-backed", "Dawn", "Party", "left", "."),
            (WordSpan(0, 2, "PER"), WordSpan(5, 7, "ORG")),
        ),
        Annotated(("Kurds", "stayed", "."), (WordSpan(0, 1, "NORP"),)),
    ]


def test_a_sentence_that_ends_within_a_name_is_left_out() -> None:
    assert read_marked("[PER:Hana? Aziz] left.") == []


def test_a_third_of_our_own_sentences_is_held_out(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("One .\nTwo .\nThree .\nFour .\n")

    trained = read_annotated(held_out=False, folder=tmp_path)
    held_out = read_annotated(held_out=True, folder=tmp_path)

    assert [one.words[0] for one in trained] == ["One", "Two", "Four"]
    assert [one.words[0] for one in held_out] == ["Three"]


def test_our_own_sentences_are_marked_without_mistakes() -> None:
    trained, held_out = read_annotated(held_out=False), read_annotated(held_out=True)

    assert len(trained) + len(held_out) > 1_100
    for sentence in [*trained, *held_out]:
        assert "[" not in sentence.words
        assert all(span.first < span.last for span in sentence.spans)
    assert not {one.words for one in trained} & {one.words for one in held_out}
