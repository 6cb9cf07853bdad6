"""Lines that start with `By`, or with what was done by somebody: `Posted by`, `Written by`."""

import re

from tasks.articles.text.bare_names import is_bare_name

_VERBS = r"(?:written|posted|published|created|submitted)"
_BY = re.compile(rf"(?:{_VERBS}\s+)?by\b[\s:]+[A-Z]", re.IGNORECASE)
_NAMES = re.compile(
    rf"\s*(?:(?:{_VERBS}|interview|report(?:ed|ing)?)\s+)?by\b[\s:]+(?P<names>.{{3,80}})",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|&|\band\b)\s*|\s+in\s+(?=[A-Z])")
_VERB_AND_BY = re.compile(rf"\s*{_VERBS}\s+by\s", re.IGNORECASE)


def starts_with_by(text: str) -> bool:
    """Return whether a text starts with `By` and a word, possibly with a verb before it."""
    return _BY.match(text) is not None


def is_byline(text: str) -> bool:
    """Return whether a line is only `By`, possibly with a verb, and names: `By A B in London`."""
    found = _NAMES.fullmatch(text.strip())
    names = _BETWEEN_NAMES.split(found["names"].strip()) if found else [""]
    # A place may follow the first name.
    return is_bare_name(names[0]) and all(name.istitle() or is_bare_name(name) for name in names)


def starts_with_posted_by(text: str) -> bool:
    """Return whether a text starts with a verb and `by`, as the last line of a weblog's post."""
    return _VERB_AND_BY.match(text) is not None
