import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from warehouse.explorer.highlight import mark_body, mark_names, mark_words
from warehouse.explorer.published_file import Row
from warehouse.search.snippets import Snippet


def mention(start: int, end: int, entity_id: str = "org/opec", kind: str = "ORG") -> Row:
    return {
        "start_char": start,
        "end_char": end,
        "entity_type": kind,
        "entity_id": entity_id,
        "name": "OPEC",
    }


def quote(start: int, end: int) -> Row:
    return {"start_char": start, "end_char": end, "speaker": "The envoy"}


def test_a_name_is_a_link_and_the_rest_is_escaped() -> None:
    marked = mark_names("OPEC < 3 & more", [mention(0, 4)])

    assert marked == (
        '<a class="name organisation" href="/entity/org/opec" title="OPEC · organisation">OPEC</a>'
        " &lt; 3 &amp; more"
    )


def test_a_name_within_a_quotation_is_marked_as_both() -> None:
    marked = mark_names("He said: OPEC waits.", [mention(9, 13)], [quote(9, 19)])

    assert marked.startswith('He said: <q class="said" title="The envoy"><a class="name')
    assert marked.endswith("</a> waits</q>.")


def test_a_name_across_the_edge_of_a_quotation_is_cut_there() -> None:
    marked = mark_names("abcdef", [mention(1, 5)], [quote(3, 6)])

    assert str(marked).count("<a ") == 2
    assert marked.striptags() == "abcdef"


def test_offsets_that_do_not_fit_are_left_out() -> None:
    assert mark_names("OPEC", [mention(0, 40), mention(-2, 2), mention(3, 3)]) == Markup("OPEC")


def test_names_are_found_in_their_own_paragraph() -> None:
    body = "First one.\n\nThen OPEC."
    paragraphs = [
        {"text": "First one.", "paragraph_kind": "heading", "speaker": None},
        {"text": "Then OPEC.", "paragraph_kind": "paragraph", "speaker": None},
    ]

    blocks = mark_body(body, paragraphs, [mention(17, 21)], [])

    assert [block.kind for block in blocks] == ["heading", "paragraph"]
    assert blocks[0].text == "First one."
    assert ">OPEC</a>." in blocks[1].text


def test_paragraphs_that_do_not_make_up_the_body_are_not_trusted() -> None:
    blocks = mark_body(
        "One.\n\nTwo.", [{"text": "Else", "paragraph_kind": "quote", "speaker": None}], [], []
    )

    assert [(block.kind, str(block.text)) for block in blocks] == [
        ("paragraph", "One."),
        ("paragraph", "Two."),
    ]


def test_search_words_are_highlighted() -> None:
    assert mark_words(Snippet("a <b> c", ((2, 5),))) == "a <mark>&lt;b&gt;</mark> c"


spans = st.tuples(st.integers(-5, 60), st.integers(-5, 60))


@pytest.mark.slow
@given(st.text(max_size=50), st.lists(spans, max_size=8), st.lists(spans, max_size=5))
def test_marking_never_changes_the_text(
    text: str, names: list[tuple[int, int]], said: list[tuple[int, int]]
) -> None:
    marked = mark_names(text, [mention(*span) for span in names], [quote(*span) for span in said])

    bare = Markup(marked)
    for tag in ("<a ", "</a>", "<q ", "</q>"):
        assert str(marked).count(tag) <= len(text)
    assert without_tags(str(bare)) == text


def without_tags(marked: str) -> str:
    """Return the text of markup, blanks kept (striptags folds them)."""
    kept, depth = [], 0
    for char in marked:
        depth += (char == "<") - (char == ">")
        if depth == 0 and char != ">":
            kept.append(char)
    return Markup("".join(kept)).unescape()
