"""The title: h1, else og:title, else the last <title> without the site's suffix."""

import re

from tasks.articles.clean import TextCleaner
from tasks.articles.document import Document, PageParts
from tasks.articles.provenance import FieldProvenance

# `T | ASHARQ AL-AWSAT English Archive 2005 -2017`, with | or -, with or without the years.
_SITE_SUFFIX = re.compile(
    r"\s+[|–-]\s*(?:ASHARQ AL-AWSAT|Asharq Al-Awsat)(?: English(?: Archive)?(?: 2005 ?- ?2017)?)?$"
)
# The first <title> of every page: house text of the theme's header, no page's own.
_HOUSE_LINE = re.compile(r"Middle-east Arab News Opinion \| Asharq Al-awsat", re.IGNORECASE)


def read_title(
    document: Document, parts: PageParts, cleaner: TextCleaner, ledger: FieldProvenance
) -> str | None:
    """Return the article's title, or None when the page has none but house lines."""
    candidates = [
        (strip_site_suffix(cleaned, document), source)
        for value, source in _title_candidates(document, parts)
        if (cleaned := cleaner.clean(value)) and not _is_house_line(cleaned, document)
    ]
    if not candidates:
        return None
    chosen = candidates[0]
    ledger.record("title", chosen[1])
    for other in candidates[1:]:
        if not _is_with_suffix(other[0], chosen[0]):
            ledger.compare("title", chosen, other)
    return chosen[0]


def strip_site_suffix(title: str, document: Document) -> str:
    """Return a title without ` | SITE`: the archive's own suffix, or og:site_name."""
    title = _SITE_SUFFIX.sub("", title)
    site_name = document.head.meta("og:site_name")
    if site_name and title.endswith(site_name):
        return title.removesuffix(site_name).rstrip().rstrip("|-–").rstrip() or title
    return title


def _is_with_suffix(other: str, chosen: str) -> bool:
    # The suffix of a site this module knows nothing of, such as a local copy.
    return other.startswith((f"{chosen} | ", f"{chosen} - ", f"{chosen} – "))


def _title_candidates(document: Document, parts: PageParts) -> list[tuple[str, str]]:
    candidates = []
    if parts.title:
        candidates.append((parts.title.value, parts.title.source))
    if og_title := document.head.meta("og:title"):
        candidates.append((og_title, "meta og:title"))
    if document.head.titles:
        candidates.append((document.head.titles[-1], "title"))
    return candidates


def _is_house_line(title: str, document: Document) -> bool:
    if _HOUSE_LINE.fullmatch(title):
        return True
    return title == document.head.meta("og:site_name") or title.startswith(
        "ASHARQ AL-AWSAT English"
    )
