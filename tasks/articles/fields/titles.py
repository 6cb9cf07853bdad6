"""Title of an article: its heading, compared with the titles in the head of the page."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from tasks.articles.document import Document, PageParts
from tasks.articles.fields.provenance import FieldProvenance
from tasks.articles.metadata.heading_choice import agrees_with, choose_by_address, choose_heading
from tasks.articles.metadata.headings import Heading, find_headings, find_home_names, words_of
from tasks.articles.metadata.json_ld import text_of
from tasks.articles.metadata.title_lines import find_marked_line, find_stated_line
from tasks.articles.text.clean import TextCleaner
from tasks.urls import url_slug

# `Title | ASHARQ AL-AWSAT English Archive 2005 -2017`, with | or -, with or without the years.
_SITE_SUFFIX = re.compile(
    r"\s+[|–-]\s*(?:ASHARQ AL-AWSAT|Asharq Al-Awsat)(?: English(?: Archive)?(?: 2005 ?- ?2017)?)?$"
)
# `Asharq Al-Awsat - Title`, as print versions have it.
_SITE_PREFIX = re.compile(
    r"^(?:ASHARQ AL-AWSAT|Asharq Al-Awsat)(?: English(?: Archive)?)?\s+[|»–-]\s+(?=\S)"
)
# The first <title> of every page of the archive, from the theme's header.
_HOUSE_LINE = re.compile(
    r"Middle-east Arab News Opinion \| Asharq Al-awsat"
    r"|Asharq Al-? ?awsat(?:\W+(?:newspaper|english|edition|online|latest|news))*\W*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[|–—«»>:·•~-]+\s+|\s*[|»«]\s*")
# `The Site: The Title`, as sites of 2000-2010 have it.
_COLON = re.compile(r":\s+")

# Longer texts are not split at separators, since hostile pages repeat them.
_LONGEST_TITLE = 500
_SHORTEST_HOST = 4
_MOST_CUTS = 20


def read_title(
    document: Document, parts: PageParts, cleaner: TextCleaner, ledger: FieldProvenance
) -> str | None:
    """Return the article's title, or None if the page states only the site's name.

    The layout's heading comes first, then the heading most similar to the titles in the head, then
    the titles in the head without the name of the site.
    """
    names, host = site_names(document), _host_words(document)
    if parts.layout.startswith("generic"):
        names |= find_home_names(document.body)
    claims = [
        (title, source)
        for value, source in _claimed_titles(document)
        if (cleaned := cleaner.clean(value))
        and (title := strip_site_name(_SITE_PREFIX.sub("", cleaned), names, host))
        and not _is_house_line(title, names)
    ]
    own = [claim for claim in claims if not _is_site_name(claim[0], names, host)]
    heading = _own_heading(document, parts, [title for title, _ in own], names, cleaner)
    candidates = [heading, *own] if heading else own or claims
    if not candidates:
        return None
    chosen = candidates[0]
    ledger.record("title", chosen[1])
    for other in candidates[1:]:
        if not _is_with_suffix(other[0], chosen[0]):
            ledger.compare("title", chosen, other)
    return chosen[0]


def site_names(document: Document) -> frozenset[str]:
    """Return the names of the site stated on the page, as words in lower case."""
    graph = document.graph
    publisher = graph.resolve(graph.get("Article").get("publisher"))
    stated = [
        document.head.meta("og:site_name"),
        document.head.meta("application-name"),
        text_of(graph.get("WebSite").get("name")),
        text_of(graph.get("Organization").get("name")),
        text_of(publisher.get("name")) if isinstance(publisher, dict) else None,
    ]
    return frozenset(words for name in stated if name and (words := words_of(name)))


def strip_site_name(title: str, names: frozenset[str], host: str = "") -> str:
    """Return a title without the name of the site before or after it.

    The name is one stated on the page, or the words of which the name of its `host` consists.
    """
    title = _SITE_SUFFIX.sub("", title)
    if len(title) > _LONGEST_TITLE:
        return title
    cuts = sorted(
        [*_SEPARATOR.finditer(title), *_COLON.finditer(title)], key=lambda cut: cut.start()
    )
    for cut in cuts:
        if _is_site_name(title[cut.end() :], names, host):
            return title[: cut.start()].strip()
    for cut in reversed(cuts):
        if _is_site_name(title[: cut.start()], names, host):
            return title[cut.end() :].strip()
    return title


def _is_site_name(text: str, names: frozenset[str], host: str) -> bool:
    words = words_of(text)
    if words in names:
        return True
    joined = words.removeprefix("the ").replace(" ", "")
    return len(joined) >= _SHORTEST_HOST and joined == host.removeprefix("the")


def _own_heading(
    document: Document,
    parts: PageParts,
    claims: list[str],
    names: frozenset[str],
    cleaner: TextCleaner,
) -> tuple[str, str] | None:
    if parts.title and not parts.layout.startswith("generic"):
        text = strip_site_name(cleaner.clean(parts.title.value), names)
        if text and not _is_house_line(text, names):
            return text, parts.title.source
    stated = [*claims, *map(cleaner.clean, document.head.metas.get("twitter:title", []))]
    segments = [*stated, *(segment for claim in stated for segment in _segments_of(claim))]
    for segment in tuple(segments):
        if cut := _COLON.search(segment):
            # The name of the site may be on either side.
            segments += [segment[: cut.start()], segment[cut.end() :]]
    heading = choose_heading(_own_headings(document, parts, names), claims, segments)
    slug = url_slug(document.page.url)
    if heading is None or not agrees_with(slug, heading.text):
        heading = choose_by_address(_own_headings(document, parts, names), slug) or heading
    heading = heading or find_stated_line(document.body, [*claims, *segments])
    if heading is None and not _has_own_claim(document):
        heading = find_marked_line(document.body, has_title=bool(claims))
    if heading is None:
        return None
    parts.heading = heading.node
    return cleaner.clean(heading.text), heading.source


def _has_own_claim(document: Document) -> bool:
    """Return whether the head states the title of an article, not only one of the page."""
    return next(_claimed_titles(document), ("", "title"))[1] != "title"


def _own_headings(document: Document, parts: PageParts, names: frozenset[str]) -> Iterator[Heading]:
    host = _host_words(document)
    for heading in find_headings(document.body, parts.contents):
        words = words_of(heading.text)
        if words and words.replace(" ", "") != host and not _is_house_line(heading.text, names):
            yield heading


def _host_words(document: Document) -> str:
    host = (urlsplit(document.page.url).hostname or "").removeprefix("www.")
    return re.sub(r"\W", "", host.partition(".")[0])


def _segments_of(title: str) -> list[str]:
    """Return the parts of a title between separators, and what is before and after each of them.

    The title may have a separator of its own: `Roads Open – Minister | The Site`.
    """
    cuts = list(islice(_SEPARATOR.finditer(title), _MOST_CUTS))
    if len(title) > _LONGEST_TITLE or not cuts:
        return []
    parts = [*_SEPARATOR.split(title), *(title[: cut.start()] for cut in cuts)]
    parts += [title[cut.end() :] for cut in cuts]
    return [part for part in dict.fromkeys(parts) if part]


def _is_with_suffix(other: str, chosen: str) -> bool:
    # The suffix of a site whose name is not stated on the page, such as a local copy.
    return other.startswith((f"{chosen} | ", f"{chosen} - ", f"{chosen} – "))


def _claimed_titles(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the titles in the head, most trusted first."""
    if og_title := document.head.meta("og:title"):
        yield og_title, "meta og:title"
    if headline := text_of(document.graph.get("Article").get("headline")):
        yield headline, "json-ld Article.headline"
    if document.head.titles:
        yield document.head.titles[-1], "title"


def _is_house_line(title: str, names: frozenset[str]) -> bool:
    if _HOUSE_LINE.fullmatch(title) or title.startswith("ASHARQ AL-AWSAT English"):
        return True
    return words_of(title) in names
