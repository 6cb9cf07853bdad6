"""Blocks that are not sentences: link lines, and labels at both ends of the text."""

from dataclasses import replace

import pytest

from tasks.articles.body.blocks import Block, BodyText
from tasks.articles.content.prune import (
    cut_byline,
    cut_comments,
    cut_end,
    is_link_line,
    labels_before,
    prune_blocks,
    reads_as_sentence,
)
from tasks.models import ParagraphKind

SENTENCE = "The board met on Monday."
HEADING = "# "


def block(text: str, link_chars: int = 0) -> Block:
    kind = ParagraphKind.HEADING if text.startswith(HEADING) else ParagraphKind.PARAGRAPH
    kind = ParagraphKind.LIST if text.startswith("* ") else kind
    return Block(kind, text.removeprefix(HEADING).split("\n"), link_chars=link_chars)


def pruned(*texts: str) -> list[str]:
    return ["\n".join(one.lines) for one in prune_blocks([block(text) for text in texts])]


@pytest.mark.parametrize(
    ("text", "link_chars", "is_link"),
    [
        ("x" * 10, 8, True),
        ("x" * 10, 7, False),
        ("x" * 11, 8, False),
        ("x" * 199, 199, True),
        ("x" * 200, 200, False),
        ("Read also: " + "x" * 10, 8, True),
        ("Read also: " + "x" * 10, 7, False),
        ("Words also: " + "x" * 10, 8, False),
        ("xxxxx\nxxxx", 8, True),
    ],
)
def test_a_link_line_is_short_and_mostly_links(text: str, link_chars: int, is_link: bool) -> None:
    assert is_link_line(block(text, link_chars)) is is_link


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [("x" * 80, True), ("x" * 79, False), ("Yes. ", True), ("Yes", False), ("", False)],
)
def test_a_sentence_is_long_or_ends_like_one(text: str, is_sentence: bool) -> None:
    assert reads_as_sentence(text) is is_sentence


def test_link_lines_are_removed_unless_they_are_all() -> None:
    link = block("Other story", 11)

    assert prune_blocks([block(SENTENCE), link, block(SENTENCE)]) == [block(SENTENCE)] * 2
    assert prune_blocks([link]) == [link]
    assert prune_blocks([]) == []


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (["Label"], []),
        (["Label"] * 8, []),
        (["Label"] * 9, ["Label"] * 9),
        (["# Heading"], ["Heading"]),
        (["# Title", "June 27, 2014"], []),
        (["# Title", "By Lina"], []),
        (["# Title", "Label"], ["Title", "Label"]),
        (["# Title", "June 27, 2014", "12 views"], []),
        (["# Title", "June 27, 2014", "Views"], ["Views"]),
        (["# Title", "12 views"], ["Title", "12 views"]),
        (["# Title", "June 27, 2014", "# Heading", "12 views"], ["Heading", "12 views"]),
        (["Label", "# Heading", "Label"], ["Heading", "Label"]),
        (["Label", "12 views"], []),
        (["# Title", "Mira Halloun"], []),
        (["# Title", "Mira of Halloun"], ["Title", "Mira of Halloun"]),
        (["# Title", "Sept. 9, 2010, 11:42 p.m."], []),
        ([f"Posted By Lina On June 27, 2014 @ 12:00 am In {'News, ' * 8}Local"], []),
        (["* June 27, 2014"], ["* June 27, 2014"]),
        (["* Item"], ["* Item"]),
        (["# Title", "By Lina", "Label", "By Omar"], []),
        (["# Title"] * 7 + ["By Lina"], []),
        (["# Title"] * 8 + ["By Lina"], ["Title"] * 8 + ["By Lina"]),
    ],
)
def test_labels_before_the_text_are_removed(before: list[str], kept: list[str]) -> None:
    assert pruned(*before, SENTENCE, SENTENCE) == [*kept, SENTENCE, SENTENCE]


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (["Label"], []),
        (["# Heading"], []),
        (["Label", "# Heading"], []),
        (["Copyright 2014 Gazette."], []),
        (["Copyright " + "x" * 190], []),
        (["Copyright " + "x" * 191], ["Copyright " + "x" * 191]),
        (["The copyright is ours."], ["The copyright is ours."]),
        (["* Item"], ["* Item"]),
        (["Label", SENTENCE], ["Label", SENTENCE]),
    ],
)
def test_labels_after_the_text_are_removed(after: list[str], kept: list[str]) -> None:
    assert pruned(SENTENCE, *after) == [SENTENCE, *kept]


def test_a_bold_label_is_a_crosshead() -> None:
    bold = replace(block("On bridges"), is_bold=True)

    assert prune_blocks([bold, block(SENTENCE)])[0].lines == ["On bridges"]


def test_a_text_of_labels_only_is_kept() -> None:
    assert pruned("Label", "Label") == ["Label", "Label"]
    assert pruned("# Heading") == ["Heading"]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["Title", "June 27, 2014", SENTENCE], [SENTENCE]),
        (["Title", "By Lina", SENTENCE], [SENTENCE]),
        (["Title", SENTENCE], ["Title", SENTENCE]),
        (["June 27, 2014", "Label", SENTENCE], ["Label", SENTENCE]),
        ([SENTENCE, "June 27, 2014", SENTENCE], [SENTENCE, "June 27, 2014", SENTENCE]),
        (["Label"] * 7 + ["By Lina", SENTENCE], [SENTENCE]),
        (["Label"] * 8 + ["By Lina", SENTENCE], ["Label"] * 8 + ["By Lina", SENTENCE]),
        (["By Lina, " + "x" * 80, SENTENCE], ["By Lina, " + "x" * 80, SENTENCE]),
    ],
)
def test_lines_before_the_text_of_a_block_are_removed(lines: list[str], kept: list[str]) -> None:
    assert pruned("\n".join(lines)) == ["\n".join(kept)]


def test_the_lines_left_out_before_the_text_are_kept_apart() -> None:
    blocks = [
        block("Other story", 11),
        block("A  Label"),
        block("By Lina\nJune 27, 2014\n" + SENTENCE),
    ]

    assert labels_before(blocks) == ("A Label", "By Lina", "June 27, 2014")
    assert labels_before([block(SENTENCE), block("By Lina\n" + SENTENCE)]) == ()
    assert labels_before([]) == ()


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ([block("Other story", 11)], 0),
        ([block("Share this:")], 0),
        ([block("Copyright 2014")], 0),
        ([block("x" * 29 + ":")], 0),
        ([block("x" * 30 + ":")], 1),
        ([block("x" * 30, 10)], 0),
        ([block("x" * 30, 9)], 1),
        ([block("x" * 29 + ".", 10)], 1),
        ([block("Label"), block("Other story", 11)], 1),
        ([block("Other story", 11), block("Label")], 0),
        ([block("Label")], 1),
        ([block("Other story", 11), block(SENTENCE)], 2),
    ],
)
def test_a_body_is_cut_where_links_and_notices_follow_its_text(
    after: list[Block], kept: int
) -> None:
    body = BodyText([block(SENTENCE), *after])

    cut = cut_end(body)

    assert cut.blocks == [block(SENTENCE), *after[:kept]]
    assert cut.dropped is (kept < len(after))


def test_a_body_of_links_only_is_not_cut() -> None:
    body = BodyText([block("Other story", 11)])

    assert cut_end(body) is body
    assert cut_end(BodyText()).blocks == []


@pytest.mark.parametrize(
    ("labels", "is_left_out"),
    [
        ("Opinion\nWho Took the Water\n4 May 2011\nAmina Example", True),
        (
            "Opinion\nWho Took the Water of the Old Harbour of the East and of the Isles, Once More?",
            False,
        ),
        (
            "Opinion\nWho Took the Water of the Old Harbour\nFrom the Archive of the Paper in Eastport",
            False,
        ),
    ],
)
def test_a_block_of_labels_that_ends_with_date_or_name_is_left_out(
    labels: str, is_left_out: bool
) -> None:
    long = SENTENCE * 4

    assert (pruned(labels, long) == [long]) is is_left_out


@pytest.mark.parametrize(
    "label",
    [
        "Sunday, 5, June, 2005 (28 Rabi al-Thani 1426)",
        "Updated: Tuesday, June 17, 2008 (UAE time)",
        "23/04/2007 09:12:00 ?",
        "Lina Example, Example Press",
        "Author:",
    ],
)
def test_a_date_with_a_note_before_the_text_is_a_label(label: str) -> None:
    assert pruned(label, SENTENCE) == [SENTENCE]
    assert pruned("It began in May 2005 with a long walk (4 May 2005)", SENTENCE) != [SENTENCE]


def test_date_and_byline_below_a_summary_are_not_text() -> None:
    assert pruned(SENTENCE, "By Lina Example", SENTENCE) == [SENTENCE, SENTENCE]
    assert pruned(SENTENCE, "29.07.1940 - 31.10.2004", SENTENCE)[1].startswith("29")
    assert labels_before([block(SENTENCE), block("By Lina Example"), block(SENTENCE)]) == (
        "By Lina Example",
    )


@pytest.mark.parametrize(
    "line",
    [
        "lina@post.example",
        "(Copyright 2006 The Post. All rights reserved.)",
        "Article printed from Post: http://post.example",
        "Click here to print.",
    ],
)
def test_an_address_or_copyright_line_after_the_text_is_left_out(line: str) -> None:
    assert texts_of(cut_end(BodyText([block(SENTENCE), block(line)]))) == [SENTENCE]


def test_a_linked_headline_with_its_date_is_a_line_of_links() -> None:
    assert is_link_line(block("18-11-2003 Bourse closes higher", 20))


def texts_of(body: BodyText) -> list[str]:
    return ["\n".join(one.lines) for one in body.blocks]


def test_a_heading_with_the_day_and_the_lines_of_a_system_before_the_text_are_labels() -> None:
    assert pruned("# June 07, 2005", SENTENCE) == [SENTENCE]
    assert pruned("Submitted by karim on Tue, 06/07/2005 - 10:21.", SENTENCE) == [SENTENCE]
    assert pruned("7 June 2005\nTopic: Water", SENTENCE) == [SENTENCE]


@pytest.mark.parametrize(
    ("line", "is_left_out"),
    [
        ("Subscribe to continue reading.", True),
        ("Subscriber only", True),
        ("Subscribe to continue reading. " + "x" * 69, True),
        ("Subscribe to continue reading. " + "x" * 70, False),
        ("The board met.", False),
    ],
)
def test_a_line_of_a_wall_within_the_text_is_left_out(line: str, is_left_out: bool) -> None:
    texts = ["A sentence of the text before it.", line, "A sentence of the text after it."]
    blocks = [Block(ParagraphKind.PARAGRAPH, [text]) for text in texts]

    kept = [block.lines[0] for block in cut_comments(blocks)]

    assert kept == [text for text in texts if text != line or not is_left_out]


def test_a_line_of_a_wall_at_the_end_stays() -> None:
    last = Block(ParagraphKind.PARAGRAPH, ["Subscribe to continue reading."])

    assert cut_comments([last]) == [last]


@pytest.mark.parametrize(
    ("lines", "is_cut"),
    [
        (["By Amina Example"], True),
        (["By Amina Example", "Jeddah"], True),
        (["By Amina Example", "The board met."], False),
        (["The board met."], False),
    ],
)
def test_a_byline_that_is_the_first_block_becomes_a_label(lines: list[str], is_cut: bool) -> None:
    blocks = [Block(ParagraphKind.PARAGRAPH, one) for one in (lines, ["The text."])]

    body = cut_byline(BodyText(blocks))

    assert body.blocks == blocks[is_cut:]
    assert body.labels == (tuple(lines) if is_cut else ())


def test_a_byline_alone_stays() -> None:
    body = BodyText([Block(ParagraphKind.PARAGRAPH, ["By Amina Example"])])

    assert cut_byline(body) is body
    assert cut_byline(BodyText()).blocks == []


def test_a_heading_before_several_lines_of_links_is_left_out_with_them() -> None:
    def left(*between: Block) -> list[str]:
        blocks = [block(SENTENCE), *between, block(SENTENCE)]
        return [one.lines[0] for one in prune_blocks(blocks)]

    heading, link = block(f"{HEADING}Top stories"), block("A bridge opens", 14)

    assert left(heading, link, link) == [SENTENCE, SENTENCE]
    assert left(heading, link) == [SENTENCE, "Top stories", SENTENCE]
    assert left(heading, block(SENTENCE)) == [SENTENCE, "Top stories", SENTENCE, SENTENCE]
