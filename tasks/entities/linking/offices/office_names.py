"""Normal forms of offices: `read_office("minister of foreign affairs") == "foreign minister"`."""

import re

_PLAIN = {
    "president": "president",
    "prime minister": "prime minister",
    "premier": "prime minister",
    "pm": "prime minister",
    "president of the government": "prime minister",
    "vice president": "vice president",
    "vice-president": "vice president",
    "king": "king",
    "monarch": "king",
    "emir": "emir",
    "sultan": "sultan",
    "crown prince": "crown prince",
    "deputy crown prince": "deputy crown prince",
    "supreme leader": "supreme leader",
    "chancellor": "chancellor",
    "pope": "pope",
    "secretary of state": "secretary of state",
    "secretary general": "secretary general",
    "secretary-general": "secretary general",
    "parliament speaker": "speaker",
    "speaker of parliament": "speaker",
    "speaker of the parliament": "speaker",
    "speaker": "speaker",
    "house speaker": "speaker",
    "foreign secretary": "foreign minister",
    "home secretary": "interior minister",
    "defense secretary": "defense minister",
    "defence secretary": "defense minister",
    "secretary of defense": "defense minister",
    "treasury secretary": "finance minister",
    "secretary of the treasury": "finance minister",
    "chancellor of the exchequer": "finance minister",
    "attorney general": "attorney general",
    "central bank governor": "central bank governor",
    "governor of the central bank": "central bank governor",
}
# The first word of a portfolio, in the spelling of the paper.
_PORTFOLIOS = {
    "external": "foreign",
    "defence": "defense",
    "interior": "interior",
    "internal": "interior",
    "home": "interior",
    "petroleum": "oil",
    "economic": "economy",
    "labour": "labor",
    "transportation": "transport",
    "islamic": "islamic",
    "communication": "communications",
    "telecommunications": "communications",
}
_MINISTER = re.compile(r"(?:(?P<before>[\w ,&-]+?) minister|minister (?:of|for) (?P<after>.+))")
_FIRST = re.compile(r"^(?:the|national) ")
_NOT_WHOLE = ("state", "deputy", "former", "acting", "assistant", "prime", "first", "shadow", "ex")


def read_office(words: str) -> str:
    """Return the office that lower-case words name, or an empty string."""
    plain = " ".join(words.replace("-", " ").split()) if words not in _PLAIN else words
    if plain in _PLAIN or words in _PLAIN:
        return _PLAIN.get(words) or _PLAIN[plain]
    match = _MINISTER.fullmatch(plain)
    if not match:
        return ""
    portfolio = _FIRST.sub("", match["before"] or match["after"])
    first, *more = portfolio.replace(",", " ").split()
    if more[:1] == ["trade"]:  # foreign trade is not foreign affairs
        first = "trade"
    return "" if first in _NOT_WHOLE else f"{_PORTFOLIOS.get(first, first)} minister"
