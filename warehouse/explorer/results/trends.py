"""Articles per month that match words or name an entity, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from warehouse.errors import BadQuery
from warehouse.explorer.filters import Filters
from warehouse.explorer.highlight import KINDS
from warehouse.explorer.links import search_link
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.explorer.results.coverage import Coverage
from warehouse.explorer.results.find_articles import hold_found
from warehouse.explorer.results.sections import section_complaint
from warehouse.search.find import count_months, find_entity_ids

# More lines would be unreadable.
MOST_TERMS = 5
# Prefix of a term that names a section: `section:opinion`.
SECTION = "section:"
# Months that stand out: how many are shown, and what they need.
MOST_PEAKS = 10
MIN_PEAK = 3
MIN_DEVIATION = 2.5


@dataclass(frozen=True, slots=True)
class Series:
    """The articles of one term by month (`2009-03`).

    `kind` is `words`, `section`, or the kind of the entity `entity_id` that the term names.
    """

    term: str
    kind: str
    name: str
    entity_id: str
    counts: dict[str, int]
    section: str = ""

    @property
    def total(self) -> int:
        """All articles of the term."""
        return sum(self.counts.values())

    def link(self, time: str = "") -> str:
        """Return the URL of the articles of the term, of a month (`2009-03`), a year or all."""
        words = "" if self.entity_id or self.section else self.term
        asked = {"q": words, "entity": self.entity_id, "section": self.section}
        if len(time) == len("2009"):
            days = {"since": f"{time}-01-01", "until": f"{time}-12-31"}
            return search_link(None, **days, **asked)
        return search_link(None, month=time, **asked)

    def in_years(self) -> "Series":
        """Return the same articles by year."""
        years: dict[str, int] = {}
        for month, count in self.counts.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        return replace(self, counts=years)


@dataclass(frozen=True, slots=True)
class Peak:
    """A month with far more articles of a term than its average share: so many times as many."""

    name: str
    month: str
    article_count: int
    times: float
    link: str


def times_with_articles(series: Sequence[Series]) -> list[str]:
    """Return the months (or years) in which a term has articles, in order."""
    return sorted({time for one in series for time, count in one.counts.items() if count})


def find_peaks(series: Sequence[Series], coverage: Coverage) -> list[Peak]:
    """Return the months that stand out, the most unusual first.

    A month stands out if at least MIN_PEAK articles are MIN_DEVIATION standard deviations (of a
    Poisson distribution) more than the term's average share of the month's articles.
    """
    found = [peak for one in series for peak in _peaks(one, coverage)]
    return [peak for _, peak in sorted(found, key=lambda one: -one[0])][:MOST_PEAKS]


def _peaks(one: Series, coverage: Coverage) -> Iterator[tuple[float, Peak]]:
    loaded = {month: cell.loaded for month, cell in coverage.totals.items() if cell.loaded}
    share = sum(one.counts.get(month, 0) for month in loaded) / (sum(loaded.values()) or 1)
    for month, articles in loaded.items():
        count, expected = one.counts.get(month, 0), share * articles
        deviation = (count - expected) / expected**0.5 if expected else 0
        if count >= MIN_PEAK and deviation >= MIN_DEVIATION:
            yield deviation, Peak(one.name, month, count, count / expected, one.link(month))


def split_terms(text: str) -> list[str]:
    """Split `opec, "oil, gas"` at commas outside quotation marks; at most MOST_TERMS terms."""
    terms, term, is_quoted = [], "", False
    for char in f"{text},":
        is_quoted ^= char == '"'
        if char == "," and not is_quoted:
            terms.append(term.strip())
            term = ""
        else:
            term += char
    found = [*terms, term.removesuffix(",").strip()]
    return list(dict.fromkeys(one for one in found if one))[:MOST_TERMS]


def read_series(snapshot: Snapshot, terms: Sequence[str]) -> tuple[list[Series], list[str]]:
    """Return the series of each term, and a message for each term without one.

    A term is an entity if it is its id, its name or one of its spellings, else words to search for;
    in quotation marks it is always words. `section:opinion` is a section, with its subsections.
    """
    series: list[Series] = []
    complaints: list[str] = []
    for term in terms:
        try:
            series.append(_read_one(snapshot, term))
        except BadQuery as error:
            complaints.append(f"“{term}”: {error}")
    return series, complaints


def as_rows(series: Sequence[Series], coverage: Coverage) -> list[Row]:
    """Return one row per term and month of the archive."""
    return [
        {
            "term": one.name,
            "kind": one.kind,
            "entity_id": one.entity_id or None,
            "month": month,
            "article_count": one.counts.get(month, 0),
            "articles_in_month": cell.loaded if cell else 0,
            "share": one.counts.get(month, 0) / cell.loaded if cell and cell.loaded else None,
            "missing_in_month": cell.missing if cell else 0,
        }
        for one in series
        for month in coverage.months
        for cell in [coverage.totals.get(month)]
    ]


def _read_one(snapshot: Snapshot, term: str) -> Series:
    if term.lower().startswith(SECTION):
        return _read_section(snapshot, term[len(SECTION) :].strip())
    entity = _entity(snapshot, term)
    if entity is None:
        return Series(term, "words", term, "", count_months(snapshot.con, term))
    entity_id = entity["entity_id"]
    rows = snapshot.rows("entity_months", entity_id=entity_id)
    counts = {row["month"]: row["article_count"] for row in rows}
    kind = KINDS.get(entity["entity_type"], "name")
    return Series(term, kind, entity["name"], entity_id, counts)


def _read_section(snapshot: Snapshot, section: str) -> Series:
    names = snapshot.info.section_names
    called = {name.lower(): path for path, name in sorted(names.items(), reverse=True)}
    path = called.get(section.lower(), section)
    if complaint := section_complaint(snapshot, path):
        raise BadQuery(complaint)
    hold_found(snapshot, Filters(section=path))
    counts = {row["month"]: row["article_count"] for row in snapshot.rows("found_months")}
    return Series(f"{SECTION}{path}", "section", names.get(path, path), "", counts, path)


def _entity(snapshot: Snapshot, term: str) -> Row | None:
    if '"' in term or not snapshot.has("entities", "search.entity_names"):
        return None
    found = find_entity_ids(snapshot.con, term)
    return snapshot.row("entity", entity_id=found[0]) if found else None
