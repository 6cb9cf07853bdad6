"""Month names in the languages of news sites, full and abbreviated."""

import re

# One language per line; `|` separates spellings of one month. Abbreviations of three or more
# letters are matched as prefixes of these names.
_NAMES = (
    "january february march april may june july august september october november december",
    "januar|jänner februar|feber märz|maerz|mrz april mai juni juli august september oktober"
    " november dezember",
    "janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre novembre"
    " décembre|decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre"
    " diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março|marco abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada"
    " grudnia",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "يناير فبراير مارس أبريل|ابريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
)


# The names of Iraq, Syria, Lebanon and Jordan, some of which have two words.
_LEVANTINE = (
    "كانون الثاني,شباط,آذار|اذار,نيسان,أيار|ايار,حزيران,تموز,آب,أيلول|ايلول,تشرين الأول|تشرين الاول"
    ",تشرين الثاني,كانون الأول|كانون الاول"
)


def with_gulf_months(text: str) -> str:
    """Return a text with the month names of the Levant replaced by those of Egypt and the Gulf."""
    return _IN_LEVANT.sub(lambda found: _GULF_NAMES[found[0]], text)


def month_of(name: str) -> int | None:
    """Return the number of a month by its name or abbreviation, or None."""
    return _NUMBERS.get(name.lower().rstrip("."))


def _number_names() -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for line in _NAMES:
        for number, spellings in enumerate(line.split(), 1):
            for name in spellings.split("|"):
                for spelling in (name, name[:3], name[:4], name[:5]):
                    found.setdefault(spelling, set()).add(number)
    # `jui` is ambiguous: juin or juillet.
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _gulf_names() -> dict[str, str]:
    names = [spellings.split("|")[0] for spellings in _NAMES[-1].split()]
    pairs = zip(_LEVANTINE.split(","), names, strict=True)
    return {one: name for spellings, name in pairs for one in spellings.split("|")}


_NUMBERS = _number_names()
_GULF_NAMES = _gulf_names()
_IN_LEVANT = re.compile(rf"\b(?:{'|'.join(_GULF_NAMES)})\b")
