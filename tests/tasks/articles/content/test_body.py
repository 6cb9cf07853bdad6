"""What the walk over a body makes of its elements."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tasks.articles.content.body import read_body
from tasks.articles.content.paragraphs import read_text
from tasks.articles.text.clean import TextCleaner
from tasks.models import ParagraphKind


def kinds(html: str) -> list[ParagraphKind]:
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    return [one.kind for one in read_text(read_body(body), TextCleaner()).paragraphs]


HEADING, PARAGRAPH = ParagraphKind.HEADING, ParagraphKind.PARAGRAPH


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("<p><b>A turn of events</b></p>", HEADING),
        ("<p><strong>A turn of events</strong><br></p>", HEADING),
        ("<p> <b>A turn</b> <strong>of events</strong> </p>", HEADING),
        ("<p><b>A turn</b> of events</p>", PARAGRAPH),
        ("<p>A turn <b>of events</b></p>", PARAGRAPH),
        ("<p>A <b>turn</b> of events</p>", PARAGRAPH),
        ("<p><b>A turn</b> <i>of events</i></p>", PARAGRAPH),
        ("<p><i>A turn of events</i></p>", PARAGRAPH),
        ("<p><b>A turn of events.</b></p>", PARAGRAPH),
        (f"<p><b>{'A turn of events ' * 6}</b></p>", PARAGRAPH),
    ],
)
def test_only_a_short_paragraph_that_is_bold_as_a_whole_is_a_heading(
    paragraph: str, kind: ParagraphKind
) -> None:
    assert kinds(f"<p>The council met.</p>{paragraph}") == [PARAGRAPH, kind]
