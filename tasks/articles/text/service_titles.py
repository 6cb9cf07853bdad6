"""Titles of pages about the newspaper, which themes mark like articles: `Contact us`."""

import re

_SERVICE = re.compile(
    r"""
    (?:contact|about)(?:\ (?:us|me|the\ \w+))?
  | (?:get|keep)\ in\ touch | (?:our|the)\ (?:team|staff|offices) | who\ we\ are
  | imprint | impressum
  | (?:privacy|cookies?|comments?)(?:\ (?:policy|notice|statement))
  | (?:legal|privacy)\ (?:notice|information|and\ cookies)
  | terms(?:\ (?:of|and|&)\ (?:use|service|sale|conditions))+
  | (?:advertise|advertising)(?:\ (?:with\ us|rates))? | media\ kit
  | (?:subscribe|subscriptions?)(?:\ (?:now|to\ \w+))? | newsletters? | rss(?:\ feeds?)?
  | (?:site\ ?map|disclaimer|copyright(?:\ notice)?|careers|jobs|vacancies|faqs?|help|feedback)
  | frequently\ asked\ questions
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_service_title(title: str) -> bool:
    """Return whether a title is only the name of a page about the newspaper."""
    return _SERVICE.fullmatch(title.strip(" .!:")) is not None
