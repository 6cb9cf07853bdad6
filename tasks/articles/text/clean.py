"""Clean text with named rules: entities, mojibake, import damage, white space.

Every rule has a cheap test before it, since almost no text needs it: applying every rule to all
text would take longer than parsing the page.
"""

import html
import re
import unicodedata
from collections.abc import Sequence

# Test before ftfy, which takes 6-9 ms per document; it matches 2 of 639 clean texts.
_MOJIBAKE_GATE = re.compile(r"[ÂÃâØÙ\x80-\x9f\ufffd]")
_MOJIBAKE_MARKS = "âÂÃØÙ\ufffd"
# Control and zero-width characters, direction marks, soft hyphens, byte order marks.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufeff]"
)
# Characters that a rule may change, besides unprintable ones and text that is not in NFC.
_CLUES = ("  ", "&", "''", " ,", " :")
# Latin ligatures in text pasted from PDF: a search for `first` does not find `ﬁrst`.
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_UNICODE_CLUES = (*_MOJIBAKE_MARKS, "”s", *map(chr, range(0xFB00, 0xFB07)))
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|amp|quot|apos|lt|gt|nbsp|hellip|[lr][sd]quo|[nm]dash);?"
    r"|&[A-Za-z]{3,8};"
)
# The import of 2005 doubled apostrophes, and WordPress turned the pairs into ”.
_DOUBLED_POSSESSIVE = re.compile(r"(?<=\w)(?:”|'')(?=s\b)")
_BLANK_BEFORE_MARK = re.compile(r"\s+(?=[,:](?:\s|$))")


class TextCleaner:
    """Cleans the texts of one page; `fired` collects the names of the rules that changed text."""

    def __init__(self) -> None:
        self.fired: set[str] = set()

    def clean(self, text: str) -> str:
        """Return `text` repaired, in NFC, on one line with single spaces."""
        if not text.isascii():
            text = self._clean_unicode(text)
        if "&" in text or "''" in text:
            text = self._clean_import(text)
        # isprintable() is a scan in C, 20 times as fast as a regular expression.
        if not text.isprintable():
            text = self._clean_unprintable(text)
        if " ," in text or " :" in text:
            text = self._note("blank_before_mark", text, _BLANK_BEFORE_MARK.sub("", text))
        if "  " in text:
            text = self._note("blanks", text, " ".join(text.split()))
        return text.strip()

    def clean_all(self, texts: Sequence[str]) -> list[str]:
        """Return the texts cleaned one by one; one test of all of them can skip the work."""
        stripped = [text.strip() for text in texts]
        return stripped if _is_plain(" ".join(stripped)) else list(map(self.clean, texts))

    def clean_or_none(self, text: str | None) -> str | None:
        """Return the cleaned text, or None if it is empty."""
        return (self.clean(text) or None) if text else None

    def _clean_unicode(self, text: str) -> str:
        if any(mark in text for mark in _MOJIBAKE_MARKS) or not text.isprintable():
            text = self._clean_mojibake(text)
        if "”s" in text:
            text = self._note("import_quotes", text, _DOUBLED_POSSESSIVE.sub("’", text))
        if _LIGATURES.search(text):
            spelt = _LIGATURES.sub(lambda mark: unicodedata.normalize("NFKC", mark[0]), text)
            text = self._note("ligatures", text, spelt)
        if not unicodedata.is_normalized("NFC", text):
            text = self._note("nfc", text, unicodedata.normalize("NFC", text))
        return text

    def _clean_mojibake(self, text: str) -> str:
        if _MOJIBAKE_GATE.search(text):
            return self._note("mojibake", text, _repair_mojibake(text))
        return text

    def _clean_import(self, text: str) -> str:
        if "&" in text:
            text = self._note("entities", text, _ENTITY.sub(_decode_entity, text))
        if "''" in text:
            repaired = _DOUBLED_POSSESSIVE.sub("’", text).replace("''", '"')
            text = self._note("import_quotes", text, repaired)
        return text

    def _clean_unprintable(self, text: str) -> str:
        text = self._note("invisible_characters", text, _INVISIBLE.sub("", text))
        return self._note("blanks", text.strip(), " ".join(text.split()))

    def _note(self, rule: str, before: str, after: str) -> str:
        if before != after:
            self.fired.add(rule)
        return after


def _is_plain(text: str) -> bool:
    """Return whether no rule applies to `text`."""
    if not text.isprintable() or any(clue in text for clue in _CLUES):
        return False
    return text.isascii() or (
        not any(clue in text for clue in _UNICODE_CLUES) and unicodedata.is_normalized("NFC", text)
    )


def _repair_mojibake(text: str) -> str:
    import ftfy  # 60 ms to import, for one page in hundreds

    return str(ftfy.fixes.fix_c1_controls(ftfy.fix_encoding(text)))


def _decode_entity(match: re.Match[str]) -> str:
    entity = match[0]
    return html.unescape(entity if entity.endswith(";") else entity + ";")
