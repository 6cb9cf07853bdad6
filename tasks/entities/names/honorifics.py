"""Remove titles from a name: `strip_titles("Foreign Minister Prince Saud al-Faisal")`."""

from tasks.entities.names.word_lists import TITLE_WORDS, read_words

# Title words that are also first names: removed only before two more words.
_ALSO_NAMES = frozenset(
    {
        *("sultan", "amir", "emir", "sayyid", "sayyed", "sayed", "seyed", "seyyed", "syed"),
        *("haj", "hajj", "haji", "hajji", "pope", "dean"),
    }
)
_SONS = ("bin", "ibn", "ben")
# Words of longer titles that are not in the list of single words.
_MORE = read_words("more_titles") | frozenset(
    {
        "grand",
        "crown",
        "custodian",
        "supreme",
        "field",
        "former",
        "deputy",
        "vice",
        "late",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "foreign",
        "interior",
        "defense",
        "defence",
        "acting",
        "the",
        "of",
        "two",
        "holy",
        "mosques",
        "shrines",
        "princess",
        "queen",
        "mulla",
        "hujjat",
        "maulana",
        "mawlana",
        "mawlawi",
        "maulvi",
        "ustad",
        "engineer",
    }
)


def strip_titles(name: str) -> str:
    """Return the name without titles; a name of titles only is returned unchanged."""
    words = name.split()
    first = 0
    while first < len(words) - 1 and _is_title(words[first], words[first + 1 :]):
        first += 1
    return " ".join(words[first:])


def _is_title(word: str, rest: list[str]) -> bool:
    plain = word.lower().rstrip(".")
    if plain in _ALSO_NAMES:
        return len(rest) > 1 and rest[0].lower() not in _SONS
    return plain in _MORE or plain in TITLE_WORDS or f"{plain}." in TITLE_WORDS
