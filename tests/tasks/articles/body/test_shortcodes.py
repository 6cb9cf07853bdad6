"""Raw shortcodes of WordPress in a text."""

import pytest

from tasks.articles.body.shortcodes import drop_shortcodes, take_captions


@pytest.mark.parametrize(
    ("text", "rest", "captions"),
    [
        ('A[caption id="attachment_12"] Pier [/caption]B', "AB", [(12, "Pier")]),
        ('[caption caption="One" id="x"]Two[/caption]', "", [(None, "One")]),
        ("[wp_caption caption=“One”]Two[/wp_caption]", "", [(None, "One")]),
        ('[caption caption=""]Two[/caption]', "", [(None, "")]),
        ("[caption]A[/caption]-[caption]B[/caption]", "-", [(None, "A"), (None, "B")]),
        ("[caption]A", "[caption]A", []),
        ("[/b] A caption", "[/b] A caption", []),
        ("[caption] and [/b]", "[caption] and [/b]", []),
        ("Plain", "Plain", []),
    ],
)
def test_captions_are_taken_out(
    text: str, rest: str, captions: list[tuple[int | None, str]]
) -> None:
    assert take_captions(text) == (rest, captions)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("[embed]https://a.example/b[/embed]A", "A"),
        ("[x]https://a.example/b[/x]A", "A"),
        ('[gallery ids="1,2"]A', "A"),
        ("[et_pb_text]A[/et_pb_text]", "A"),
        ("[sic] A [the minister]", "[sic] A [the minister]"),
    ],
)
def test_shortcodes_are_dropped_and_their_text_stays(text: str, rest: str) -> None:
    assert drop_shortcodes(text) == rest
