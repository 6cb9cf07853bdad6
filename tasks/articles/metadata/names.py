"""Parse author names from the labels of bylines."""

import re

from tasks.articles.metadata.affiliations import is_affiliation, is_place, without_affiliation
from tasks.articles.text.bare_names import is_bare_name
from tasks.articles.text.month_names import month_of

_NAME_WORD = (
    r"(?:[^\W\d_a-zà-ÿ][\w’'.-]*|(?:al|el|bin|ibn|de|der|den|van|von|da|di|la|le|du|del)-?\w*)"
)
_BY = r"(?:by|von|par|por|di|door|av)"
# Words before `by`: `Exclusive: interview conducted by`, `Reporting and writing by`.
_CREDIT = (
    r"(?:exclusive|special|additional|original|full|and|&"
    r"|interview(?:ed)?|report(?:ed|ing)?|story|words|text|writ(?:ten|ing)|dialogue|conversation"
    r"|posted|published|compiled|prepared|conducted|contributed|produced|filed|authored|submitted"
    r"|analysis|opinion|comment(?:ary)?|column|essay|review|feature|profile|dispatch|article"
    r"|author|autor|autore|auteur|entretien|propos|recueillis|veröffentlicht|geschrieben)"
)
# Work that does not make somebody the author.
_OTHER_WORK = re.compile(
    r"^(?:additional |all )?(?:photo\w*|pictures?|images?|illustrat\w+|graphics?|video|camera"
    rf"|translat\w+|edit(?:ed|ing))(?: and \w+)?\s*(?::|{_BY}\b)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^(?:(?:special (?:to|for) .{{1,40}}?\s)?(?:{_CREDIT}\s*:?\s+){{0,6}}(?:{_BY})\s*[:.]?"
    r"|(?:author|writer|columnist)s?\s*:)\s+"
    r"(?P<names>.+)$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*[|•·]\s*|\s+[–—/-]\s+")
# `16 February 2014 at 10:15 pm by A`
_AFTER_DATE = re.compile(r"\d\W*(?:[ap]\.?m\.?\W+)?((?:by|von|par|por)\s.+)$", re.IGNORECASE)
# `Posted in Opinion by A on the March 9th, 2008`
_AFTER_SECTION = re.compile(
    r"^(?:posted|filed|published) (?:in|under)\b.{1,80}?\s((?:by|von|par|por)\s.+)$", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:(?:view|see|read) (?:all|more) \w+ (?:by|from)|(?:all |a |more )?posts? by"
    r"|(?:all|more)(?: (?:articles?|posts?|stor(?:y|ies)|columns?|news))? (?:by|from)"
    r"|(?:zeige )?alle beiträge von|beiträge von"
    r"|special (?:to|for) .{1,40} by"
    rf"|(?:(?:an?|the)\s+)?(?:{_CREDIT}\s*:?\s+){{1,6}}{_BY}"
    r"|(?:interview(?:er)?|report(?:er|ing)?|story|words|text)(?=\s*:)"
    r"|about the author|(?:author|autor|autore|auteur|writer)(?:in|s)?|by|von|par|por|di|door)"
    r"(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\s*(?:→|»|›|>|\||•|·|[–—]|\s[-/]\s|\(|@\w|\d|\b(?:on|at)\s+(?:the\s+)?(?=\w+,?\s*\d)|\bin\s+(?=[A-Z])|\bfor\s+(?=[A-Z])"
    r"|,?\s*(?:updated|published|posted|last)\b"
    r"|\.\s+(?:translat|edit|photo|pictur|illustrat|publish|post|updat)\w+\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = re.compile(
    r"\b(?:editor|writer|reporter|correspondent|expert|specialist|manager|director|educator|author"
    r"|contributor|analyst|consultant|founder|ceo|journalist|columnist|blogger|redakteur\w*|ph\.?d|m\.?d"
    r"|facl?m|jr|sr|llm|mba|rn|esq)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|[@/\\{}<>=#]|^(?:home|admin|administrator|author|guest|view|read more"
    r"|more posts|about|cite|fact|veröffentlicht|by|share|comments?|posts?|archives?|profile"
    r"|website|contact|email|facebook|twitter"
    r"|leave a|webmaster|none|unknown|n/a|null|undefined)\b.*$",
    re.IGNORECASE,
)
# `A in London, B in Cairo and C in Aden`; the last place is an ending.
_PLACE_OF_COAUTHOR = re.compile(
    r" in [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
    r"(?: and (?=[A-Z])|, (?=[A-Z][\w’'-]+ [A-Z][\w’'-]+ (?:in|and) ))"
)
# `Cairo – By A`
_PLACE_BEFORE = re.compile(rf"^(?:[A-Z][\w’'-]+ ?){{1,3}}\s*[–—|-]\s*(?={_BY}\s)", re.IGNORECASE)
# `Cairo - A B`
_PLACE_AND_NAME = re.compile(r"^[^\W\d_][\w’'-]+\s+[–—-]\s+(?P<name>.+)$")
_EMAIL = re.compile(r"\S*\w@\w\S*")
# `Gen. (ret.) A`
_RETIRED = re.compile(r"\s*\(ret(?:d|ired)?\.?\)", re.IGNORECASE)
# A label whose name is in another element: `Written by`.
_LABEL_ONLY = re.compile(rf"(?:{_CREDIT}\s+)*{_BY}\W*", re.IGNORECASE)
_JOINT = re.compile(r"\s+(?:and|und|et|y|with)\s+|\s*&\s*|\s*;\s*", re.IGNORECASE)
# Two or three letters without a vowel are initials (`PJ`).
_CAPITALS = re.compile(r"\b(?![^\W\dAEIOUYÀ-Ý]{2,3}\b|I{2,3}\b)(MC(?=\w{3}))?(\w+)\b")
_LONGEST_NAME = 60
_MOST_WORDS = 6


def clean_name(label: str) -> str | None:
    """Return the name in a label without the words around it, or None."""
    label = _PLACE_BEFORE.sub("", _RETIRED.sub("", _EMAIL.sub("", label)).strip(" /|–—"))
    if _LABEL_ONLY.fullmatch(label):
        return None
    label = _PLACE_OF_COAUTHOR.sub(" and ", " ".join(label.split()))
    placed = _PLACE_AND_NAME.match(label)
    label = placed["name"] if placed and is_bare_name(placed["name"]) else label
    name = without_affiliation(_without_label(label))
    if _OTHER_WORK.match(name):
        return None
    name = _without_month(_ENDING.sub("", name).strip(" ,:;.|-–—→»"))
    if not 1 < len(name) <= _LONGEST_NAME * 4 or _NO_NAME.search(name):
        return None
    return name


def in_mixed_case(name: str) -> str:
    """Return a name in capitals (`AMINA AL-EXAMPLE`) with capitals only where words start.

    Initials, names of one word and names of agencies stay.
    """
    if not name.isupper() or " " not in name or is_affiliation(name):
        return name
    return _CAPITALS.sub(lambda word: "".join(map(str.capitalize, word.groups(""))), name)


def split_names(label: str) -> list[str]:
    """Return the names in a label: three in `A, B and C`, one in `A, Editor`."""
    names = [name for part in _JOINT.split(label) for name in _names_of(part)]
    people = [name for name in names if not _is_role(name) and not is_affiliation(name)]
    return people or [name for name in names if not is_place(name)] or names


def _names_of(part: str) -> list[str]:
    """Return the names between two conjunctions: `A B, C D` are two, `A B, Editor` is one."""
    if _OTHER_WORK.match(part):
        return []
    pieces = [_without_label(piece) for piece in map(str.strip, part.split(",")) if piece]
    people = [piece for piece in pieces if not is_affiliation(piece)]
    pieces = people or [piece for piece in pieces if not is_place(piece)] or pieces
    if not all(map(_is_full_name, pieces)):
        return pieces[:1]
    return pieces


def read_byline_text(line: str) -> str | None:
    """Return the names in a line such as `By A and B`, or `DATE | By A`; None for other lines."""
    return next(filter(None, map(_read_byline, _pieces_of(line))), None)


def _pieces_of(line: str) -> list[str]:
    later = (_AFTER_DATE.search(line), _AFTER_SECTION.match(line))
    return [line, *_SEPARATORS.split(line), *(found[1] for found in later if found)]


def _read_byline(line: str) -> str | None:
    found = _BYLINE.match(line)
    if found is None:
        return None
    name = clean_name(found["names"])
    if name is None or not all(_looks_like_name(part) for part in split_names(name)):
        return None
    return name


def _without_label(text: str) -> str:
    while found := _LABEL.match(text):
        text = text[found.end() :]
    return text


def _without_month(name: str) -> str:
    """Remove the month of a date (`By A B November 3` was split before the 3)."""
    words = name.split()
    while len(words) > 1 and month_of(words[-1]):
        words.pop()
    return " ".join(words).rstrip(" ,")


def _is_role(name: str) -> bool:
    return bool(_ROLE.search(name)) and not name.isupper()


def _is_full_name(text: str) -> bool:
    return " " in text and _looks_like_name(text) and not _ROLE.search(text)


def _looks_like_name(text: str) -> bool:
    words = text.split()
    if not words or len(words) > _MOST_WORDS or len(text) > _LONGEST_NAME:
        return False
    return words[0][:1].isupper() and all(
        re.fullmatch(_NAME_WORD, word, re.UNICODE) for word in words
    )
