"""Determine the order of day and month in numeric dates of a page (`03/04/2010`)."""

import re

from tasks.articles.document import Document, PageParts
from tasks.articles.markup.dom import attribute, select
from tasks.articles.text.dates import is_month_first, read_days, read_machine_date

_NUMERIC = re.compile(r"(?<!\d)\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d(?!\d)")
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)(?=[/-]|$)")
# English uses both orders, and `en-US` is WordPress's default in all countries.
_MONTH_FIRST_REGIONS = frozenset({"en-us", "en_us", "en"})
_MOST_SAMPLES = 200


def is_day_first(document: Document, parts: PageParts) -> bool | None:
    """Return whether the page prints the day before the month; None if unknown.

    Evidence, in this order: an unambiguous numeric date, a numeric date with its timestamp, the
    month in the URL, the language of the page if it is not English.
    """
    texts = [mark.text for _, mark in parts.meta_lines.dates]
    if parts.printed_date is not None:
        texts.append(parts.printed_date.value)
    if not any(_NUMERIC.search(text) for text in texts):
        return None
    for evidence in (_by_other_dates, _by_instants, _by_address, _by_language):
        order = evidence(document, texts)
        if order is not None:
            return order
    return None


def _by_other_dates(document: Document, texts: list[str]) -> bool | None:
    everywhere = _NUMERIC.findall(document.body.text(separator=" "))
    orders = {is_month_first(text) for text in everywhere[:_MOST_SAMPLES]} - {None}
    return not orders.pop() if len(orders) == 1 else None


def _by_instants(document: Document, texts: list[str]) -> bool | None:
    orders = set()
    for node in select("time[datetime]", document.body)[:_MOST_SAMPLES]:
        days = read_days(node.text())
        machine = read_machine_date(attribute(node, "datetime"))
        if len(days) == 2 and machine is not None and machine.on in days:
            orders.add(days[0] == machine.on)
    return orders.pop() if len(orders) == 1 else None


def _by_address(document: Document, texts: list[str]) -> bool | None:
    found = _MONTH_IN_ADDRESS.search(document.page.url)
    if found is None:
        return None
    month = (int(found[1]), int(found[2]))
    for text in texts:
        days = read_days(text)
        fits = [(day.year, day.month) == month for day in days]
        if len(days) == 2 and fits.count(True) == 1:
            return fits[0]
    return None


def _by_language(document: Document, texts: list[str]) -> bool | None:
    language = (document.html_lang or "").lower()
    return True if language and language not in _MONTH_FIRST_REGIONS else None
