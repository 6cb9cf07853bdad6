"""Lines that start with `By`, or with what was done by somebody: `Posted by`, `Written by`."""

import re

_VERBS = r"(?:written|posted|published|created|submitted)"
_BY = re.compile(rf"(?:{_VERBS}\s+)?by\b[\s:]+[A-Z]", re.IGNORECASE)
_VERB_AND_BY = re.compile(rf"\s*{_VERBS}\s+by\s", re.IGNORECASE)


def starts_with_by(text: str) -> bool:
    """Return whether a text starts with `By` and a word, possibly with a verb before it."""
    return _BY.match(text) is not None


def starts_with_posted_by(text: str) -> bool:
    """Return whether a text starts with a verb and `by`, as the last line of a weblog's post."""
    return _VERB_AND_BY.match(text) is not None
