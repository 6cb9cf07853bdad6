"""The model card as HTML, for the page on method and accuracy."""

import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

# In an installed package the card lies beside this file; in the repository at its root.
PLACES = (
    Path(__file__).with_name("MODEL_CARD.md"),
    Path(__file__).parents[2] / "MODEL_CARD.md",
)
# A link to a file of the repository; the explorer does not serve it.
_FILE_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
_HEADING = re.compile(r"^(#+) ", re.M)


@cache
def read_model_card() -> Markup:
    """Return the model card without its title, or nothing if it is not installed."""
    path = next((path for path in PLACES if path.is_file()), None)
    if path is None:
        return Markup("")
    _, _, text = path.read_text(encoding="utf-8").partition("\n")
    return render(text)


def render(text: str) -> Markup:
    """Return Markdown as HTML, headings one level lower; HTML in it is escaped."""
    lowered = _HEADING.sub(r"#\1 ", _FILE_LINK.sub(r"\1", text))
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(lowered)
    # The content security policy forbids inline styles; tables scroll sideways on small screens.
    html = re.sub(r' style="text-align:(?:right|center|left)"', "", html)
    # An empty cell is not the heading of a column.
    html = html.replace("<th></th>", "<td></td>")
    opened = '<div class="wide" tabindex="0" role="group" aria-label="Table, scrolls sideways">'
    html = html.replace("<table>", f'{opened}<table class="plain">')
    return Markup(html.replace("</table>", "</table></div>"))
