"""Turn clean text into text as printed by the site: entities, import damage, stray spaces."""

import re
import unicodedata
from dataclasses import dataclass

_CURLY = {
    "’": "&#8217;",
    "‘": "&#8216;",
    "“": "&#8220;",
    "”": "&#8221;",
    "–": "&#8211;",
    "—": "&#8212;",
}
_CURLY_PATTERN = re.compile("[’‘“”–—]")
_POSSESSIVE = re.compile(r"’s\b")


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints the texts of one story. `form` is one of the text forms of `catalogue.ERAS`."""

    form: str
    uses_entities: bool

    def html(self, text: str) -> str:
        """Return the text as HTML."""
        printed = self._hurt(text).replace("&", "&#038;").replace("<", "&lt;")
        if not self.uses_entities:
            return printed
        return _CURLY_PATTERN.sub(lambda match: _CURLY[match[0]], printed)

    def attribute(self, text: str) -> str:
        """Return the text as an attribute value, for either kind of quotes."""
        printed = self._hurt(text).replace("&", "&amp;").replace("<", "&lt;")
        return printed.replace('"', "&quot;").replace("'", "&#039;")

    def plain(self, text: str) -> str:
        """Return the text as in the database: damaged, but not escaped."""
        return self._hurt(text)

    def _hurt(self, text: str) -> str:
        if self.form == "clean":
            return text
        return _HURTS[self.form](text)


def with_stray_blanks(html: str) -> str:
    """Add stray spaces to body HTML: doubled, before commas, non-breaking, line ends."""
    words = html.replace(", ", " , ", 2).replace(": ", " : ", 1).split(" ")
    for position, blank in ((4, " "), (9, "&nbsp;"), (15, "\n"), (21, " &nbsp;")):
        if len(words) > position + 1:
            words[position] += blank
    return " ".join(words)


def _damage(text: str) -> str:
    return _POSSESSIVE.sub("”s", text).replace('"', "&#34")


def _double_marks(text: str) -> str:
    return _POSSESSIVE.sub("''s", text).replace('"', "''")


def _possess(text: str) -> str:
    return _POSSESSIVE.sub("”s", text)


def _decompose(text: str) -> str:
    return unicodedata.normalize("NFD", text)


_HURTS = {
    "damaged": _damage,
    "doubled_marks": _double_marks,
    "possessive": _possess,
    "decomposed": _decompose,
}
