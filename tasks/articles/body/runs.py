"""Split a run of text between two block boundaries into blocks, and leave out lines of widgets."""

import re

from tasks.articles.body.blocks import Block
from tasks.articles.body.elements import BREAK
from tasks.models import ParagraphKind

_PARAGRAPH_BREAK = re.compile(rf"{BREAK}\s*(?:{BREAK}\s*)+")
# PHP error messages printed into a page.
_PHP_MESSAGE = re.compile(
    r"\s*(?:Warning|Notice|Deprecated|Strict Standards|(?:Parse|Fatal|Catchable fatal) error)\s*:"
    r".* in \S+(?: : eval\(\)'d code)? on line \d+\s*$",
    re.S,
)
# Settings and styles of Word, pasted with a text: `Normal 0 false false EN-US X-NONE AR-SA ...`.
_WORD_SETTINGS = re.compile(
    r"(?:\bNormal\s+)?\b0\s+(?=[\d.pt\s]*(?:false|true)\s)(?:(?:[\d.]+\s?pt|\d+|false|true)(?:\s+|$)){3,}"
    r"(?:(?:[A-Z]{2}(?:-[A-Z]{2})?|X-NONE)(?:\s+|$))*(?:MicrosoftInternetExplorer\d\s*)?"
    r"|/\*\s*Style Definitions\s*\*/\s*(?:[\w.,@:\s-]{1,200}\{[^{}]*\}\s*)*"
    r"|\bst1\\?:\*\s*\{[^{}]*\}"
)
# A line that a widget prints: the label of an empty advertisement, the button of a plugin that
# scripts would fill (`Like Loading...`), the tools of the page.
_WIDGET_LINE = re.compile(
    r"[\W_]*(?:(?:advertisements?|advertising|advert)[\W_]*(?:continue reading below)?"
    r"|continue reading below"
    r"|(?:story|article) continues (?:below|after) (?:this |the )?advertisement"
    r"|(?:like this\W+)?like\W+loading|(?:share|like) this"
    r"|printer[ -]friendly(?: (?:version|page))?|(?:print|e-?mail) this (?:post|article|page|story)"
    r"|(?:text|font) size[\W_aA]*|(?:post )?views\W*[\d,.]+|[\d,.]+ (?:views|shares)"
    r"|you must be logged in to (?:post a )?(?:comment|reply)"
    r"|(?:follow|like|find|join) [\w@ .'’-]{1,40} on (?:facebook|twitter|telegram|whatsapp|youtube"
    r"|instagram)\b[\w@ ,&]{0,40})[\W_]*",
    re.IGNORECASE,
)
_WIDGET_LINE_AT_MOST = 100
# The address of an embedded post that was not resolved.
_ADDRESS_ONLY = re.compile(r"\s*https?://\S+\s*")
# What filters of old WordPress plugins leave behind a text.
_CDATA_END = "]]>"
# Lines of a block with these properties are paragraphs.
_FEWEST_PARAGRAPHS = 3
_PARAGRAPH_AT_LEAST = 80
_ENDS = (".", "!", "?", "”", '"', "’", "…")


def split_run(
    run: str, kind: ParagraphKind, is_bold: bool, link_chars: int, questions: tuple[str, ...]
) -> list[Block]:
    """Return the blocks of a run; two BREAK separate blocks, a single one separates lines."""
    blocks = []
    if "false" in run or "mso-" in run:
        run = _WORD_SETTINGS.sub("", run)
    for part in _PARAGRAPH_BREAK.split(run) if BREAK in run else (run,):
        lines = _lines_of(part)
        if lines and not _is_no_text(part, link_chars):
            parted = [[line] for line in lines] if _are_paragraphs(lines) else [lines]
            blocks += [Block(kind, one, is_bold, link_chars, questions) for one in parted]
    return blocks


def _lines_of(part: str) -> list[str]:
    lines = [line for line in part.split(BREAK) if line.strip()]
    if " on line " in part:
        return [line for line in lines if not _PHP_MESSAGE.match(line)]
    return lines


def _are_paragraphs(lines: list[str]) -> bool:
    """Return whether lines between single <br> are paragraphs: several, all long sentences.

    Short lines may stand before them, such as title and date, and after them.
    """
    if len(lines) < _FEWEST_PARAGRAPHS:
        return False
    stripped = [line.strip() for line in lines]
    long = [number for number, line in enumerate(stripped) if len(line) >= _PARAGRAPH_AT_LEAST]
    text = stripped[long[0] : long[-1] + 1] if long else []
    return len(text) == len(long) >= _FEWEST_PARAGRAPHS and all(one.endswith(_ENDS) for one in text)


def _is_no_text(part: str, link_chars: int) -> bool:
    """Return whether a run is a line of a widget, an unlinked address, or the end of a section."""
    if part.strip() == _CDATA_END:
        return True
    if len(part) <= _WIDGET_LINE_AT_MOST and _WIDGET_LINE.fullmatch(part):
        return True
    return not link_chars and "://" in part and _ADDRESS_ONLY.fullmatch(part) is not None
