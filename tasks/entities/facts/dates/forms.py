"""Forms of dates as regular expressions: `PATTERN`, with one group a part of each form.

The names of the groups begin with that of their form: `mdy_year` is the year of `March 14, 2005`.
"""

import re

from tasks.entities.facts.dates import hijri

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
NUMBERS = {"a": 1, "an": 1} | {
    word: number for number, word in enumerate(_NUMBER_WORDS.split(), start=1)
}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_BY = r"[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Oo]f|[Mm]id-?|[Ee]arly-?|[Ll]ate-?"
_COUNT = r"\d{1,2}|" + "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in NUMBERS)
_UNIT = r"(?P<unit>day|week|month|year)"
# `in 2003 soldiers`, `2,000`: a number, not a year.
NO_YEAR = (
    r"(?![\d,.]\d|%|\s*(?:soldiers|people|persons|men|women|children|troops|dead|wounded|families|"
    r"fighters|prisoners|km|kilomet\w+|met(?:er|re)s|miles|barrels|dollars|pounds|riyals|dinars|euros|"
    r"points|percent|per cent|tons|tonnes|hours|votes|seats|copies|rooms|houses|cars)\b)"
)
# What a year before it belongs to: `the 1989 coup`, `the 2006 Lebanon war`, `the 2010 elections`.
_OF_THE_YEAR = (
    r"(?=[A-Z]|[a-z-]*(?:[a-rt-z]|ss)\b|(?:elections|talks|protests|attacks|events|clashes|bombings|"
    r"riots|polls|uprisings|revolutions|negotiations|accords|killings|demonstrations|wars|borders)\b)"
)
DECADES = {
    name: 1900 + 10 * tens
    for tens, name in enumerate(
        (
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ),
        start=2,
    )
}
_HIJRI_MONTH = rf"(?P<hijri>{hijri.MONTH})"
_HIJRI_YEAR = r"(?P<hyear>1[34]\d\d)\b(?:\s*(?:AH|A\.H\.|H\b|Hijri))?"
_FORMS = {
    "mdy": rf"{_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){YEAR}\b",
    "dmy": rf"{_DAY}\s+(?:of\s+)?{_MONTH}\s*,?\s+{YEAR}\b",
    "iso": rf"{YEAR}-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b",
    "slashed": rf"(?P<day>[0-3]?\d)(?:/(?P<number>[0-3]?\d)/|\.(?P<dotted>[0-3]?\d)\.|"
    rf"-(?P<dashed>[0-3]?\d)-){YEAR}\b",
    "hdmy": rf"{_DAY}\s+(?:of\s+)?{_HIJRI_MONTH},?\s+{_HIJRI_YEAR}",
    "hdm": rf"{_DAY}\s+(?:of\s+)?{_HIJRI_MONTH}(?!\s+[A-Z])",
    "hmdy": rf"{_HIJRI_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_HIJRI_YEAR}",
    "hmy": rf"{_HIJRI_MONTH},?\s+{_HIJRI_YEAR}",
    "hmd": rf"{_HIJRI_MONTH}\s+{_DAY}\b(?!\d|[:%])",
    "hm": r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)|[Ii]n|[Dd]uring|[Oo]f|[Ss]ince|[Uu]ntil|"
    r"[Bb]efore|[Aa]fter|[Bb]y|[Tt]hroughout|[Ff]or|[Mm]onth)\s+(?:the\s+)?(?:holy\s+|fasting\s+)?"
    rf"(?:month\s+(?:of\s+)?)?{_HIJRI_MONTH}(?!\s+[A-Z\d]|[-’'])",
    "hy": r"(?P<hyear>1[34]\d\d)\s*(?:AH\b|A\.H\.|H\b|Hijri\b)",
    "dec": r"(?P<decade>(?:18|19|20)\d0)[’']?s\b",
    "decword": r"[Tt]he\s+(?:[Ee]arly\s+|[Ll]ate\s+|[Mm]id-?\s*)?(?P<word>"
    + "|".join(DECADES)
    + r")\b",
    "dom": r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)\s+of\s+"
    r"(?P<which>this|last|next|the\s+coming|the\s+current)\s+month\b",
    "md": rf"{_MONTH}\s+{_DAY}\b(?!\d|[:%])",
    "dm": rf"{_DAY}\s+(?:of\s+)?{_MONTH}\b",
    "m_rel": rf"{_MONTH}\s+(?:of\s+)?(?P<which>last|this|next)\s+year\b",
    "my": rf"{_MONTH}(?:\s+of)?\s*,?\s+{YEAR}\b",
    "rel_month": rf"(?P<which>[Ll]ast|[Nn]ext|[Tt]his|{_BY})\s*{_MONTH}"
    r"(?!\w|[\s,]+\d|\s+(?:of\s+)?(?:last|this|next)\s+year)",
    "rel_day": rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming)\s+)?{_WEEKDAY}\b",
    "part": r"(?P<which>[Ll]ast|[Tt]his)\s+(?:night|evening|morning|afternoon|noon)\b",
    "day_word": r"(?P<far>[Tt]he day (?:before|after)\s+)?"
    r"(?P<word>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b",
    "rel_unit": rf"(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he coming|[Tt]he past)\s+{_UNIT}\b(?!-)",
    "ago": rf"(?P<count>{_COUNT})\s+{_UNIT}s?\s+(?P<which>ago|earlier|from now)\b",
    "ahead": rf"[Ii]n\s+(?P<count>{_COUNT})\s+{_UNIT}s?(?:[’']s?\s+(?P<time>time))?\b",
    "attacks": r"(?P<short>(?<!/)9/11)(?![/\d])",
    "y": rf"(?:{_BY}|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]etween|[Tt]ill|[Aa]round|[Yy]ear|[Tt]hroughout)"
    rf"(?:\s+|(?<=-)){YEAR}\b{NO_YEAR}",
    "ythe": rf"(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Aa])\s+{YEAR}\s+{NO_YEAR}{_OF_THE_YEAR}",
    "yin": rf"(?<=\(){YEAR}(?=\)|\s?[-–])",
}
# One word boundary for all alternatives: inside a word none is tried.
PATTERN = re.compile(
    r"\b(?:" + "|".join(form.replace("(?P<", f"(?P<{name}_") for name, form in _FORMS.items()) + ")"
)
FORM_OF_GROUP = {
    group: next(form for form in _FORMS if re.fullmatch(rf"{form}_[a-z]+", group))
    for group in PATTERN.groupindex
}
GROUPS_OF_FORM = {
    form: [
        (name, name.removeprefix(f"{form}_")) for name, of in FORM_OF_GROUP.items() if of == form
    ]
    for form in _FORMS
}
