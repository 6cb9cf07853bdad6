"""Tables that are a picture with a line below it, or data."""

from dataclasses import replace

from selectolax.lexbor import LexborNode

from tasks.articles.body.blocks import Figure
from tasks.articles.body.elements import text_of
from tasks.articles.body.images import CAPTION_AT_MOST, read_image
from tasks.articles.markup.dom import select, select_first

_NO_PICTURE_TABLE = "p+p,a[href]:not(:has(img)),h1,h2,h3,h4,br+br"
_FEWEST_ROWS = 2
_CELL_AT_MOST = 60
_NO_DATA = "table table,h1,h2,h3,p+p,br+br,form"


def is_data_table(node: LexborNode) -> bool:
    """Return whether a table has data instead of a page or paragraphs: heads, or short cells."""
    if select_first(_NO_DATA, node) is not None:
        return False
    return select_first("th", node) is not None or _has_short_cells(node)


def _has_short_cells(node: LexborNode) -> bool:
    """Return whether a table has several rows of several short cells, none with a link."""
    cells, rows = select("td", node), len(select("tr", node))
    if rows < _FEWEST_ROWS or len(cells) < _FEWEST_ROWS * rows or select_first("a,img", node):
        return False
    return all(len(cell.text().strip()) <= _CELL_AT_MOST for cell in cells)


def read_picture_table(node: LexborNode) -> Figure | None:
    """Return the figure in a table of one picture and the line below it (pages of 2005)."""
    if len(node.text().strip()) > CAPTION_AT_MOST or len(select("img", node)) != 1:
        return None
    cells = [cell for cell in select("td", node) if cell.text().strip()]
    if len(cells) > 1 or len(select("table", node)) > 1:
        return None
    if select_first(_NO_PICTURE_TABLE, node) is not None:
        return None
    shown = read_image(select("img", node)[0])
    caption = text_of(cells[0]).strip() if cells else None
    return replace(shown, caption=caption) if shown is not None else None
